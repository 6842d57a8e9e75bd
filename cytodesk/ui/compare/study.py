"""What the worker does: fetch what runs left, compare it, draw it. No Qt here.

A worker keeps what it fetched: a run is fetched again only when it changed at its server.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cytodesk.charts.comparison import Comparison, compare
from cytodesk.charts.drawing import Drawing
from cytodesk.charts.drawings.distributions import Form, distribution
from cytodesk.charts.drawings.results import areas, bars_by_term
from cytodesk.charts.figures import MICRON2, PIXEL2, Metric, Quantity
from cytodesk.charts.results import RunResults
from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_run
from cytodesk.client.passport import Passport
from cytodesk.ui.compare.gathering import results_of
from cytodesk.ui.compare.worker import report
from cytodesk.wire.runs import Run

_FETCHED = 0.9
"""Share of the work that fetching is, as told; computing is the rest."""
_KEPT = 128


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


def study(passport: Passport, runs: Sequence[int]) -> Studied:
    """Return `runs` beside each other, the first as the baseline."""
    comparison = _compared(passport, tuple(runs))
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


def distribution_of(
    passport: Passport, runs: Sequence[int], measure: Measure, form: Form, is_log: bool
) -> Drawing:
    comparison = _compared(passport, tuple(runs))
    return distribution(areas(comparison, measure.unit), form, is_log=is_log)


def runs_of(passport: Passport, runs: Sequence[int]) -> Runs:
    """Return what each run left; the same objects, as long as nothing changed at the server."""
    place = _place(passport)
    found = []
    for done, run in enumerate(runs, start=1):
        found.append(_results(passport, find_run(place, run)))
        report(_FETCHED * done / len(runs))
    return Runs(found)


def _compared(passport: Passport, runs: tuple[int, ...]) -> Comparison:
    return _comparison(runs_of(passport, runs))


@functools.lru_cache(4)
def _place(passport: Passport) -> Connection:
    return passport.open()


@functools.lru_cache(_KEPT)
def _results(passport: Passport, run: Run) -> RunResults:
    """Return what `run` left; asked again for the very same run, what was fetched before."""
    return results_of(_place(passport), run)


class Runs(tuple[RunResults, ...]):
    """The same when they are the same objects: to compare all their annotations would take long."""

    def __hash__(self) -> int:
        return hash(tuple(map(id, self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Runs) and [*map(id, self)] == [*map(id, other)]


@functools.lru_cache(4)
def _comparison(runs: Runs) -> Comparison:
    names: dict[int, str] = {}
    for each in runs:
        names.update({image.id: image.name for image in each.images.values()})
        names.update({term.id: term.name for term in each.terms.values()})
    return compare(runs, names)
