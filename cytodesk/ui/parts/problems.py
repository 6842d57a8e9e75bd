"""What is wrong, in a line below a field."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.layouts import be_shown
from cytodesk.ui.parts.texts import IconText


class ProblemLine(IconText):
    """'! Must be 0 or more', hidden while there is nothing to say."""

    def __init__(self, look: Look, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            look, "warning-circle", "bad", sentence, ink="bad", pixels=12, parent=parent
        )
        self.say(sentence)

    def say(self, sentence: str | None) -> None:
        self.set_text(sentence or "")
        be_shown(self, bool(sentence))
