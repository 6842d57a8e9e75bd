"""How far the worker is, and the button that ends it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.progress import ProgressLine
from cytodesk.ui.parts.texts import Text

_PATIENCE = 400
"""Milliseconds: what is quicker needs no line."""


class Waiting(QWidget):
    cancelled = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._questions = 0
        self._said = Text(look, style="soft")
        self._line = ProgressLine(look, None)
        self._cancel = Button(look, look.words("Cancel"), kind="quiet")
        self._cancel.clicked.connect(self.cancelled)
        self.setLayout(row(self._said, self._line, self._cancel, spacing=12))
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self.show)
        self.hide()

    def begin(self, runs: int) -> None:
        """Show the line after a while; there may be several questions at once."""
        self._questions += 1
        words = self._look.words
        said = words.plural("Comparing {number} analysis", "Comparing {number} analyses", runs)
        self._said.setText(said)
        self._line.set_share(None)
        self._patience.start()

    def set_share(self, share: float) -> None:
        self._line.set_share(share if share > 0 else None)

    def end(self) -> bool:
        """Return whether that was the last question: then the line goes."""
        self._questions -= 1
        if self._questions:
            return False
        self._patience.stop()
        self.hide()
        return True
