"""Outlines as they come in: read, mended, clipped to their image, measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

import numpy as np
import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from cytodesk.errors import N_, BadInput


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
    geometries = shapely.from_wkt(np.array(wkts, dtype=object), on_invalid="ignore")
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
    try:
        return _measured(_fitted(shapely.from_wkt(wkt), image))
    except NOT_A_SHAPE as error:
        raise BadInput(
            N_("Location is not a valid WKT geometry: {reason}"), reason=str(error)[:200]
        ) from error


def _fitted(geometry: BaseGeometry | None, image: Frame) -> BaseGeometry:
    """Return `geometry` flat, valid and inside of `image`."""
    if geometry is None or geometry.is_empty:
        raise BadInput(N_("Geometry is empty"))
    geometry = shapely.force_2d(geometry)
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise BadInput(N_("Geometry has coordinates that are no numbers"))
    if not geometry.is_valid:
        geometry = _highest(shapely.make_valid(geometry))
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
