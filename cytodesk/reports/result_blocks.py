"""What came out, as blocks: pooled figures, what images come down to, charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cytodesk.charts.comparison import Comparison, MetricRow
from cytodesk.charts.drawing import Drawing
from cytodesk.charts.drawings.confusion import expected
from cytodesk.charts.drawings.distributions import Form, distribution
from cytodesk.charts.drawings.relations import against_parameter
from cytodesk.charts.drawings.results import bars_by_term
from cytodesk.charts.drawings.samples import measures_of, sample_of
from cytodesk.charts.figures import Level, Metric, Quantity
from cytodesk.errors import N_
from cytodesk.reports.blocks import Block, Figure, Heading, Paragraph, Speech, Table

_LOG_FROM = 50.0
"""Areas whose 99th is this many times their 1st percentile are drawn on a logarithmic axis."""


def result_blocks(comparison: Comparison, said: Speech) -> Iterator[Block]:
    yield _metrics(comparison, said)
    yield from _aggregates(comparison, said)
    yield from (Figure(drawing) for drawing in _drawings(comparison))


def _metrics(comparison: Comparison, said: Speech) -> Table:
    first, *others = comparison.runs
    header = [said(N_("Pooled over images")), first.name, ""]
    for run in others:
        header += [run.name, "Δ"]
    rows = tuple(
        (row.metric.said(said), *_figures(row, said))
        for row in comparison.metrics
        if row.metric.level is Level.RUN
    )
    caption = said(N_("Δ: change against {baseline}; –: not known.")).format(baseline=first.name)
    return Table(tuple(header), rows, per_run=2, caption=caption)


def _figures(row: MetricRow, said: Speech) -> Iterator[str]:
    for place, (value, change) in enumerate(zip(row.values, row.changes, strict=True)):
        yield said.number(value)
        yield said.signed(change) if place else ""


def _aggregates(comparison: Comparison, said: Speech) -> Iterator[Block]:
    """Yield what images come down to, for the metrics of more than one image."""
    titles = [N_("mean"), N_("sd"), N_("median"), N_("quartiles"), N_("min–max"), N_("95 % CI")]
    header = (said(N_("Over images")), "n", *map(said, titles))
    legend = Paragraph(
        said(N_("Over images each image counts once; (−n): images on which a figure is not known."))
    )
    waiting = [legend]
    for row in comparison.metrics:
        if row.metric.level is not Level.RUN or row.metric.term is not None:
            continue
        found = comparison.aggregates(row.metric)
        if max(each.n for each in found) < 2:
            continue
        rows = tuple(
            (
                run.name,
                str(each.n) + (f" (−{each.missing})" if each.missing else ""),
                said.number(each.mean),
                said.number(each.sd),
                said.number(each.median),
                said.span(each.quartile_low, each.quartile_high),
                said.span(each.smallest, each.largest),
                said.span(each.low, each.high),
            )
            for run, each in zip(comparison.runs, found, strict=True)
        )
        yield from waiting
        waiting = []
        yield Heading(row.metric.said(said), 3)
        yield Table(header, rows)


def _drawings(comparison: Comparison) -> Iterator[Drawing]:
    if any(row.metric.term is not None for row in comparison.metrics):
        yield bars_by_term(comparison, Metric(Quantity.COUNT))
    terms = list(dict.fromkeys(term for table in comparison.tables for term in table.objects.terms))
    for measure in measures_of(comparison):
        for term in terms if measure.key == "area" else ():
            sample = sample_of(comparison, measure, term)
            if sample.count > 1:
                yield distribution(sample, Form.BOXES, is_log=_is_wide(sample.values))
    count = Metric(Quantity.COUNT)
    yield from expected(comparison)
    has_count = any(row.metric == count for row in comparison.metrics)
    for row in comparison.parameters:
        if has_count and row.differs and row.type.lower() == "number":
            yield against_parameter(comparison, row.name, count)


def _is_wide(columns: Sequence[object]) -> bool:
    pooled = np.concatenate([np.asarray(column) for column in columns])
    low, high = np.quantile(pooled, (0.01, 0.99))
    return bool(low > 0 and high / low > _LOG_FROM)
