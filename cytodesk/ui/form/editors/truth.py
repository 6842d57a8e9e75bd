"""A switch."""

from __future__ import annotations

from cytodesk.algorithms.conversion import UnfitError, converted, is_given
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.ui.form.editors.editor import Editor
from cytodesk.ui.look import Look
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.switches import Switch


class TruthEditor(Editor):
    """Off while nothing was said; who switches it on and off again has said no."""

    def __init__(self, look: Look, parameter: Parameter) -> None:
        super().__init__(look, parameter)
        self._switch = Switch(look)
        self._switch.setAccessibleName(parameter.name)
        self._switch.changed.connect(lambda: self.answered.emit(self._switch.value()))
        self.setLayout(row(self._switch))
        self._watch(self._switch)

    def show_answer(self, answer: object) -> None:
        shown = self.shown(answer)
        try:
            is_on = bool(is_given(shown) and converted(ParameterType.BOOLEAN, shown))
        except UnfitError:
            is_on = False
        self._switch.set_value(is_on)
        is_unset = not is_given(shown) and self._parameter.optional
        self.noted.emit(self._words("not set") if is_unset else "")

    def set_problem(self, sentence: str) -> None:
        self._switch.setAccessibleDescription(sentence)
