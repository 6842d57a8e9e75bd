"""One declared input of an algorithm, and the types that inputs have."""

from __future__ import annotations

import enum
from dataclasses import dataclass

Value = bool | int | float | str | tuple[int, ...]
"""A value in our types.

String, Date (ISO 8601) and List (comma-joined): str. Number: int where it is written as one,
exact at any size, else float. Boolean: bool. Domain: the id, an int. ListDomain: a tuple of ids.
A Domain or ListDomain may also hold a word that its descriptor has as default, such as "all".
"""


class ParameterType(enum.StrEnum):
    """The seven types of schema cytomine-0.1, spelled as the Python client demands."""

    STRING = "String"
    NUMBER = "Number"
    BOOLEAN = "Boolean"
    DATE = "Date"
    DOMAIN = "Domain"
    LIST_DOMAIN = "ListDomain"
    LIST = "List"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared input, with the defaults of missing attributes filled in."""

    id: str
    name: str
    """What a person reads; the id where the descriptor has no name."""
    type: ParameterType
    description: str = ""
    value_key: str = ""
    flag: str = ""
    """The command-line flag; empty where the line writes the flag itself or wants none."""
    optional: bool = False
    set_by_server: bool = False
    server_parameter: bool = False
    """An option for the scheduler of a Cytomine server, never for the program."""
    default: Value | None = None
    choices: tuple[Value, ...] = ()
    minimum: int | float | str | None = None
    """For a Number a number, for a Date an ISO date; the bound itself is allowed."""
    maximum: int | float | str | None = None
    is_integer: bool = False
    uri: str = ""
    print_attribute: str = ""
    sort_attribute: str = ""
    index: int = 0
    """100, 200, ... in the order of the descriptor, as Cytomine numbers them."""
