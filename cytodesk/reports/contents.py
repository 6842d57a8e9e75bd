"""What stands in a report, in order; paper and web lay it out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from cytodesk.charts.agreement.agreeing import Agreement
from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.agreement.paired import PairedFigures
from cytodesk.charts.comparison import ComparedRun, Comparison, MetricRow
from cytodesk.charts.drawing import Drawing
from cytodesk.charts.drawings import agreement as agreement_drawings
from cytodesk.charts.drawings.distributions import Form, distribution
from cytodesk.charts.drawings.relations import against_parameter
from cytodesk.charts.drawings.results import areas, bars_by_term
from cytodesk.charts.figures import MICRON2, PIXEL2, Level, Metric, Note, Quantity
from cytodesk.charts.results import LayerKind
from cytodesk.charts.study import Study
from cytodesk.charts.tables import STATES
from cytodesk.charts.writing import MISSING, number, signed
from cytodesk.errors import N_
from cytodesk.reports.methods import NOT_FOR_DIAGNOSIS, methods_paragraph

Translate = Callable[[str], str]
_LOG_FROM = 50.0
"""Areas whose 99th is this many times their 1st percentile are drawn on a logarithmic axis."""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    is_soft: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The first column are words, at the left; the others figures, at the right.

    `runs` are the places of the runs that columns stand for, `per_run` columns each: a table too
    wide for a page goes on below with other runs.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    per_run: int = 0
    caption: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    drawing: Drawing


Block: TypeAlias = Heading | Paragraph | Table | Figure


def contents_of(study: Study, translate: Translate, version: str) -> Iterator[Block]:
    """Yield the blocks of the report, every sentence in the language of `translate`."""
    comparison = study.comparison
    yield Heading(translate(N_("Comparison of analyses")), 1)
    yield Paragraph(comparison.plain_sentence(translate))
    for agreement in study.agreements:
        yield Paragraph(agreement.sentence().said(translate))
    yield Paragraph(translate(NOT_FOR_DIAGNOSIS), is_soft=True)
    yield Heading(translate(N_("Analyses")))
    yield _runs(comparison, translate)
    yield Heading(translate(N_("Parameters that differ")))
    yield from _parameters(comparison, translate)
    yield Heading(translate(N_("Results")))
    yield _metrics(comparison, translate)
    yield from _aggregates(comparison, translate)
    yield from (Figure(drawing) for drawing in _result_drawings(comparison))
    if study.agreements:
        yield Heading(translate(N_("Agreement")))
        yield from _agreement(study, translate)
    yield Heading(translate(N_("What was left out")))
    yield from _left_out(study, translate)
    yield Heading(translate(N_("Methods")))
    yield Paragraph(methods_paragraph(study, translate, version))


def _runs(comparison: Comparison, translate: Translate) -> Table:
    titles = (
        N_("Analysis"),
        N_("Id"),
        N_("Algorithm"),
        N_("Version"),
        N_("State"),
        N_("Created (UTC)"),
        N_("Duration (s)"),
        N_("Descriptor"),
    )
    rows = tuple(_run_row(run, translate) for run in comparison.runs)
    return Table(tuple(map(translate, titles)), rows)


def _run_row(run: ComparedRun, translate: Translate) -> tuple[str, ...]:
    created = MISSING
    if run.created is not None:
        instant = datetime.datetime.fromtimestamp(run.created / 1000, datetime.UTC)
        created = instant.strftime("%Y-%m-%d %H:%M")
    return (
        run.name,
        str(run.id) if run.kind is LayerKind.RUN else MISSING,
        run.algorithm or MISSING,
        run.environment.version or MISSING,
        translate(STATES[run.state]),
        created,
        number(run.duration),
        run.environment.descriptor_hash[:12] or MISSING,
    )


def _parameters(comparison: Comparison, translate: Translate) -> Iterator[Block]:
    differing = [row for row in comparison.parameters if row.differs]
    equal = len(comparison.parameters) - len(differing)
    if differing:
        rows = tuple(
            (row.human_name, *(MISSING if v is None else v.shown or '""' for v in row.values))
            for row in differing
        )
        header = (translate(N_("Parameter")), *(run.name for run in comparison.runs))
        yield Table(header, rows, per_run=1)
    else:
        yield Paragraph(translate(N_("No parameter differs.")))
    yield Paragraph(translate(N_("Equal in all analyses: {count}.")).format(count=equal), True)


def _metrics(comparison: Comparison, translate: Translate) -> Table:
    first, *others = comparison.runs
    header = [translate(N_("Pooled over images")), first.name, ""]
    for run in others:
        header += [run.name, "Δ"]
    rows = tuple(
        (row.metric.said(translate), *_figures(row))
        for row in comparison.metrics
        if row.metric.level is Level.RUN
    )
    caption = translate(N_("Δ: change against {baseline}; –: not known.")).format(
        baseline=first.name
    )
    return Table(tuple(header), rows, per_run=2, caption=caption)


def _figures(row: MetricRow) -> Iterator[str]:
    for place, (value, change) in enumerate(zip(row.values, row.changes, strict=True)):
        yield number(value)
        yield signed(change) if place else ""


def _aggregates(comparison: Comparison, translate: Translate) -> Iterator[Block]:
    """Yield what images come down to, for the metrics of more than one image."""
    titles = [N_("mean"), N_("sd"), N_("median"), N_("quartiles"), N_("min–max"), N_("95 % CI")]
    header = (translate(N_("Over images")), "n", *map(translate, titles))
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
                number(each.mean),
                number(each.sd),
                number(each.median),
                _span(each.quartile_low, each.quartile_high),
                _span(each.smallest, each.largest),
                _span(each.low, each.high),
            )
            for run, each in zip(comparison.runs, found, strict=True)
        )
        yield Heading(row.metric.said(translate), 3)
        caption = N_("Each image counts once; (−n): images on which the figure is not known.")
        yield Table(header, rows, caption=translate(caption))


def _span(low: float | None, high: float | None) -> str:
    return MISSING if low is None or high is None else f"{number(low)} – {number(high)}"


def _result_drawings(comparison: Comparison) -> Iterator[Drawing]:
    if any(row.metric.term is not None for row in comparison.metrics):
        yield bars_by_term(comparison, Metric(Quantity.COUNT))
    terms = list(dict.fromkeys(term for table in comparison.tables for term in table.objects.terms))
    for unit in (MICRON2, PIXEL2):
        if any(row.metric == Metric(Quantity.AREA, unit) for row in comparison.metrics):
            for term in terms:
                sample = areas(comparison, unit, term)
                if sample.count > 1:
                    yield distribution(sample, Form.BOXES, is_log=_is_wide(sample.values))
    count = Metric(Quantity.COUNT)
    has_count = any(row.metric == count for row in comparison.metrics)
    for row in comparison.parameters:
        if has_count and row.differs and row.type.lower() == "number":
            yield against_parameter(comparison, row.name, count)


def _is_wide(columns: Sequence[object]) -> bool:
    pooled = np.concatenate([np.asarray(column) for column in columns])
    low, high = np.quantile(pooled, (0.01, 0.99))
    return bool(low > 0 and high / low > _LOG_FROM)


def _agreement(study: Study, translate: Translate) -> Iterator[Block]:
    yield _scores(study, translate)
    yield _fates(study, translate)
    comparison = study.comparison
    yield Figure(agreement_drawings.fates(comparison, study.agreements))
    yield Figure(agreement_drawings.scores_by_iou(comparison, study.agreements))
    if any(len(each.prepared.images) > 1 for each in study.agreements):
        yield Figure(agreement_drawings.scores_by_image(comparison, study.agreements))
    for place, agreement in enumerate(study.agreements, start=1):
        paired = study.paired[place - 1]
        names = f"{agreement.prepared.baseline.name} – {agreement.prepared.other.name}"
        yield Heading(names, 3)
        drawing = agreement_drawings.confusion(agreement)
        if not drawing.is_empty:
            yield Figure(drawing)
        counts = next((each for each in paired if not isinstance(each.limits, Note)), None)
        if counts is not None:
            yield Figure(agreement_drawings.bland_altman_plot(counts, agreement, place))
        yield from _paired(paired, translate)


def _scores(study: Study, translate: Translate) -> Table:
    titles = (
        N_("Matches"),
        N_("Precision"),
        N_("Recall"),
        N_("F1"),
        N_("Panoptic quality"),
        N_("Mean IoU"),
        N_("Pixel Dice"),
        N_("Pixel IoU"),
        N_("Kappa"),
    )
    rows = []
    for each in study.agreements:
        pooled, pixels, kappa = each.pooled, each.covered, each.kappa
        rows.append(
            (
                each.prepared.other.name,
                str(pooled.matches) if each.is_known else MISSING,
                number(pooled.precision),
                number(pooled.recall),
                number(pooled.f1),
                number(pooled.panoptic_quality),
                number(pooled.mean_iou),
                number(pixels.dice if pixels else None),
                number(pixels.iou if pixels else None),
                MISSING if isinstance(kappa, Note) else number(kappa.kappa),
            )
        )
    caption = translate(N_("Against {baseline}, at IoU {iou}.")).format(
        baseline=study.comparison.runs[0].name, iou=number(study.agreements[0].iou)
    )
    header = (translate(N_("Analysis")), *map(translate, titles))
    return Table(header, tuple(rows), caption=caption)


def _fates(study: Study, translate: Translate) -> Table:
    header = (translate(N_("Analysis")), *(translate(fate.word) for fate in Fate))
    rows = tuple(
        (
            each.prepared.other.name,
            *(_counts(each, fate) for fate in Fate),
        )
        for each in study.agreements
    )
    caption = translate(N_("Objects of the baseline / of the analysis."))
    return Table(header, rows, caption=caption)


def _counts(agreement: Agreement, fate: Fate) -> str:
    if not agreement.is_known:
        return MISSING
    return f"{agreement.count(fate)} / {agreement.count(fate, of_other=True)}"


def _paired(paired: Sequence[PairedFigures], translate: Translate) -> Iterator[Block]:
    titles = (
        "n",
        N_("bias"),
        N_("95 % limits"),
        N_("Spearman"),
        "ICC(2,1)",
        N_("slope"),
        N_("Wilcoxon p"),
        N_("effect"),
    )
    known = [each for each in paired if not isinstance(each.limits, Note)]
    if known:
        header = (translate(N_("By image")), *map(translate, titles))
        caption = translate(
            N_("Slope: Passing and Bablok; p: two-sided, corrected by Holm over these metrics.")
        )
        yield Table(header, tuple(_pair_row(each, translate) for each in known), caption=caption)
    reasons = dict.fromkeys(
        part.said(translate)
        for each in paired
        for part in (each.correlation, each.icc, each.limits, each.regression, each.test)
        if isinstance(part, Note)
    )
    yield from (Paragraph(reason, is_soft=True) for reason in reasons)


def _pair_row(each: PairedFigures, translate: Translate) -> tuple[str, ...]:
    limits, test = each.limits, each.test
    assert not isinstance(limits, Note)
    return (
        each.metric.said(translate),
        str(limits.n) + (f" (−{each.left_out})" if each.left_out else ""),
        signed(limits.bias),
        _span(limits.lower, limits.upper),
        MISSING if isinstance(each.correlation, Note) else number(each.correlation.rho),
        MISSING if isinstance(each.icc, Note) else number(each.icc.icc),
        MISSING if isinstance(each.regression, Note) else number(each.regression.slope),
        MISSING if each.p_corrected is None else number(each.p_corrected),
        MISSING if isinstance(test, Note) else number(test.effect),
    )


def _left_out(study: Study, translate: Translate) -> Iterator[Block]:
    notes = dict.fromkeys(note.said(translate) for note in study.comparison.notes)
    for agreement in study.agreements:
        other = agreement.prepared.other.name
        notes |= dict.fromkeys(f"{other}: {n.said(translate)}" for n in agreement.prepared.notes)
    if not notes:
        yield Paragraph(translate(N_("Nothing was left out.")))
    yield from (Paragraph(note) for note in notes)
