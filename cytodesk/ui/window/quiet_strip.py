"""The bottom of the window as long as nothing was ever running; ActivityStrip takes its place."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import hairline, sized, write

HEIGHT = 40


class QuietStrip(QWidget):
    """Looks like an ActivityStrip without runs, and needs none of what that knows of them."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._words = look.words("Nothing is running")
        self.setAccessibleName(self._words)
        self.setFixedHeight(HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        hairline(painter, theme.color("line"), 0, self.width(), 0)
        place = QRect(16, 1, self.width() - 32, self.height() - 1)
        write(painter, place, self._words, theme.color("ink-soft"), sized(self.font()))
