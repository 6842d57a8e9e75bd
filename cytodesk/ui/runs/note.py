"""A few words that somebody writes on an analysis."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import Dialog, result_of
from cytodesk.ui.parts.long_texts import LongText


async def ask_for_note(look: Look, parent: QWidget, title: str, note: str) -> str | None:
    """Let the user write or change a note; None where it stays as it was."""
    words = look.words
    dialog = Dialog(look, title, parent)
    field = LongText(look, words("What is to be remembered of it"), lines=6)
    field.setAccessibleName(title)
    field.set_value(note)
    dialog.body.addWidget(field)
    cancel = dialog.add_button(Button(look, words("Cancel")))
    cancel.clicked.connect(dialog.reject)
    keep = dialog.add_button(Button(look, words("Keep"), kind="primary"))
    keep.clicked.connect(dialog.accept)
    field.edit.moveCursor(QTextCursor.MoveOperation.End)
    field.edit.setFocus()
    is_kept = await result_of(dialog)
    written = field.value().strip() if is_kept else note
    return None if written == note else written
