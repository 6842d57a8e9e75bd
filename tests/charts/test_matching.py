from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from cytodesk.charts.agreement.matching import match
from cytodesk.charts.agreement.overlaps import Overlaps, overlaps_of

from .naive import best_matching, iou_table


def layer(boxes: list[tuple[int, int, int, int]]) -> np.ndarray:
    return np.array([shapely.box(x, y, x + w, y + h) for x, y, w, h in boxes], dtype=object)


def overlaps(a: np.ndarray, b: np.ndarray) -> Overlaps:
    return overlaps_of(a, b, shapely.area(a), shapely.area(b))


def matched(a: np.ndarray, b: np.ndarray, least: float) -> tuple[tuple[int, int], ...]:
    found = overlaps(a, b)
    pairs = match(found, least, np.arange(len(a)), np.arange(len(b)))
    return tuple(sorted(zip(found.a[pairs].tolist(), found.b[pairs].tolist(), strict=True)))


BOXES = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 5), st.integers(1, 5)),
    min_size=0,
    max_size=5,
)


@settings(max_examples=3000)
@given(BOXES, BOXES, st.sampled_from([0.1, 0.25, 1 / 3, 0.5, 0.75, 1.0]))
def test_the_matching_is_the_best_of_all_matchings(one, other, least):
    a, b = layer(one), layer(other)
    table = {p: iou for p, iou in iou_table(list(a), list(b)).items() if float(iou) >= least}
    assert matched(a, b, least) == best_matching(table, 0.0)


def test_more_pairs_are_better_than_a_larger_sum():
    a = layer([(0, 0, 10, 1), (8, 0, 10, 1)])
    b = layer([(5, 0, 10, 1), (16, 0, 10, 1)])
    assert matched(a, b, 0.1) == ((0, 0), (1, 1))


def test_equals_are_decided_by_the_smallest_ids():
    a, b = layer([(0, 0, 2, 1)]), layer([(0, 0, 1, 1), (1, 0, 1, 1)])
    assert matched(a, b, 0.5) == ((0, 0),)
    found = overlaps(a, b)
    (pair,) = match(found, 0.5, np.array([7]), np.array([9, 3]))
    assert found.b[pair] == 1


def test_large_knots_have_the_best_number_and_sum():
    chance = np.random.default_rng(3)
    boxes = [(x, y, w, h) for x, y, w, h in chance.integers(3, 9, (120, 4)).tolist()]
    a, b = layer(boxes[:60]), layer(boxes[60:])
    found = overlaps(a, b)
    pairs = match(found, 0.2, np.arange(60), np.arange(60))
    from scipy.optimize import linear_sum_assignment

    worth = np.zeros((60, 60))
    kept = found.iou >= 0.2
    worth[found.a[kept], found.b[kept]] = 100 + found.iou[kept]
    rows, columns = linear_sum_assignment(worth, maximize=True)
    best = worth[rows, columns].sum()
    assert (100 + found.iou[pairs]).sum() == pytest.approx(best, rel=1e-12)


def test_what_shares_less_than_a_tenth_is_no_overlap():
    a = layer([(0, 0, 10, 10)])
    b = layer([(9, 0, 10, 10), (10, 0, 10, 10), (9, 0, 11, 10)])
    assert overlaps(a, b).b.tolist() == [0, 2]


def test_a_small_outline_inside_one_of_many_corners_is_shared_whole():
    tissue = np.array([shapely.Point(0, 0).buffer(100, quad_segs=200)], dtype=object)
    nuclei = layer([(0, 0, 5, 5), (98, 0, 5, 5), (200, 0, 5, 5)])
    for one, other in ((tissue, nuclei), (nuclei, tissue)):
        found = overlaps(one, other)
        exact = shapely.area(shapely.intersection(one[found.a], other[found.b]))
        assert found.shared == pytest.approx(exact, rel=1e-12)
        assert len(found) == 2


def test_nothing_matches_nothing():
    nothing = layer([])
    assert matched(nothing, layer([(0, 0, 1, 1)]), 0.5) == ()
    assert matched(nothing, nothing, 0.5) == ()
