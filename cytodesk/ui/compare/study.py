"""What the worker does: fetch what runs left, compare it, draw it. No Qt here.

A worker keeps what it fetched for one edition of a page; a page that is refreshed asks for the
next edition, and what has not changed at the server comes from the cache on disk.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cytodesk.charts.cache import ColumnCache
from cytodesk.charts.comparison import Comparison, MetricRow, compare
from cytodesk.charts.drawing import Drawing, Reals
from cytodesk.charts.drawings.distributions import Form, distribution
from cytodesk.charts.drawings.parallel import parallel
from cytodesk.charts.drawings.relations import against_parameter, over_time, repeats
from cytodesk.charts.drawings.results import bars_by_term
from cytodesk.charts.drawings.samples import Measure, measures_of, sample_of
from cytodesk.charts.figures import Direction, Level, Metric, Quantity
from cytodesk.charts.gathering import Gathering
from cytodesk.charts.groups import By, groups_of
from cytodesk.charts.results import RunResults, names_of
from cytodesk.charts.statistics.aggregates import Aggregate
from cytodesk.client.passport import Passport
from cytodesk.errors import NotFound
from cytodesk.settings import Folders
from cytodesk.ui.compare.sparks import sparks_of
from cytodesk.ui.worker import report

_FETCHED = 0.9
"""Share of the work that fetching is, as told; computing is the rest."""
_KEPT = 256
_MOST_AXES = 4
"""Parameters, and as many figures, that parallel coordinates set beside each other."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which runs, the first as the baseline; below 0 stand layers, see `charts.gathering`."""

    passport: Passport
    project: int
    runs: tuple[int, ...]
    edition: int = 0
    directions: tuple[tuple[str, str], ...] = ()
    """By the name of a metric which way is better, as the user said."""


@dataclass(frozen=True, slots=True)
class Studied:
    """What a page shows at once: pooled figures; the rest stays with the worker."""

    comparison: Comparison
    results: tuple[Drawing, ...]
    measures: tuple[Measure, ...]
    terms: tuple[str, ...]
    """Terms that objects of some run have."""
    sparks: dict[Metric, tuple[Reals, ...]]
    """Of pooled metrics the figure on each image, per run."""
    by_image: tuple[Metric, ...]
    """Pooled metrics that have figures by image."""
    groups: dict[By, int]
    """How many groups of repeats there are; as many as runs where nothing repeats."""
    gone: tuple[int, ...] = ()
    """Runs that the place does not have any more: they are left out."""


def study(asked: Asked) -> Studied:
    """Return the runs beside each other. Raises a CytoDeskError."""
    gone = _gone(asked)
    here = replace(asked, runs=tuple(run for run in asked.runs if run not in gone))
    comparison = comparison_of(here)
    measures = measures_of(comparison)
    drawings = [bars_by_term(comparison, Metric(Quantity.COUNT))]
    for measure in measures:
        if measure.key == "area":
            drawings.append(distribution(sample_of(comparison, measure), Form.BOXES))
    pooled = tuple(row for row in comparison.metrics if row.metric.level is Level.RUN)
    by_image = _by_image(comparison)
    report(1.0)
    return Studied(
        comparison=replace(comparison, tables=(), metrics=pooled),
        results=tuple(drawings),
        measures=measures,
        terms=tuple(dict.fromkeys(t for table in comparison.tables for t in table.objects.terms)),
        sparks=sparks_of(by_image, len(comparison.runs)),
        by_image=tuple(row.metric for row in pooled if row.metric in by_image),
        groups={by: len(groups_of(comparison, by)) for by in By},
        gone=gone,
    )


def _gone(asked: Asked) -> tuple[int, ...]:
    """Return the runs that are not there any more; what is there is fetched on the way."""
    gone = []
    for done, run in enumerate(asked.runs, start=1):
        try:
            _results(asked.passport, asked.edition, run, asked.project)
        except NotFound:
            gone.append(run)
        report(_FETCHED * done / len(asked.runs))
    if len(asked.runs) - len(gone) < 2:
        runs_of(asked)  # says of the first one that it is not there
    return tuple(gone)


def _by_image(comparison: Comparison) -> dict[Metric, list[MetricRow]]:
    """Return the rows of each pooled metric on the images, in their order."""
    found: dict[Metric, list[MetricRow]] = {}
    for row in comparison.metrics:
        if row.metric.image is not None:
            found.setdefault(replace(row.metric, image=None), []).append(row)
    return found


def images_of(asked: Asked, metric: Metric) -> tuple[MetricRow, ...]:
    """Return a pooled metric image by image: the same images in the same order for all runs."""
    return tuple(_by_image(comparison_of(asked)).get(metric, ()))


def aggregates_of(asked: Asked, metric: Metric) -> tuple[Aggregate, ...]:
    """Return per run what the images of a pooled metric come down to."""
    return comparison_of(asked).aggregates(metric)


def distribution_of(
    asked: Asked, measure: Measure, form: Form, is_log: bool, term: str | None = None
) -> Drawing:
    return distribution(sample_of(comparison_of(asked), measure, term), form, is_log=is_log)


def relations_of(
    asked: Asked, metric: Metric, parameter: str | None, by: By
) -> tuple[Drawing, ...]:
    """Return a figure against a parameter that differs, by repeats, in parallel, and over time."""
    comparison = comparison_of(asked)
    differing = [row.name for row in comparison.parameters if row.differs]
    figures = [
        row.metric
        for row in comparison.metrics
        if row.metric.image is None and row.metric.term is None and _differs(row.values)
    ]
    drawings = [against_parameter(comparison, parameter, metric)] if parameter else []
    if len(groups_of(comparison, by)) < len(comparison.runs):
        drawings.append(repeats(comparison, metric, by))
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
    return Runs(_results(asked.passport, asked.edition, run, asked.project) for run in asked.runs)


def comparison_of(asked: Asked) -> Comparison:
    return compared(runs_of(asked), asked.directions)


@functools.lru_cache(2)
def _gathering(passport: Passport, edition: int) -> Gathering:
    return Gathering(passport.open(), ColumnCache(Folders.of_user().cache / "columns"))


@functools.lru_cache(_KEPT)
def _results(passport: Passport, edition: int, run: int, project: int) -> RunResults:
    return _gathering(passport, edition).layer(run, project)


@functools.lru_cache(4)
def compared(runs: Runs, directions: tuple[tuple[str, str], ...] = ()) -> Comparison:
    said = {name: Direction(value) for name, value in directions}
    return compare(runs, names_of(runs), said)
