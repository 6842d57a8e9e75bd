"""Outlines as they come in: read, mended, clipped to their image, measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

import numpy as np
import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from cytodesk.errors import N_, BadInput
from cytodesk.workspace.depth import DEEPEST, wkt_is_too_deep


class Frame(Protocol):
    """Whatever has a size in pixels, an image as a rule."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry in full-resolution pixels (origin bottom-left) with its measures in pixels."""

    wkb: bytes
    area: float
    perimeter: float
    centroid_x: float
    centroid_y: float
    min_x: float
    min_y: float
    max_x: float
    max_y: float

    def columns(self) -> dict[str, bytes | float]:
        """Return what stands in a row, by column; `dataclasses.asdict` takes ten times longer."""
        return {name: getattr(self, name) for name in SHAPE_COLUMNS}


SHAPE_COLUMNS = tuple(field.name for field in fields(Shape))
"""The columns of a row that its outline decides."""
NOT_A_SHAPE = (shapely.errors.GEOSException, UnicodeError)
"""What reading a text as a shape raises; GEOS cuts long complaints in the middle of a letter."""


def shapes_of(wkts: Sequence[str], image: Frame) -> list[Shape | BadInput]:
    """Return the shape of each of `wkts` on `image`, or why it is refused, as `shape_of` says it.

    Those that need neither mending nor clipping, nearly all, are read and measured together: a
    third of the time, and the interpreter is free meanwhile.
    """
    shallow = [None if wkt_is_too_deep(wkt) else wkt for wkt in wkts]
    geometries = shapely.from_wkt(np.array(shallow, dtype=object), on_invalid="ignore")
    with np.errstate(invalid="ignore"):
        low_x, low_y, high_x, high_y = shapely.bounds(geometries).T
    is_inside = (low_x >= 0) & (low_y >= 0) & (high_x <= image.width) & (high_y <= image.height)
    is_plain = is_inside & shapely.is_valid(geometries) & ~shapely.has_z(geometries)
    plain = iter(_all_measured(geometries[is_plain]))
    return [
        next(plain) if is_easy else _shape_or_refusal(wkt, image)
        for wkt, is_easy in zip(wkts, is_plain, strict=True)
    ]


def shape_of(wkt: str, image: Frame) -> Shape:
    """Return the shape of `wkt` on `image`.

    An invalid ring is mended by `make_valid`, of which only the parts of the highest dimension are
    kept; what lies outside the image is cut off (contract 3.8 and 8.2, 19). Raises BadInput for a
    geometry that cannot be read or of which nothing is left.
    """
    if wkt_is_too_deep(wkt):
        raise BadInput(N_("The location has collections in collections too deeply to be read"))
    try:
        return _measured(_fitted(shapely.from_wkt(wkt), image))
    except NOT_A_SHAPE as error:
        raise BadInput(
            N_("Location is not a valid WKT geometry: {reason}"), reason=str(error)[:200]
        ) from error


def mended(geometry: BaseGeometry) -> BaseGeometry:
    """Return a valid geometry by `make_valid`, which takes a minute for 10,000 crossings.

    Raises BadInput for an outline that crosses itself oftener than any real one: its points are in
    no order.
    """
    if _crosses_itself_too_often(geometry):
        raise BadInput(
            N_("The outline crosses itself more than {most} times: its points are in no order"),
            most=_MOST_CROSSINGS,
        )
    return shapely.make_valid(geometry)


def _crosses_itself_too_often(geometry: BaseGeometry) -> bool:
    if math.comb(int(shapely.get_num_coordinates(geometry)), 2) < _MOST_CROSSINGS:
        return False  # nearly all outlines have too few edges for that
    parts = np.array([geometry], dtype=object)
    for _ in range(DEEPEST):
        parts = shapely.get_parts(parts)
    rings = shapely.get_rings(parts[shapely.get_type_id(parts) == _POLYGON])
    points, of = shapely.get_coordinates(rings, return_index=True)
    follows = of[:-1] == of[1:]
    edges = shapely.linestrings(np.stack([points[:-1][follows], points[1:][follows]], axis=1))
    tree = shapely.STRtree(edges)
    at_once = max(1, _PAIRS_AT_ONCE // max(1, len(edges)))
    crossed, doubled = 0, 0
    for start in range(0, len(edges), at_once):
        some = edges[start : start + at_once]
        crossed += tree.query(some, predicate="crosses").shape[1]
        if crossed > 2 * _MOST_CROSSINGS:  # each is found from both sides
            return True
        doubled += sum(tree.query(some, predicate=how).shape[1] for how in ("covers", "overlaps"))
        if doubled > start + len(some) + _MOST_DOUBLED:  # each covers itself
            return True
    return False


_MOST_CROSSINGS = 2000
_MOST_DOUBLED = 20_000
"""Pairs of edges that run along each other. As many are mended in a second."""
_PAIRS_AT_ONCE = 200_000
_POLYGON = 3
"""The number that shapely has for this type."""


def _fitted(geometry: BaseGeometry | None, image: Frame) -> BaseGeometry:
    """Return `geometry` flat, valid and inside of `image`."""
    if geometry is None or geometry.is_empty:
        raise BadInput(N_("Geometry is empty"))
    geometry = shapely.force_2d(geometry)
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise BadInput(N_("Geometry has coordinates that are no numbers"))
    if not geometry.is_valid:
        geometry = _highest(mended(geometry))
    bounds = geometry.bounds
    if bounds[0] < 0 or bounds[1] < 0 or bounds[2] > image.width or bounds[3] > image.height:
        dimension = shapely.get_dimensions(geometry)
        geometry = _highest(geometry.intersection(box(0, 0, image.width, image.height)))
        if shapely.get_dimensions(geometry) < dimension:
            raise BadInput(N_("Geometry is empty after clipping to the image"))
    if geometry.is_empty:
        raise BadInput(N_("Geometry is empty after clipping to the image"))
    return geometry


def _shape_or_refusal(wkt: str, image: Frame) -> Shape | BadInput:
    try:
        return shape_of(wkt, image)
    except BadInput as refusal:
        return refusal


def _all_measured(geometries: Any) -> list[Shape]:
    centroids = shapely.centroid(geometries)
    columns = (
        shapely.to_wkb(geometries),
        shapely.area(geometries),
        shapely.length(geometries),
        shapely.get_x(centroids),
        shapely.get_y(centroids),
        *shapely.bounds(geometries).T,
    )
    return [Shape(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _measured(geometry: BaseGeometry) -> Shape:
    x, y = geometry.centroid.x, geometry.centroid.y
    return Shape(shapely.to_wkb(geometry), geometry.area, geometry.length, x, y, *geometry.bounds)


def _highest(geometry: BaseGeometry) -> BaseGeometry:
    """Keep, of a collection, the parts with the most dimensions."""
    if geometry.geom_type != "GeometryCollection":
        return geometry
    dimension = shapely.get_dimensions(geometry)
    kept = [part for part in geometry.geoms if shapely.get_dimensions(part) == dimension]
    return shapely.union_all(kept)
