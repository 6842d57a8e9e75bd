"""GeoJSON, as programs write it, as outlines."""

from __future__ import annotations

import json
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from cytodesk.errors import N_, BadInput


def outlines_in(text: str) -> list[BaseGeometry]:
    """Return the outlines of a GeoJSON text, origin bottom-left as Cytomine has it.

    A Feature may be a Circle: a point with a radius in its properties (contract 1.5); collections
    are taken apart. Raises BadInput.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(N_("it is no GeoJSON: {reason}"), reason=str(error)) from error
    return _outlines(told)


def _outlines(told: Any) -> list[BaseGeometry]:
    match told:
        case {"type": "FeatureCollection", "features": list(features)}:
            return [each for feature in features for each in _outlines(feature)]
        case {"type": "GeometryCollection", "geometries": list(parts)}:
            return [each for part in parts for each in _outlines(part)]
        case {"type": "Feature", "geometry": dict(geometry)}:
            properties = told.get("properties")
            return _of_feature(geometry, properties if isinstance(properties, dict) else {})
        case {"type": str(), "coordinates": list()}:
            return [_read(told)]
    raise BadInput(N_("it is no geometry of GeoJSON"))


def _of_feature(geometry: dict[str, Any], properties: dict[str, Any]) -> list[BaseGeometry]:
    outlines = _outlines(geometry)
    if properties.get("subType") != "Circle":
        return outlines
    radius = properties.get("radius")
    if not isinstance(radius, int | float) or radius <= 0 or len(outlines) != 1:
        raise BadInput(N_("a Circle is one point, with a radius in its properties"))
    return [outlines[0].centroid.buffer(radius, quad_segs=16)]


def _read(told: dict[str, Any]) -> BaseGeometry:
    try:
        geometry = shapely.from_geojson(json.dumps(told))
    except shapely.errors.GEOSException as error:
        raise BadInput(N_("it is no GeoJSON: {reason}"), reason=str(error)) from error
    if geometry.is_empty:
        raise BadInput(N_("it is a geometry of nothing"))
    return geometry
