from __future__ import annotations

import numpy as np
import pytest
import shapely

from cytodesk.charts.agreement.overlaps import overlaps_of
from cytodesk.charts.agreement.trapezoids import edges_of, shared_areas


def star(chance: np.random.Generator, x: float, y: float, corners: int) -> shapely.Geometry:
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radius = chance.uniform(2, 14, corners)
    points = np.column_stack([x + radius * np.cos(angles), y + radius * np.sin(angles)])
    if chance.random() < 0.5:
        points = points[::-1]
    shape = shapely.Polygon(points)
    if chance.random() < 0.3:
        shape = shape.difference(shapely.Point(x, y).buffer(1.5, quad_segs=3))
    if chance.random() < 0.2:
        shape = shape.union(shapely.box(x + 20, y, x + 24, y + 5))
    return shape


def layer(seed: int, count: int, offset: float = 0.0) -> np.ndarray:
    chance = np.random.default_rng(seed)
    return np.array(
        [
            star(chance, *(chance.uniform(0, 40, 2) + offset), int(chance.integers(3, 25)))
            for _ in range(count)
        ],
        dtype=object,
    )


def every_pair(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    first, second = np.meshgrid(np.arange(len(a)), np.arange(len(b)), indexing="ij")
    return first.ravel(), second.ravel()


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("offset", [0.0, 100_000.0])
def test_the_shared_area_is_that_of_geos(seed: int, offset: float):
    a, b = layer(seed, 30, offset), layer(seed + 1000, 30, offset)
    first, second = every_pair(a, b)
    found = shared_areas(edges_of(a), edges_of(b), first, second)
    exact = shapely.area(shapely.intersection(a[first], b[second]))
    assert found == pytest.approx(exact, rel=1e-9, abs=1e-6 if offset else 1e-10)


def test_an_outline_shares_itself_and_its_own_edges():
    a = layer(5, 40)
    same = np.arange(40)
    found = shared_areas(edges_of(a), edges_of(a), same, same)
    assert found == pytest.approx(shapely.area(a), rel=1e-12)


def test_boxes_of_whole_pixels_are_exact():
    chance = np.random.default_rng(1)
    corners = chance.integers(0, 12, (200, 2))
    sides = chance.integers(1, 9, (200, 2))
    a = shapely.box(corners[:, 0], corners[:, 1], *(corners + sides).T)
    first, second = every_pair(a, a)
    found = shared_areas(edges_of(a), edges_of(a), first, second)
    assert np.array_equal(found, shapely.area(shapely.intersection(a[first], a[second])))


def test_what_only_touches_or_is_apart_shares_nothing():
    a = np.array([shapely.box(0, 0, 4, 4)], dtype=object)
    b = np.array(
        [shapely.box(4, 0, 8, 4), shapely.box(0, 4, 4, 8), shapely.box(9, 9, 10, 10)], dtype=object
    )
    zero = np.zeros(3, dtype=np.intp)
    assert shared_areas(edges_of(a), edges_of(b), zero, np.arange(3)).tolist() == [0, 0, 0]


def test_what_has_no_area_has_no_edges():
    shapes = np.array([None, shapely.Point(1, 1), shapely.box(0, 0, 1, 1)], dtype=object)
    assert edges_of(shapes).count.tolist() == [0, 0, 5]
    assert edges_of(shapes[:1]).count.tolist() == [0]


def test_the_overlaps_are_those_of_the_plain_way():
    a, b = layer(77, 200), layer(78, 200)
    found = overlaps_of(a, b, shapely.area(a), shapely.area(b))
    first, second = every_pair(a, b)
    shared = shapely.area(shapely.intersection(a[first], b[second]))
    least = 0.1 * np.minimum(shapely.area(a)[first], shapely.area(b)[second])
    kept = shared >= least
    assert np.array_equal(found.a, first[kept])
    assert np.array_equal(found.b, second[kept])
    assert found.shared == pytest.approx(shared[kept], rel=1e-9)
