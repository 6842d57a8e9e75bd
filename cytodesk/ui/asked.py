"""A field of a dialog with its label, and below it help or, in its place, what is wrong."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.fields import FieldFrame
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.texts import Text

F = TypeVar("F", bound=FieldFrame)


class Asked(QWidget, Generic[F]):
    """Unlike a form's field, what it says may take several lines: nothing of it is cut."""

    def __init__(
        self, look: Look, label: str, field: F, help: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        field.setAccessibleName(label)
        caption = Text(look, label, "label")
        caption.setBuddy(field)
        self._help = Text(look, help, "caption", wraps=True)
        self._help.setVisible(bool(help))
        self.problem = Text(look, "", "bad", wraps=True)
        self.problem.hide()
        self.setLayout(column(caption, field, self._help, self.problem, spacing=6))

    def set_help(self, sentence: str) -> None:
        self._help.setText(sentence)
        self._help.setVisible(bool(sentence) and not self.problem.text())

    def say(self, sentence: str | None) -> None:
        """Say what is wrong, or None for nothing."""
        self.field.set_problem(sentence)
        self.problem.setText(sentence or "")
        self.problem.setVisible(bool(sentence))
        self._help.setVisible(bool(self._help.text()) and not sentence)
