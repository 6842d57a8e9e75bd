"""Ids typed by hand, where the choices cannot be listed."""

from __future__ import annotations

from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.values import as_text
from cytodesk.ui.form.editors.editor import Editor
from cytodesk.ui.look import Look
from cytodesk.ui.parts.fields import LineField
from cytodesk.ui.parts.layouts import row


class IdEditor(Editor):
    def __init__(self, look: Look, parameter: Parameter) -> None:
        super().__init__(look, parameter)
        is_list = parameter.type is ParameterType.LIST_DOMAIN
        hint = look.words("ids, such as 12,15") if is_list else look.words("an id, such as 12")
        self._field = LineField(look, icon="hash", placeholder=hint)
        self._field.setAccessibleName(parameter.name)
        self._field.changed.connect(lambda: self.answered.emit(self._field.text()))
        self.setLayout(row(self._field))
        self._watch(self._field.edit)

    def show_answer(self, answer: object) -> None:
        shown = self.shown(answer)
        text = shown if isinstance(shown, str) else ""
        if isinstance(shown, int | tuple | list):
            text = as_text(self._parameter, tuple(shown) if isinstance(shown, list) else shown)
        if text != self._field.text():
            self._field.set_text(text)

    def set_problem(self, sentence: str) -> None:
        self._field.set_problem(sentence or None)
