"""A day, typed as 2026-11-01 or picked in a month."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt

from cytodesk.algorithms.conversion import is_given
from cytodesk.algorithms.parameters import Parameter
from cytodesk.ui.form.editors.editor import Editor, key_pressed
from cytodesk.ui.look import Look
from cytodesk.ui.parts.dates import DateField
from cytodesk.ui.parts.layouts import row


class DateEditor(Editor):
    """Any text may be typed, for hours may follow the day; Down opens the month."""

    def __init__(self, look: Look, parameter: Parameter) -> None:
        super().__init__(look, parameter)
        self._field = DateField(look)
        self._field.edit.setValidator(None)  # type: ignore[arg-type]
        self._field.setAccessibleName(parameter.name)
        self._field.changed.connect(lambda: self.answered.emit(self._field.text()))
        self.setLayout(row(self._field))
        self._watch(self._field.edit)

    def show_answer(self, answer: object) -> None:
        shown = self.shown(answer)
        text = str(shown) if is_given(shown) else ""
        if text != self._field.text():
            self._field.set_text(text)

    def set_problem(self, sentence: str) -> None:
        self._field.set_problem(sentence or None)

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        key = key_pressed(event)
        if key is not None and key.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self._field.open()
            return True
        return super().eventFilter(watched, event)
