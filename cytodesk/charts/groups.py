"""Repeats: runs of one algorithm with equal parameters, or those that share a tag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cytodesk.charts.comparison import Comparison
from cytodesk.charts.parameters import meaning_of


@dataclass(frozen=True, slots=True)
class Group:
    """`places` are the places of its runs in the comparison; `name` that of its first run."""

    name: str
    places: tuple[int, ...]


def groups_of(comparison: Comparison, tags: Mapping[int, str] | None = None) -> tuple[Group, ...]:
    """Return the groups in the order of their first runs.

    `tags` says by the id of a run what it belongs to; runs without a tag are then alone.
    """
    found: dict[object, list[int]] = {}
    for place, run in enumerate(comparison.runs):
        if tags is None:
            values = tuple(meaning_of(row, place) for row in comparison.parameters)
            key: object = (run.algorithm, run.kind, values)
        else:
            key = tags.get(run.id, run.id)
        found.setdefault(key, []).append(place)
    return tuple(
        Group(_name(key, comparison.runs[places[0]].name, tags is not None), tuple(places))
        for key, places in found.items()
    )


def _name(key: object, first: str, is_tagged: bool) -> str:
    return key if is_tagged and isinstance(key, str) else first
