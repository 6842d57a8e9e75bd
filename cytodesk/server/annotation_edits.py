"""Annotations as objects: shown, drawn anew, corrected, deleted."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from cytodesk.errors import N_, BadInput
from cytodesk.server.annotation_filters import geometry_in
from cytodesk.server.annotation_json import annotation_json
from cytodesk.server.answers import Json, done
from cytodesk.server.asking import Asking, ids_in, optional_id, required_id
from cytodesk.server.routes import ByRuns, delete, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.wire.codec import read_truth
from cytodesk.workspace import annotation_store, images
from cytodesk.workspace.annotation_query import Wanted
from cytodesk.workspace.annotation_store import StoredAnnotation
from cytodesk.workspace.events import record
from cytodesk.workspace.shapes import shape_of
from cytodesk.workspace.writer import Change


def show(serving: Serving, asking: Asking) -> Json:
    return shown(serving, asking, asking.id)


def change(serving: Serving, asking: Asking) -> Json:
    body = asking.object
    db = serving.workspace.reading()
    before = annotation_store.annotation(db, asking.id)
    location = location_in(body)
    shape = shape_of(location, images.image(db, before.image))
    serving.workspace.write(lambda change: annotation_store.reshape(change, asking.id, shape))
    return done(
        "Edit", class_name(before.kind), shown(serving, asking, asking.id), key="annotation"
    )


def remove(serving: Serving, asking: Asking) -> Json:
    before = annotation_store.annotation(serving.workspace.reading(), asking.id)
    json = annotation_json(before, asking)

    def take(change: Change) -> None:
        change.delete("annotation", asking.id)
        tell(change, asking, "annotations removed")

    serving.workspace.write(take)
    return done("Delete", class_name(before.kind), json, key="annotation")


def correct(serving: Serving, asking: Asking) -> Json:
    """Add an area to the asker's annotations that it touches, or take it from them (3.8).

    `layers` names whose annotations are meant; `annotation` one of them alone. What is added joins
    all that it touches into the first of them.
    """
    body = asking.object
    area = geometry_in(location_in(body))
    db = serving.workspace.reading()
    image = required_id(body, "image")
    chosen = optional_id(body, "annotation")
    wanted = Wanted(
        images=(image,),
        users=ids_in(body, "layers") or (asking.asker.id,),
        ids=() if chosen is None else (chosen,),
        kinds=(AnnotationKind.REVIEWED,)
        if read_truth(body.get("review", False))
        else (AnnotationKind.USER, AnnotationKind.RUN),
        touching=(area,),
    )
    found = annotation_store.find_annotations(db, wanted)
    if not found:
        raise BadInput(N_("No annotation of these layers touches the location"))
    kept = found[-1]
    outlines = [shapely.from_wkb(each.wkb) for each in found]
    if read_truth(body.get("remove", False)):
        return _taken_away(serving, asking, found, outlines, area)
    joined = shapely.union_all([*outlines, area])
    shape = shape_of(shapely.to_wkt(joined), images.frame(db, image))

    def join(change: Change) -> None:
        annotation_store.reshape(change, kept.id, shape)
        for other in found[:-1]:
            change.delete("annotation", other.id)
        tell(change, asking, "annotations removed", len(found) - 1)

    serving.workspace.write(join)
    return done("Edit", class_name(kept.kind), shown(serving, asking, kept.id), key="annotation")


def _taken_away(
    serving: Serving,
    asking: Asking,
    found: list[StoredAnnotation],
    outlines: list[BaseGeometry],
    area: BaseGeometry,
) -> Json:
    """Take the area away; an annotation of which nothing is left is deleted."""
    frame = images.frame(serving.workspace.reading(), found[0].image)
    left = [shapely.difference(outline, area) for outline in outlines]
    shapes = [None if each.is_empty else shape_of(shapely.to_wkt(each), frame) for each in left]

    def take(change: Change) -> None:
        for annotation, shape in zip(found, shapes, strict=True):
            if shape is None:
                change.delete("annotation", annotation.id)
            else:
                annotation_store.reshape(change, annotation.id, shape)
        tell(change, asking, "annotations removed", shapes.count(None))

    before = annotation_json(found[-1], asking)
    serving.workspace.write(take)
    if shapes[-1] is None:
        return done("Delete", class_name(found[-1].kind), before, key="annotation")
    now = shown(serving, asking, found[-1].id)
    return done("Edit", class_name(found[-1].kind), now, key="annotation")


def simplify(serving: Serving, asking: Asking) -> Json:
    """Draw an annotation with at most `maxPoint` points, as near to what it was as that allows."""
    db = serving.workspace.reading()
    before = annotation_store.annotation(db, asking.id)
    most = max(4, asking.whole("maxPoint") or _USUAL_POINTS)
    outline = _with_fewer_points(shapely.from_wkb(before.wkb), most)
    shape = shape_of(shapely.to_wkt(outline), images.frame(db, before.image))
    serving.workspace.write(lambda change: annotation_store.reshape(change, asking.id, shape))
    return done("Edit", class_name(before.kind), shown(serving, asking, asking.id), "annotation")


def fill(serving: Serving, asking: Asking) -> Json:
    """Fill the holes of an annotation."""
    db = serving.workspace.reading()
    before = annotation_store.annotation(db, asking.id)
    parts = shapely.get_parts(shapely.from_wkb(before.wkb))
    filled = [
        shapely.Polygon(part.exterior) if part.geom_type == "Polygon" else part for part in parts
    ]
    whole = shapely.union_all(filled) if len(filled) > 1 else filled[0]
    shape = shape_of(shapely.to_wkt(whole), images.frame(db, before.image))
    serving.workspace.write(lambda change: annotation_store.reshape(change, asking.id, shape))
    return done("Edit", class_name(before.kind), shown(serving, asking, asking.id), "annotation")


def _with_fewer_points(outline: BaseGeometry, most: int) -> BaseGeometry:
    """Return the outline with `most` points at most, where a tolerance below its size does it."""
    left, bottom, right, top = outline.bounds
    tolerance, largest = 0.5, max(right - left, top - bottom, 1.0)
    simpler = outline
    while shapely.get_num_coordinates(simpler) > most and tolerance < largest:
        simpler = shapely.simplify(outline, tolerance, preserve_topology=True)
        tolerance *= 1.5
    return simpler


def shown(serving: Serving, asking: Asking, id_: int) -> Json:
    return annotation_json(annotation_store.annotation(serving.workspace.reading(), id_), asking)


def tell(change: Change, asking: Asking, kind: str, count: int = 1) -> None:
    """Tell of what a person did; a run's annotations are told of when it ends."""
    if count and not asking.asker.is_run:
        record(change, kind, None, count=count)


def location_in(body: Json) -> str:
    location = body.get("location")
    if not isinstance(location, str):
        raise BadInput(N_("location not set"))
    return location


def class_name(kind: AnnotationKind) -> str:
    return kind.wire_class.rsplit(".", 1)[-1]


_USUAL_POINTS = 100
_PATHS = ("annotation", *(kind.value for kind in AnnotationKind))

ROUTES = (
    *(get(f"/api/{path}/{{id:int}}.json", show) for path in _PATHS),
    *(put(f"/api/{path}/{{id:int}}.json", change) for path in _PATHS),
    *(delete(f"/api/{path}/{{id:int}}.json", remove) for path in _PATHS),
    get("/api/annotation/{id:int}/simplify.json", simplify, by_runs=ByRuns.IN_OWN_PROJECT),
    put("/api/annotation/{id:int}/simplify.json", simplify),
    post("/api/annotation/{id:int}/fill.json", fill),
    post("/api/annotationcorrection.json", correct),
)
