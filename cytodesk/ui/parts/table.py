"""Tables: our header, our cells, ticks at the left, a bar at the current row; 32 px rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.cell_delegate import CellDelegate
from cytodesk.ui.parts.cells import Cell, Inked, text_of, width_of
from cytodesk.ui.parts.header import Corner, Header
from cytodesk.ui.parts.rows import Column
from cytodesk.ui.parts.ticked_view import PADDING, TICKS, TickedView

T = TypeVar("T")
ROW = 32
_MEASURED = 200


class Table(TickedView[T]):
    """Things in rows. Enter or a double click opens one, Space or its box ticks it.

    `chosen` tells the current thing, `ticks_changed` that others are ticked, `menu_wanted` a
    thing and the point of the screen where its menu belongs.
    """

    chosen = Signal(object)
    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    sorted = Signal()

    def __init__(
        self,
        look: Look,
        columns: Sequence[Column[T]],
        key: Callable[[T], Hashable] = lambda thing: getattr(thing, "id", id(thing)),
        *,
        ticks: bool = False,
        sortable: bool = True,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(columns, key, ticks, parent)
        self._look = look
        self._current: Hashable = None
        self._is_sized_by_hand = False
        self.setAccessibleName(name)
        self._dress(sortable)
        self.setModel(self.rows)
        self.rows.modelReset.connect(self._after_reset)
        self.selectionModel().currentRowChanged.connect(self._tell_current)

    def _dress(self, sortable: bool) -> None:
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.NoSelection if self.has_ticks else modes.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = Header(self._look, self)
        self.setHorizontalHeader(header)
        self.addScrollBarWidget(Corner(self._look, self), Qt.AlignmentFlag.AlignTop)
        header.setSectionsClickable(sortable or self.has_ticks)
        header.pressed_section.connect(lambda at: self._press_header(at, sortable))
        header.sectionResized.connect(self._note_hand)
        self.setItemDelegate(CellDelegate(self._look, self))
        self._look.theme.changed.connect(self.viewport().update)

    # things

    def put(self, things: Iterable[T]) -> None:
        """Show `things`; ticks, the current row and the place stay where they can."""
        self.rows.put(things)
        self._keep_ticks()
        if not self._is_sized_by_hand:
            self.fit()

    def go_to(self, key: Hashable) -> None:
        """Make the thing known by `key` current, and show it."""
        if (row := self.rows.place_of(key)) >= 0:
            self.setCurrentIndex(self.rows.index(row, 0))

    def set_columns(self, columns: Sequence[Column[T]]) -> None:
        self.rows.set_columns(self._with_ticks(columns))
        self.fit()

    def sort_by(self, name: str, *, descending: bool = False) -> None:
        """Sort by the column that is known as `name`."""
        names = [column.known_as for column in self.rows.columns]
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.rows.sort(names.index(name), order)
        self.horizontalHeader().viewport().update()

    # widths

    def fit(self) -> None:
        """Make each column as wide as its heading and its first rows want."""
        header, font = self.horizontalHeader(), self.font()
        header.blockSignals(True)
        widths = [self._wanted(at, font) for at in range(len(self.rows.columns))]
        for at, width in enumerate(widths):
            header.resizeSection(at, width)
        stretched = [at for at, column in enumerate(self.rows.columns) if column.stretch]
        left = self.viewport().width() - sum(widths)
        for at in stretched:
            if left > 0:
                header.resizeSection(at, widths[at] + left // len(stretched))
        header.blockSignals(False)
        self.updateGeometries()
        self.viewport().update()

    def _wanted(self, at: int, font: Any) -> int:
        column = self.rows.columns[at]
        if column.width is not None:
            return column.width
        cells: list[Cell] = [column.value(thing) for thing in self.rows.things[:_MEASURED]]
        heading: Cell = Inked(column.heading, weight=600)
        sign = 24 if column.mark is not None or at == self.rows.sorted_by else 0
        widest = max([width_of(heading, font) + sign, *(width_of(cell, font) for cell in cells)])
        return widest + 2 * PADDING + 4 * (at == 0) + 4 * (at == len(self.rows.columns) - 1)

    def widths(self) -> dict[str, int]:
        """Return the widths that the user's hand gave, by column; none where it gave none."""
        if not self._is_sized_by_hand:
            return {}
        columns = enumerate(self.rows.columns)
        return {column.known_as: self.columnWidth(at) for at, column in columns}

    def set_widths(self, widths: dict[str, int]) -> None:
        for at, column in enumerate(self.rows.columns):
            if column.known_as in widths:
                self.setColumnWidth(at, widths[column.known_as])
        self._is_sized_by_hand = bool(widths)

    def _note_hand(self) -> None:
        self._is_sized_by_hand |= bool(QGuiApplication.mouseButtons())

    # what happens

    def _press_header(self, at: int, sortable: bool) -> None:
        if self.has_ticks and at == 0:
            self.tick_all(self.all_ticked() is not True)
        elif sortable:
            again = self.rows.sorted_by == at and not self.rows.is_descending
            self.sort_by(self.rows.columns[at].known_as, descending=again)
            self.sorted.emit()

    def _after_reset(self) -> None:
        row = self.rows.place_of(self._current) if self._current is not None else -1
        if row >= 0:
            index = self.rows.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().blockSignals(True)
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.selectionModel().blockSignals(False)

    def _tell_current(self, now: QModelIndex, before: QModelIndex) -> None:
        thing = self.rows.thing(now.row())
        if thing is not None:
            self._current = self.rows.key(thing)
            self.chosen.emit(thing)

    def _copy(self) -> None:
        things = self.ticked() or [each for each in [self.current()] if each is not None]
        columns = [column for column in self.rows.columns if column.known_as != TICKS]
        lines = ["\t".join(column.heading for column in columns)]
        lines += ["\t".join(text_of(column.value(each)) for column in columns) for each in things]
        QGuiApplication.clipboard().setText("\n".join(lines))

    # Qt calls these

    def keyPressEvent(self, event: QKeyEvent) -> None:
        thing, key = self.current(), event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif self.has_ticks and event.matches(QKeySequence.StandardKey.SelectAll):
            self.tick_all()
        elif thing is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(thing)
        elif thing is not None and key == Qt.Key.Key_Space and self.has_ticks:
            self.tick_row(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if event.reason() in by_key and not self.currentIndex().isValid():
            self.setCurrentIndex(self.rows.index(0, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            column = self.rows.columns[index.column()]
            if column.known_as == TICKS:
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.tick_row(index.row(), to_last=shift)
                return
            if column.act is not None:
                column.act(self.rows.things[index.row()])
                return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        thing = self.rows.thing(index.row())
        column = self.rows.columns[index.column()] if index.isValid() else None
        if column is None or column.known_as == TICKS or column.act is not None:
            self.mousePressEvent(event)
        elif thing is not None:
            self.opened.emit(thing)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if (thing := self.current()) is not None:
            self.menu_wanted.emit(thing, event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_sized_by_hand and self.rows.columns:
            QTimer.singleShot(0, self, self.fit)
