"""Where layers agree: the confusion, Bland and Altman, scores by image and by IoU."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from cytodesk.charts.agreement.agreeing import Agreement, agree
from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.agreement.paired import PairedFigures
from cytodesk.charts.axes import Axis, Ticks
from cytodesk.charts.comparison import Comparison
from cytodesk.charts.drawing import (
    Bars,
    Dots,
    Drawing,
    Line,
    Rule,
    Series,
    Target,
)
from cytodesk.charts.drawings.parts import beside, by_run
from cytodesk.charts.figures import Note, Signed
from cytodesk.charts.looks import look_of
from cytodesk.charts.statistics.methods import Limits
from cytodesk.errors import N_

_IOUS = np.linspace(0.1, 1.0, 19)


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
        series.append(Series(name, (bars,), run, look_of(place + 1), sum(counts)))
    return Drawing(
        key="fates",
        title=Note(N_("What became of the objects of {baseline}"), _baseline(comparison)),
        sentence=agreements[0].sentence() if agreements else Note(N_("There is nothing to match.")),
        caption=Note(N_("Bars: objects of the baseline; extra: objects of the other analysis.")),
        x=Axis(N_("Fate"), categories=tuple(fate.word for fate in words)),
        y=Axis(N_("Objects"), ticks=Ticks.WHOLE, low=0.0),
        series=tuple(series),
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
        x=Axis(N_("Mean of both"), unit),
        y=Axis(N_("Difference"), unit),
        series=(
            Series(agreement.prepared.other.name, (dots,), run, look_of(place), len(means)),
            *_limits(paired.limits),
        ),
        left_out=_left_out(paired),
    )


def _limits(limits: Limits | Note) -> tuple[Series, ...]:
    if isinstance(limits, Note):
        return ()
    lines = (
        (limits.bias, N_("mean {value}")),
        (limits.lower, N_("−1.96 sd {value}")),
        (limits.upper, N_("+1.96 sd {value}")),
    )
    marks = tuple(Rule(at, Note(text, {"value": at})) for at, text in lines)
    return (Series("", marks),)


def _left_out(paired: PairedFigures) -> tuple[Note, ...]:
    if not paired.left_out:
        return ()
    template = N_("Left out, as one side is not known: {count} images.")
    return (Note(template, {"count": paired.left_out}),)


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


def scores_by_image(
    comparison: Comparison, agreements: Sequence[Agreement], places: Sequence[int] = ()
) -> Drawing:
    """Return the F1 of each image and run, the image on which they disagree most first.

    `places` are those of the other runs in the comparison; without them they follow each other.
    """
    worst = _worst_by_image(agreements)
    order = {image: place for place, image in enumerate(sorted(worst, key=lambda i: (worst[i], i)))}
    first = next(iter(order), None)
    template = N_("They disagree most on {image} (F1 {value}).")
    said = Note(template, {"image": first, "value": worst[first]}) if first else None
    return Drawing(
        key="scores-by-image",
        title=Note(N_("Agreement with {baseline} by image"), _baseline(comparison)),
        sentence=said or Note(N_("There is nothing to match.")),
        caption=Note(
            N_("Dots: F1 of an image, sorted by disagreement. n = {n}."), {"n": len(order)}
        ),
        x=Axis(N_("Image"), categories=tuple(order)),
        y=Axis(N_("F1"), low=0.0, high=1.0),
        series=tuple(_scores(each, place, order) for place, each in _placed(agreements, places)),
    )


def _worst_by_image(agreements: Sequence[Agreement]) -> dict[str, float]:
    """Return the lowest F1 of each image that has one."""
    worst: dict[str, float] = {}
    for agreement in agreements:
        for image, scores in zip(agreement.prepared.images, agreement.by_image, strict=True):
            if scores.f1 is not None:
                worst[image] = min(worst.get(image, 1.0), scores.f1)
    return worst


def _scores(agreement: Agreement, place: int, order: Mapping[str, int]) -> Series:
    """Return the F1 of a run by image, each at its place in the `order` of images."""
    prepared, other = agreement.prepared, agreement.prepared.other
    known = [
        (order[image], scores.f1, image, id_)
        for image, scores, id_ in zip(
            prepared.images, agreement.by_image, other.image_ids, strict=True
        )
        if scores.f1 is not None
    ]
    dots = Dots(
        np.array([x for x, *_ in known], dtype=np.float64),
        np.array([f1 for _, f1, *_ in known], dtype=np.float64),
        targets=[Target(other.run, id_) for *_, id_ in known],
        hovers=[
            Note(N_("{run}, {image}: F1 {value}"), {"run": other.name, "image": image, "value": f1})
            for _, f1, image, _ in known
        ],
    )
    return Series(other.name, (dots,), other.run, look_of(place), len(known))


def _placed(
    agreements: Sequence[Agreement], places: Sequence[int]
) -> Iterator[tuple[int, Agreement]]:
    return zip(places or range(1, len(agreements) + 1), agreements, strict=True)


def scores_by_iou(
    comparison: Comparison, agreements: Sequence[Agreement], places: Sequence[int] = ()
) -> Drawing:
    """Return how the F1 falls as the IoU that is asked for rises; `places` as above."""
    series = []
    for place, agreement in _placed(agreements, places):
        other = agreement.prepared.other
        scores = [agree(agreement.prepared, float(iou)).pooled.f1 for iou in _IOUS]
        y = np.array([np.nan if f1 is None else f1 for f1 in scores], dtype=np.float64)
        series.append(Series(other.name, (Line(_IOUS, y),), other.run, look_of(place), len(y)))
    runs = [comparison.runs[place] for place, _ in _placed(agreements, places)]
    values = by_run(runs, [each.pooled.f1 for each in agreements])
    iou = agreements[0].iou if agreements else ""
    return Drawing(
        key="scores-by-iou",
        title=Note(N_("Agreement with {baseline} by IoU"), _baseline(comparison)),
        sentence=Note(N_("F1 at IoU {iou}: {values}."), {"iou": iou, "values": values}),
        caption=Note(N_("Lines: pooled F1 at IoU 0.1 to 1 in steps of 0.05.")),
        x=Axis(N_("IoU"), low=0.1, high=1.0),
        y=Axis(N_("F1"), low=0.0, high=1.0),
        series=tuple(series),
    )


def _names(agreement: Agreement) -> dict[str, object]:
    prepared = agreement.prepared
    return {"baseline": prepared.baseline.name, "other": prepared.other.name}


def _baseline(comparison: Comparison) -> dict[str, object]:
    return {"baseline": comparison.runs[0].name}
