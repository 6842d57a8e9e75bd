"""What came out: counts and areas by term, and one metric image by image."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cytodesk.charts.axes import Axis, Ticks
from cytodesk.charts.comparison import Comparison, MetricRow
from cytodesk.charts.drawing import (
    Bars,
    Drawing,
    Series,
    Target,
)
from cytodesk.charts.drawings.parts import (
    beside,
    by_run,
    known_or_dash,
    not_known,
    series_of,
    suffix,
)
from cytodesk.charts.figures import Metric, Note, Quantity
from cytodesk.charts.labels import NO_TERM
from cytodesk.errors import N_

_NOTHING = N_("None of these analyses left objects.")


def bars_by_term(comparison: Comparison, pooled: Metric) -> Drawing:
    """Return one bar per run and term for the pooled metric."""
    rows = [row for row in comparison.metrics if _is_of_a_term(row, pooled)]
    total = next((row.values for row in comparison.metrics if row.metric == pooled), ())
    values = by_run(comparison.runs, total)
    fields = {"what": Note(pooled.heading), "values": values, "unit": suffix(pooled.unit)}
    is_count = pooled.name == Quantity.COUNT
    series = _bars(comparison, rows)
    return Drawing(
        key=f"{pooled.name}-by-term",
        title=Note(N_("{what} by term"), fields),
        sentence=Note(N_("{what} in all: {values}{unit}."), fields) if rows else Note(_NOTHING),
        caption=Note(
            N_("One bar per analysis and term, pooled over images; n: {n} objects."),
            {"n": by_run(comparison.runs, _counts(comparison))},
        ),
        x=Axis(N_("Term"), categories=tuple(row.metric.term or NO_TERM for row in rows)),
        y=Axis(
            pooled.heading, pooled.unit, ticks=Ticks.WHOLE if is_count else Ticks.NUMBER, low=0.0
        ),
        series=series,
        left_out=not_known(series) if rows else (),
    )


def _counts(comparison: Comparison) -> Sequence[float | None]:
    count = Metric(Quantity.COUNT)
    return next((row.values for row in comparison.metrics if row.metric == count), ())


def _is_of_a_term(row: MetricRow, pooled: Metric) -> bool:
    metric = row.metric
    same = (metric.name, metric.unit) == (pooled.name, pooled.unit)
    return same and metric.image is None and metric.term is not None


def _bars(comparison: Comparison, rows: Sequence[MetricRow]) -> tuple[Series, ...]:
    series = []
    for place, run in enumerate(comparison.runs):
        x, width = beside(len(rows), place, len(comparison.runs))
        values = [row.values[place] for row in rows]
        marks = Bars(
            x,
            np.array([np.nan if value is None else value for value in values], dtype=np.float64),
            width,
            targets=[Target(run.id) for _ in rows],
            hovers=[_hover(run.name, row, value) for row, value in zip(rows, values, strict=True)],
        )
        series.append(series_of(run, place, marks, n=sum(v is not None for v in values)))
    return tuple(series)


def _hover(name: str, row: MetricRow, value: float | None) -> Note:
    template = N_("{run}, {term}: {value}{unit}")
    term = row.metric.term or NO_TERM
    return Note(
        template,
        {
            "run": name,
            "term": Note(term) if term == NO_TERM else term,
            "value": known_or_dash(value),
            "unit": suffix(row.metric.unit),
        },
    )
