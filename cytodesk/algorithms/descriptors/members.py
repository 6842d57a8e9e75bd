"""What stands in an object of a descriptor, in whichever form its author wrote it."""

from __future__ import annotations

from collections.abc import Mapping

from cytodesk.algorithms.descriptors.documents import Json
from cytodesk.algorithms.descriptors.findings import Findings
from cytodesk.errors import N_


def text_of(members: Mapping[str, Json], name: str, missing: str = "") -> str:
    """Return a member as a text, a number or a yes too; `missing` where none stands there."""
    value = members.get(name)
    return missing if value is None or isinstance(value, dict | list) else str(value)


def bare_text_of(members: Mapping[str, Json], name: str) -> str:
    """Return the same without blanks around it."""
    return text_of(members, name).strip()


def list_of(members: Mapping[str, Json], name: str) -> list[Json]:
    value = members.get(name)
    return value if isinstance(value, list) else []


def inputs_of(members: Mapping[str, Json], findings: Findings) -> list[Json] | None:
    """Return the list of inputs; None, and a refusal, where there is none."""
    inputs = members.get("inputs")
    if isinstance(inputs, list):
        return inputs
    findings.add(
        "missing-inputs",
        ("inputs",),
        N_('There is no list of "inputs". Write "inputs": [ ... ] with one object each.'),
    )
    return None


def type_trouble(value: Json) -> str:
    """Return the sentence, of `id`, `said` and `types`, for an input's "type" that is none."""
    if isinstance(value, dict | list):
        return N_('"type" of {id} is not one word. Write one of {types}.')
    if value is None or not str(value).strip():
        return N_('An input has no "type". Write one of {types}.')
    return N_('"{said}" is no type. Write one of {types}.')
