"""One input or parameter of a Bilayers configuration -> a Parameter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cytodesk.algorithms.conversion import UnfitError, is_given
from cytodesk.algorithms.descriptors.documents import Json, Path
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.descriptors.members import bare_text_of, list_of
from cytodesk.algorithms.fitting import fitting
from cytodesk.algorithms.parameters import Holds, Parameter, ParameterType, Value
from cytodesk.errors import N_

_TYPES = {
    "integer": (ParameterType.NUMBER, Holds.TEXT),
    "float": (ParameterType.NUMBER, Holds.TEXT),
    "checkbox": (ParameterType.BOOLEAN, Holds.TEXT),
    "textbox": (ParameterType.STRING, Holds.TEXT),
    "radio": (ParameterType.STRING, Holds.TEXT),
    "dropdown": (ParameterType.STRING, Holds.TEXT),
    "image": (ParameterType.STRING, Holds.IMAGE),
    "file": (ParameterType.STRING, Holds.FILE),
    "array": (ParameterType.STRING, Holds.FILE),
    "measurement": (ParameterType.STRING, Holds.FILE),
    "executable": (ParameterType.STRING, Holds.FILE),
}
_PLACES = ("directory", "single")
"""Defaults of inputs that say how many files there are, not which."""


def read_input(one: Json, at: Path, index: int, findings: Findings) -> Parameter | None:
    """Return the parameter at `at`; None, and a refusal, where there is none."""
    if not isinstance(one, dict):
        findings.add("not-an-input", at, N_("An input is an object: {{ ... }}."))
        return None
    name, said = bare_text_of(one, "name"), bare_text_of(one, "type").casefold()
    if not name:
        findings.add("missing-id", at, N_('An input has no "name". Write one.'))
    if said not in _TYPES:
        template = N_('"{said}" is no type. Write one of {types}.')
        types = ", ".join(_TYPES)
        findings.add("unknown-type", (*at, "type"), template, said=said, types=types)
    if not name or said not in _TYPES:
        return None
    kind, holds = _TYPES[said]
    parameter = Parameter(
        id=name,
        name=bare_text_of(one, "label") or name,
        type=kind,
        description=bare_text_of(one, "description"),
        flag=bare_text_of(one, "cli_tag") or f"--{name}",
        optional=one.get("optional") is True,
        is_integer=said == "integer",
        choices=_choices(one),
        index=index,
        holds=holds,
        formats=_formats(one),
        is_switch=kind is ParameterType.BOOLEAN and one.get("append_value") is not True,
        is_advanced=bare_text_of(one, "mode") == "advanced",
    )
    return replace(parameter, default=_default(parameter, one, at, findings))


def _choices(one: Mapping[str, Json]) -> tuple[Value, ...]:
    options = list_of(one, "options")
    values = [each.get("value") if isinstance(each, dict) else each for each in options]
    return tuple(str(each) for each in values if isinstance(each, str | int | float))


def _formats(one: Mapping[str, Json]) -> tuple[str, ...]:
    return tuple(each for each in list_of(one, "format") if isinstance(each, str))


def _default(
    parameter: Parameter, one: Mapping[str, Json], at: Path, findings: Findings
) -> Value | None:
    given = one.get("default")
    is_place = parameter.holds is not Holds.TEXT and given in _PLACES
    if not is_given(given) or is_place:
        return None
    try:
        return fitting(parameter, str(given) if parameter.choices else given)
    except UnfitError:
        template = N_('"{name}" of {id} is left out, for {value} does not fit it.')
        findings.add(
            "value-against-type",
            (*at, "default"),
            template,
            name="default",
            id=parameter.id,
            value=given,
        )
        return None
