"""Counts of a matching: scores by image, the confusion of terms, the IoU of pairs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.agreement.overlaps import Ints
from cytodesk.charts.agreement.preparing import Prepared
from cytodesk.charts.agreement.scores import Scores


def by_image_of(prepared: Prepared, matched: Ints, iou: NDArray[np.float64]) -> tuple[Scores, ...]:
    count = len(prepared.images)
    of_image = prepared.baseline.image[matched]
    columns = (
        np.bincount(of_image, minlength=count),
        np.bincount(prepared.baseline.image, minlength=count),
        np.bincount(prepared.other.image, minlength=count),
    )
    sums = np.bincount(of_image, iou, minlength=count).tolist()
    whole = zip(*(column.tolist() for column in columns), sums, strict=True)
    return tuple(Scores(int(m), int(n), int(k), s) for m, n, k, s in whole)


def confusion_of(prepared: Prepared, partner_a: Ints, partner_b: Ints) -> NDArray[np.int64]:
    size = len(prepared.terms) + 1
    one, other = prepared.baseline.label, prepared.other.label
    columns = np.where(partner_a >= 0, _at(other, partner_a), size - 1)
    cells = one * size + columns
    alone = other[partner_b < 0] + (size - 1) * size
    counts = np.bincount(np.concatenate([cells, alone]), minlength=size * size)
    table: NDArray[np.int64] = counts.reshape(size, size).astype(np.int64)
    return table


def _at(values: Ints, places: Ints) -> Ints:
    """Return `values` at `places`; -1 gives anything, also where there are no values."""
    return np.append(values, 0)[places]


def iou_of_pairs(prepared: Prepared, members: Ints, partner: Ints) -> NDArray[np.float64]:
    """Return the IoU of each of `members` of the baseline with its partner."""
    overlaps, width = prepared.overlaps, len(prepared.other) + 1
    keys = overlaps.a * width + overlaps.b
    wanted = members * width + partner[members]
    places = np.searchsorted(keys, wanted)
    found: NDArray[np.float64] = overlaps.iou[places] if len(places) else np.empty(0)
    return found
