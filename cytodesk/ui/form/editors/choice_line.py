"""The line above a list: what is chosen or searched, its colour or picture, a caret."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap

from cytodesk.ui.look import Look
from cytodesk.ui.parts.fields import LineField
from cytodesk.ui.parts.painting import clipped, dot, outline_of
from cytodesk.ui.parts.painting import icon as paint_icon

_CARET = 34


class ChoiceLine(LineField):
    """A line whose left end shows a mark, and whose right end opens and closes its list."""

    def __init__(self, look: Look, *, searches: bool) -> None:
        super().__init__(look)
        self._searches = searches
        self._color: QColor | None = None
        self._picture: QPixmap | None = None
        self._is_open = False
        self.set_mark("", None)

    def set_mark(self, color: str, picture: QPixmap | None) -> None:
        self._color = QColor(color) if color else None
        self._picture = picture
        has_mark = self._searches or color or picture
        left = 32 if picture else 34 if self._searches else 24 if has_mark else 8
        self._line.setContentsMargins(left, 2, _CARET, 2)
        self.update()

    def set_open(self, is_open: bool) -> None:
        self._is_open = is_open
        self.update()

    def is_caret(self, event: QMouseEvent) -> bool:
        return event.position().x() > self.width() - _CARET

    # Qt calls these

    def sizeHint(self) -> QSize:
        return QSize(200, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, theme, middle = QPainter(self), self._look.theme, self.height() // 2
        token = "ink-soft" if self.isEnabled() else "ink-faint"
        if self._color is not None:
            dot(painter, QPointF(15, middle), 10, self._color, outline_of(theme, self._color))
        elif self._picture is not None:
            clipped(painter, QRectF(5, middle - 10, 20, 20), 4, self._picture)
        elif self._searches:
            paint_icon(painter, theme, "magnifying-glass", token, 9, middle)
        caret = "caret-up" if self._is_open else "caret-down"
        paint_icon(painter, theme, caret, token, self.width() - 25, middle)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()
