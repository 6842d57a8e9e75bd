"""A number, its unit, and steps by Up and Down; the wheel only scrolls the page."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.fields import LineField
from cytodesk.ui.parts.texts import Text

_POINTS = {"en": "."}
_WHOLE = r"\s*[+\-−]?\d*\s*"
_REAL = r"\s*[+\-−]?\d*[{points}]?\d*([eE][+\-−]?\d*)?\s*"


class NumberField(LineField):
    """A whole or real number with an optional unit.

    A comma is a decimal point where the language writes it so; in English it may separate
    thousands and cannot be typed. Out of range is a problem that the form states.
    """

    stepped = Signal()

    def __init__(
        self,
        look: Look,
        *,
        whole: bool = False,
        low: float | None = None,
        high: float | None = None,
        step: float | None = None,
        unit: str = "",
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, placeholder=placeholder, parent=parent)
        self._is_whole = whole
        self._low = -math.inf if low is None else low
        self._high = math.inf if high is None else high
        self._step = step
        self.unit = Text(look, unit, "soft")
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.edit.setValidator(QRegularExpressionValidator(self._pattern(), self.edit))
        if unit:
            self._line.addWidget(self.unit)
        self._line.setContentsMargins(8, 2, 9, 2)
        self._line.setSpacing(7)

    def value(self) -> int | float | None:
        """Return the number, or None where none can be read."""
        return read_number(self.text(), whole=self._is_whole)

    def set_value(self, value: float | None) -> None:
        self.set_text("" if value is None else write_number(value))

    def _pattern(self) -> QRegularExpression:
        points = _POINTS.get(self._look.words.language.partition("_")[0], ".,")
        return QRegularExpression(_WHOLE if self._is_whole else _REAL.format(points=points))

    def _step_by(self, steps: int) -> None:
        now = self.value()
        if now is None:
            now = max(self._low, min(0, self._high))
        size = self._step or (1 if self._is_whole else _natural_step(now))
        wanted = min(max(_tidy(now + steps * size, size), self._low), self._high)
        self.set_value(int(wanted) if self._is_whole else wanted)
        self._edited()
        self.stepped.emit()

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = _STEPS.get(Qt.Key(event.key()))
            if steps and not self.edit.isReadOnly():
                self._step_by(steps)
                return True
        return super().eventFilter(watched, event)


_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


def read_number(text: str, *, whole: bool = False) -> int | float | None:
    """Read a number as it is typed: true minus and decimal comma too; None where it is none."""
    plain = text.strip().replace("−", "-").replace(",", ".")
    try:
        number = int(plain) if whole else float(plain)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def write_number(number: float) -> str:
    """Write a number so that reading it gives the same one: 220, 0.6, 1e-09."""
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def _natural_step(number: float) -> float:
    """Return 1 for 37, 0.1 for 2.5, 0.01 for 0.55: the last figure that is written."""
    _, point, figures = write_number(number).partition(".")
    if not point or "e" in figures:
        return 1.0
    return float(10.0 ** -len(figures))


def _tidy(number: float, step: float) -> float:
    """Drop what binary fractions add: 0.1 + 0.2 is 0.3 here."""
    figures = max(0, 2 - math.floor(math.log10(abs(step)))) if step else 6
    return round(number, figures)
