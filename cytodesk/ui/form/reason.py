"""Why there is no list, with Retry where a server may answer later."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.texts import Text


class Reason(QWidget):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = Text(look, "", "warn", wraps=True)
        self.retry = Button(look, look.words("Retry"), kind="link")
        self.setLayout(column(self._text, self.retry, spacing=0))

    def say(self, sentence: str, *, can_retry: bool) -> None:
        self._text.setText(sentence)
        self.retry.setVisible(can_retry)
        self.setVisible(bool(sentence))

    def text(self) -> str:
        return self._text.text()
