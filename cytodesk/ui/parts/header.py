"""The header of a table: words aligned like their column, an arrow at the sorted one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.cell_delegate import inside
from cytodesk.ui.parts.marks import Marks
from cytodesk.ui.parts.painting import hairline, sized, tick_box, write
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.ticked_view import TICKS, TickedView

_HEIGHT = 33


class Corner(QWidget):
    """Goes on with the header above the scroll bar, which begins below it."""

    def __init__(self, look: Look, table: QTableView) -> None:
        super().__init__(table)
        self._look = look
        self.setFixedHeight(_HEIGHT)
        look.theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        hairline(painter, theme.color("line"), 0, self.width(), self.rect().bottom())


class Header(QHeaderView):
    """Surface, one hairline, titles in 12 / 500; `pressed_section` tells a click."""

    pressed_section = Signal(int)

    def __init__(self, look: Look, table: TickedView[Any]) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._look, self._table = look, table
        self._marks = Marks(look.theme)
        self._pointed = -1
        self._pressed = -1
        self.setHighlightSections(False)
        self.setMinimumSectionSize(28)
        self.setMouseTracking(True)
        self.setSectionsMovable(False)
        look.theme.changed.connect(self.viewport().update)

    def _is_live(self, at: int) -> bool:
        return self.sectionsClickable() and at >= 0

    # Qt calls these

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at_handle = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        self._pressed = -1 if at_handle else self.logicalIndexAt(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = self.logicalIndexAt(event.position().toPoint())
        if self._is_live(at) and at == self._pressed:
            self.pressed_section.emit(at)
        self._pressed = -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._pointed = self.logicalIndexAt(event.position().toPoint())
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointed = -1
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self.viewport()), self._look.theme
        rect = self.viewport().rect()
        painter.fillRect(rect, theme.color("surface"))
        hairline(painter, theme.color("line"), rect.left(), rect.right() + 1, rect.bottom())
        for at in range(self.count()):
            place = QRect(self.sectionViewportPosition(at), 0, self.sectionSize(at), _HEIGHT)
            if not self.isSectionHidden(at) and place.intersects(rect):
                self._paint_section(painter, place, at)

    def _paint_section(self, painter: QPainter, rect: QRect, at: int) -> None:
        theme, table = self._look.theme, self._table
        column = table.rows.columns[at]
        if column.known_as == TICKS:
            if table.rows.things:
                box = QRectF(rect.left() + 12, rect.center().y() - 8, 16, 16)
                tick_box(painter, theme, box, table.all_ticked())
            return
        is_sorted = at == table.rows.sorted_by
        is_pointed_at = at == self._pointed and self.sectionsClickable()
        font = sized(self.font(), 12, 500)
        words, token = inside(rect, at, table), "ink" if is_pointed_at else "ink-soft"
        width = QFontMetrics(font).horizontalAdvance(column.heading)
        middle, right = rect.center().y(), column.align == "right"
        if is_sorted:
            arrow = "arrow-down" if table.rows.is_descending else "arrow-up"
            x = words.right() - 13 if right else min(words.left() + width + 6, words.right() - 13)
            paint_icon(painter, theme, arrow, token, x, middle, 14)
            words = words.adjusted(0, 0, -18 if right else 0, 0)
        if column.mark is not None:
            x = words.right() - width - 18 if right else words.left()
            self._marks.paint(painter, column.mark, QRectF(x + 1, middle - 5, 10, 10))
            words = words if right else words.adjusted(19, 0, 0, 0)
        write(painter, words, column.heading, theme.color(token), font, right=right)
