"""A line above the form: where its values come from, and the way back to an empty one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.client.beginning import Beginning
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.texts import Text


class Restored(QWidget):
    forgotten = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words = look.words
        self._said = Text(look, "", "caption", wraps=True)
        anew = Button(look, self._words("Start anew"), kind="link")
        anew.clicked.connect(self.forgotten)
        line = row(self._said, anew, spacing=12, margins=(20, 8, 20, 0))
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()

    def text(self) -> str:
        return self._said.text()

    def tell(self, beginning: Beginning, *, has_unsaved: bool) -> None:
        said = ""
        if beginning.run is not None:
            number = beginning.run.number or beginning.run.id
            said = self._words("Values of analysis #{number}.", number=number)
            if beginning.gone:
                names = ", ".join(beginning.gone)
                gone = self._words("No longer asked for: {names}.", names=names)
                said = f"{said} {gone}"
        elif has_unsaved:
            said = self._words("Your values of last time are back.")
        self._said.setText(said)
        self.setVisible(bool(said))
