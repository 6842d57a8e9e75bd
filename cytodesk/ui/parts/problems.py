"""What is wrong, in a line below a field; and a field with its label, help and reset."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.fields import FieldFrame
from cytodesk.ui.parts.layouts import be_shown, column, row
from cytodesk.ui.parts.texts import IconText, Text

_WIDTH = 200
"""The same for all, so that two beside each other are equally wide."""


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
        be_shown(self.help, bool(help))
        self.problem = ProblemLine(look)
        self._reset = IconButton(look, "arrow-counter-clockwise", look.words("Reset to default"))
        self._reset.clicked.connect(self.reset_wanted)
        self._reset.hide()
        heading = row(self.label, None)
        line = row(field, self._reset, spacing=4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setLayout(column(heading, line, self.help, self.problem, spacing=6))
        if isinstance(field, FieldFrame):
            field.problem_changed.connect(self._say)

    def set_changed(self, is_changed: bool) -> None:
        """Offer the way back to the default."""
        be_shown(self._reset, is_changed)

    def _say(self, sentence: str) -> None:
        self.problem.say(sentence)
        be_shown(self.help, bool(self.help.text()) and not sentence)

    # Qt calls this

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())
