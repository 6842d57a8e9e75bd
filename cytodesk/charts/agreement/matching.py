"""The best one-to-one matching of two layers at an IoU.

Among pairs with IoU >= t: the largest number of pairs; of those matchings the one with the largest
sum of IoU; of those the one with the smallest ids (the sorted list of its pairs comes first).
Where outlines of one layer do not overlap each other, an outline has one partner at most from
t > 0.5 on, and nothing is to be decided. Elsewhere pairs form knots: a knot with one middle is
decided by the largest IoU, small ones by looking at all their matchings, many knots at a time
(small_knots.py), and others by an assignment (Crouse 2016, as scipy has it).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.agreement.overlaps import Ints, Overlaps
from cytodesk.charts.agreement.small_knots import SCALE, small_knots

MOST_TO_TIE = 30
"""Objects on a side of a knot up to which ties are resolved by id; beyond, by the solver."""


def match(
    overlaps: Overlaps, iou: float, ids_a: NDArray[np.int64], ids_b: NDArray[np.int64]
) -> Ints:
    """Return which overlaps are matches, by position, sorted; `iou` is above 0."""
    kept = np.flatnonzero(overlaps.iou >= iou)
    a, b = overlaps.a[kept], overlaps.b[kept]
    many_a, many_b = np.bincount(a)[a] > 1, np.bincount(b)[b] > 1
    alone = kept[~many_a & ~many_b]
    knotted = np.flatnonzero(many_a | many_b)
    # A neighbour of a knotted pair is knotted itself: pairs alone share no object with them.
    chosen = _of_knots(overlaps, kept[knotted], ids_a, ids_b) if len(knotted) else []
    return np.sort(np.concatenate([alone, np.array(chosen, dtype=np.intp)]))


def _of_knots(
    overlaps: Overlaps, pairs: Ints, ids_a: NDArray[np.int64], ids_b: NDArray[np.int64]
) -> list[int]:
    knot = _knots(overlaps.a[pairs], overlaps.b[pairs])
    iou = np.rint(overlaps.iou[pairs] * SCALE)
    order = np.lexsort((ids_b[overlaps.b[pairs]], ids_a[overlaps.a[pairs]], -iou, knot))
    pairs, knot = pairs[order], knot[order]
    starts = np.flatnonzero(np.diff(knot, prepend=-1))
    ends = np.append(starts[1:], len(knot))
    single_a = np.minimum.reduceat(overlaps.a[pairs], starts) == np.maximum.reduceat(
        overlaps.a[pairs], starts
    )
    single_b = np.minimum.reduceat(overlaps.b[pairs], starts) == np.maximum.reduceat(
        overlaps.b[pairs], starts
    )
    # The first pair of a star has the largest IoU and, among equals, the smallest ids.
    is_star = single_a | single_b
    chosen: list[int] = pairs[starts[is_star]].tolist()
    members = np.flatnonzero(~np.repeat(is_star, ends - starts))
    solved, rest = small_knots(overlaps, pairs[members], knot[members], ids_a, ids_b)
    chosen += solved
    if len(rest):
        for part in np.split(rest, np.flatnonzero(np.diff(knot[members[rest]])) + 1):
            chosen += _assigned(overlaps, pairs[members[part]], ids_a, ids_b)
    return chosen


def _knots(a: Ints, b: Ints) -> NDArray[np.int32]:
    """Return for each pair the number of the knot that it belongs to."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    _, a = np.unique(a, return_inverse=True)
    _, b = np.unique(b, return_inverse=True)
    size = int(a.max()) + int(b.max()) + 2
    edges = coo_array((np.ones(len(a), dtype=np.int8), (a, b + a.max() + 1)), shape=(size, size))
    labels: NDArray[np.int32] = connected_components(edges, directed=False)[1]
    return labels[a]


def _assigned(
    overlaps: Overlaps, pairs: Ints, ids_a: NDArray[np.int64], ids_b: NDArray[np.int64]
) -> list[int]:
    """Return the best pairs of one knot."""
    rows = np.unique(overlaps.a[pairs])
    columns = np.unique(overlaps.b[pairs])
    rows = rows[np.argsort(ids_a[rows], kind="stable")]
    columns = columns[np.argsort(ids_b[columns], kind="stable")]
    row = {one: place for place, one in enumerate(rows.tolist())}
    column = {one: place for place, one in enumerate(columns.tolist())}
    pair = np.full((len(rows), len(columns)), -1, dtype=np.intp)
    for each in pairs.tolist():
        pair[row[int(overlaps.a[each])], column[int(overlaps.b[each])]] = each
    iou = np.rint(np.where(pair >= 0, overlaps.iou[pair], 0.0) * SCALE)
    # One pair more is worth more than any sum of IoU.
    worth = np.where(pair >= 0, iou + (min(pair.shape) + 1) * float(SCALE), 0.0)
    is_small = max(worth.shape) <= MOST_TO_TIE
    places = _first_of_the_best(worth) if is_small else _best(worth)[1]
    return [int(pair[r, c]) for r, c in places if pair[r, c] >= 0]


def _best(worth: NDArray[np.float64]) -> tuple[float, list[tuple[int, int]]]:
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(worth, maximize=True)
    return float(worth[rows, columns].sum()), list(
        zip(rows.tolist(), columns.tolist(), strict=True)
    )


def _first_of_the_best(worth: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return of all assignments of the best worth the one whose sorted pairs come first.

    Row by row, the first column with which the rest still reaches the best.
    """
    left = worth.copy()
    target, _ = _best(left)
    chosen: list[tuple[int, int]] = []
    for row in range(len(left)):
        rest = left.copy()
        rest[row] = 0
        for column in np.flatnonzero(left[row] > 0).tolist():
            without = rest.copy()
            without[:, column] = 0
            if _best(without)[0] + left[row, column] == target:
                chosen.append((row, column))
                target -= float(left[row, column])
                rest = without
                break
        left = rest
    return chosen
