"""One input of a task -> a Parameter."""

from __future__ import annotations

import re
from dataclasses import replace

from cytodesk.algorithms.conversion import UnfitError, is_given
from cytodesk.algorithms.descriptors.app_engine.types import TypeReader
from cytodesk.algorithms.descriptors.documents import Json
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.algorithms.fitting import fitting
from cytodesk.algorithms.parameters import Holds, Parameter, ParameterType, Value
from cytodesk.errors import N_

_PLAIN_NAME = re.compile(r"[a-zA-Z0-9_]+")
_KNOWN = ("display_name", "description", "type", "default", "optional", "dependencies")
_LONGEST_DESCRIPTION = 255
"""What the server's column holds, whatever its schema says."""


def read_input(name: str, said: Json, index: int, findings: Findings) -> Parameter | None:
    """Return the parameter of an input; None, and a refusal, where there is none."""
    if not isinstance(said, dict):
        template = N_('The input "{name}" is no map. Write its type below it.')
        findings.add("not-an-input", ("inputs", name), template, name=name)
        return None
    look_over(name, said, "inputs", findings)
    shown = said.get("display_name")
    description = said.get("description")
    bare = Parameter(
        id=name,
        name=str(shown).strip() if isinstance(shown, str) and shown.strip() else name,
        type=ParameterType.STRING,
        description=description if isinstance(description, str) else "",
        optional=said.get("optional") is True,
        index=index,
    )
    at = ("inputs", name, "type")
    typed = TypeReader(findings).read(bare, said.get("type"), at)
    return None if typed is None else _with_default(typed, said, findings)


def look_over(name: str, said: dict[str, Json], group: str, findings: Findings) -> None:
    """Say what the schema, or the server behind it, would not take of an input or an output."""
    if not _PLAIN_NAME.fullmatch(name):
        template = N_('The name "{name}" may hold letters, digits and underscores only.')
        findings.add("task-attribute", (group, name), template, name=name)
    description = said.get("description")
    if not isinstance(description, str) or not description:
        template = N_('"{name}" has no "description". Write one.')
        findings.add("task-attribute", (group, name, "description"), template, name=name)
    elif len(description) > _LONGEST_DESCRIPTION:
        template = N_('The description of "{name}" has {count} signs: write at most {most}.')
        findings.add(
            "task-fails",
            (group, name, "description"),
            template,
            name=name,
            count=len(description),
            most=_LONGEST_DESCRIPTION,
        )
    if not isinstance(said.get("display_name"), str) or not said["display_name"]:
        template = N_('"{name}" has no "display_name". Write what people read.')
        findings.add("task-fails", (group, name, "display_name"), template, name=name)
    for each in said:
        if each not in _KNOWN:
            template = N_('"{name}" is read by nobody. Remove it.')
            findings.add("ignored-constraint", (group, name, each), template, name=each)


def _with_default(typed: Parameter, said: dict[str, Json], findings: Findings) -> Parameter:
    given = said.get("default")
    place = ("inputs", typed.id, "default")
    if not is_given(given):
        return typed
    if typed.entries is not None or typed.holds is not Holds.TEXT:
        template = N_('"{name}" is of a type that takes no default. Remove it.')
        findings.add("ignored-constraint", place, template, name=typed.id)
        return typed
    try:
        value: Value = fitting(typed, given)
    except UnfitError:
        template = N_("The default {value} of {id} is outside its own bounds or choices.")
        findings.add("default-not-allowed", place, template, value=given, id=typed.id)
        return typed
    return replace(typed, default=value)
