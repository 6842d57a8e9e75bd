"""How well layers agree, image by image and IoU by IoU."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from cytodesk.charts.agreement.agreeing import Agreement, agree
from cytodesk.charts.axes import Axis
from cytodesk.charts.comparison import Comparison
from cytodesk.charts.drawing import Dots, Drawing, Line, Series, Target
from cytodesk.charts.drawings.parts import GROUP_WIDTH, by_run, not_known
from cytodesk.charts.figures import Joined, Note
from cytodesk.charts.looks import look_of
from cytodesk.errors import N_

NOTHING = N_("There is nothing to match.")
_IOUS = np.linspace(0.1, 1.0, 19)


def scores_by_image(
    comparison: Comparison, agreements: Sequence[Agreement], places: Sequence[int] = ()
) -> Drawing:
    """Return the F1 of each image and run, the image on which they disagree most first.

    `places` are those of the other runs in the comparison; without them they follow each other.
    """
    worst = _worst_by_image(agreements)
    ranked = sorted(worst, key=lambda image: (worst[image][0], image))
    order = {image: place for place, image in enumerate(ranked)}
    series = []
    for at, (place, agreement) in enumerate(placed(agreements, places)):
        offset = (at - (len(agreements) - 1) / 2) * GROUP_WIDTH / max(1, len(agreements))
        series.append(_scores(agreement, place, order, offset))
    first = next(iter(order), None)
    said = Note(NOTHING)
    if first is not None:
        f1, name = worst[first]
        template = N_("They disagree most on {image} ({run}: F1 {value}).")
        said = Note(template, {"image": first, "run": name, "value": f1})
    return Drawing(
        key="scores-by-image",
        title=Note(N_("Agreement with {baseline} by image"), baseline_of(comparison)),
        sentence=said,
        caption=Note(
            N_("Dots: F1 of an image, sorted by disagreement. n = {n} images."), {"n": len(order)}
        ),
        x=Axis(N_("Image"), categories=tuple(order)),
        y=Axis(N_("F1"), low=0.0, high=1.0),
        series=tuple(series),
        left_out=not_known(series),
        against=against_of(comparison),
    )


def _worst_by_image(agreements: Sequence[Agreement]) -> dict[str, tuple[float, str]]:
    """Return the lowest F1 of each image that has one, and the name of its run."""
    worst: dict[str, tuple[float, str]] = {}
    for agreement in agreements:
        for image, scores in zip(agreement.prepared.images, agreement.by_image, strict=True):
            if scores.f1 is not None and (image not in worst or scores.f1 < worst[image][0]):
                worst[image] = scores.f1, agreement.prepared.other.name
    return worst


def _scores(agreement: Agreement, place: int, order: Mapping[str, int], offset: float) -> Series:
    """Return the F1 of a run by image, each `offset` beside its place in the `order` of images."""
    prepared, other = agreement.prepared, agreement.prepared.other
    known = [
        (order[image], scores.f1, image, id_)
        for image, scores, id_ in zip(
            prepared.images, agreement.by_image, other.image_ids, strict=True
        )
        if scores.f1 is not None
    ]
    dots = Dots(
        np.array([x for x, *_ in known], dtype=np.float64) + offset,
        np.array([f1 for _, f1, *_ in known], dtype=np.float64),
        targets=[Target(other.run, id_) for *_, id_ in known],
        hovers=[
            Note(N_("{run}, {image}: F1 {value}"), {"run": other.name, "image": image, "value": f1})
            for _, f1, image, _ in known
        ],
    )
    return Series(other.name, (dots,), other.run, look_of(place), len(known))


def scores_by_iou(
    comparison: Comparison, agreements: Sequence[Agreement], places: Sequence[int] = ()
) -> Drawing:
    """Return how the F1 falls as the IoU that is asked for rises; `places` as above."""
    series = []
    for place, agreement in placed(agreements, places):
        other = agreement.prepared.other
        scores = [agree(agreement.prepared, float(iou)).pooled.f1 for iou in _IOUS]
        y = np.array([np.nan if f1 is None else f1 for f1 in scores], dtype=np.float64)
        n = int(np.isfinite(y).sum())
        series.append(Series(other.name, (Line(_IOUS, y),), other.run, look_of(place), n))
    runs = [comparison.runs[place] for place, _ in placed(agreements, places)]
    values = by_run(runs, [each.pooled.f1 for each in agreements])
    iou = agreements[0].iou if agreements else ""
    return Drawing(
        key="scores-by-iou",
        title=Note(N_("Agreement with {baseline} by IoU"), baseline_of(comparison)),
        sentence=Note(N_("F1 at IoU {iou}: {values}."), {"iou": iou, "values": values}),
        caption=Note(
            N_("Lines: pooled F1 at IoU 0.1 to 1 in steps of 0.05. n of {baseline}: {n}."),
            {**baseline_of(comparison), "n": found_by(comparison, agreements, places)},
        ),
        x=Axis(N_("IoU"), low=0.1, high=1.0),
        y=Axis(N_("F1"), low=0.0, high=1.0),
        series=tuple(series),
        left_out=not_known(series),
        against=against_of(comparison),
    )


def placed(
    agreements: Sequence[Agreement], places: Sequence[int]
) -> Iterator[tuple[int, Agreement]]:
    return zip(places or range(1, len(agreements) + 1), agreements, strict=True)


def found_by(
    comparison: Comparison, agreements: Sequence[Agreement], places: Sequence[int] = ()
) -> Joined:
    """Return how many objects of the baseline each of the others could find."""
    runs = [comparison.runs[place] for place, _ in placed(agreements, places)]
    return by_run(runs, [each.pooled.baseline if each.is_known else None for each in agreements])


def against_of(comparison: Comparison) -> tuple[str, int]:
    return comparison.runs[0].name, comparison.runs[0].id


def baseline_of(comparison: Comparison) -> dict[str, object]:
    return {"baseline": comparison.runs[0].name}
