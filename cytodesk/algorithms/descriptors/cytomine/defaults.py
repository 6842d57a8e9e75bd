"""Default, choices and bounds of one input, in its type."""

from __future__ import annotations

import re

from cytodesk.algorithms.conversion import UnfitError, converted, is_given
from cytodesk.algorithms.descriptors.cytomine.attributes import (
    KNOWN_PLACEHOLDERS,
    WITH_OBJECTS,
    Attributes,
    expanded,
)
from cytodesk.algorithms.descriptors.documents import Json
from cytodesk.algorithms.descriptors.mends import Put, Remove, Rename
from cytodesk.algorithms.parameters import ParameterType, Value
from cytodesk.errors import N_

CHOICES = ("values-choice", "value-choices", "values-choices", "value-choice")
"""The reference's table says value-choices, its example and Cytomine values-choice."""
_WORD = re.compile(r"[A-Za-z_]\w*")
_DEFAULT_TAKEN = N_(
    'Cytomine does not know "default" of {id}. It is proposed here all the same. Write '
    '"default-value".'
)
_DEFAULT_LEFT = N_(
    'Cytomine does not know "default" of {id}, so it is passed over. Write "default-value".'
)


def read_default(
    said: Attributes, kind: ParameterType, *, whole: bool, optional: bool
) -> Value | None:
    name = "default-value"
    if "default" in said.members:
        name = _name_of_default(said, optional=optional)
    given = said.members.get(name)
    if not is_given(given):
        return None
    if isinstance(given, str) and _is_word_for_objects(given.strip(), kind):
        return given.strip()
    return _value(said, name, given, kind, whole=whole)


def takes_whole(said: Attributes) -> bool:
    """Whether the default of a number that is said to be whole is so.

    Cytomine never looked at "integer": where the two differ, the default is what was tried.
    """
    given = said.members.get("default-value")
    try:
        default = converted(ParameterType.NUMBER, given)
    except UnfitError:
        return True
    is_whole = not isinstance(default, float) or default.is_integer()
    if not is_whole:
        said.found(
            "integer-against-default",
            "integer",
            N_("The default {value} of {id} is not whole, so decimals are taken all the same."),
            [Remove(said.at("integer"))],
            value=given,
        )
    return is_whole


def read_choices(said: Attributes, kind: ParameterType, *, whole: bool) -> tuple[Value, ...]:
    for name in CHOICES:
        listed = said.members.get(name)
        if isinstance(listed, list) and listed:
            _look_over_spelling(said, name)
            values = (
                _value(said, name, each, kind, whole=whole, place=place)
                for place, each in enumerate(listed)
            )
            return tuple(value for value in values if value is not None)
        if is_given(listed):
            said.found(
                "choices-not-a-list",
                name,
                N_('"{name}" of {id} is no list and is left out. Write [ ... ].'),
                name=name,
            )
    return ()


def read_bound(said: Attributes, name: str, kind: ParameterType) -> int | float | str | None:
    given = said.members.get(name)
    if not is_given(given):
        return None
    if kind not in (ParameterType.NUMBER, ParameterType.DATE):
        said.found(
            "bound-ignored",
            name,
            N_('{id} is a {type}: its "{name}" is passed over.'),
            type=kind,
            name=name,
        )
        return None
    # 0.5 may bound whole numbers.
    bound = _value(said, name, given, kind, whole=False)
    return None if isinstance(bound, tuple) else bound


def _look_over_spelling(said: Attributes, name: str) -> None:
    if name != CHOICES[0]:
        said.found(
            "choices-spelling",
            name,
            N_('The choices of {id} stand in "{name}". Write them in "{other}" too.'),
            name=name,
            other=CHOICES[0],
        )


def _name_of_default(said: Attributes, *, optional: bool) -> str:
    """Cytomine passes over "default". Where a value is required, somebody has to fill it in
    and the author's word is the best proposal. An optional one is left out by Cytomine, and
    then the program's own default speaks: a run here must not differ from one there.
    """
    here, right = said.at("default"), "default-value"
    if is_given(said.members.get(right)):
        said.found("default-spelling", "default", _DEFAULT_LEFT, [Remove(here)])
        return right
    if optional or not is_given(said.members["default"]):
        is_empty = not is_given(said.members["default"])
        said.found("default-spelling", "default", _DEFAULT_LEFT, [Remove(here)] * is_empty)
        return right
    mend = [Rename(here, right)] if right not in said.members else [Remove(said.at(right))]
    said.found("default-spelling", "default", _DEFAULT_TAKEN, mend)
    return "default"


def _is_word_for_objects(given: str, kind: ParameterType) -> bool:
    """Whether `given` is "all" or "$currentProject$" where ids are expected."""
    if kind not in WITH_OBJECTS:
        return False
    is_word = kind is ParameterType.LIST_DOMAIN and _WORD.fullmatch(given) is not None
    return is_word or given in KNOWN_PLACEHOLDERS


def _value(
    said: Attributes,
    name: str,
    value: Json,
    kind: ParameterType,
    *,
    whole: bool,
    place: int | None = None,
) -> Value | None:
    """Return `value` in the type of the input, with a finding where it is written otherwise."""
    given: Json = expanded(value, said.id) if isinstance(value, str) else value
    at = said.at(name) if place is None else (*said.at(name), place)
    try:
        result = converted(kind, given, whole=whole)
    except UnfitError:
        said.found(
            "value-against-type",
            name,
            N_('"{name}" of {id} is left out, for {value} is no {type}.'),
            name=name,
            value=given,
            type=kind,
        )
        return None
    native = bool if kind is ParameterType.BOOLEAN else (int, float)
    if isinstance(result, native) and not isinstance(value, native):
        said.found(
            "value-as-text",
            name,
            N_('"{name}" of {id} is written as a text. Write {value}, without quotation marks.'),
            [Put(at, result)] if not isinstance(result, tuple) else (),
            name=name,
            value=str(result).lower(),
        )
    return result
