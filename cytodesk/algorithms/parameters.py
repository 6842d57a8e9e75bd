"""One declared input of an algorithm, and the types that inputs have."""

from __future__ import annotations

import enum
from dataclasses import dataclass

Value = bool | int | float | str | tuple["Value", ...]
"""A value in our types.

String, Date (ISO 8601) and List (comma-joined): str. Number: int where it is written as one,
exact at any size, else float. Boolean: bool. Domain: the id, an int. ListDomain: a tuple of ids.
A Domain or ListDomain may also hold a word that its descriptor has as default, such as "all".
A List with `entries` is a tuple of values of their type, which may be tuples again.
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


class Holds(enum.StrEnum):
    """What the text of a String is, so that a form can offer more than a line to type in."""

    TEXT = "text"
    FILE = "file"
    FOLDER = "folder"
    IMAGE = "image"
    GEOMETRY = "geometry"


@dataclass(frozen=True, slots=True)
class Entries:
    """What a List of typed values is made of."""

    each: Parameter
    """Type, bounds and choices of one entry; a List again where lists are nested."""
    separator: str = " "
    """What stands between entries on a command line; blanks make several arguments."""
    fewest: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How large a file, or an image, may be; None where nothing is said."""

    bytes: int | None = None
    width: int | None = None
    """Pixels, as is `height`."""
    height: int | None = None


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
    excludes_minimum: bool = False
    """The minimum itself is not allowed."""
    excludes_maximum: bool = False
    allows_infinity: bool = False
    allows_nan: bool = False
    shortest: int | None = None
    """Of a String, in characters."""
    longest: int | None = None
    holds: Holds = Holds.TEXT
    formats: tuple[str, ...] = ()
    """Of a file or an image, as the dialect names them: `tiff`, `wsidicom`."""
    limits: FileLimits | None = None
    """Of a file or an image."""
    entries: Entries | None = None
    """Of a List: the type of its entries; None where it is any comma-joined text."""
    is_switch: bool = False
    """A Boolean that is passed as its flag alone, or not at all."""
    flag_separator: str = " "
    is_advanced: bool = False
    """Its author thinks that few will change it."""
