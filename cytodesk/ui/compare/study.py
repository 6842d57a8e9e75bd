"""What the worker does: fetch what runs left, compare it, draw it. No Qt here.

A worker keeps what it fetched for one edition of a page; a page that is refreshed asks for the
next edition, and what has not changed at the server comes from the cache on disk.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cytodesk.charts.cache import ColumnCache
from cytodesk.charts.comparison import Comparison, compare
from cytodesk.charts.drawing import Drawing
from cytodesk.charts.drawings.distributions import Form, distribution
from cytodesk.charts.drawings.relations import against_parameter, over_time, parallel
from cytodesk.charts.drawings.results import areas, bars_by_term
from cytodesk.charts.figures import MICRON2, PIXEL2, Direction, Metric, Quantity
from cytodesk.charts.gathering import REVIEWED, Gathering
from cytodesk.charts.results import RunResults
from cytodesk.client.passport import Passport
from cytodesk.settings import Folders
from cytodesk.ui.worker import report

_FETCHED = 0.9
"""Share of the work that fetching is, as told; computing is the rest."""
_KEPT = 256
_MOST_AXES = 4
"""Parameters, and as many figures, that parallel coordinates set beside each other."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which runs, the first as the baseline; -5 is the reviewed layer of project 5."""

    passport: Passport
    runs: tuple[int, ...]
    edition: int = 0
    directions: tuple[tuple[str, str], ...] = ()
    """By the name of a metric which way is better, as the user said."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What can be distributed: areas in a unit."""

    key: str
    unit: str


@dataclass(frozen=True, slots=True)
class Studied:
    """What a page shows at once; the columns of the objects stay with the worker."""

    comparison: Comparison
    results: tuple[Drawing, ...]
    measures: tuple[Measure, ...]


def study(asked: Asked) -> Studied:
    """Return the runs beside each other. Raises a CytoDeskError."""
    comparison = comparison_of(asked)
    measures = tuple(
        Measure("area", unit)
        for unit in (MICRON2, PIXEL2)
        if any(row.metric == Metric(Quantity.AREA, unit) for row in comparison.metrics)
    )
    drawings = [bars_by_term(comparison, Metric(Quantity.COUNT))]
    for measure in measures:
        drawings.append(distribution(areas(comparison, measure.unit), Form.BOXES))
    report(1.0)
    return Studied(replace(comparison, tables=()), tuple(drawings), measures)


def distribution_of(asked: Asked, measure: Measure, form: Form, is_log: bool) -> Drawing:
    return distribution(areas(comparison_of(asked), measure.unit), form, is_log=is_log)


def relations_of(asked: Asked, metric: Metric, parameter: str | None) -> tuple[Drawing, ...]:
    """Return a figure against a parameter that differs, all of both in parallel, and over time."""
    comparison = comparison_of(asked)
    differing = [row.name for row in comparison.parameters if row.differs]
    figures = [
        row.metric
        for row in comparison.metrics
        if row.metric.image is None and row.metric.term is None and _differs(row.values)
    ]
    drawings = [against_parameter(comparison, parameter, metric)] if parameter else []
    if len(differing[:_MOST_AXES]) + len(figures[:_MOST_AXES]) > 1:
        drawings.append(parallel(comparison, differing[:_MOST_AXES], figures[:_MOST_AXES]))
    return (*drawings, over_time(comparison, metric))


def _differs(values: Iterable[float | None]) -> bool:
    return len(set(values)) > 1


class Runs(tuple[RunResults, ...]):
    """The same when they are the same objects: to compare all their annotations would take long."""

    def __hash__(self) -> int:
        return hash(tuple(map(id, self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Runs) and [*map(id, self)] == [*map(id, other)]


def runs_of(asked: Asked) -> Runs:
    """Return what each run left: the same objects as long as the edition is the same."""
    found = []
    for done, run in enumerate(asked.runs, start=1):
        found.append(_results(asked.passport, asked.edition, run))
        report(_FETCHED * done / len(asked.runs))
    return Runs(found)


def comparison_of(asked: Asked) -> Comparison:
    return compared(runs_of(asked), asked.directions)


@functools.lru_cache(2)
def _gathering(passport: Passport, edition: int) -> Gathering:
    return Gathering(passport.open(), ColumnCache(Folders.of_user().cache / "columns"))


@functools.lru_cache(_KEPT)
def _results(passport: Passport, edition: int, run: int) -> RunResults:
    gathering = _gathering(passport, edition)
    return gathering.results_of(run) if run >= 0 else gathering.layer_of(REVIEWED, -run)


@functools.lru_cache(4)
def compared(runs: Runs, directions: tuple[tuple[str, str], ...] = ()) -> Comparison:
    said = {name: Direction(value) for name, value in directions}
    return compare(runs, names_of(runs), said)


def names_of(runs: Iterable[RunResults]) -> dict[int, str]:
    """Return what the ids in values of Domain parameters stand for."""
    names: dict[int, str] = {}
    for each in runs:
        names.update({image.id: image.name for image in each.images.values()})
        names.update({term.id: term.name for term in each.terms.values()})
    return names
