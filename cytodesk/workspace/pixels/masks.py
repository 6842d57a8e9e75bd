"""Geometries as pixels: a pixel is inside where its centre is."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
INSIDE = 255


def filled(geometry: Any, mask: Mask) -> None:
    """Set to 255 the pixels of `mask` whose centre lies in `geometry`.

    The geometry (any of shapely's) is in pixels of the mask, from its top left corner. Holes stay
    as they are. On an edge, left and top belong to the shape, right and bottom do not, so that
    neighbours share no pixel. A point is the pixel under it, a line is one pixel wide.
    """
    for part in shapely.get_parts(geometry):
        if part.is_empty:
            continue
        if part.geom_type == "Polygon":
            _fill_polygon(part, mask)
        elif part.geom_type == "Point":
            left, top = np.floor((part.x, part.y))
            _fill_polygon(shapely.box(left, top, left + 1, top + 1), mask)
        elif part.geom_type in {"LineString", "LinearRing"}:
            filled(part.buffer(0.5, cap_style="square"), mask)
        else:
            filled(part, mask)


def _fill_polygon(polygon: Any, mask: Mask) -> None:
    left, top, right, bottom = polygon.bounds
    first_column, last_column = max(0, int(left)), min(mask.shape[1], int(np.ceil(right)) + 1)
    first_row, last_row = max(0, int(top)), min(mask.shape[0], int(np.ceil(bottom)) + 1)
    if first_column >= last_column or first_row >= last_row:
        return
    area = mask[first_row:last_row, first_column:last_column]
    area[_is_inside(polygon, first_column, first_row, area.shape)] = INSIDE


def _is_inside(polygon: Any, left: int, top: int, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return which pixel centres are inside, by counting the edges crossed on the way from left.

    Every edge toggles, in each row that it crosses, the first centre to its right; the running
    parity along the row is the answer, for holes too.
    """
    rows, columns = shape
    toggles = np.zeros((rows, columns + 1), np.uint8)
    for ring in (polygon.exterior, *polygon.interiors):
        points = shapely.get_coordinates(ring) - (left + 0.5, top + 0.5)
        row, crossing = _crossings(points, rows)
        column = np.clip(np.ceil(crossing), 0, columns).astype(np.intp)
        np.bitwise_xor.at(toggles, (row, column), 1)
    return np.bitwise_xor.accumulate(toggles, axis=1)[:, :columns].astype(bool)


def _crossings(
    points: NDArray[np.float64], rows: int
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return row and x of every crossing of the ring with a row of centres (0, 1, ...)."""
    start, end = points[:-1], points[1:]
    upper = np.where((start[:, 1] <= end[:, 1])[:, np.newaxis], start, end)
    lower = np.where((start[:, 1] <= end[:, 1])[:, np.newaxis], end, start)
    first = np.clip(np.ceil(upper[:, 1]), 0, rows).astype(np.intp)
    last = np.clip(np.ceil(lower[:, 1]), 0, rows).astype(np.intp)
    count = last - first
    edge = np.repeat(np.arange(len(count)), count)
    row = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + first[edge]
    slope = (lower[edge, 0] - upper[edge, 0]) / (lower[edge, 1] - upper[edge, 1])
    return row, upper[edge, 0] + (row - upper[edge, 1]) * slope
