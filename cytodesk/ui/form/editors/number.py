"""A number as it is typed: its digits are kept, so that none is lost at any size."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QEvent, QObject, Qt

from cytodesk.algorithms.parameters import Parameter
from cytodesk.ui.form.editors.editor import Editor, key_pressed
from cytodesk.ui.form.groups import plain, unit_of
from cytodesk.ui.look import Look
from cytodesk.ui.parts.fields import LineField
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.texts import Text

_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


class NumberEditor(Editor):
    """Any text may be typed: what is no number is said below, with what to write instead."""

    def __init__(self, look: Look, parameter: Parameter) -> None:
        super().__init__(look, parameter)
        self._field = _Figures(look, unit_of(parameter), hint_of(look, parameter))
        self._field.setAccessibleName(parameter.name)
        self._field.changed.connect(lambda: self.answered.emit(self._field.text()))
        self.setLayout(row(self._field))
        self._watch(self._field.edit)

    def show_answer(self, answer: object) -> None:
        text = figures_of(self.shown(answer))
        if text != self._field.text():
            self._field.set_text(text)

    def set_problem(self, sentence: str) -> None:
        self._field.set_problem(sentence or None)

    def _step(self, steps: int) -> None:
        text = stepped(self._parameter, self._field.text(), steps)
        self._field.set_text(text)
        self.answered.emit(text)

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        key = key_pressed(event)
        if key is not None and (steps := _STEPS.get(Qt.Key(key.key()))):
            self._step(steps)
            return True
        return super().eventFilter(watched, event)


class _Figures(LineField):
    def __init__(self, look: Look, unit: str, placeholder: str) -> None:
        super().__init__(look, placeholder=placeholder)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if unit:
            self._line.addWidget(Text(look, unit, "soft"))
        self._line.setContentsMargins(8, 2, 10, 2)


def stepped(parameter: Parameter, text: str, steps: int) -> str:
    """Return the number `steps` further, of the size of its last figure, within the bounds."""
    try:
        now = Decimal(text.strip().replace(",", ".").replace("\u2212", "-") or "0")
        exponent = now.as_tuple().exponent
    except InvalidOperation:
        return text
    if not isinstance(exponent, int) or abs(exponent) > _FIGURES:
        return text
    size = Decimal(1) if parameter.is_integer or exponent >= 0 else Decimal(1).scaleb(exponent)
    wanted = now + steps * size
    if parameter.minimum is not None:
        wanted = max(wanted, Decimal(str(parameter.minimum)))
    if parameter.maximum is not None:
        wanted = min(wanted, Decimal(str(parameter.maximum)))
    return f"{wanted:f}"


_FIGURES = 20
"""Beyond this many decimals, or zeros, nobody steps by keys."""


def figures_of(shown: object) -> str:
    """Return a number as one types it, or what was typed."""
    return plain(shown) if isinstance(shown, int | float) else str(shown or "")


def hint_of(look: Look, parameter: Parameter) -> str:
    if isinstance(parameter.default, int | float):
        return look.words("default {value}", value=plain(parameter.default))
    return ""
