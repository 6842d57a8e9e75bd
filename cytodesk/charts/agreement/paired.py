"""How figures of two layers agree, image by image."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.agreement.preparing import Layer, Prepared
from cytodesk.charts.figures import (
    MICRON2,
    PIXEL2,
    Chance,
    Metric,
    Note,
    Quantity,
    Signed,
    untranslated,
)
from cytodesk.charts.metrics import MetricTable
from cytodesk.charts.statistics.methods import Limits, Regression, bland_altman, passing_bablok
from cytodesk.charts.statistics.pairs import complete_pairs
from cytodesk.charts.statistics.ranks import Correlation, Paired, holm, spearman, wilcoxon
from cytodesk.charts.statistics.reliability import Intraclass, icc_2_1
from cytodesk.errors import N_

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PairedFigures:
    """One metric of both layers on each image where both are known; `left_out` more were not.

    What could not be computed is the `Note` that says why. `p_corrected` is Wilcoxon's p after
    Holm's correction over all metrics of the list.
    """

    metric: Metric
    images: tuple[str, ...]
    baseline: Reals
    other: Reals
    left_out: int
    correlation: Correlation | Note
    icc: Intraclass | Note
    limits: Limits | Note
    regression: Regression | Note
    test: Paired | Note
    p_corrected: float | None = None

    def sentence(self, names: tuple[str, str]) -> Note:
        """Return what the pairs say; `names` are those of baseline and other."""
        fields: dict[str, object] = {"what": Note(self.metric.heading), "n": len(self.images)}
        fields |= {"baseline": names[0], "other": names[1]}
        fields |= {"unit": f" {self.metric.unit}" if self.metric.unit else ""}
        if isinstance(self.limits, Note):
            return self.limits
        fields |= {
            "bias": Signed(self.limits.bias),
            "low": self.limits.lower,
            "high": self.limits.upper,
        }
        if isinstance(self.test, Note) or self.p_corrected is None:
            template = N_(
                "{what}: {other} minus {baseline} is {bias}{unit} on average, 95 % of differences "
                "between {low} and {high}{unit} (n = {n} images)."
            )
            return Note(template, fields)
        template = N_(
            "{what}: {other} minus {baseline} is {bias}{unit} on average, 95 % of differences "
            "between {low} and {high}{unit} (n = {n} images; paired Wilcoxon {p}, effect {effect})."
        )
        fields |= {"p": Chance(self.p_corrected), "effect": round(self.test.effect, 2)}
        return Note(template, fields)

    def as_json(self, translate: Callable[[str], str] = untranslated) -> dict[str, Any]:
        """Return it for other programs; what was not computed is its reason as a text."""
        parts = {
            "spearman": self.correlation,
            "icc_2_1": self.icc,
            "bland_altman": self.limits,
            "passing_bablok": self.regression,
            "wilcoxon": self.test,
        }
        return {
            "metric": str(self.metric.name),
            "unit": self.metric.unit,
            "source": self.metric.source,
            "n": len(self.images),
            "left_out": self.left_out,
            "images": list(self.images),
            "baseline": self.baseline.tolist(),
            "other": self.other.tolist(),
            "p_corrected": self.p_corrected,
        } | {
            name: part.said(translate) if isinstance(part, Note) else asdict(part)
            for name, part in parts.items()
        }


def paired_figures(
    prepared: Prepared, tables: tuple[MetricTable, MetricTable]
) -> tuple[PairedFigures, ...]:
    """Return counts and areas of the prepared layers, then every other metric by image.

    On an image that counts, no objects are 0 objects and 0 area; other metrics are missing there.
    """
    found = [_of_layers(prepared)]
    unit, areas = _areas(prepared)
    found.append(_paired(Metric(Quantity.AREA, unit), prepared.images, *areas))
    for metric in _other_metrics(tables):
        columns = [
            [table.value(replace(metric, image=image)) for image in prepared.images]
            for table in tables
        ]
        found.append(_paired(metric, prepared.images, *columns))
    return _corrected([each for each in found if len(each.images)])


def _of_layers(prepared: Prepared) -> PairedFigures:
    count = len(prepared.images)
    columns = [
        np.bincount(layer.image, minlength=count).astype(np.float64).tolist()
        for layer in (prepared.baseline, prepared.other)
    ]
    return _paired(Metric(Quantity.COUNT), prepared.images, *columns)


def _areas(prepared: Prepared) -> tuple[str, list[list[float | None]]]:
    """Return areas by image: in µm² as soon as one image has a pixel size, missing elsewhere."""
    has_size = [size is not None for size in prepared.pixel_sizes]
    scale = [size[0] * size[1] if size else 1.0 for size in prepared.pixel_sizes]
    unit = MICRON2 if any(has_size) else PIXEL2

    def of(layer: Layer) -> list[float | None]:
        sums = np.bincount(layer.image, layer.area, minlength=len(scale)) * scale
        return [
            float(value) if known or unit == PIXEL2 else None
            for value, known in zip(sums, has_size, strict=True)
        ]

    return unit, [of(prepared.baseline), of(prepared.other)]


def _other_metrics(tables: Sequence[MetricTable]) -> list[Metric]:
    """Return the metrics that both sides have by image, but counts and areas of all terms."""
    taken = {Quantity.COUNT, Quantity.AREA}
    sides = [
        {
            replace(metric, image=None): None
            for metric in table.values
            if metric.image is not None
            and metric.term is None
            and (metric.source or metric.name not in taken)
        }
        for table in tables
    ]
    return [metric for metric in sides[0] if metric in sides[1]]


def _paired(
    metric: Metric,
    images: tuple[str, ...],
    baseline: Sequence[float | None],
    other: Sequence[float | None],
) -> PairedFigures:
    one, two, left_out = complete_pairs(baseline, other)
    known = [
        image
        for image, here, there in zip(images, baseline, other, strict=True)
        if here is not None and there is not None
    ]
    return PairedFigures(
        metric=metric,
        images=tuple(known),
        baseline=one,
        other=two,
        left_out=left_out,
        correlation=spearman(one, two),
        icc=icc_2_1(np.column_stack([one, two])),
        limits=bland_altman(one, two),
        regression=passing_bablok(one, two),
        test=wilcoxon(one, two),
    )


def _corrected(found: list[PairedFigures]) -> tuple[PairedFigures, ...]:
    tested = {
        place: each.test.p for place, each in enumerate(found) if isinstance(each.test, Paired)
    }
    corrected = dict(zip(tested, holm(list(tested.values())), strict=True))
    return tuple(
        replace(each, p_corrected=corrected.get(place)) for place, each in enumerate(found)
    )
