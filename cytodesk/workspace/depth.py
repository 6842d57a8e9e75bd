"""How deeply collections stand in collections: GEOS reads them by recursion, and would crash."""

from __future__ import annotations

import struct

import numpy as np

DEEPEST = 8
"""No real outline has collections in more collections than that."""
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000
"""Flags of PostGIS's extended WKB."""
_POINT, _LINE, _POLYGON = 1, 2, 3
_COLLECTIONS = (4, 5, 6, 7)


def wkt_is_too_deep(wkt: str) -> bool:
    if wkt.upper().count("COLLECTION") <= DEEPEST:
        return False
    letters = np.frombuffer(wkt.encode("utf-8", errors="replace"), np.uint8)
    steps = (letters == ord("(")).astype(np.int64) - (letters == ord(")"))
    return bool(np.cumsum(steps).max() > DEEPEST)


def wkb_is_too_deep(wkb: bytes) -> bool:
    """Walk along the parts (OGC 06-103r4, 8.2); what is broken is left to GEOS to refuse."""
    left = [1]
    """How many parts each collection that was entered still has."""
    at = 0
    try:
        while left and len(left) <= DEEPEST + 1:
            if left[-1] == 0:
                left.pop()
                continue
            left[-1] -= 1
            at, inside = _after(wkb, at)
            left += inside
    except (struct.error, IndexError):
        return False
    return bool(left)


def _after(wkb: bytes, at: int) -> tuple[int, list[int]]:
    """Return where the geometry at `at` ends; of a collection, where it begins and its count."""
    order = "<" if wkb[at] else ">"

    def number(place: int) -> int:
        return int(struct.unpack_from(f"{order}I", wkb, place)[0])

    code = number(at + 1)
    dimensions, kind = divmod(code & 0xFFFF, 1000)
    has_z, has_m = code & _Z or dimensions in (1, 3), code & _M or dimensions in (2, 3)
    point = 8 * (2 + bool(has_z) + bool(has_m))
    at += 9 if code & _SRID else 5
    if kind == _POINT:
        return at + point, []
    if kind == _LINE:
        return at + 4 + number(at) * point, []
    if kind == _POLYGON:
        end = at + 4
        for _ in range(number(at)):
            end += 4 + number(end) * point
        return end, []
    if kind in _COLLECTIONS:
        return at + 4, [number(at)]
    raise IndexError(kind)
