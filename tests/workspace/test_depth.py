"""What GEOS would crash of is told without it."""

from __future__ import annotations

import struct
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from cytodesk.workspace.depth import DEEPEST, wkb_is_too_deep, wkt_is_too_deep

OUTLINES = [
    "POINT (1 2)",
    "LINESTRING (0 0, 1 1)",
    "POLYGON ((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
    "MULTIPOINT EMPTY",
    "POLYGON EMPTY",
]
BEGUN = [b"", b"\1\7\0\0\0\2\0\0\0", b"\0\0\0\0\6\xff\xff\xff\xff"]


def nested(inner: str, depth: int) -> str:
    return "GEOMETRYCOLLECTION (POINT Z (3 3 3), " * depth + inner + ")" * depth


@given(
    inner=st.sampled_from(OUTLINES),
    depth=st.integers(0, DEEPEST + 4),
    order=st.sampled_from([0, 1]),
    flavour=st.sampled_from(["iso", "extended"]),
    srid=st.booleans(),
)
def test_both_writings_of_a_geometry_are_as_deep_as_it_is(
    inner: str, depth: int, order: int, flavour: Any, srid: bool
) -> None:
    wkt = nested(inner, depth)
    wkb = shapely.to_wkb(
        shapely.set_srid(shapely.from_wkt(wkt), 4326),
        byte_order=order,
        flavor=flavour,
        include_srid=srid and flavour == "extended",
    )
    own = 1 if inner.startswith("MULTI") else 0
    assert wkt_is_too_deep(wkt) is (depth > DEEPEST)
    assert wkb_is_too_deep(wkb) is (depth + own > DEEPEST)


@given(st.sampled_from(BEGUN), st.binary(max_size=200))
def test_broken_bytes_are_left_to_others(head: bytes, rest: bytes) -> None:
    is_too_deep = wkb_is_too_deep(head + rest)
    assert not is_too_deep or len(head + rest) >= 9 * DEEPEST


@pytest.mark.parametrize("depth", [DEEPEST + 1, 200_000])
def test_collections_without_end_are_too_deep(depth: int) -> None:
    assert wkb_is_too_deep(struct.pack("<BII", 1, 7, 1) * depth)
