"""A matrix as a table: the keyboard and a screen reader reach its cells, Enter opens one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cytodesk.charts.drawing import Drawing
from cytodesk.ui.charts.cividis import color_at, ink_on, share_of
from cytodesk.ui.charts.heat_cells import HeatCells, Index
from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import rounded, sized, write

_LEAST_CELL = QSize(48, 40)
_MOST_CELL = QSize(320, 160)
_WANTED_HEIGHT = 64
_GAP = 2
_HEADER = 28
_SIDE = 20
"""Pixels of the line above the columns' names that says whose they are."""


class _CellPainter(QStyledItemDelegate):
    def __init__(self, look: Look, cells: HeatCells) -> None:
        super().__init__()
        self._look, self._cells = look, cells

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._look.theme
        rect = QRectF(option.rect).adjusted(_GAP / 2, _GAP / 2, -_GAP / 2, -_GAP / 2)
        heat = self._cells.heat
        share = share_of(self._cells.value(index), heat.low, heat.high)
        fill = theme.color("surface") if share is None else color_at(share)
        ink = theme.color("ink-soft") if share is None else ink_on(fill)
        edge = theme.color("line") if share is None else None
        rounded(painter, rect, fill, edge, radius=3)
        is_focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if is_focused:
            rounded(painter, QRectF(option.rect), None, theme.color("accent"), width=2, radius=4)
        self._write(painter, option.rect, self._cells.label(index), ink)

    def _write(self, painter: QPainter, rect: QRect, label: str, ink: Any) -> None:
        lines = label.split("\n")[:2]
        heights = [18, 15]
        top = rect.center().y() - sum(heights[: len(lines)]) // 2
        for line, height, pixels, weight in zip(lines, heights, (14, 12), (600, 400), strict=False):
            painter.setFont(sized(painter.font(), pixels, weight))
            painter.setPen(ink)
            place = QRect(rect.left(), top, rect.width(), height)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, line)
            top += height


class _Names(QHeaderView):
    """Row or column names in small soft letters, elided in the middle."""

    def __init__(self, look: Look, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self._look = look
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)

    def widest(self) -> int:
        metrics = self.fontMetrics()
        model, count = self.model(), self.count()
        texts = [str(model.headerData(each, self.orientation()) or "") for each in range(count)]
        return max((metrics.horizontalAdvance(text) for text in texts), default=0) + 16

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say above the names of the columns whose they are."""
        super().paintEvent(event)
        model = self.model()
        if isinstance(model, HeatCells) and self.orientation() is Qt.Orientation.Horizontal:
            painter = QPainter(self.viewport())
            painter.setFont(sized(self.font(), 12, 600))
            painter.setPen(self._look.theme.color("ink"))
            place = QRect(-self.offset(), 0, self.length(), _SIDE)
            title = self._look.words(model.drawing.x.title)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, title)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        text = str(self.model().headerData(section, self.orientation()) or "")
        font = sized(self.font(), 12)
        color = self._look.theme.color("ink-soft")
        painter.save()
        painter.fillRect(rect, self._look.theme.color("surface"))
        if self.orientation() is Qt.Orientation.Vertical:
            write(
                painter,
                rect.adjusted(0, 0, -8, 0),
                text,
                color,
                font,
                right=True,
                elide=Qt.TextElideMode.ElideMiddle,
            )
        else:
            painter.setFont(font)
            painter.setPen(color)
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideMiddle, rect.width() - 4
            )
            below = rect.adjusted(0, _SIDE, 0, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()


class _Corner(QWidget):
    """Says beside the names of the columns whose the rows are."""

    def __init__(self, look: Look, cells: HeatCells, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._cells = look, cells
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, place = self._look.theme, self.rect().adjusted(0, _SIDE, -8, 0)
        text, font = self._look.words(self._cells.drawing.y.title), sized(self.font(), 12, 600)
        write(QPainter(self), place, text, theme.color("ink"), font, right=True)


class MatrixView(QTableView):
    """Paints a Drawing that is one Heat with named rows and columns.

    The titles of its axes say whose the rows and columns are. `fitted` tells that cells moved.
    """

    wanted = Signal(object)
    fitted = Signal()

    def __init__(self, look: Look, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = HeatCells(look, drawing)
        self._painter = _CellPainter(look, self._cells)
        self._across = _Names(look, Qt.Orientation.Horizontal)
        self._down = _Names(look, Qt.Orientation.Vertical)
        self.setModel(self._cells)
        self.setItemDelegate(self._painter)
        self.setHorizontalHeader(self._across)
        self.setVerticalHeader(self._down)
        self._across.setFixedHeight(_SIDE + _HEADER)
        self._corner = _Corner(look, self._cells, self)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)  # Tab leaves it, arrows go from cell to cell
        self.setFrameShape(self.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.activated.connect(self._take)
        self.clicked.connect(self._take)
        look.theme.changed.connect(self.viewport().update)

    @property
    def drawing(self) -> Drawing:
        return self._cells.drawing

    @property
    def left_of_cells(self) -> int:
        """Return how many pixels the names of the rows take."""
        return self._down.width()

    def show_drawing(self, drawing: Drawing) -> None:
        self._cells.put(drawing)
        self._fit()

    def _take(self, index: QModelIndex) -> None:
        place = self._cells.place(index)
        targets = self._cells.heat.targets
        if place < len(targets):
            self.wanted.emit(targets[place])

    def _fit(self) -> None:
        """Share the room among rows and columns, within what reads well."""
        rows, columns = self._cells.heat.values.shape
        names = min(self._down.widest(), self.width() // 3)
        self._down.setFixedWidth(names)
        self._corner.setGeometry(0, 0, names, _SIDE + _HEADER)
        self._corner.raise_()
        room = QSize(self.width() - names - 2, self.height() - _SIDE - _HEADER - 2)
        width = max(_LEAST_CELL.width(), min(_MOST_CELL.width(), room.width() // max(columns, 1)))
        height = max(_LEAST_CELL.height(), min(_MOST_CELL.height(), room.height() // max(rows, 1)))
        self._across.setDefaultSectionSize(width)
        self._down.setDefaultSectionSize(height)
        self.fitted.emit()

    # Qt calls these

    def sizeHint(self) -> QSize:
        rows, columns = self._cells.heat.values.shape
        height = _SIDE + _HEADER + rows * _WANTED_HEIGHT
        return QSize(120 + columns * _LEAST_CELL.width(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)
