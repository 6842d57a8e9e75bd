"""What went wrong, in one sentence, with what helps to find out why."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.painting import rounded
from cytodesk.ui.parts.texts import Text


class TroubleBar(QWidget):
    """`(x) the server did not store all outlines of image 10      Details   Copy report`."""

    details_pressed = Signal()
    report_pressed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        words = look.words
        self._icon, self._token = "x-circle", "bad"
        self.sentence = Text(look, "", "label", wraps=True).be_selectable()
        details = Button(look, words("Details"), kind="quiet")
        report = Button(look, words("Copy report"), "copy")
        details.clicked.connect(self.details_pressed)
        report.clicked.connect(self.report_pressed)
        line = row(spacing=8, margins=(44, 8, 12, 8))
        line.addWidget(self.sentence, 1)
        line.addWidget(details)
        line.addWidget(report)
        self.setLayout(line)
        self.hide()
        look.theme.changed.connect(self.update)

    def say(self, sentence: str, *, is_warning: bool = False) -> None:
        """Show `sentence`, or nothing where it is empty."""
        self._icon, self._token = ("warning", "warn") if is_warning else ("x-circle", "bad")
        self.sentence.setText(sentence)
        self.setVisible(bool(sentence))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        rounded(painter, QRectF(self.rect()), theme.color("surface"), theme.color("line"))
        painter.fillRect(0, 0, 3, self.height(), theme.color(self._token))
        paint_icon(painter, theme, self._icon, self._token, 16, self.height() // 2)
