"""An icon that says how something stands, beside the words that say the same."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import icon as paint_icon

_ICONS = {
    "good": ("check-circle", "good"),
    "warn": ("warning", "warn"),
    "bad": ("x-circle", "bad"),
    "soft": ("info", "ink-soft"),
}


class Mark(QWidget):
    """good, warn, bad or soft; or any icon by its name, in the accent."""

    def __init__(self, look: Look, kind: str, size: int = 16) -> None:
        super().__init__()
        self._look = look
        self._size = size
        self.set_kind(kind)
        self.setFixedSize(size, size)
        look.theme.changed.connect(self.update)

    def set_kind(self, kind: str) -> None:
        self._icon, self._token = _ICONS.get(kind, (kind, "accent"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        middle = self.height() // 2
        painter, theme = QPainter(self), self._look.theme
        paint_icon(painter, theme, self._icon, self._token, 0, middle, self._size)
