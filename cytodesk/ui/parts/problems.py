"""What is wrong, in a line below a field; and a field with its label, help and reset."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.fields import FieldFrame
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.texts import IconText, Text


class ProblemLine(IconText):
    """'! Must be 0 or more', hidden while there is nothing to say."""

    def __init__(self, look: Look, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            look, "warning-circle", "bad", sentence, ink="bad", pixels=12, parent=parent
        )
        self.say(sentence)

    def say(self, sentence: str | None) -> None:
        self.set_text(sentence or "")
        self.setVisible(bool(sentence))


class Labelled(QWidget):
    """A label, a field, then its help or its problem; an arrow resets what was changed."""

    reset_wanted = Signal()

    def __init__(
        self, look: Look, label: str, field: QWidget, help: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.label = Text(look, label, "label")
        self.label.setBuddy(field)
        self.field = field
        field.setAccessibleName(label)
        self.help = Text(look, help, "caption", wraps=True, parent=self)
        self.help.setVisible(bool(help))
        self.problem = ProblemLine(look)
        self._reset = IconButton(look, "arrow-counter-clockwise", look.words("Reset to default"))
        self._reset.clicked.connect(self.reset_wanted)
        self._reset.hide()
        heading = row(self.label, None)
        line = row(field, self._reset, spacing=4)
        self.setLayout(column(heading, line, self.help, self.problem, spacing=6))
        if isinstance(field, FieldFrame):
            field.problem_changed.connect(self._say)

    def set_changed(self, is_changed: bool) -> None:
        """Offer the way back to the default."""
        self._reset.setVisible(is_changed)

    def _say(self, sentence: str) -> None:
        self.problem.say(sentence)
        self.help.setVisible(bool(self.help.text()) and not sentence)
