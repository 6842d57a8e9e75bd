"""Annotations as lists and as objects: which are asked for, and what is shown of them.

`GET /api/annotation.json` is the request that every app makes (contract 3.9).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from starlette.datastructures import QueryParams
from starlette.responses import Response

from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json, collection, page_of, window
from cytodesk.server.asking import Asking
from cytodesk.server.routes import get, post
from cytodesk.server.serving import Serving
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import annotation_store, people, runs
from cytodesk.workspace.annotation_store import StoredAnnotation, Wanted

_WHERE = ("project", "image", "images", "slice", "slices")


def listed(serving: Serving, asking: Asking) -> Json | Response:
    """List the annotations asked for; where nothing is left to sort, only the page is read."""
    db = serving.workspace.reading()
    wanted = wanted_annotations(serving, asking)
    if (
        not asking.whole("max")
        or "sort" in asking.query
        or any("[" in name for name in asking.query)
    ):
        found = annotation_store.find_annotations(db, wanted)
        return collection(items_of(found, asking), asking)
    ids = annotation_store.find_ids(db, wanted)
    shown = tuple(window(ids, asking))
    found = annotation_store.find_annotations(db, Wanted(ids=shown)) if shown else []
    return page_of(items_of(found, asking), len(ids), asking)


def searched(serving: Serving, asking: Asking) -> Json | Response:
    """Take the filters from the body, for lists of ids that are too long for an address."""
    words = {name: _as_query(value) for name, value in asking.object.items() if value is not None}
    query = QueryParams({**asking.query, **words})
    return listed(serving, replace(asking, query=query))


def included(serving: Serving, asking: Asking) -> Json | Response:
    """List the annotations of an image that touch a geometry, or another annotation.

    Python's clients mean to name the image in the path, but send it in the query.
    """
    db = serving.workspace.reading()
    text = asking.text("geometry")
    if text is not None:
        area = geometry_in(text)
    else:
        (base,) = asking.ids("annotation")[:1] or (0,)
        area = shapely.from_wkb(annotation_store.annotation(db, base).wkb)
    users = asking.ids("user", "users")
    wanted = Wanted(
        images=(asking.id,) if "id" in asking.named else asking.ids("image") or (0,),
        terms=asking.ids("term", "terms"),
        users=users,
        bbox=area.bounds,
    )
    shapely.prepare(area)
    found = [
        a
        for a in annotation_store.find_annotations(db, wanted)
        if area.intersects(shapely.from_wkb(a.wkb))
    ]
    return collection(items_of(found, asking), asking)


def geometry_in(text: str) -> BaseGeometry:
    """Return the geometry that a query names; raises BadInput where nobody could draw it."""
    try:
        geometry = shapely.from_wkt(text)
    except shapely.errors.GEOSException as error:
        raise BadInput(N_("{text} is not a valid WKT geometry"), text=text[:80]) from error
    if geometry is None or geometry.is_empty:
        raise BadInput(N_("Geometry is empty"))
    return geometry


def wanted_annotations(serving: Serving, asking: Asking) -> Wanted:
    """Return what the query asks for; raises BadInput where it names no place.

    A run's key that names none is answered for its own project.
    """
    db = serving.workspace.reading()
    projects, images = asking.ids("project", "projects"), asking.ids("image", "images")
    slices = asking.ids("slice", "slices")
    if slices:
        rows = db.execute(
            f"select id from image where slice in ({','.join('?' * len(slices))})",
            slices,
        ).fetchall()
        images += tuple(row[0] for row in rows) or (0,)
    if not (projects or images):
        if asking.asker.run is None:
            raise BadInput(N_("At least one of project, image, slice must be set"))
        projects = (runs.run(db, asking.asker.run).project or 0,)
    users = asking.ids("user", "users")
    jobs = asking.ids("job", "jobs")
    users += tuple(runs.run(db, job).user or 0 for job in jobs)
    run_users = tuple(people.run_users(db, users))
    is_of_runs = asking.truth("includeAlgo") or bool(run_users)
    return Wanted(
        kinds=_kinds(asking, is_of_runs=is_of_runs),
        projects=projects,
        images=images,
        users=users,
        terms=asking.ids("term", "terms", "suggestedTerm", "suggestedTerms"),
        bbox=_bbox(asking.text("bbox")),
        after=asking.whole("afterThan"),
        before=asking.whole("beforeThan"),
        without_term=asking.truth("noTerm"),
        several_terms=asking.truth("multipleTerm"),
        suggested_by=run_users if not asking.truth("reviewed") else (),
    )


def _kinds(asking: Asking, *, is_of_runs: bool) -> tuple[AnnotationKind, ...]:
    """Return the first kind that matches, in the order in which the server looks."""
    if asking.truth("reviewed"):
        return (AnnotationKind.REVIEWED,)
    if asking.truth("roi"):
        return (AnnotationKind.ROI,)
    return (AnnotationKind.RUN,) if is_of_runs else (AnnotationKind.USER,)


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


def _shown(asking: Asking) -> set[str]:
    names = (*_GROUPS, "WKT")
    shown = {name for name in names if asking.truth(f"show{name}")}
    if not shown or asking.truth("showDefault"):
        shown |= _DEFAULT
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


def _bbox(text: str | None) -> tuple[float, float, float, float] | None:
    if text is None:
        return None
    try:
        left, bottom, right, top = (
            shapely.from_wkt(text).bounds if "(" in text else map(float, text.split(","))
        )
    except (ValueError, shapely.errors.GEOSException) as error:
        raise BadInput(N_("bbox is not minX,minY,maxX,maxY: {text}"), text=text[:80]) from error
    return left, bottom, right, top


def _as_query(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


ROUTES = (
    get("/api/annotation.json", listed),
    get("/api/annotation/search.json", listed),
    post("/api/annotation/search.json", searched),
    get("/api/userannotation.json", listed),
    get("/api/algoannotation.json", listed),
    get("/api/imageinstance/{id:int}/annotation/included.json", included),
    get("/api/annotation/included.json", included),
)
