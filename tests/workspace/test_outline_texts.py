"""Outlines written together say what GEOS says of each."""

import shapely
from hypothesis import given
from hypothesis import strategies as st

from cytodesk.workspace.outline_texts import wkts_of

WHOLE = st.integers(0, 200_000).map(float)
FINE = st.integers(0, 10**15).map(lambda n: n / 10**6)
ANY = st.floats(-1e12, 1e12)


def rings(number):
    corner = st.tuples(number, number)
    return st.lists(corner, min_size=3, max_size=9).map(shapely.Polygon)


def by_geos(outlines):
    return [shapely.to_wkt(each, rounding_precision=6, trim=True) for each in outlines]


def by_us(outlines):
    return wkts_of([shapely.to_wkb(each) for each in outlines])


@given(st.lists(rings(WHOLE | FINE), max_size=5))
def test_outlines_on_an_image_are_written_as_geos_writes_them(outlines):
    assert by_us(outlines) == by_geos(outlines)


@given(st.lists(rings(WHOLE | FINE | ANY), min_size=1, max_size=5))
def test_numbers_of_any_size_are_written_as_geos_writes_them(outlines):
    assert by_us(outlines) == by_geos(outlines)


def test_what_is_no_single_ring_is_written_too():
    square = shapely.box(0, 0, 10, 10)
    holed = square.difference(shapely.box(2, 2, 4.5, 4))
    given = [square, holed, shapely.Point(3, 4.25), shapely.MultiPolygon([square]), square]
    assert by_us(given) == by_geos(given)
    assert by_us([shapely.Polygon()]) == ["POLYGON EMPTY"]
    assert by_us([]) == []
