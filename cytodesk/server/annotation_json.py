"""What is shown of annotations: groups of keys in lists, everything in objects (contract 3.9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import shapely

from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace.annotation_store import StoredAnnotation


def items_of(found: Sequence[StoredAnnotation], asking: Asking) -> list[Json]:
    """Return the list items with the groups of keys that the query shows."""
    shown = _shown(asking)
    items: list[Json] = [{} for _ in found]
    for name, group in _GROUPS.items():
        if name in shown:
            for item, annotation in zip(items, found, strict=True):
                item.update(group(annotation, asking))
    if "WKT" in shown:
        texts = shapely.to_wkt(
            shapely.from_wkb([a.wkb for a in found]), rounding_precision=6, trim=True
        )
        for item, annotation, text in zip(items, found, texts, strict=True):
            item.update(location=text, geometryCompression=annotation.compression)
    return items


_DEFAULT = {"Basic", "Meta", "Term"}
_BY_ALGO = ("userForTermAlgo", "usersForTermAlgo", "jobForTermAlgo")
_SHOWN_BY = {
    "Term": ("term", "terms", "usersForTerm", *_BY_ALGO),
    "Algo": ("suggestedTerm", "suggestedTerms", *_BY_ALGO),
    "Track": ("track", "tracks"),
}
"""What a server shows because it is filtered by: apps that ask for terms read them unasked."""


def _shown(asking: Asking) -> set[str]:
    names = (*_GROUPS, "WKT")
    shown = {name for name in names if asking.truth(f"show{name}")}
    if not shown or asking.truth("showDefault"):
        shown |= _DEFAULT
    shown |= {name for name, filters in _SHOWN_BY.items() if any(map(asking.ids, filters))}
    return shown - {name for name in names if asking.truth(f"hide{name}")}


def annotation_json(annotation: StoredAnnotation, asking: Asking) -> Json:
    """Return one annotation as an object: instants are texts here (contract 2.1)."""
    json: Json = {}
    for group in _GROUPS.values():
        json.update(group(annotation, asking))
    geometry = shapely.from_wkb(annotation.wkb)
    return json | {
        "created": str(annotation.created),
        "updated": None if annotation.updated is None else str(annotation.updated),
        "location": shapely.to_wkt(geometry, rounding_precision=6, trim=True),
        "geometryCompression": annotation.compression,
    }


def _basic(annotation: StoredAnnotation, asking: Asking) -> Json:
    return {"class": annotation.kind.wire_class, "id": annotation.id}


def _meta(annotation: StoredAnnotation, asking: Asking) -> Json:
    crop = f"{asking.base}/api/{annotation.kind.value}/{annotation.id}/crop.png"
    return {
        "created": annotation.created,
        "updated": annotation.updated,
        "image": annotation.image,
        "slice": annotation.slice,
        "project": annotation.project,
        "user": annotation.user,
        "nbComments": 0,
        "countReviewedAnnotations": int(annotation.reviewed),
        "reviewed": bool(annotation.reviewed),
        "cropURL": crop,
        "smallCropURL": f"{crop}?maxSize=256",
        "url": crop,
        "imageURL": f"{asking.base}/#/project/{annotation.project}/image/{annotation.image}"
        f"/annotation/{annotation.id}",
    } | _review(annotation)


def _review(annotation: StoredAnnotation) -> Json:
    if annotation.kind is not AnnotationKind.REVIEWED:
        return {}
    return {"parentIdent": annotation.reviewed_of, "reviewUser": annotation.review_user}


def _gis(annotation: StoredAnnotation, asking: Asking) -> Json:
    """Measure in µm² and mm where the pixel size is known, in pixels where it is not."""
    centroid = {"x": annotation.centroid_x, "y": annotation.centroid_y}
    across, down = annotation.pixel_size_x, annotation.pixel_size_y or annotation.pixel_size_x
    if across is None or down is None:
        return {
            "area": annotation.area,
            "areaUnit": "pixels²",
            "perimeter": annotation.perimeter,
            "perimeterUnit": "pixels",
            "centroid": centroid,
            **centroid,
        }
    return {
        "area": annotation.area * across * down,
        "areaUnit": "micron²",
        "perimeter": annotation.perimeter * across / 1000,
        "perimeterUnit": "mm",
        "centroid": centroid,
        **centroid,
    }


def _term(annotation: StoredAnnotation, asking: Asking) -> Json:
    own = [t for t in annotation.terms if t.by_run is (annotation.kind is AnnotationKind.RUN)]
    by_term = [{"id": t.id, "term": t.term, "user": [t.user]} for t in own]
    rate = {"rate": own[0].rate} if annotation.kind is AnnotationKind.RUN and own else {}
    return {"term": list(dict.fromkeys(t.term for t in own)), "userByTerm": by_term, **rate}


def _image(annotation: StoredAnnotation, asking: Asking) -> Json:
    return {
        "originalFilename": annotation.image_name,
        "instanceFilename": annotation.image_name,
    }


def _slice(annotation: StoredAnnotation, asking: Asking) -> Json:
    return {"channel": 0, "zStack": 0, "time": 0}


def _track(annotation: StoredAnnotation, asking: Asking) -> Json:
    return {"track": [], "annotationTrack": []}


def _algo(annotation: StoredAnnotation, asking: Asking) -> Json:
    given = next((t for t in annotation.terms if t.by_run), None)
    if given is None:
        return {"rate": None, "idTerm": None, "idExpectedTerm": None}
    return {"rate": given.rate, "idTerm": given.term, "idExpectedTerm": given.expected_term}


def _user(annotation: StoredAnnotation, asking: Asking) -> Json:
    if annotation.run is None:
        return {"creator": annotation.creator, "lastname": "", "firstname": ""}
    return {
        "creator": annotation.creator,
        "software": annotation.algorithm_name,
        "job": annotation.run,
    }


_GROUPS: dict[str, Callable[[StoredAnnotation, Asking], Json]] = {
    "Basic": _basic,
    "Meta": _meta,
    "GIS": _gis,
    "Term": _term,
    "Image": _image,
    "Slice": _slice,
    "Track": _track,
    "Algo": _algo,
    "User": _user,
}
