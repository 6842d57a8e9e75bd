"""How large outlines are, many at a time.

Rules, for every outline (WKT, full-resolution pixels):
- A valid one has the area of the plane that it covers, in pixels² (shoelace formula, holes off),
  and the length of all its rings, holes too, as Cytomine's own perimeter has.
- One that breaks the rules of OGC Simple Features 06-103r4, 6.1.11 (a ring that crosses itself,
  for example) is mended by GEOS MakeValid, method "linework": its lines are noded, and what an
  odd number of them encloses is kept, so that a figure of eight becomes its two loops. It counts
  as mended.
- A point or a line, also one that was left by mending, has no area: None, not 0.
- Text that is no WKT, an empty geometry and coordinates that are not finite are unreadable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Surfaces:
    """One entry per outline; NaN where there is no area.

    `pixels` are pixels²; `lengths` are in widths of a pixel, heights counted as so many widths.
    """

    pixels: Reals
    lengths: Reals
    mended: Flags
    unreadable: Flags

    @property
    def flat(self) -> Flags:
        """Points and lines: readable, without an area."""
        without_area: Flags = np.isnan(self.pixels) & ~self.unreadable
        return without_area


def measure(outlines: Sequence[str], aspects: Reals | None = None) -> tuple[Shapes, Surfaces]:
    """Return the mended shapes of `outlines` (None where unreadable) and how large they are.

    `aspects` is per outline the height of a pixel in its widths; without it pixels are square.
    """
    shapes = shapely.from_wkt(np.array(outlines, dtype=object), on_invalid="ignore")
    unreadable = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    mended = np.zeros(len(shapes), dtype=np.bool_)
    for index in np.flatnonzero(~shapely.is_valid(shapes) & ~unreadable):
        if np.isfinite(shapely.get_coordinates(shapes[index])).all():
            shapes[index] = shapely.make_valid(shapes[index])
            mended[index] = True
        else:
            unreadable[index] = True
    with np.errstate(over="ignore", invalid="ignore"):
        pixels = shapely.area(shapes)
    unreadable |= ~np.isfinite(pixels) & ~shapely.is_missing(shapes)
    flat = unreadable | (shapely.get_dimensions(shapes) != 2)
    pixels[flat] = np.nan
    shapes[unreadable] = None
    lengths = _lengths(shapes, flat, np.ones(len(shapes)) if aspects is None else aspects)
    return shapes, Surfaces(pixels, lengths, mended & ~unreadable, unreadable)


def _lengths(shapes: Shapes, flat: Flags, aspects: Reals) -> Reals:
    """Return the length of all rings of each shape, in widths of a pixel."""
    lengths = np.where(flat, np.nan, 0.0)
    owners = np.flatnonzero(~flat)
    parts, part_of = shapely.get_parts(shapes[owners], return_index=True)
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    points, point_of = shapely.get_coordinates(rings, return_index=True)
    if len(points):
        owner = owners[part_of[ring_of[point_of]]]
        steps = np.diff(points, axis=0)
        inside = np.diff(point_of) == 0
        step = np.hypot(steps[:, 0], steps[:, 1] * aspects[owner[1:]])[inside]
        lengths += np.bincount(owner[1:][inside], step, minlength=len(shapes))
    return lengths
