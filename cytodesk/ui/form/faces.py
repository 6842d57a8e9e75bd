"""What an editor shows while nobody is at it, painted: widgets are made where somebody comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from cytodesk.algorithms.conversion import UnfitError, converted, is_given
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.ui.form.editors.number import figures_of, hint_of
from cytodesk.ui.form.editors.text import is_secret
from cytodesk.ui.form.groups import unit_of
from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.painting import rounded, sized, write
from cytodesk.ui.parts.switches import paint_switch
from cytodesk.ui.theme.theme import Theme

HEIGHT = 30
SWITCH = 34
_LEFT, _RIGHT = 10, 12
"""Where text begins and ends in a field: its own margin, and two pixels of a line edit's."""
_ICON = 25


@dataclass(frozen=True, slots=True)
class Face:
    """What stands in the frame: a text or, in its place, a hint; a unit or an icon at its end."""

    text: str = ""
    hint: str = ""
    unit: str = ""
    icon: str = ""
    is_number: bool = False
    is_on: bool | None = None
    """Of a switch, which has no frame."""
    note: str = ""


def face_of(look: Look, parameter: Parameter, answer: object) -> Face | None:
    """Return the face of an answer; None where only the editor itself can show it."""
    shown = parameter.default if answer is None else answer
    if parameter.choices and parameter.entries is None:
        return _pick(look, parameter, shown)
    make = _FACES.get(parameter.type)
    return None if make is None or parameter.entries is not None else make(look, parameter, shown)


def paint_face(
    painter: QPainter, theme: Theme, font: QFont, rect: QRect, face: Face, *, bad: bool, off: bool
) -> None:
    """Paint `face` into `rect` as its editor would look without the focus."""
    if face.is_on is not None:
        paint_switch(painter, theme, QRectF(rect), face.is_on, is_off=off)
        return
    edge = "line" if off else "bad" if bad else "field-line"
    ground = theme.color("off-ground" if off else "surface")
    rounded(painter, rect, ground, theme.color(edge), width=2 if bad and not off else 1)
    left, right = rect.left() + _LEFT, rect.right() + 1 - _RIGHT
    plain = sized(font)
    if face.unit:
        width = QFontMetrics(plain).horizontalAdvance(face.unit)
        unit = QRect(right + 2 - width, rect.top(), width + 1, rect.height())
        write(painter, unit, face.unit, theme.color("ink-soft"), plain)
        right -= width + 4
    if face.icon:
        right = rect.right() + 1 - _ICON
        ink = "ink-faint" if off else "ink-soft"
        paint_icon(painter, theme, face.icon, ink, right, rect.center().y() + 1)
        right -= 8
    token = "ink-soft" if off and face.text else "ink" if face.text else "ink-faint"
    place = QRect(left, rect.top(), max(right - left, 0), rect.height())
    text = face.text or face.hint
    write(painter, place, text, theme.color(token), plain, right=face.is_number)


def _number(look: Look, parameter: Parameter, shown: object) -> Face:
    hint = hint_of(look, parameter)
    return Face(figures_of(shown), hint, unit_of(parameter), is_number=True)


def _text(look: Look, parameter: Parameter, shown: object) -> Face | None:
    text = "" if shown is None else str(shown)
    if "\n" in text:
        return None
    return Face("\u25cf" * len(text) if is_secret(parameter) else text)


def _list(look: Look, parameter: Parameter, shown: object) -> Face:
    return Face("" if shown is None else str(shown), look.words("values with commas between"))


def _date(look: Look, parameter: Parameter, shown: object) -> Face:
    text = str(shown) if is_given(shown) else ""
    return Face(text, look.words("YYYY-MM-DD"), icon="calendar-blank")


def _truth(look: Look, parameter: Parameter, shown: object) -> Face:
    is_unset = not is_given(shown)
    note = look.words("not set") if is_unset and parameter.optional else ""
    return Face(is_on=not is_unset and _is_true(shown), note=note)


def _is_true(shown: object) -> bool:
    try:
        return bool(converted(ParameterType.BOOLEAN, shown))
    except UnfitError:
        return False


def _pick(look: Look, parameter: Parameter, shown: object) -> Face:
    words = look.words
    if parameter.default is not None:
        hint = words("default {value}", value=parameter.default)
    else:
        hint = words("None") if parameter.optional else words("Choose one")
    return Face(str(shown) if is_given(shown) else "", hint, icon="caret-down")


_FACES: dict[ParameterType, Callable[[Look, Parameter, object], Face | None]] = {
    ParameterType.NUMBER: _number,
    ParameterType.STRING: _text,
    ParameterType.LIST: _list,
    ParameterType.DATE: _date,
    ParameterType.BOOLEAN: _truth,
}
