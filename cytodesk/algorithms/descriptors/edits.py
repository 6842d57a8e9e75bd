"""Changes of a text that leave the rest of it alone."""

from __future__ import annotations

import json
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The signs from `start` up to `end` become `text`."""

    start: int
    end: int
    text: str


def as_json(value: object) -> str:
    """Return `value` as strict JSON on one line, signs outside ASCII as they are."""
    return json.dumps(value, ensure_ascii=False)


def applied(text: str, groups: Sequence[tuple[Edit, ...]]) -> tuple[str, set[int]]:
    """Return `text` with the edits, and which groups are in it.

    A group that touches an earlier one waits for another time; the same edit serves several.
    """
    chosen: list[Edit] = []
    taken: set[int] = set()
    for place, group in enumerate(groups):
        if group and all(_has_room(edit, chosen) for edit in group):
            for edit in group:
                if edit not in _around(edit, chosen):
                    insort(chosen, edit)
            taken.add(place)
    parts, end = [], 0
    for edit in chosen:
        parts += [text[end : edit.start], edit.text]
        end = edit.end
    return "".join([*parts, text[end:]]), taken


def _has_room(edit: Edit, chosen: Sequence[Edit]) -> bool:
    return all(edit == other or not _touch(edit, other) for other in _around(edit, chosen))


def _around(edit: Edit, chosen: Sequence[Edit]) -> Sequence[Edit]:
    """Return the edits right before and behind: of a sorted list, no other can touch."""
    place = bisect_left(chosen, edit)
    return chosen[max(place - 1, 0) : place + 1]


def _touch(one: Edit, other: Edit) -> bool:
    return one.start <= other.end and other.start <= one.end
