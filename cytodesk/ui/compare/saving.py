"""Naming a comparison, and the ones that were named before."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cytodesk.ui.asked import Asked
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import Dialog, result_of
from cytodesk.ui.parts.fields import TextField

LONGEST = 200


class NameDialog(Dialog):
    """Asks under which name; an empty one cannot be saved, one that is taken says so."""

    def __init__(
        self, look: Look, name: str, taken: frozenset[str], where: str, parent: QWidget
    ) -> None:
        words = look.words
        super().__init__(look, words("Save this comparison"), parent)
        self._taken = taken
        self.field = TextField(look)
        self.field.edit.setMaxLength(LONGEST)
        self.field.set_value(name)
        self._asked = Asked(look, words("Name"), self.field, where)
        self._where = where
        self.body.addWidget(self._asked)
        cancel = self.add_button(Button(look, words("Cancel")))
        cancel.clicked.connect(self.reject)
        self.save = self.add_button(Button(look, words("Save"), kind="primary"))
        self.save.clicked.connect(self.accept)
        self.field.edit.textChanged.connect(lambda _: self._tell())
        self.field.edit.returnPressed.connect(self._accept_if_named)
        self._tell()

    @property
    def name(self) -> str:
        return self.field.value().strip()

    def _accept_if_named(self) -> None:
        if self.name:
            self.accept()

    def _tell(self) -> None:
        words = self._look.words
        is_taken = self.name in self._taken
        self.save.setEnabled(bool(self.name))
        self._asked.set_help(
            words("A comparison of that name is replaced.") if is_taken else self._where
        )


async def ask_name(
    look: Look, parent: QWidget, name: str, taken: frozenset[str], where: str
) -> str | None:
    """Return the name under which to save, None where the user changed their mind."""
    dialog = NameDialog(look, name, taken, where, parent)
    dialog.field.edit.selectAll()
    dialog.field.edit.setFocus()
    done = await result_of(dialog)
    return dialog.name if done else None
