"""The best matching of many small knots at once: all matchings of each are looked at.

A knot of up to MOST objects on a side is a square of worths, and its matchings are the
permutations of MOST columns. A pair is worth its IoU in whole parts of 1 / SCALE, one more than
any sum of IoU (so that more pairs win), and a bonus that only decides between equals: the smallest
ids first, read like the digits of a number. All sums stay below 2^53, so they are exact.
"""

from __future__ import annotations

from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.agreement.overlaps import Ints, Overlaps

MOST = 4
SCALE = 10**10
"""IoUs are compared to 1e-10: what differs by less is equal."""
_DIGITS = (MOST + 1) ** MOST


def small_knots(
    overlaps: Overlaps,
    pairs: Ints,
    knot: NDArray[np.int32],
    ids_a: NDArray[np.int64],
    ids_b: NDArray[np.int64],
) -> tuple[list[int], Ints]:
    """Return the pairs that are matches, and the positions in `pairs` of those of larger knots.

    `pairs` are sorted by their `knot`.
    """
    if not len(pairs):
        return [], np.empty(0, dtype=np.intp)
    _, number = np.unique(knot, return_inverse=True)
    row = _ranks(number, overlaps.a[pairs], ids_a)
    column = _ranks(number, overlaps.b[pairs], ids_b)
    size = np.zeros(int(number.max()) + 1, dtype=np.intp)
    np.maximum.at(size, number, np.maximum(row, column) + 1)
    is_small = size[number] <= MOST
    small = np.flatnonzero(is_small)
    place = np.cumsum(size <= MOST) - 1
    where = (place[number[small]], row[small], column[small])
    pair = np.full((int((size <= MOST).sum()), MOST, MOST), -1, dtype=np.intp)
    pair[where] = pairs[small]
    best = _best_of(pair, overlaps)
    return best[best >= 0].tolist(), np.flatnonzero(~is_small)


def _ranks(number: Ints, members: Ints, ids: NDArray[np.int64]) -> Ints:
    """Return for each pair the place of its object among those of its knot, by id."""
    order = np.lexsort((ids[members], number))
    new_knot = np.diff(number[order], prepend=-1) != 0
    new_object = new_knot | (np.diff(members[order], prepend=-1) != 0)
    count = np.cumsum(new_object) - 1
    first = np.maximum.accumulate(np.where(new_knot, count, 0))
    ranks = np.empty(len(order), dtype=np.intp)
    ranks[order] = count - first
    return ranks


def _best_of(pair: Ints, overlaps: Overlaps) -> Ints:
    """Return the chosen pair of each row of each knot, -1 for none."""
    there = pair >= 0
    iou = np.rint(np.where(there, overlaps.iou[pair], 0.0) * SCALE)
    rows, columns = np.indices((MOST, MOST))
    bonus = (MOST - columns) * (MOST + 1.0) ** (MOST - 1 - rows)
    worth = np.where(there, (iou + (MOST + 1) * float(SCALE)) * _DIGITS + bonus, 0.0)
    ways = np.array(list(permutations(range(MOST))), dtype=np.intp)
    at = np.arange(MOST)
    totals = np.stack([worth[:, at, way].sum(axis=1) for way in ways], axis=1)
    chosen = ways[totals.argmax(axis=1)]
    best: Ints = np.take_along_axis(pair, chosen[:, :, None], axis=2)[:, :, 0]
    return best
