"""Where the runs agree with the baseline, as blocks: scores, fates, charts, figures by image."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cytodesk.charts.agreement.agreeing import Agreement
from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.agreement.paired import PairedFigures
from cytodesk.charts.agreement.several import sentence_of_several
from cytodesk.charts.drawings import agreement as agreement_drawings
from cytodesk.charts.drawings.confusion import confusion
from cytodesk.charts.drawings.scores import scores_by_image, scores_by_iou
from cytodesk.charts.figures import Note
from cytodesk.charts.statistics.ranks import Paired
from cytodesk.charts.study import Study
from cytodesk.charts.writing import MISSING
from cytodesk.errors import N_
from cytodesk.reports.blocks import Block, Figure, Heading, Paragraph, Speech, Table


def agreement_blocks(study: Study, said: Speech) -> Iterator[Block]:
    yield _scores(study, said)
    if (several := sentence_of_several(study.agreements)) is not None:
        yield Paragraph(several.said(said))
    yield _by_term(study, said)
    yield _fates(study, said)
    comparison = study.comparison
    yield Figure(agreement_drawings.fates(comparison, study.agreements))
    yield Figure(scores_by_iou(comparison, study.agreements))
    if any(len(each.prepared.images) > 1 for each in study.agreements):
        yield Figure(scores_by_image(comparison, study.agreements))
    for place, agreement in enumerate(study.agreements, start=1):
        paired = study.paired[place - 1]
        names = f"{agreement.prepared.baseline.name} – {agreement.prepared.other.name}"
        yield Heading(names, 3)
        if not agreement.is_known:
            yield Paragraph(agreement.sentence().said(said), is_soft=True)
            continue
        drawing = confusion(agreement)
        if not drawing.is_empty:
            yield Figure(drawing)
        counts = next((each for each in paired if not isinstance(each.limits, Note)), None)
        if counts is not None:
            yield Figure(agreement_drawings.bland_altman_plot(counts, agreement, place))
        yield from _paired(paired, said)


def _scores(study: Study, said: Speech) -> Table:
    titles = (
        N_("Objects"),
        N_("Matches"),
        N_("Precision"),
        N_("Recall"),
        N_("F1"),
        N_("Panoptic quality"),
        N_("Mean IoU"),
        N_("Pixel Dice"),
        N_("Pixel IoU"),
        N_("Kappa"),
        N_("95 % CI"),
    )
    rows = []
    for each in study.agreements:
        pooled, pixels, kappa = each.pooled, each.covered, each.kappa
        rows.append(
            (
                each.prepared.other.name,
                _sizes(each, said),
                said.number(pooled.matches) if each.is_known else MISSING,
                said.number(pooled.precision),
                said.number(pooled.recall),
                said.number(pooled.f1),
                said.number(pooled.panoptic_quality),
                said.number(pooled.mean_iou),
                said.number(pixels.dice if pixels else None),
                said.number(pixels.iou if pixels else None),
                MISSING if isinstance(kappa, Note) else said.number(kappa.kappa),
                MISSING if isinstance(kappa, Note) else said.span(kappa.low, kappa.high),
            )
        )
    template = N_(
        "Against {baseline}, at IoU {iou}. Objects: of {baseline} / of the analysis; kappa: of "
        "matched pairs with a term on both sides."
    )
    fields = {"baseline": study.comparison.runs[0].name}
    caption = said(template).format(**fields, iou=said.number(study.agreements[0].iou))
    header = (said(N_("Analysis")), *map(said, titles))
    return Table(header, tuple(rows), caption=caption)


def _by_term(study: Study, said: Speech) -> Table:
    titles = (N_("Term"), N_("Objects"), N_("Matches"), N_("Precision"), N_("Recall"), N_("F1"))
    header = (said(N_("Analysis")), *map(said, titles), said(N_("Kappa")), said(N_("95 % CI")))
    rows = []
    for each in study.agreements:
        for term in each.prepared.terms[:-1] if each.is_known else ():
            scores, kappa = each.scores_of(term), each.kappa_of(term)
            rows.append(
                (
                    each.prepared.other.name,
                    term,
                    f"{said.number(scores.baseline)} / {said.number(scores.other)}",
                    said.number(scores.matches),
                    said.number(scores.precision),
                    said.number(scores.recall),
                    said.number(scores.f1),
                    MISSING if isinstance(kappa, Note) else said.number(kappa.kappa),
                    MISSING if isinstance(kappa, Note) else said.span(kappa.low, kappa.high),
                )
            )
    template = N_("By term: pairs count where both sides gave it; kappa: it against all others.")
    return Table(header, tuple(rows), caption=said(template), words=(0, 1))


def _sizes(agreement: Agreement, said: Speech) -> str:
    if not agreement.is_known:
        return MISSING
    pooled = agreement.pooled
    return f"{said.number(pooled.baseline)} / {said.number(pooled.other)}"


def _fates(study: Study, said: Speech) -> Table:
    header = (said(N_("Analysis")), *(said(fate.word) for fate in Fate))
    rows = tuple(
        (
            each.prepared.other.name,
            *(_counts(each, fate, said) for fate in Fate),
        )
        for each in study.agreements
    )
    caption = said(
        N_("Objects of the baseline / of the analysis; relabelled: matched with another term.")
    )
    return Table(header, rows, caption=caption)


def _counts(agreement: Agreement, fate: Fate, said: Speech) -> str:
    if not agreement.is_known:
        return MISSING
    sides = (agreement.count(fate), agreement.count(fate, of_other=True))
    return " / ".join(map(said.number, sides))


def _paired(paired: Sequence[PairedFigures], said: Speech) -> Iterator[Block]:
    titles = (
        "n",
        N_("bias"),
        N_("95 % limits"),
        N_("Spearman"),
        "ICC(2,1)",
        N_("slope"),
        N_("Wilcoxon p"),
        N_("effect"),
        N_("shift (95 %)"),
    )
    known = [each for each in paired if not isinstance(each.limits, Note)]
    if known:
        header = (said(N_("By image")), *map(said, titles))
        caption = said(
            N_(
                "Slope: Passing and Bablok; p: two-sided, corrected by Holm over these metrics; "
                "effect: rank-biserial correlation; shift: Hodges and Lehmann, with its interval. "
                "(−n): images left out, as one side is not known."
            )
        )
        yield Table(header, tuple(_pair_row(each, said) for each in known), caption=caption)
    reasons: dict[str, list[str]] = {}
    for each in paired:
        for part in (each.correlation, each.icc, each.limits, each.regression, each.test):
            if isinstance(part, Note):
                reasons.setdefault(part.said(said), []).append(each.metric.said(said))
    for reason, metrics in reasons.items():
        is_all = len(metrics) == len(paired)
        yield Paragraph(reason if is_all else f"{', '.join(metrics)}: {reason}", is_soft=True)


def _shift(test: Paired, said: Speech) -> str:
    return f"{said.signed(test.shift)} ({said.span(test.low, test.high)})"


def _pair_row(each: PairedFigures, said: Speech) -> tuple[str, ...]:
    limits, test = each.limits, each.test
    assert not isinstance(limits, Note)
    return (
        each.metric.said(said),
        str(limits.n) + (f" (−{each.left_out})" if each.left_out else ""),
        said.signed(limits.bias),
        said.span(limits.lower, limits.upper),
        MISSING if isinstance(each.correlation, Note) else said.number(each.correlation.rho),
        MISSING if isinstance(each.icc, Note) else said.number(each.icc.icc),
        MISSING if isinstance(each.regression, Note) else said.number(each.regression.slope),
        said.chance(each.p_corrected),
        MISSING if isinstance(test, Note) else said.number(test.effect),
        MISSING if isinstance(test, Note) else _shift(test, said),
    )
