"""Attributes of one input that rule each other out."""

from __future__ import annotations

from dataclasses import replace

from cytodesk.algorithms.conversion import UnfitError
from cytodesk.algorithms.descriptors.cytomine.attributes import WITH_OBJECTS, Attributes
from cytodesk.algorithms.fitting import fitting
from cytodesk.algorithms.parameters import Parameter, Value
from cytodesk.errors import N_

_SHELL_SIGNS = set(" \t\n$`\\;&|<>\"'*()")


def look_over_values(said: Attributes, parameter: Parameter) -> None:
    """Say where a default, or bounds, are ruled out by the other attributes or by the router."""
    default = parameter.default
    if default is not None and not is_allowed(parameter, default):
        said.found(
            "default-not-allowed",
            "default-value",
            N_("The default {value} of {id} is outside its own bounds or choices."),
            value=default,
        )
    is_free_text = isinstance(default, str) and parameter.type not in WITH_OBJECTS
    if is_free_text and _SHELL_SIGNS & set(str(default)):
        said.found(
            "default-with-blanks",
            "default-value",
            N_(
                'The default "{value}" of {id} holds blanks or signs of a shell, which an old '
                "server does not pass on as they are. Choose another, or none."
            ),
            value=default,
        )
    bounds = replace(parameter, choices=())
    if parameter.maximum is not None and not is_allowed(bounds, parameter.maximum):
        said.found(
            "bounds-crossed",
            "maximum",
            N_("The maximum of {id} is less than its minimum, so no value fits."),
        )


def is_allowed(parameter: Parameter, value: Value) -> bool:
    """Whether the parameter's own bounds and choices take `value`."""
    if isinstance(value, str) and parameter.type in WITH_OBJECTS:
        return True
    try:
        fitting(replace(parameter, default=None, is_integer=False), value)
    except UnfitError:
        return False
    return True
