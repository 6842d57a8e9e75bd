"""How figures relate to parameters, to each other and to time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from cytodesk.charts.axes import Axis, Ticks
from cytodesk.charts.comparison import ComparedRun, Comparison, MetricRow
from cytodesk.charts.drawing import (
    Dots,
    Drawing,
    Line,
    Series,
    Target,
)
from cytodesk.charts.drawings.parts import suffix
from cytodesk.charts.drawings.scales import Scale, scale_of
from cytodesk.charts.figures import Metric, Note
from cytodesk.charts.groups import By, Group, groups_of
from cytodesk.charts.looks import look_of
from cytodesk.charts.statistics.aggregates import Aggregate, aggregate
from cytodesk.errors import N_


def against_parameter(comparison: Comparison, name: str, metric: Metric) -> Drawing:
    """Return a metric against a parameter: a dot per run, its images' interval where there is one.

    A line per algorithm goes through the means of its runs of each value. Runs without the
    parameter or the metric are left out and counted.
    """
    parameter = next(row for row in comparison.parameters if row.name == name)
    row = next(row for row in comparison.metrics if row.metric == metric)
    scale = scale_of(parameter)
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
        caption=Note(_caption_of(series), {"n": len(known)}),
        x=Axis(scale.title, categories=scale.categories),
        y=_axis_of(metric),
        series=(*series, *_means(comparison, known)),
        left_out=_left_out(missing),
    )


def _caption_of(series: Sequence[Series]) -> str:
    has_interval = any(
        isinstance(mark, Dots) and mark.low is not None for each in series for mark in each.marks
    )
    if has_interval:
        return N_(
            "Dots: analyses, with the 95 % bootstrap interval of the mean over their images where "
            "five or more are known; line: mean of an algorithm's analyses of one value. n = {n}."
        )
    return N_("Dots: analyses; line: mean of an algorithm's analyses of one value. n = {n}.")


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


def _means(
    comparison: Comparison, known: Sequence[tuple[int, float | None, float | None]]
) -> Iterator[Series]:
    found: dict[str, dict[float, list[float]]] = defaultdict(lambda: defaultdict(list))
    for place, x, y in known:
        if x is not None and y is not None:
            found[comparison.runs[place].algorithm][x].append(y)
    for by_value in found.values():
        values = sorted(by_value)
        if len(values) > 1:
            means = np.array([sum(by_value[value]) / len(by_value[value]) for value in values])
            yield Series("", (Line(np.array(values), means),), n=len(values))


def _range_of(
    row: MetricRow,
    scale: Scale,
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
        y=_axis_of(metric),
        series=tuple(series),
        left_out=_left_out(len(comparison.runs) - len(series)),
    )


def repeats(comparison: Comparison, metric: Metric, by: By = By.PARAMETERS) -> Drawing:
    """Return a metric per group of repeats: their mean, its interval, and every run as a dot."""
    row = next(row for row in comparison.metrics if row.metric == metric)
    groups = groups_of(comparison, by)
    what = Note(metric.heading)
    sizes = sorted({len(group.places) for group in groups})
    fields = {"groups": len(groups), "least": sizes[0], "most": sizes[-1]}
    return Drawing(
        key=f"repeats-{metric.name}",
        title=Note(N_("{metric} of repeated analyses"), {"metric": what}),
        sentence=Note(_SENTENCES[by], fields),
        caption=Note(
            N_(
                "Large dots: mean, with its 95 % bootstrap interval from five analyses on. "
                "n = {n} analyses."
            ),
            {"n": sum(value is not None for value in row.values)},
        ),
        x=Axis(N_("Group"), categories=tuple(group.name for group in groups)),
        y=_axis_of(metric),
        series=tuple(_group(comparison, row, group, at) for at, group in enumerate(groups)),
    )


_SENTENCES = {
    By.PARAMETERS: N_(
        "{groups} groups of equal algorithm and parameters, of {least} to {most} analyses."
    ),
    By.TAG: N_("{groups} groups of the same tags, of {least} to {most} analyses."),
}


def _group(comparison: Comparison, row: MetricRow, group: Group, at: int) -> Series:
    known = [(place, row.values[place]) for place in group.places]
    found = aggregate([value for _, value in known])
    runs = [(comparison.runs[place], value) for place, value in known if value is not None]
    unit = suffix(row.metric.unit)
    marks = [
        Dots(
            np.full(len(runs), float(at)),
            np.array([value for _, value in runs], dtype=np.float64),
            is_faint=True,
            targets=[Target(run.id) for run, _ in runs],
            hovers=[
                Note(N_("{run}: {value}{unit}"), {"run": run.name, "value": value, "unit": unit})
                for run, value in runs
            ],
        )
    ]
    first = comparison.runs[group.places[0]]
    if found.mean is not None:
        template = N_("{group}: mean {value}{unit} of {n} analyses")
        fields = {"group": group.name, "value": found.mean, "unit": unit, "n": found.n}
        marks.append(
            Dots(
                np.array([float(at)]),
                np.array([found.mean]),
                None if found.low is None else np.array([found.low]),
                None if found.high is None else np.array([found.high]),
                targets=[Target(first.id)],
                hovers=[Note(template, fields)],
            )
        )
    return Series(group.name, tuple(marks), first.id, look_of(group.places[0]), found.n)


def _axis_of(metric: Metric) -> Axis:
    ticks = Ticks.WHOLE if metric.is_count else Ticks.NUMBER
    return Axis(metric.heading, metric.unit, ticks=ticks)


def _left_out(count: int) -> tuple[Note, ...]:
    if not count:
        return ()
    return (Note(N_("Left out, as a value is not known: {count} analyses."), {"count": count}),)
