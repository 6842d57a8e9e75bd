"""Parallel coordinates: a line per run through its parameters and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cytodesk.charts.axes import Axis, Vertical
from cytodesk.charts.comparison import Comparison, MetricRow
from cytodesk.charts.drawing import (
    Drawing,
    Line,
    Series,
    Target,
)
from cytodesk.charts.drawings.parts import known_or_dash
from cytodesk.charts.drawings.scales import scale_of
from cytodesk.charts.figures import Joined, Metric, Note
from cytodesk.charts.looks import look_of
from cytodesk.charts.parameters import ParameterRow
from cytodesk.errors import N_


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
        sentence=Note(N_("Each line is one of {n} analyses."), {"n": len(comparison.runs)}),
        caption=Note(N_("Lines: analyses, a gap where a value is not known.")),
        x=Axis(N_("Parameter or figure")),
        y=Axis("", low=0.0, high=1.0),
        series=tuple(series),
        verticals=tuple(axis.vertical for axis in axes),
        hint=Note(N_("Drag along an axis to keep a part of it.")),
    )


@dataclass(frozen=True, slots=True)
class _AxisOfRuns:
    vertical: Vertical
    heights: tuple[float, ...]
    texts: tuple[object, ...]


def _axis_of_parameter(row: ParameterRow) -> _AxisOfRuns:
    scale = scale_of(row)
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
