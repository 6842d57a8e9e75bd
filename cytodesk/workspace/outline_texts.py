"""Outlines as WKT, many at once: what lists of annotations are slowest at.

GEOS takes 5 µs to write the outline of a nucleus, whole lists of numbers as JSON take 2 µs. So
single rings of numbers that JSON writes as GEOS would, nearly all, are taken from the WKB as they
stand there and written together; GEOS writes the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

_DECIMALS = 6
_SCALE = 10.0**_DECIMALS
_SINGLE_RING = b"\x01\x03\0\0\0\x01\0\0\0"
"""How the WKB of a polygon without holes begins: lowest byte first, kind 3, one ring."""
_HEADER = len(_SINGLE_RING) + 4
_NUMBER = 8
_PLAINLY_WRITTEN = (1e-3, 1e9)
"""Between these, JSON has no exponents, and a double holds all decimals of a WKT exactly."""
_COMMA, _SPACE, _BREAK = b", \n"


def wkts_of(wkbs: Sequence[bytes]) -> list[str]:
    """Return the WKT of each, with at most six decimals and none that is not needed."""
    rings = [place for place, wkb in enumerate(wkbs) if _is_single_ring(wkb)]
    written = dict(zip(rings, _rings([wkbs[place][_HEADER:] for place in rings]), strict=True))
    others = [place for place in range(len(wkbs)) if written.get(place) is None]
    texts = shapely.to_wkt(
        shapely.from_wkb([wkbs[place] for place in others]), rounding_precision=_DECIMALS, trim=True
    )
    written.update(zip(others, texts.tolist(), strict=True))
    return [str(written[place]) for place in range(len(wkbs))]


def _is_single_ring(wkb: bytes) -> bool:
    return wkb.startswith(_SINGLE_RING) and len(wkb) > _HEADER


def _rings(points: Sequence[bytes]) -> list[str | None]:
    """Return the WKT of each ring, or None where GEOS has to write it."""
    numbers = np.frombuffer(b"".join(points), dtype="<f8")
    lengths = np.array([len(each) // _NUMBER for each in points], dtype=np.intp)
    is_plain = _are_plain(numbers)
    if is_plain.all():
        return [*_written(numbers, lengths)]
    is_whole = np.logical_and.reduceat(is_plain, np.cumsum(lengths) - lengths)
    texts = iter(_written(numbers[np.repeat(is_whole, lengths)], lengths[is_whole]))
    return [next(texts) if is_ours else None for is_ours in is_whole]


def _are_plain(numbers: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return whether the shortest text that tells a number from all others is GEOS's, too."""
    least, most = _PLAINLY_WRITTEN
    is_sized = ((numbers >= least) & (numbers < most)) | ((numbers == 0) & ~np.signbit(numbers))
    with np.errstate(over="ignore", invalid="ignore"):
        is_short = np.rint(numbers * _SCALE) / _SCALE == numbers
    return np.asarray(is_sized & is_short)


def _written(numbers: NDArray[np.float64], lengths: NDArray[np.intp]) -> list[str]:
    """Write all numbers at once, then set between them what WKT has: `x y, x y`."""
    if not len(lengths):
        return []
    text = bytearray(msgspec.json.encode(numbers.tolist()))
    text[-1] = _COMMA
    letters = np.frombuffer(text, dtype=np.uint8)
    commas = np.flatnonzero(letters == _COMMA)
    letters[commas[::2]] = _SPACE
    letters[commas[np.cumsum(lengths) - 1]] = _BREAK
    rings = text.decode("ascii").replace(",", ", ")
    if (np.rint(numbers) == numbers).any():
        rings = rings.replace(".0 ", " ").replace(".0,", ",").replace(".0\n", "\n")
    return [f"POLYGON (({ring}))" for ring in rings[1:-1].split("\n")]
