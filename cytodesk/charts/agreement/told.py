"""An agreement as JSON, for other programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cytodesk.charts.agreement.agreeing import Agreement
from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.agreement.raster import Covered
from cytodesk.charts.agreement.scores import Scores
from cytodesk.charts.figures import Note, untranslated
from cytodesk.charts.statistics.reliability import Kappa


def agreement_json(
    agreement: Agreement, translate: Callable[[str], str] = untranslated
) -> dict[str, Any]:
    """Return it for other programs; what is not known is null, what was not computed a text."""
    prepared, whole = agreement.prepared, agreement.covered
    return {
        "baseline": prepared.baseline.run,
        "other": prepared.other.run,
        "iou": agreement.iou,
        "is_known": agreement.is_known,
        "sentence": agreement.sentence().said(translate),
        "pooled": {**_scores_json(agreement.pooled), **_pixels_json(whole)},
        "fates": {
            fate.name.lower(): {
                "baseline": agreement.count(fate),
                "other": agreement.count(fate, of_other=True),
            }
            for fate in Fate
        },
        "kappa": kappa_json(agreement.kappa, translate),
        "terms": [
            {
                "name": term,
                **_scores_json(agreement.scores_of(term)),
                "kappa": kappa_json(agreement.kappa_of(term), translate),
            }
            for term in prepared.terms[:-1]
        ],
        "confusion": {"labels": list(agreement.labels), "counts": agreement.confusion.tolist()},
        "images": [
            {"image": image, **_scores_json(scores), **_pixels_json(pixels)}
            for image, scores, pixels in zip(
                prepared.images, agreement.by_image, prepared.covered, strict=True
            )
        ],
        "notes": [note.said(translate) for note in prepared.notes],
    }


def _scores_json(scores: Scores) -> dict[str, Any]:
    return {
        "matches": scores.matches,
        "baseline": scores.baseline,
        "other": scores.other,
        "precision": scores.precision,
        "recall": scores.recall,
        "f1": scores.f1,
        "panoptic_quality": scores.panoptic_quality,
        "mean_iou": scores.mean_iou,
    }


def _pixels_json(pixels: Covered | None) -> dict[str, Any]:
    if pixels is None:
        return {"pixel_dice": None, "pixel_iou": None}
    return {"pixel_dice": pixels.dice, "pixel_iou": pixels.iou}


def kappa_json(kappa: Kappa | Note, translate: Callable[[str], str]) -> Any:
    if isinstance(kappa, Note):
        return kappa.said(translate)
    return {"kappa": kappa.kappa, "low": kappa.low, "high": kappa.high, "n": kappa.n}
