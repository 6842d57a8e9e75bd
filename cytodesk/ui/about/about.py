"""AboutDialog: version, licences, and that nothing here is a diagnosis."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cytodesk import __version__
from cytodesk.ui.about.licences import OWN, THIRD_PARTY, licence_text
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.long_texts import Reading
from cytodesk.ui.parts.switches import Segmented
from cytodesk.ui.parts.texts import Text

_NAME = f"CytoDesk {__version__}"


class AboutDialog(Dialog):
    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        words = look.words
        super().__init__(look, words("About CytoDesk"), parent)
        self.setMinimumWidth(640)
        self._texts = {
            OWN: words("The licence of CytoDesk is Apache 2.0."),
            THIRD_PARTY: words("The list of libraries did not come along with this build."),
        }
        self._which = Segmented(
            look,
            [(OWN, words("Licence")), (THIRD_PARTY, words("Libraries"))],
            name=words("Licences"),
        )
        self._text = Reading(look, "", words("Text of the licence"), pixels=11)
        self._text.setMinimumHeight(220)
        self._lay_out(look)
        self._add_buttons(look)
        self._which.changed.connect(self._show)
        self._show()

    def _lay_out(self, look: Look) -> None:
        words = look.words
        stands_on = Text(look, _stands_on(), "caption", wraps=True).be_selectable()
        names = column(Text(look, _NAME, "title"), stands_on, spacing=4)
        head = row(Emblem(look), spacing=16, align=None)
        head.addLayout(names, 1)
        about = words(
            "Configure, launch and compare analyses of Cytomine apps, here or on a server."
        )
        not_for_diagnosis = words(
            "Not for diagnosis: CytoDesk is no medical device. What it shows must not decide about "
            "a patient."
        )
        self.body.addLayout(head)
        self.body.addWidget(Text(look, about, "", wraps=True))
        self.body.addWidget(Text(look, not_for_diagnosis, "warn", wraps=True))
        self.body.addWidget(self._which)
        self.body.addWidget(self._text, 1)

    def _add_buttons(self, look: Look) -> None:
        version = f"{_NAME}  ·  {_stands_on()}"
        copy = self.add_button(Button(look, look.words("Copy version"), "copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(version))
        close = self.add_button(Button(look, look.words("Close"), kind="primary"))
        close.clicked.connect(self.accept)
        close.setFocus()

    def _show(self) -> None:
        name = str(self._which.value())
        self._text.set_text((licence_text(name) or self._texts[name]).strip("\n"))


def _stands_on() -> str:
    return (
        f"Python {platform.python_version()}  ·  Qt {PySide6.__version__}"
        f"  ·  {platform.system()} {platform.release()}"
    )


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
