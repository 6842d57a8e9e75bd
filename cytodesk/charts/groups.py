"""Repeats: runs of one algorithm with equal parameters, or those that share a tag."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from cytodesk.charts.comparison import ComparedRun, Comparison
from cytodesk.charts.parameters import meaning_of


class By(enum.StrEnum):
    """What makes runs repeats of each other."""

    PARAMETERS = "parameters"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Group:
    """`places` are the places of its runs in the comparison; `name` that of its first run."""

    name: str
    places: tuple[int, ...]


def groups_of(comparison: Comparison, by: By = By.PARAMETERS) -> tuple[Group, ...]:
    """Return the groups in the order of their first runs.

    By a tag, runs with the same tags are together, and runs without any are alone.
    """
    found: dict[object, list[int]] = {}
    for place, run in enumerate(comparison.runs):
        if by is By.PARAMETERS:
            values = tuple(meaning_of(row, place) for row in comparison.parameters)
            key: object = (run.algorithm, run.kind, values)
        else:
            key = run.tags or run.id
        found.setdefault(key, []).append(place)
    return tuple(
        Group(_name(comparison.runs[places[0]], by), tuple(places)) for places in found.values()
    )


def _name(first: ComparedRun, by: By) -> str:
    return ", ".join(first.tags) if by is By.TAG and first.tags else first.name
