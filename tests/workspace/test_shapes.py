"""Outlines: mended, clipped, refused, and measured as shapely measures them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from cytodesk.errors import BadInput
from cytodesk.workspace.outline_texts import wkts_of
from cytodesk.workspace.shapes import Shape, shape_of, shapes_of


@dataclass(frozen=True)
class Image:
    width: int = 100
    height: int = 80


IMAGE = Image()
FRAME = box(0, 0, IMAGE.width, IMAGE.height)

places = st.tuples(st.integers(-40, 140), st.integers(-40, 120))
rings = st.lists(places, min_size=3, max_size=8).map(Polygon)
lines = st.lists(places, min_size=2, max_size=5, unique=True).map(LineString)
points = places.map(Point)
geometries = st.one_of(
    rings, lines, points, st.lists(places, min_size=1, max_size=4).map(MultiPoint)
)
texts = st.one_of(
    geometries.map(lambda geometry: geometry.wkt),
    st.sampled_from(
        ["", "POLYGON EMPTY", "POINT (NaN 1)", "POINT Z (1 2 3)", "nothing", "POLYGON ((0 0, 1 1))"]
    ),
)


def shape(text: str) -> Shape:
    return shape_of(text, IMAGE)


def refusal(text: str) -> str:
    with pytest.raises(BadInput) as refused:
        shape(text)
    return refused.value.said()


def test_a_plain_outline_stays_as_it_is_drawn() -> None:
    found = shape("POLYGON((10 10, 30 10, 30 20, 10 20, 10 10))")
    assert wkts_of([found.wkb]) == ["POLYGON ((10 10, 30 10, 30 20, 10 20, 10 10))"]
    assert (found.area, found.perimeter) == (200, 60)
    assert (found.centroid_x, found.centroid_y) == (20, 15)
    assert (found.min_x, found.min_y, found.max_x, found.max_y) == (10, 10, 30, 20)


def test_a_ring_that_crosses_itself_is_mended_and_keeps_both_halves() -> None:
    found = shape("POLYGON((0 0, 20 20, 20 0, 0 20, 0 0))")
    assert shapely.from_wkb(found.wkb).is_valid
    assert found.area == 200


def test_what_lies_outside_the_image_is_cut_off() -> None:
    found = shape("POLYGON((90 70, 120 70, 120 100, 90 100, 90 70))")
    assert found.area == 100
    assert (found.max_x, found.max_y) == (IMAGE.width, IMAGE.height)


@pytest.mark.parametrize(
    "text",
    [
        "POLYGON EMPTY",
        "POLYGON((200 200, 210 200, 210 210, 200 200))",
        "POLYGON((100 0, 110 0, 110 10, 100 10, 100 0))",
        "POINT(200 1)",
    ],
)
def test_an_outline_of_which_nothing_is_left_is_refused(text: str) -> None:
    assert "empty" in refusal(text)


@pytest.mark.parametrize("text", ["", "nothing", "POLYGON((0 0, 1", "POINT(NaN 1)", "POINT(Inf 1)"])
def test_what_is_no_outline_is_refused_in_words(text: str) -> None:
    assert refusal(text)


@given(geometries)
def test_what_is_kept_is_valid_within_the_image_and_measured_as_shapely_does(
    drawn: BaseGeometry,
) -> None:
    try:
        found = shape_of(drawn.wkt, IMAGE)
    except BadInput:
        mended = shapely.make_valid(drawn)
        inside = mended.intersection(FRAME)
        dimension = shapely.get_dimensions(mended)
        assert inside.is_empty or shapely.get_dimensions(inside) < dimension
        return
    kept = shapely.from_wkb(found.wkb)
    assert kept.is_valid
    assert not kept.is_empty
    assert FRAME.buffer(1e-9).covers(kept)
    assert math.isclose(found.area, kept.area)
    assert math.isclose(found.perimeter, kept.length)
    assert (found.min_x, found.min_y, found.max_x, found.max_y) == kept.bounds
    expected = shapely.make_valid(drawn).intersection(FRAME)
    assert math.isclose(found.area, expected.area, abs_tol=1e-6)


@given(st.lists(texts, max_size=12))
def test_many_at_once_are_the_same_as_one_by_one(drawn: list[str]) -> None:
    together = shapes_of(drawn, IMAGE)
    assert len(together) == len(drawn)
    for text, found in zip(drawn, together, strict=True):
        if isinstance(found, BadInput):
            assert found.said() == refusal(text)
        else:
            assert found == shape(text)


def test_the_columns_of_a_shape_are_its_fields() -> None:
    found = shape("POINT(1 2)")
    assert Shape(**found.columns()) == found  # type: ignore[arg-type]
