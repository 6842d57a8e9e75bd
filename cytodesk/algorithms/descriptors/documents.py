"""What a parsed text is: a value, where its parts stand, and what was mended in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Protocol

from cytodesk.algorithms.descriptors.edits import Edit

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Repair:
    """Something that was mended, and what its author should write."""

    rule: str
    template: str
    fields: dict[str, object]
    mark: Mark
    edits: tuple[Edit, ...] = ()
    """What makes it strict."""


class NotJsonError(Exception):
    """A text without one clear meaning; `repairs` are those before its place."""

    rule = "not-json"

    def __init__(self, template: str, fields: dict[str, object], mark: Mark) -> None:
        super().__init__(template)
        self.template = template
        self.fields = fields
        self.mark = mark
        self.repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A value, where its parts stand, and what was mended in it."""

    value: Json
    repairs: tuple[Repair, ...]
    text: str
    offsets: dict[Path, int]
    """Where each part begins; a member begins at its key."""
    spans: dict[Path, tuple[int, int]]
    """Where each value begins and ends."""
    _lines: tuple[int, ...]

    def mark(self, path: Path) -> Mark:
        """Return where `path` stands: a member at its key; what is missing at its parent."""
        while path not in self.offsets:
            path = path[:-1]
        return mark_at(self._lines, self.offsets[path])


class Positioned(Protocol):
    """A document of any notation that knows where its parts stand."""

    @property
    def value(self) -> Json: ...
    @property
    def repairs(self) -> tuple[Repair, ...]: ...
    def mark(self, path: Path) -> Mark: ...


def mark_at(lines: tuple[int, ...], offset: int) -> Mark:
    """Return the place of `offset`; `lines` are the offsets where lines begin."""
    line = bisect_right(lines, offset)
    return Mark(line, offset - lines[line - 1] + 1)
