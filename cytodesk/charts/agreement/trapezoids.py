"""The area that two small outlines share, for many pairs at a time.

Every edge stands on a trapezoid down to a common base; going round an outline, those below its
upper edges count +1, those below its lower edges -1, and what is left is the outline. So the shared
area of two outlines is the sum, over all pairs of their edges, of sign x sign x the area below the
lower one of both: the integral of the minimum of two lines. No crossing has to be found or decided
upon, so that outlines that touch or share edges need no care, and numpy does many pairs at once.
Holes are outlines that run the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Ints = NDArray[np.intp]
Reals = NDArray[np.float64]

MOST_EDGE_PAIRS = 2500
"""Of a pair of outlines with more, GEOS finds the crossings sooner."""
_ROOM = 60_000
"""Edge pairs at a time: what the nearest cache of a processor holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """The edges of many outlines, left end first; those of outline i from start[i] on.

    The last edge is one of no width: what fills up shorter outlines.
    """

    x0: Reals
    x1: Reals
    y0: Reals
    slope: Reals
    sign: Reals
    start: Ints
    count: Ints
    bottom: Reals


def edges_of(shapes: NDArray[np.object_]) -> Edges:
    """Return the edges of valid polygons or multipolygons; of anything else none."""
    parts, part_of = shapely.get_parts(shapes, return_index=True)
    polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, part_of = parts[polygons], part_of[polygons]
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    points = shapely.get_coordinates(rings)
    length = shapely.get_num_coordinates(rings)
    end = np.cumsum(length)
    x, y = points[:, 0].copy(), points[:, 1].copy()
    # From each point to the next; from the last of a ring to the next ring there is no edge.
    width, rise = np.append(np.diff(x), 0.0), np.append(np.diff(y), 0.0)
    width[end - 1] = 0.0
    turn = _turns(y, width, rise, length, ring_of)
    slope = np.divide(rise, width, out=np.zeros_like(rise), where=width != 0)
    left = np.minimum(x, x + width)
    count = np.bincount(part_of[ring_of], length, minlength=len(shapes)).astype(np.intp)
    bounds = shapely.bounds(shapes).reshape(-1, 4)
    return Edges(
        x0=np.append(left, 0.0),
        x1=np.append(left + np.abs(width), 0.0),
        y0=np.append(np.where(width < 0, y + rise, y), 0.0),
        slope=np.append(slope, 0.0),
        sign=np.append(-np.sign(width) * np.repeat(turn, length), 0.0),
        start=np.cumsum(count) - count,
        count=count,
        bottom=bounds[:, 1],
    )


def _turns(y: Reals, width: Reals, rise: Reals, length: Ints, ring_of: Ints) -> Reals:
    """Return 1 for each ring that runs as it should, -1 for the others.

    The first ring of a polygon should run so that its area is above 0, its holes the other way.
    """
    if not len(length):
        return np.empty(0)
    start = np.cumsum(length) - length
    # A ring is shifted to its first point: far from the origin its area would lose digits.
    middle = y + rise / 2 - np.repeat(y[start], length)
    area = -np.add.reduceat(width * middle, start)
    is_hole = np.append(False, ring_of[1:] == ring_of[:-1])
    return np.where((area > 0) == is_hole, -1.0, 1.0)


def shared_areas(a: Edges, b: Edges, first: Ints, second: Ints) -> Reals:
    """Return the shared area of each pair (first[i] of a, second[i] of b)."""
    shared = np.zeros(len(first))
    size = a.count[first] * b.count[second]
    for pairs in _portions(size):
        shared[pairs] = _of_some(a, b, first[pairs], second[pairs])
    return np.maximum(shared, 0.0)


def _portions(size: Ints) -> Iterator[Ints]:
    """Yield pairs of about the same size together, as many as there is room for."""
    order = np.argsort(size, kind="stable")
    start = 0
    while start < len(order):
        # The largest of a portion decides how much room each of it takes.
        end = start + max(1, _ROOM // max(1, int(size[order[start]])))
        end = min(end, len(order))
        end = start + max(1, min(end - start, _ROOM // max(1, int(size[order[end - 1]]))))
        yield order[start:end]
        start = end


def _of_some(a: Edges, b: Edges, first: Ints, second: Ints) -> Reals:
    base = np.minimum(a.bottom[first], b.bottom[second])
    ax0, ax1, ay, aslope, asign = (each[:, :, None] for each in _filled(a, first, base))
    bx0, bx1, by, bslope, bsign = (each[:, None, :] for each in _filled(b, second, base))
    left = np.maximum(ax0, bx0)
    width = np.minimum(ax1, bx1) - left
    np.maximum(width, 0.0, out=width)
    here = ay + (left - ax0) * aslope
    gap = here - (by + (left - bx0) * bslope)
    slope = aslope - bslope
    beyond = gap + width * slope
    # The integral of the lower line: that of the first, less what it rises above the second.
    low = (here + width * (aslope / 2)) * width
    above, above_beyond = np.maximum(gap, 0.0), np.maximum(beyond, 0.0)
    rise = (above + above_beyond) * width / 2
    crosses = (gap > 0) != (beyond > 0)
    crosses &= width > 0
    where = np.nonzero(crosses)
    top, drop = above[where] + above_beyond[where], np.abs(gap[where] - beyond[where])
    rise[where] = top * top / (2 * drop) * width[where]
    low -= rise
    low *= asign
    low *= bsign
    total: Reals = low.sum(axis=(1, 2))
    return total


def _filled(edges: Edges, members: Ints, base: Reals) -> tuple[Reals, ...]:
    """Return x0, x1, height over the base, slope and sign: a row per outline, filled to the end."""
    count = edges.count[members]
    place = np.arange(int(count.max(initial=0)))
    index = np.where(
        place < count[:, None], edges.start[members][:, None] + place, len(edges.x0) - 1
    )
    height = edges.y0[index] - base[:, None]
    return edges.x0[index], edges.x1[index], height, edges.slope[index], edges.sign[index]
