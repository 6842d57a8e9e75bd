"""Charts as data: the window and the report paint the same ones."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.comparison import ComparedRun, Comparison
from cytodesk.charts.figures import MICRON2, PIXEL2, Metric, Note, Quantity
from cytodesk.charts.labels import NO_TERM
from cytodesk.charts.writing import MISSING, number
from cytodesk.errors import N_

COLOUR_SLOTS = 8
"""Okabe-Ito's seven and ink."""
MOST_POINTS = 501
"""An ECDF of more objects is given at evenly spaced fractions; nothing is sampled by chance."""
_MOST_IN_TITLE = 4
_NOTHING = N_("None of these analyses left objects.")


class Shape(enum.StrEnum):
    CIRCLE = "circle"
    TRIANGLE = "triangle"
    SQUARE = "square"
    DIAMOND = "diamond"


class Kind(enum.StrEnum):
    BARS = "bars"
    BOXES = "boxes"
    ECDF = "ecdf"


@dataclass(frozen=True, slots=True)
class Axis:
    """`title` is marked for translation; `unit` is "" for counts and categories.

    `categories` are names, but for `NO_TERM`, which is marked for translation too.
    """

    title: str
    unit: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """Quartiles by linear interpolation (Hyndman & Fan 1996, type 7).

    Whiskers end at the outermost values within 1.5 interquartile ranges of the box (Tukey 1977).
    """

    whisker_low: float
    quartile_low: float
    median: float
    quartile_high: float
    whisker_high: float
    mean: float
    n: int


@dataclass(frozen=True, slots=True)
class Series:
    """What one run draws; the colour, shape and dash of a run are the same in every chart.

    `y` has one entry per category (bars: None where missing) or per `x` (ECDF).
    """

    name: str
    run: int
    colour_slot: int
    shape: Shape
    y: tuple[float | None, ...] = ()
    x: tuple[float, ...] = ()
    box: Box | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """`title` says what is seen; `caption` says what the marks are."""

    kind: Kind
    title: Note
    caption: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to paint: show the title alone, without a frame."""
        return not any(
            series.box or series.x or any(value is not None for value in series.y)
            for series in self.series
        )


def drawings_of(comparison: Comparison) -> tuple[Drawing, ...]:
    """Return counts by term, then per unit areas by term, boxes and ECDFs of the areas."""
    units = [
        unit
        for unit in (MICRON2, PIXEL2)
        if any(row.metric == Metric(Quantity.AREA, unit) for row in comparison.metrics)
    ]
    return (
        _bars(comparison, Metric(Quantity.COUNT), N_("Objects by term (in all: {values})")),
        *(drawing for unit in units for drawing in _of_areas(comparison, unit)),
    )


def _of_areas(comparison: Comparison, unit: str) -> Iterator[Drawing]:
    by_term = N_("Total area by term (in all: {values} {unit})")
    yield _bars(comparison, Metric(Quantity.AREA, unit), by_term)
    median = Metric(Quantity.MEDIAN_AREA, unit)
    areas = [_areas(comparison, place, unit) for place in range(len(comparison.runs))]
    yield Drawing(
        kind=Kind.BOXES,
        title=_title(comparison, median, N_("Areas of objects (median: {values} {unit})")),
        caption=N_("Box: quartiles and median; whiskers: within 1.5 interquartile ranges."),
        x=Axis(N_("Analysis"), "", tuple(run.name for run in comparison.runs)),
        y=Axis(N_("Area"), unit),
        series=tuple(
            _series(run, place, box=_box(areas[place]), n=len(areas[place]))
            for place, run in enumerate(comparison.runs)
        ),
    )
    yield Drawing(
        kind=Kind.ECDF,
        title=_title(
            comparison, median, N_("Share of objects up to an area (median: {values} {unit})")
        ),
        caption=N_("Each line rises from object to object, at up to 501 evenly spaced places."),
        x=Axis(N_("Area"), unit),
        y=Axis(N_("Share of objects")),
        series=tuple(_ecdf(run, place, areas[place]) for place, run in enumerate(comparison.runs)),
    )


def _bars(comparison: Comparison, pooled: Metric, title: str) -> Drawing:
    rows = [
        row
        for row in comparison.metrics
        if row.metric.image is None
        and row.metric.term is not None
        and (row.metric.name, row.metric.unit) == (pooled.name, pooled.unit)
    ]
    return Drawing(
        kind=Kind.BARS,
        title=_title(comparison, pooled, title) if rows else Note(_NOTHING),
        caption=N_("One bar per analysis and term, pooled over images; no bar: not known."),
        x=Axis(N_("Term"), "", tuple(row.metric.term or NO_TERM for row in rows)),
        y=Axis(pooled.name.heading, pooled.unit),
        series=tuple(
            _series(run, place, y=tuple(row.values[place] for row in rows))
            for place, run in enumerate(comparison.runs)
        ),
    )


def _title(comparison: Comparison, metric: Metric, template: str) -> Note:
    values = next((row.values for row in comparison.metrics if row.metric == metric), ())
    return Note(template, {"values": _by_run(comparison.runs, values), "unit": metric.unit})


def _by_run(runs: Sequence[ComparedRun], values: Sequence[float | None]) -> str:
    """Return `#1 50, #2 45`, and of many runs from where to where: `45–50`."""
    if len(runs) <= _MOST_IN_TITLE:
        pairs = zip(runs, values, strict=False)
        return ", ".join(f"{run.name} {number(value)}" for run, value in pairs)
    known = [value for value in values if value is not None]
    return f"{number(min(known))}–{number(max(known))}" if known else MISSING


def _series(
    run: ComparedRun,
    place: int,
    *,
    y: tuple[float | None, ...] = (),
    x: tuple[float, ...] = (),
    box: Box | None = None,
    n: int = 0,
) -> Series:
    shapes = list(Shape)
    return Series(
        name=run.name,
        run=run.id,
        colour_slot=place % COLOUR_SLOTS,
        # Shifted by one each time the colours begin anew: 32 runs differ in colour or shape.
        shape=shapes[(place + place // COLOUR_SLOTS) % len(shapes)],
        y=y,
        x=x,
        box=box,
        n=n,
    )


def _areas(comparison: Comparison, place: int, unit: str) -> NDArray[np.float64]:
    objects = comparison.tables[place].objects
    return np.sort(objects.areas(np.arange(len(objects)), unit))


def _box(areas: NDArray[np.float64]) -> Box | None:
    if not len(areas):
        return None
    low, median, high = (float(value) for value in np.quantile(areas, (0.25, 0.5, 0.75)))
    reach = 1.5 * (high - low)
    within = areas[(areas >= low - reach) & (areas <= high + reach)]
    return Box(
        whisker_low=float(within[0]),
        quartile_low=low,
        median=median,
        quartile_high=high,
        whisker_high=float(within[-1]),
        mean=float(areas.mean()),
        n=len(areas),
    )


def _ecdf(run: ComparedRun, place: int, areas: NDArray[np.float64]) -> Series:
    n = len(areas)
    ranks = _ranks(n)
    x = tuple(float(areas[rank - 1]) for rank in ranks)
    return _series(run, place, x=x, y=tuple(rank / n for rank in ranks), n=n)


def _ranks(n: int) -> Sequence[int]:
    """Return which of the 1..n smallest are drawn: all of them, or MOST_POINTS evenly spaced."""
    if n <= MOST_POINTS:
        return range(1, n + 1)
    return [round(rank) for rank in np.linspace(1, n, MOST_POINTS)]
