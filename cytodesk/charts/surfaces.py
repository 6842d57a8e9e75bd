"""How large outlines are, many at a time.

Rules, for every outline (WKT, full-resolution pixels):
- A valid one has the area of the plane that it covers, in pixels² (shoelace formula, holes off).
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


@dataclass(frozen=True, slots=True)
class Surfaces:
    """One entry per outline; `pixels` (float64, pixels²) is NaN where there is no area."""

    pixels: NDArray[np.float64]
    mended: NDArray[np.bool_]
    unreadable: NDArray[np.bool_]

    @property
    def flat(self) -> NDArray[np.bool_]:
        """Points and lines: readable, without an area."""
        without_area: NDArray[np.bool_] = np.isnan(self.pixels) & ~self.unreadable
        return without_area


def measure(outlines: Sequence[str]) -> Surfaces:
    """Return the surfaces of `outlines`, in their order."""
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
    pixels[unreadable | ~_has_surface(shapes)] = np.nan
    return Surfaces(pixels, mended & ~unreadable, unreadable)


def _has_surface(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    has_surface: NDArray[np.bool_] = shapely.get_dimensions(shapes) == 2
    return has_surface
