"""AboutDialog: version, licences, and that nothing here is a diagnosis."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from cytodesk import __version__
from cytodesk.ui.about.licences import OWN, THIRD_PARTY, licence_text
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.switches import Segmented
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.theme.theme import mono_font


class AboutDialog(Dialog):
    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        words = look.words
        super().__init__(look, words("About CytoDesk"), parent)
        self.setMinimumWidth(560)
        self._version = (
            f"CytoDesk {__version__}  ·  Python {platform.python_version()}"
            f"  ·  Qt {PySide6.__version__}  ·  {platform.system()} {platform.release()}"
        )
        self._texts = {
            OWN: words("The licence of CytoDesk is Apache 2.0."),
            THIRD_PARTY: words("The list of libraries did not come along with this build."),
        }
        self._which = Segmented(
            look,
            [(OWN, words("Licence")), (THIRD_PARTY, words("Libraries"))],
            name=words("Licences"),
        )
        self._text = QPlainTextEdit(readOnly=True)
        self._text.setFont(mono_font(11))
        self._text.setAccessibleName(words("Text of the licence"))
        self._lay_out(look)
        self._add_buttons(look)
        self._which.changed.connect(self._show)
        self._show()

    def _lay_out(self, look: Look) -> None:
        words = look.words
        version = Text(look, self._version, "caption", wraps=True).be_selectable()
        names = column(Text(look, f"CytoDesk {__version__}", "title"), version, spacing=4)
        head = row(Emblem(look), spacing=16, align=None)
        head.addLayout(names, 1)
        about = words(
            "Configure, launch and compare analyses of Cytomine apps, here or on a server."
        )
        not_for_diagnosis = words(
            "Not for diagnosis: CytoDesk is no medical device. What it shows must not decide about "
            "a patient."
        )
        frame = QFrame()
        frame.setMinimumHeight(220)
        frame.setProperty("frame", "area")
        frame.setLayout(column(self._text, margins=(8, 6, 2, 6)))
        self.body.addLayout(head)
        self.body.addWidget(Text(look, about, "", wraps=True))
        self.body.addWidget(Text(look, not_for_diagnosis, "warn", wraps=True))
        self.body.addWidget(self._which)
        self.body.addWidget(frame, 1)

    def _add_buttons(self, look: Look) -> None:
        copy = self.add_button(Button(look, look.words("Copy version"), "copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._version))
        close = self.add_button(Button(look, look.words("Close"), kind="primary"))
        close.clicked.connect(self.accept)
        close.setDefault(True)

    def _show(self) -> None:
        name = str(self._which.value())
        self._text.setPlainText(licence_text(name) or self._texts[name])


class Emblem(QWidget):
    """The sign of CytoDesk: a cell, its nucleus off the middle."""

    def __init__(self, look: Look, size: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedSize(size, size)
        look.theme.changed.connect(self.update)

    # Qt calls these

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, unit = QPainter(self), self.width() / 20
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self._look.theme.color("accent")
        painter.setPen(QPen(accent, 1.6 * unit))
        painter.drawEllipse(QPointF(10, 10) * unit, 9 * unit, 9 * unit)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(QPointF(11.4, 8.8) * unit, 3.6 * unit, 3.6 * unit)
