"""Dice and IoU of the areas that two layers cover, by pixels.

Each pixel is looked at in 4 x 4 points: outlines that follow the pixels would otherwise gain or
lose at every corner. A point belongs to an outline if it lies inside (even-odd rule, holes off); to
a layer, if it belongs to one of its outlines. Points are kept as runs of a row, in bands of rows,
so that memory follows the outlines and not the image.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from cytodesk.charts.surfaces import Reals, Shapes

MOST_PIXELS = 1e9
"""An image of more is looked at with coarser pixels, by a whole factor, and it is said."""
POINTS = 4
"""Points along each side of a pixel."""
_BAND = 4096
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Covered:
    """Points in both layers and in each; `factor` pixels of the image are the edge of a pixel."""

    both: int
    baseline: int
    other: int
    factor: int = 1

    @property
    def dice(self) -> float | None:
        """Return 2 |A ∩ B| / (|A| + |B|) (Dice 1945); None if both are empty."""
        total = self.baseline + self.other
        return 2 * self.both / total if total else None

    @property
    def iou(self) -> float | None:
        """Return |A ∩ B| / |A ∪ B| (Jaccard 1912); None if both are empty."""
        union = self.baseline + self.other - self.both
        return self.both / union if union else None


def covered(a: Shapes, b: Shapes, width: int, height: int, *, points: int = POINTS) -> Covered:
    """Return what two layers of an image of width x height pixels cover, each and together."""
    factor = factor_of(width, height)
    size = (math.ceil(width / factor) * points, math.ceil(height / factor) * points)
    edges_a, edges_b = _edges(a, factor / points), _edges(b, factor / points)
    both = baseline = other = 0
    for low, high in _bands(size[1]):
        runs_a, runs_b = (_union(_runs(e, low, high, size[0])) for e in (edges_a, edges_b))
        count_a, count_b = (int((ends - starts).sum()) for starts, ends in (runs_a, runs_b))
        starts, ends = (np.concatenate(pair) for pair in zip(runs_a, runs_b, strict=True))
        union_starts, union_ends = _merged(starts, ends)
        baseline, other = baseline + count_a, other + count_b
        both += count_a + count_b - int((union_ends - union_starts).sum())
    return Covered(both, baseline, other, factor)


def factor_of(width: int, height: int) -> int:
    """Return the edge, in pixels of the image, of the pixels that are counted."""
    return max(1, math.ceil(math.sqrt(width * height / MOST_PIXELS)))


def _bands(height: int) -> Iterator[tuple[int, int]]:
    return ((low, min(low + _BAND, height)) for low in range(0, height, _BAND))


@dataclass(frozen=True, slots=True, eq=False)
class _Edges:
    """Edges of all rings, from below to above, and which outline each belongs to."""

    x0: Reals
    y0: Reals
    x1: Reals
    y1: Reals
    owner: Ints


def _edges(shapes: Shapes, step: float) -> _Edges:
    parts, part_of = shapely.get_parts(shapes, return_index=True)
    polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, part_of = parts[polygons], part_of[polygons]
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    points, point_of = shapely.get_coordinates(rings, return_index=True)
    points = points / step
    same = np.flatnonzero(np.diff(point_of) == 0)
    first, last = points[same], points[same + 1]
    owner = part_of[ring_of[point_of[same]]] if len(same) else np.empty(0, dtype=np.int64)
    down = first[:, 1] > last[:, 1]
    low, high = np.where(down[:, None], last, first), np.where(down[:, None], first, last)
    return _Edges(low[:, 0], low[:, 1], high[:, 0], high[:, 1], owner.astype(np.int64))


def _runs(edges: _Edges, low: int, high: int, width: int) -> tuple[Ints, Ints]:
    """Return runs of pixels inside single outlines, as places row * width + column."""
    first = np.clip(np.ceil(edges.y0 - 0.5), low, high).astype(np.int64)
    last = np.clip(np.ceil(edges.y1 - 0.5), low, high).astype(np.int64)
    counts = last - first
    edge = np.repeat(np.arange(len(counts)), counts)
    if not len(edge):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    run, rise = edges.x1 - edges.x0, edges.y1 - edges.y0
    x = edges.x0[edge] + (row + 0.5 - edges.y0[edge]) * (run[edge] / rise[edge])
    order = np.lexsort((x, row, edges.owner[edge]))
    # The middle of a pixel lies inside between an odd crossing and the next one.
    column = np.clip(np.ceil(x[order] - 0.5), 0, width).astype(np.int64)
    place = row[order] * width + column
    return place[0::2], place[1::2]


def _union(runs: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    starts, ends = runs
    filled = ends > starts
    return _merged(starts[filled], ends[filled])


def _merged(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return the same places as runs that do not overlap."""
    if not len(starts):
        return starts, ends
    order = np.argsort(starts, kind="stable")
    starts, reach = starts[order], np.maximum.accumulate(ends[order])
    first = np.flatnonzero(np.append(True, starts[1:] > reach[:-1]))
    return starts[first], reach[np.append(first[1:] - 1, len(starts) - 1)]
