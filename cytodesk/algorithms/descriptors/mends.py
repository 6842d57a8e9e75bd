"""What would mend a finding, in terms of a descriptor; and the edits of the text that do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from cytodesk.algorithms.descriptors.documents import Document, Json, Path
from cytodesk.algorithms.descriptors.edits import Edit, as_json


@dataclass(frozen=True, slots=True)
class Put:
    """The attribute at `path` says `value`, whether it was there or not."""

    path: Path
    value: Json


@dataclass(frozen=True, slots=True)
class Rename:
    """The attribute at `path` is called `name`."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Remove:
    """The attribute at `path` goes."""

    path: Path


Mend = Put | Rename | Remove


def edits_of(document: Document, mend: Mend) -> tuple[Edit, ...]:
    """Return the edits of the document's text; none where the place is not there."""
    match mend:
        case Put(path, value) if path in document.spans:
            return (Edit(*document.spans[path], as_json(value)),)
        case Put(path, value):
            return _inserted(document, path, value)
        case Rename(path, name):
            start = document.offsets[path]
            end = start + len(_key(document.text, start))
            return (Edit(start, end, as_json(name)),)
        case Remove(path):
            return (_removed(document, path),)
        case _:
            assert_never(mend)


def _key(text: str, start: int) -> str:
    end = start + 1
    while text[end] != '"' or text[end - 1] == "\\":
        end += 1
    return text[start : end + 1]


def _inserted(document: Document, path: Path, value: Json) -> tuple[Edit, ...]:
    """Add a member at the end of its object, in the layout of the first member."""
    holder = path[:-1]
    if holder not in document.spans:
        return ()
    start, end = document.spans[holder]
    members = _members(document, holder)
    new = f"{as_json(path[-1])}: {as_json(value)}"
    if not members:
        return (Edit(start, end, "{" + new + "}"),)
    gap = document.text[start + 1 : document.offsets[members[0]]]
    last = document.spans[members[-1]][1]
    return (Edit(last, last, f",{gap or ' '}{new}"),)


def _removed(document: Document, path: Path) -> Edit:
    members = _members(document, path[:-1])
    place = members.index(path)
    if place + 1 < len(members):
        return Edit(document.offsets[path], document.offsets[members[place + 1]], "")
    if place:
        return Edit(document.spans[members[place - 1]][1], document.spans[path][1], "")
    start, end = document.spans[path[:-1]]
    return Edit(start, end, "{}")


def _members(document: Document, holder: Path) -> list[Path]:
    value = document.value
    for step in holder:
        value = value[step]  # type: ignore[index]
    assert isinstance(value, dict)
    return sorted(((*holder, key) for key in value), key=document.offsets.__getitem__)
