from __future__ import annotations

import numpy as np
import pytest
import shapely

from cytodesk.charts.agreement import raster
from cytodesk.charts.agreement.raster import Covered, covered, factor_of


def shapes(*geometries: shapely.Geometry) -> np.ndarray:
    return np.array(geometries, dtype=object)


def by_middles(layer: np.ndarray, width: int, height: int) -> np.ndarray:
    """Return the mask of pixels whose middle is inside, asked one by one."""
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    mask = np.zeros((height, width), dtype=bool)
    for one in layer:
        mask |= shapely.contains_xy(one, x, y)
    return mask


def blobs(seed: int, count: int, size: int) -> np.ndarray:
    chance = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        angles = np.sort(chance.uniform(0, 2 * np.pi, 9))
        radius = chance.uniform(3, 20, 9)
        x, y = chance.uniform(-5, size + 5, 2)
        points = np.column_stack([x + radius * np.cos(angles), y + radius * np.sin(angles)])
        made.append(shapely.make_valid(shapely.Polygon(points)))
    return shapes(*made)


@pytest.mark.parametrize("seed", range(25))
def test_pixels_are_those_whose_middle_is_inside(seed, monkeypatch):
    monkeypatch.setattr(raster, "_BAND", 17)
    a, b = blobs(seed, 12, 80), blobs(seed + 1000, 9, 80)
    mask_a, mask_b = by_middles(a, 80, 60), by_middles(b, 80, 60)
    found = covered(a, b, 80, 60, points=1)
    assert found == Covered(int((mask_a & mask_b).sum()), int(mask_a.sum()), int(mask_b.sum()))


def test_a_hole_is_not_covered_and_overlapping_outlines_count_once():
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(2, 2, 8, 8))
    found = covered(shapes(ring, ring), shapes(shapely.box(0, 0, 10, 10)), 20, 20, points=1)
    assert (found.both, found.baseline, found.other) == (64, 64, 100)
    assert found.dice == pytest.approx(128 / 164)
    assert found.iou == pytest.approx(64 / 100)


def test_points_lines_and_unreadable_outlines_cover_nothing():
    rest = shapes(shapely.Point(1, 1), shapely.LineString([(0, 0), (5, 5)]), None)
    found = covered(rest, shapes(), 10, 10)
    assert (found.baseline, found.other, found.dice, found.iou) == (0, 0, None, None)


def test_dice_is_within_a_thousandth_of_the_exact_one():
    a, b = blobs(1, 300, 2000), blobs(1, 300, 2000)
    b = shapely.transform(b, lambda points: points * 1.0 + [1.7, 0.4])
    frame = shapely.box(0, 0, 2000, 2000)
    union_a, union_b = (shapely.union_all(x).intersection(frame) for x in (a, b))
    exact = 2 * union_a.intersection(union_b).area / (union_a.area + union_b.area)
    assert covered(a, b, 2000, 2000).dice == pytest.approx(exact, rel=1e-3)


def test_a_huge_image_is_looked_at_with_coarser_pixels():
    assert factor_of(31_000, 31_000) == 1
    assert factor_of(100_000, 100_000) == 4
    box = shapely.box(0, 0, 40_000, 40_000)
    found = covered(shapes(box), shapes(box), 100_000, 100_000)
    assert (found.factor, found.both, found.dice) == (4, 40_000**2, 1.0)


def test_outlines_that_follow_the_pixels_gain_little_at_their_corners():
    # As tracing leaves it: corners in the middles of pixels, 12.5 pixels in all.
    diamond = shapely.Polygon([(5.5, 3), (8, 5.5), (5.5, 8), (3, 5.5)])
    layer = shapes(diamond)
    assert covered(layer, layer, 20, 20, points=1).baseline == 13
    assert covered(layer, layer, 20, 20).baseline / 16 == pytest.approx(12.5, rel=0.01)
