"""The kinds of constraints that Cytomine seeds, and what they mean here (contract 2.4).

On a server none ever worked: minimum and maximum were exchanged, lists never matched. Here they say
what their names say, and nothing is evaluated as a program.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cytodesk.errors import NotFound
from cytodesk.server.answers import Json


@dataclass(frozen=True, slots=True)
class ConstraintKind:
    id: int
    name: str
    data_type: str
    expression: str


_FIRST = 9_000_000_000_000_001
"""Beyond all ids that a workspace gives out, and still a whole number in any language."""
_EXPRESSIONS = {
    "integer": "[parameterValue] is a whole number",
    "minimum": "[value] <= [parameterValue]",
    "maximum": "[parameterValue] <= [value]",
    "equals": "[parameterValue] = [value]",
    "in": "[parameterValue] is one of [value], separated by commas",
}
_NAMES = {
    "Number": ("integer", "minimum", "maximum", "equals", "in"),
    "String": ("minimum", "maximum", "equals", "in"),
    "Boolean": ("equals",),
    "Date": ("minimum", "maximum", "equals", "in"),
}
KINDS = tuple(
    ConstraintKind(_FIRST + number, name, data_type, _EXPRESSIONS[name])
    for number, (data_type, name) in enumerate(
        (data_type, name) for data_type, names in _NAMES.items() for name in names
    )
)


def kind(id: int) -> ConstraintKind:
    for each in KINDS:
        if each.id == id:
            return each
    raise NotFound("{thing} not found with id : {id}", thing="ParameterConstraint", id=id)


def kind_json(kind: ConstraintKind) -> Json:
    return {
        "class": "be.cytomine.processing.ParameterConstraint",
        "id": kind.id,
        "created": None,
        "updated": None,
        "name": kind.name,
        "expression": kind.expression,
        "dataType": kind.data_type,
    }


def holds(kind: ConstraintKind, limit: str, value: str) -> bool:
    """Return whether `value` keeps to `limit`; of texts minimum and maximum bound the length."""
    choices = [_read(part, kind) for part in limit.strip("[] ").split(",")]
    given = _read(value, kind)
    match kind.name:
        case "integer":
            return isinstance(given, float) and given == int(given)
        case "equals":
            return given == _read(limit, kind)
        case "in":
            return given in choices
    measured, bound = _measured(kind, value), _number(limit)
    if measured is None or bound is None:
        return False
    return measured >= bound if kind.name == "minimum" else measured <= bound


def _measured(kind: ConstraintKind, value: str) -> float | None:
    return float(len(value)) if kind.data_type == "String" else _number(value)


def _read(text: str, kind: ConstraintKind) -> float | str | None:
    return _READERS.get(kind.data_type, str.strip)(text)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def _truth(text: str) -> str:
    return "true" if text.strip().lower() in {"1", "true", "yes"} else "false"


_READERS: dict[str, Callable[[str], float | str | None]] = {
    "Number": _number,
    "Boolean": _truth,
    "Date": _number,
}
