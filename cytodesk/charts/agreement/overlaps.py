"""Which outlines of two layers overlap, and by how much."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from cytodesk.charts.agreement.trapezoids import MOST_EDGE_PAIRS, edges_of, shared_areas

LEAST = 0.1
"""An overlap below this share of both areas is none: neither word nor match depends on it."""
_MANY_CORNERS = 200
_CHUNK = 4096

Ints = NDArray[np.intp]
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Overlaps:
    """One entry per overlapping pair: positions in both layers, shared area in pixels², IoU."""

    a: Ints
    b: Ints
    shared: Reals
    iou: Reals

    def __len__(self) -> int:
        return len(self.a)


def overlaps_of(
    a: NDArray[np.object_], b: NDArray[np.object_], area_a: Reals, area_b: Reals
) -> Overlaps:
    """Return every pair that shares LEAST of one of its areas or more, sorted by position.

    Outlines are valid polygons; one without an area overlaps nothing. Pairs are found by their
    boxes, and dropped where even the boxes share too little. What remains is measured on all
    cores: small outlines edge by edge (trapezoids.py), large ones by GEOS.
    """
    first, second = _candidates(a, b, area_a, area_b)
    shared = _shared(a, b, first, second, area_b)
    enough = shared >= LEAST * np.minimum(area_a[first], area_b[second])
    first, second, shared = first[enough], second[enough], shared[enough]
    iou = np.minimum(shared / (area_a[first] + area_b[second] - shared), 1.0)
    order = np.lexsort((second, first))
    return Overlaps(first[order], second[order], shared[order], iou[order])


def _candidates(
    a: NDArray[np.object_], b: NDArray[np.object_], area_a: Reals, area_b: Reals
) -> tuple[Ints, Ints]:
    has_a, has_b = np.flatnonzero(area_a > 0), np.flatnonzero(area_b > 0)
    if not len(has_a) or not len(has_b):
        nothing = np.empty(0, dtype=np.intp)
        return nothing, nothing
    first, second = shapely.STRtree(b[has_b]).query(a[has_a])
    first, second = has_a[first], has_b[second]
    box_a, box_b = shapely.bounds(a)[first], shapely.bounds(b)[second]
    width = np.minimum(box_a[:, 2], box_b[:, 2]) - np.maximum(box_a[:, 0], box_b[:, 0])
    height = np.minimum(box_a[:, 3], box_b[:, 3]) - np.maximum(box_a[:, 1], box_b[:, 1])
    smaller = np.minimum(area_a[first], area_b[second])
    enough = np.maximum(width, 0) * np.maximum(height, 0) >= LEAST * smaller * (1 - 1e-9)
    return first[enough], second[enough]


def _shared(
    a: NDArray[np.object_], b: NDArray[np.object_], first: Ints, second: Ints, area_b: Reals
) -> Reals:
    """Return the shared area of each pair.

    A small outline inside one of many corners (a tissue) needs no intersection: a prepared test
    answers in a fraction of the time.
    """
    shared = np.full(len(first), np.nan)
    large = shapely.get_num_coordinates(a) > _MANY_CORNERS
    asked = np.flatnonzero(large[first])
    if len(asked):
        shapely.prepare(a[np.unique(first[asked])])
        inside = asked[shapely.contains_properly(a[first[asked]], b[second[asked]])]
        shared[inside] = area_b[second[inside]]
    corners = shapely.get_num_coordinates(a)[first] * shapely.get_num_coordinates(b)[second]
    is_left = np.isnan(shared)
    small = np.flatnonzero(is_left & (corners <= MOST_EDGE_PAIRS))
    edges_a, edges_b = edges_of(a), edges_of(b)

    def by_edges(part: Ints) -> Reals:
        return shared_areas(edges_a, edges_b, first[part], second[part])

    def by_crossings(part: Ints) -> Reals:
        return _area_of_both(a[first[part]], b[second[part]])

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for measure, members in (
            (by_edges, small),
            (by_crossings, np.flatnonzero(is_left & (corners > MOST_EDGE_PAIRS))),
        ):
            parts = [members[at : at + _CHUNK] for at in range(0, len(members), _CHUNK)]
            for part, areas in zip(parts, pool.map(measure, parts), strict=True):
                shared[part] = areas
    return shared


def _area_of_both(a: NDArray[np.object_], b: NDArray[np.object_]) -> Reals:
    areas: Reals = shapely.area(shapely.intersection(a, b))
    return areas
