"""Paints the cells of a table, and what tells of its rows: hairlines, grounds, ticks, the bar."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QCursor, QFont, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from cytodesk.ui.look import Look
from cytodesk.ui.parts.cells import Brush, paint_cell, text_of, width_of
from cytodesk.ui.parts.painting import hairline, tick_box
from cytodesk.ui.parts.rows import CELL, THING
from cytodesk.ui.parts.ticked_view import PADDING, TICKS, TickedView

Index = QModelIndex | QPersistentModelIndex
_FIRST = 16


class CellDelegate(QStyledItemDelegate):
    """One delegate for every table; which cell is painted how stands in cells.py."""

    def __init__(self, look: Look, table: TickedView[Any]) -> None:
        super().__init__(table)
        self._look, self._table = look, table

    # Qt calls these

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(width_of(index.data(CELL), self._table.font()) + 2 * PADDING, 32)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect, row = self._look.theme, option.rect, index.row()
        if ground := self._ground(row, option):
            painter.fillRect(rect, ground)
        if row < self._table.rows.rowCount() - 1:
            hairline(painter, theme.color("line"), rect.left(), rect.right() + 1, rect.bottom())
        column = self._table.rows.columns[index.column()]
        if index.column() == 0 and row == self._table.currentIndex().row():
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), theme.color("accent"))
        if column.known_as == TICKS:
            self._paint_tick(painter, rect, row)
            return
        font = QFont(self._table.font())
        words = inside(rect, index.column(), self._table)
        brush = Brush(painter, theme, words, font, column.align == "right")
        painter.save()
        if column.paint is not None:
            column.paint(brush, index.data(THING))
        else:
            paint_cell(brush, index.data(CELL))
        painter.restore()

    def _ground(self, row: int, option: QStyleOptionViewItem) -> QColor | None:
        theme = self._look.theme
        if self._table.is_ticked(row):
            return theme.color("accent-ground")
        if not self._table.has_ticks and option.state & QStyle.StateFlag.State_Selected:
            return theme.color("accent-ground")
        if row == self._pointed_row():
            return theme.color("hover")
        return theme.color("surface") if self._table.has_ticks else None  # Qt marks the current row

    def _pointed_row(self) -> int:
        viewport = self._table.viewport()
        if not viewport.underMouse():
            return -1
        place: QPoint = viewport.mapFromGlobal(QCursor.pos())
        return self._table.rowAt(place.y())

    def _paint_tick(self, painter: QPainter, rect: QRect, row: int) -> None:
        box = QRectF(rect.left() + _FIRST - 4, rect.center().y() - 7, 16, 16)
        tick_box(painter, self._look.theme, box, self._table.is_ticked(row))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show the whole text where the cell cuts it."""
        said = index.data(Qt.ItemDataRole.ToolTipRole)
        cell = index.data(CELL)
        if not said and cell is not None:
            room = inside(option.rect, index.column(), self._table).width()
            said = text_of(cell) if width_of(cell, self._table.font()) - 2 > room else ""
        QToolTip.showText(event.globalPos(), said or "", view)
        return True


def inside(rect: QRect, at: int, table: TickedView[Any]) -> QRect:
    """Return where a cell's words stand: the same for cells and headings."""
    left = _FIRST if at == 0 else PADDING
    right = _FIRST if at == len(table.rows.columns) - 1 else PADDING
    return rect.adjusted(left, 0, -right, -1)
