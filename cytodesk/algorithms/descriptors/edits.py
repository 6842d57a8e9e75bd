"""Changes of a text that leave the rest of it alone."""

from __future__ import annotations

import json
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

    A group that touches an earlier one waits for another time.
    """
    chosen: list[Edit] = []
    taken: set[int] = set()
    for place, group in enumerate(groups):
        if group and not any(_touch(new, old) for new in group for old in chosen):
            chosen += group
            taken.add(place)
    for edit in sorted(chosen, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text, taken


def _touch(one: Edit, other: Edit) -> bool:
    return one.start <= other.end and other.start <= one.end
