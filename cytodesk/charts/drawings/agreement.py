"""Where layers agree: what became of the objects, Bland and Altman."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cytodesk.charts.agreement.agreeing import Agreement
from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.agreement.paired import PairedFigures
from cytodesk.charts.axes import Axis, Ticks
from cytodesk.charts.comparison import Comparison
from cytodesk.charts.drawing import (
    Bars,
    Dots,
    Drawing,
    Rule,
    Series,
    Target,
)
from cytodesk.charts.drawings.parts import beside, by_run, not_known
from cytodesk.charts.drawings.scores import NOTHING, against_of, baseline_of, found_by
from cytodesk.charts.figures import Note, Signed
from cytodesk.charts.looks import look_of
from cytodesk.charts.statistics.methods import Limits
from cytodesk.errors import N_


def fates(comparison: Comparison, agreements: Sequence[Agreement]) -> Drawing:
    """Return for each run but the baseline how many objects were matched, missed, split, ..."""
    words = list(Fate)
    series = []
    for place, agreement in enumerate(agreements):
        x, width = beside(len(words), place, len(agreements))
        counts = [agreement.count(fate, of_other=fate is Fate.EXTRA) for fate in words]
        name, run = agreement.prepared.other.name, agreement.prepared.other.run
        bars = Bars(
            x,
            np.array(counts if agreement.is_known else [np.nan] * len(words), dtype=np.float64),
            width,
            targets=[Target(run) for _ in words],
            hovers=[
                Note(N_("{run}: {count} {what}"), {"run": name, "count": c, "what": Note(f.word)})
                for f, c in zip(words, counts, strict=True)
            ],
        )
        n = agreement.pooled.baseline + agreement.pooled.other if agreement.is_known else 0
        series.append(Series(name, (bars,), run, look_of(place + 1), n))
    return Drawing(
        key="fates",
        title=Note(N_("What became of the objects of {baseline}"), baseline_of(comparison)),
        sentence=_matched(comparison, agreements),
        caption=Note(
            N_("Bars: objects of {baseline}, extra: of the other analysis. n of {baseline}: {n}."),
            {**baseline_of(comparison), "n": found_by(comparison, agreements)},
        ),
        x=Axis(N_("Fate"), categories=tuple(fate.word for fate in words)),
        y=Axis(N_("Objects"), ticks=Ticks.WHOLE, low=0.0),
        series=tuple(series),
        left_out=not_known(series),
        against=against_of(comparison),
    )


def _matched(comparison: Comparison, agreements: Sequence[Agreement]) -> Note:
    if len(agreements) < 2:
        return agreements[0].sentence() if agreements else Note(NOTHING)
    counts = [each.pooled.matches if each.is_known else None for each in agreements]
    fields = {"values": by_run(comparison.runs[1:], counts), "iou": agreements[0].iou}
    return Note(
        N_("At IoU {iou}, objects of {baseline} that match: {values}."),
        {**baseline_of(comparison), **fields},
    )


def bland_altman_plot(paired: PairedFigures, agreement: Agreement, place: int) -> Drawing:
    """Return differences against means, an image a dot; `place` is that of the other run."""
    names = _names(agreement)
    means, differences = (paired.baseline + paired.other) / 2, paired.other - paired.baseline
    run = agreement.prepared.other.run
    ids = dict(zip(agreement.prepared.images, agreement.prepared.other.image_ids, strict=True))
    dots = Dots(
        means,
        differences,
        targets=[Target(run, ids.get(image)) for image in paired.images],
        hovers=[
            Note(N_("{image}: {difference}"), {"image": image, "difference": Signed(float(d))})
            for image, d in zip(paired.images, differences, strict=True)
        ],
    )
    unit = paired.metric.unit
    what = Note(paired.metric.heading)
    return Drawing(
        key=f"bland-altman-{paired.metric.name}",
        title=Note(N_("{what}: {other} minus {baseline}, by image"), {**names, "what": what}),
        sentence=paired.sentence((str(names["baseline"]), str(names["other"]))),
        caption=Note(
            N_("Dots: images; lines: mean difference and 95 % limits (1.96 sd). n = {n}."),
            {"n": len(paired.images)},
        ),
        x=Axis(N_("Mean of both") if unit else N_("Mean of both (objects)"), unit),
        y=Axis(N_("Difference") if unit else N_("Difference (objects)"), unit),
        series=(
            Series(agreement.prepared.other.name, (dots,), run, look_of(place), len(means)),
            *_limits(paired.limits),
        ),
        left_out=_left_out(paired),
        against=(str(names["baseline"]), agreement.prepared.baseline.run),
    )


def _limits(limits: Limits | Note) -> tuple[Series, ...]:
    if isinstance(limits, Note):
        return ()
    lines = (
        (limits.bias, N_("mean {value}")),
        (limits.lower, N_("−1.96 sd {value}")),
        (limits.upper, N_("+1.96 sd {value}")),
    )
    marks = tuple(Rule(at, Note(text, {"value": Signed(at)})) for at, text in lines)
    return (Series("", marks),)


def _left_out(paired: PairedFigures) -> tuple[Note, ...]:
    """Return why there are no limits, and what is not in them."""
    reason = (paired.limits,) if isinstance(paired.limits, Note) else ()
    if not paired.left_out:
        return reason
    template = N_("Left out, as one side is not known: {count} images.")
    return (*reason, Note(template, {"count": paired.left_out}))


def nothing_paired(agreement: Agreement) -> Drawing:
    """Return the sentence that stands where no image has a figure on both sides."""
    return Drawing(
        key="bland-altman",
        title=Note(N_("{other} minus {baseline}, by image"), _names(agreement)),
        sentence=Note(N_("No image has this figure on both sides.")),
        caption=Note(""),
        x=Axis(N_("Mean of both")),
        y=Axis(N_("Difference")),
    )


def _names(agreement: Agreement) -> dict[str, object]:
    prepared = agreement.prepared
    return {"baseline": prepared.baseline.name, "other": prepared.other.name}
