"""How figures relate to parameters, to each other and to time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cytodesk.charts.comparison import ComparedRun, Comparison, MetricRow
from cytodesk.charts.drawing import (
    Axis,
    Dots,
    Drawing,
    Line,
    Series,
    Target,
    Ticks,
    Vertical,
    look_of,
)
from cytodesk.charts.drawings.parts import known_or_dash, suffix
from cytodesk.charts.figures import Joined, Metric, Note
from cytodesk.charts.groups import groups_of
from cytodesk.charts.parameters import ParameterRow
from cytodesk.charts.statistics.aggregates import Aggregate, aggregate
from cytodesk.errors import N_


def against_parameter(comparison: Comparison, name: str, metric: Metric) -> Drawing:
    """Return a metric against a parameter: a dot per run, its images' interval where there is one.

    The line goes through the means of the runs of each value. Runs without the parameter or the
    metric are left out and counted.
    """
    parameter = next(row for row in comparison.parameters if row.name == name)
    row = next(row for row in comparison.metrics if row.metric == metric)
    scale = _scale_of(parameter)
    intervals = comparison.aggregates(metric)
    known = [
        (place, scale.places[place], row.values[place])
        for place in range(len(comparison.runs))
        if scale.places[place] is not None and row.values[place] is not None
    ]
    series = [
        _dot(comparison.runs[place], place, x, y, row, scale.texts[place], intervals[place])
        for place, x, y in known
        if x is not None and y is not None
    ]
    missing = len(comparison.runs) - len(known)
    fields: dict[str, object] = {"metric": Note(row.metric.heading), "parameter": scale.title}
    return Drawing(
        key=f"relation-{name}-{metric.name}",
        title=Note(N_("{metric} against {parameter}"), fields),
        sentence=_range_of(row, scale, known),
        caption=Note(
            N_(
                "Dots: analyses, with the 95 % bootstrap interval of the mean over their images "
                "where five or more are known; line: mean of analyses of one value. n = {n}."
            ),
            {"n": len(known)},
        ),
        x=Axis(scale.title, categories=scale.categories),
        y=Axis(row.metric.heading, row.metric.unit),
        series=(*series, *_means(known)),
        left_out=_left_out(missing),
    )


def _dot(
    run: ComparedRun,
    place: int,
    x: float,
    y: float,
    row: MetricRow,
    text: str,
    over_images: Aggregate,
) -> Series:
    low, high = over_images.low, over_images.high
    # The interval is one of the mean over images: it belongs to the dot only if that holds y.
    fits = low is not None and high is not None and low <= y <= high
    template = N_("{run}: {text}, {value}{unit}")
    fields = {"run": run.name, "text": text, "value": y, "unit": suffix(row.metric.unit)}
    dots = Dots(
        np.array([x]),
        np.array([y]),
        np.array([low], dtype=np.float64) if fits else None,
        np.array([high], dtype=np.float64) if fits else None,
        targets=[Target(run.id)],
        hovers=[Note(template, fields)],
    )
    return Series(run.name, (dots,), run.id, look_of(place), 1)


def _means(known: Sequence[tuple[int, float | None, float | None]]) -> tuple[Series, ...]:
    by_value: dict[float, list[float]] = defaultdict(list)
    for _, x, y in known:
        if x is not None and y is not None:
            by_value[x].append(y)
    if len(by_value) < 2:
        return ()
    values = sorted(by_value)
    means = np.array([sum(by_value[value]) / len(by_value[value]) for value in values])
    return (Series("", (Line(np.array(values), means),), n=len(values)),)


def _range_of(
    row: MetricRow,
    scale: _Scale,
    known: Sequence[tuple[int, float | None, float | None]],
) -> Note:
    if not known:
        return Note(
            N_("No analysis has both {parameter} and this figure."), {"parameter": scale.title}
        )
    values = [y for _, _, y in known if y is not None]
    template = N_("{metric} goes from {low} to {high}{unit} over {count} values of {parameter}.")
    return Note(
        template,
        {
            "metric": Note(row.metric.heading),
            "low": min(values),
            "high": max(values),
            "unit": suffix(row.metric.unit),
            "count": len({x for _, x, _ in known}),
            "parameter": scale.title,
        },
    )


def over_time(comparison: Comparison, metric: Metric) -> Drawing:
    """Return a metric against the instant at which each run was made."""
    row = next(row for row in comparison.metrics if row.metric == metric)
    series = []
    for place, (run, value) in enumerate(zip(comparison.runs, row.values, strict=True)):
        if run.created is None or value is None:
            continue
        dots = Dots(
            np.array([float(run.created)]),
            np.array([value]),
            targets=[Target(run.id)],
            hovers=[
                Note(
                    N_("{run}: {value}{unit}"),
                    {"run": run.name, "value": value, "unit": suffix(metric.unit)},
                )
            ],
        )
        series.append(Series(run.name, (dots,), run.id, look_of(place), 1))
    what = Note(metric.heading)
    template = N_("{metric} of {n} analyses, by the instant at which they were made.")
    return Drawing(
        key=f"time-{metric.name}",
        title=Note(N_("{metric} over time"), {"metric": what}),
        sentence=Note(template, {"metric": what, "n": len(series)}),
        caption=Note(N_("Dots: analyses, at the instant (UTC) at which they were made.")),
        x=Axis(N_("Created (UTC)"), ticks=Ticks.INSTANT),
        y=Axis(metric.heading, metric.unit),
        series=tuple(series),
        left_out=_left_out(len(comparison.runs) - len(series)),
    )


def parallel(
    comparison: Comparison, parameters: Sequence[str], metrics: Sequence[Metric]
) -> Drawing:
    """Return parallel coordinates: a line per run through its parameters and figures.

    A run that lacks one of them has a gap there. Values on an axis without a spread lie midway.
    """
    rows = {row.name: row for row in comparison.parameters}
    figures = {row.metric: row for row in comparison.metrics}
    axes = [
        *(_axis_of_parameter(rows[name]) for name in parameters),
        *(_axis_of_metric(figures[metric]) for metric in metrics),
    ]
    series = []
    for place, run in enumerate(comparison.runs):
        y = np.array([axis.heights[place] for axis in axes], dtype=np.float64)
        said = Joined(tuple(Joined((Note(a.vertical.title), a.texts[place]), " ") for a in axes))
        line = Line(
            np.arange(len(axes), dtype=np.float64),
            y,
            targets=[Target(run.id)] * len(axes),
            hovers=[Note(N_("{run}: {values}"), {"run": run.name, "values": said})] * len(axes),
        )
        series.append(Series(run.name, (line,), run.id, look_of(place), len(axes)))
    return Drawing(
        key="parallel",
        title=Note(N_("Parameters and figures of {n} analyses"), {"n": len(comparison.runs)}),
        sentence=Note(N_("Each line is one analysis; drag along an axis to keep a part of it.")),
        caption=Note(N_("Lines: analyses, a gap where a value is not known.")),
        x=Axis(N_("Parameter or figure")),
        y=Axis("", low=0.0, high=1.0),
        series=tuple(series),
        verticals=tuple(axis.vertical for axis in axes),
    )


def repeats(comparison: Comparison, metric: Metric) -> Drawing:
    """Return a metric per group of repeats: their mean, its interval, and every run as a dot."""
    row = next(row for row in comparison.metrics if row.metric == metric)
    groups = groups_of(comparison)
    series = []
    for place, group in enumerate(groups):
        values = [row.values[run] for run in group.places]
        found = aggregate(values)
        known = np.array([value for value in values if value is not None], dtype=np.float64)
        dots = Dots(np.full(len(known), float(place)), known, is_faint=True)
        marks = [dots]
        if found.mean is not None:
            at = np.array([float(place)])
            low = None if found.low is None else np.array([found.low])
            high = None if found.high is None else np.array([found.high])
            marks.append(Dots(at, np.array([found.mean]), low, high))
        look = look_of(group.places[0])
        run = comparison.runs[group.places[0]].id
        series.append(Series(group.name, tuple(marks), run, look, found.n))
    what = Note(metric.heading)
    counts = ", ".join(f"{group.name}: {len(group.places)}" for group in groups[:4])
    return Drawing(
        key=f"repeats-{metric.name}",
        title=Note(N_("{metric} of repeated analyses"), {"metric": what}),
        sentence=Note(
            N_("{groups} groups of equal algorithm and parameters: {counts}."),
            {"groups": len(groups), "counts": counts},
        ),
        caption=Note(
            N_("Large dots: mean, with its 95 % bootstrap interval from five analyses on.")
        ),
        x=Axis(N_("Group"), categories=tuple(group.name for group in groups)),
        y=Axis(metric.heading, metric.unit),
        series=tuple(series),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where each run stands on the axis of a parameter: its number, or the place of its text."""

    title: str
    places: tuple[float | None, ...]
    texts: tuple[str, ...]
    categories: tuple[str, ...]


def _scale_of(row: ParameterRow) -> _Scale:
    texts = tuple("" if value is None else value.shown for value in row.values)
    numbers = [_number(text) for text in texts]
    has_value = [value is not None for value in row.values]
    given = [n for n, has in zip(numbers, has_value, strict=True) if has]
    if row.type.lower() == "number" and all(n is not None for n in given):
        return _Scale(row.human_name, tuple(numbers), texts, ())
    names = tuple(dict.fromkeys(t for t, has in zip(texts, has_value, strict=True) if has))
    places = [
        float(names.index(text)) if has else None
        for text, has in zip(texts, has_value, strict=True)
    ]
    return _Scale(row.human_name, tuple(places), texts, names)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _AxisOfRuns:
    vertical: Vertical
    heights: tuple[float, ...]
    texts: tuple[object, ...]


def _axis_of_parameter(row: ParameterRow) -> _AxisOfRuns:
    scale = _scale_of(row)
    low, high, heights = _between(scale.places)
    vertical = Vertical(scale.title, "", low, high, scale.categories, row.name)
    return _AxisOfRuns(vertical, heights, scale.texts)


def _axis_of_metric(row: MetricRow) -> _AxisOfRuns:
    low, high, heights = _between(row.values)
    metric = row.metric
    vertical = Vertical(metric.heading, metric.unit, low, high, (), str(metric.name))
    return _AxisOfRuns(vertical, heights, tuple(map(known_or_dash, row.values)))


def _between(values: Sequence[float | None]) -> tuple[float, float, tuple[float, ...]]:
    """Return the ends of an axis and where each value lies, 0 to 1; NaN where it is missing."""
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    span = high - low
    heights = tuple(
        float("nan") if value is None else ((value - low) / span if span else 0.5)
        for value in values
    )
    return low, high, heights


def _left_out(count: int) -> tuple[Note, ...]:
    if not count:
        return ()
    return (Note(N_("Left out, as a value is not known: {count} analyses."), {"count": count}),)
