"""The lines of a descriptor that tell of one parameter, for its author to read beside the form."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from cytodesk.algorithms.descriptors.documents import (
    Document,
    Json,
    NotJsonError,
    Path,
    Positioned,
)
from cytodesk.algorithms.descriptors.notations import parsed
from cytodesk.algorithms.descriptors.source import Source

_NAMES = ("id", "name")


def lines_about(text: str, id: str) -> tuple[int, str]:
    """Return the number of the first line that tells of parameter `id`, and all of them.

    `text` is a descriptor of any dialect; 0 and "" where it does not name the parameter.
    """
    try:
        document = parsed(Source(text))
    except NotJsonError:
        return 0, ""
    path = next(_paths_of(document.value, id), None)
    if path is None:
        return 0, ""
    first = document.mark(path).line
    last = _last_line(document, text, path)
    lines = "\n".join(text.splitlines()[first - 1 : last])
    return first, textwrap.dedent(lines.expandtabs(2)).rstrip().removesuffix(",")


def _paths_of(value: Json, id: str) -> Iterator[Path]:
    """Yield where `id` is described: an entry of a list that is called so, or a member."""
    if not isinstance(value, dict):
        return
    for key, held in value.items():
        if isinstance(held, list):
            for place, each in enumerate(held):
                if isinstance(each, dict) and id in [each.get(name) for name in _NAMES]:
                    yield key, place
        elif isinstance(held, dict) and isinstance(held.get(id), dict):
            yield key, id


def _last_line(document: Positioned, text: str, path: Path) -> int:
    if isinstance(document, Document):
        return text.count("\n", 0, document.spans[path][1]) + 1
    following = [*_after(document.value, path)]
    return document.mark(following[0]).line - 1 if following else len(text.splitlines())


def _after(value: Json, path: Path) -> Iterator[Path]:
    """Yield what stands after `path`: its next neighbours, then those of what holds it."""
    holders = [value]
    for step in path[:-1]:
        holders.append(_held(holders[-1], step))
    for depth in range(len(path), 0, -1):
        steps = _steps(holders[depth - 1])
        place = steps.index(path[depth - 1])
        yield from ((*path[: depth - 1], each) for each in steps[place + 1 :])


def _steps(holder: Json) -> list[str | int]:
    if isinstance(holder, dict):
        return list(holder)
    return list(range(len(holder))) if isinstance(holder, list) else []


def _held(holder: Json, step: str | int) -> Json:
    if isinstance(holder, dict):
        return holder[str(step)]
    return holder[int(step)] if isinstance(holder, list) else None
