"""Which annotations a query asks for (contract 3.9)."""

from __future__ import annotations

import re

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from cytodesk.errors import N_, BadInput
from cytodesk.server.asking import Asking
from cytodesk.server.serving import Serving
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import annotation_store, people, runs
from cytodesk.workspace.annotation_query import Wanted
from cytodesk.workspace.depth import wkt_is_too_deep
from cytodesk.workspace.shapes import NOT_A_SHAPE, mended

ANSWERED = (
    *("project", "image", "images", "slice", "slices", "track", "tracks"),
    *("user", "users", "job", "includeAlgo", "reviewed", "reviewUsers", "notReviewedOnly", "roi"),
    *("term", "terms", "usersForTerm", "noTerm", "multipleTerm", "suggestedTerm", "suggestedTerms"),
    *("userForTermAlgo", "usersForTermAlgo", "jobForTermAlgo", "noAlgoTerm"),
    *("tag", "tags", "noTag", "noTrack", "multipleTrack"),
    *("bbox", "bboxAnnotation", "baseAnnotation", "maxDistanceBaseAnnotation"),
    *("excludedAnnotation", "afterThan", "beforeThan"),
)
REFUSED = ("kmeans", "kmeansValue")
IGNORED = (
    *("included", "annotation", "showLink", "showImageGroup"),
    *("beforeSlice", "afterSlice", "sliceDimension"),
)
"""An image here has one slice, so that no other can be before or after it."""

_KIND_OF_PATH = {f"/api/{kind.value}": kind for kind in AnnotationKind}


def wanted_annotations(serving: Serving, asking: Asking) -> Wanted:
    """Return what the query asks for; raises BadInput where it names no place.

    A run's key that names none is answered for its own project. A filter that is empty or nonsense
    does not narrow, as on a server.
    """
    db = serving.workspace.reading()
    _refuse_what_is_missing(asking)
    projects, images = _places(serving, asking)
    users = asking.ids("user", "users") + _users_of_runs(serving, asking.ids("job", "jobs"))
    run_users = tuple(sorted(people.run_users(db, users)))
    kinds = _kinds(asking, is_of_runs=asking.truth("includeAlgo") or bool(run_users))
    return Wanted(
        kinds=kinds,
        projects=projects,
        images=images,
        users=users,
        reviewers=asking.ids("reviewUsers"),
        excluded=asking.ids("excludedAnnotation"),
        terms=asking.ids("term", "terms"),
        term_givers=asking.ids("usersForTerm"),
        suggested_terms=asking.ids("suggestedTerm", "suggestedTerms"),
        suggesters=asking.ids("userForTermAlgo", "usersForTermAlgo")
        + _users_of_runs(serving, asking.ids("jobForTermAlgo")),
        suggested_by=() if AnnotationKind.REVIEWED in kinds else run_users,
        tags=asking.ids("tag", "tags"),
        touching=_touching(serving, asking),
        near=_near(serving, asking),
        after=asking.whole("afterThan"),
        before=asking.whole("beforeThan"),
        without_term=asking.truth("noTerm"),
        several_terms=asking.truth("multipleTerm"),
        without_suggestion=asking.truth("noAlgoTerm"),
        without_tag=asking.truth("noTag"),
        unreviewed=asking.truth("notReviewedOnly"),
        nothing=bool(asking.ids("track", "tracks")) or asking.truth("multipleTrack"),
    )


def geometry_in(text: str) -> BaseGeometry:
    """Return the geometry that a query names; raises BadInput where nobody could draw it."""
    if wkt_is_too_deep(text):
        raise BadInput(N_("The location has collections in collections too deeply to be read"))
    try:
        geometry = shapely.from_wkt(text)
    except NOT_A_SHAPE as error:
        raise BadInput(N_("{text} is not a valid WKT geometry"), text=text[:80]) from error
    if geometry is None or geometry.is_empty:
        raise BadInput(N_("Geometry is empty"))
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise BadInput(N_("{text} is not a valid WKT geometry"), text=text[:80])
    return geometry if geometry.is_valid else mended(geometry)


def _refuse_what_is_missing(asking: Asking) -> None:
    if asking.truth("kmeans") or (asking.whole("kmeansValue") or 0) > 1:
        raise BadInput(N_("Annotations are not clustered here: ask without kmeans"))


def _places(serving: Serving, asking: Asking) -> tuple[tuple[int, ...], tuple[int, ...]]:
    db = serving.workspace.reading()
    projects, images = asking.ids("project", "projects"), asking.ids("image", "images")
    slices = asking.ids("slice", "slices")
    if slices:
        images += annotation_store.images_of_slices(db, slices) or (0,)
    if projects or images:
        return projects, images
    if asking.asker.run is None:
        raise BadInput(N_("At least one of project, image, slice must be set"))
    return (runs.run(db, asking.asker.run).project or 0,), ()


def _users_of_runs(serving: Serving, jobs: tuple[int, ...]) -> tuple[int, ...]:
    db = serving.workspace.reading()
    return tuple(runs.run(db, job).user or 0 for job in jobs)


def _kinds(asking: Asking, *, is_of_runs: bool) -> tuple[AnnotationKind, ...]:
    """Return the first kind that matches, in the order in which the server looks."""
    for path, kind in _KIND_OF_PATH.items():
        if asking.path.startswith(path):
            return (kind,)
    if asking.truth("reviewed"):
        return (AnnotationKind.REVIEWED,)
    if asking.truth("roi"):
        return (AnnotationKind.ROI,)
    return (AnnotationKind.RUN,) if is_of_runs else (AnnotationKind.USER,)


def _touching(serving: Serving, asking: Asking) -> tuple[BaseGeometry, ...]:
    found = [_box(text)] if (text := asking.text("bbox")) else []
    for id_ in asking.ids("bboxAnnotation")[:1]:
        found.append(_outline(serving, id_).envelope)
    return tuple(found)


def _near(serving: Serving, asking: Asking) -> tuple[BaseGeometry, float] | None:
    text, far = asking.text("baseAnnotation"), asking.number("maxDistanceBaseAnnotation")
    if text is None or far is None:
        return None
    if re.fullmatch(r"\s*\d{1,18}\s*", text):
        return _outline(serving, int(text)), max(0.0, far)
    return geometry_in(text), max(0.0, far)


def _outline(serving: Serving, annotation: int) -> BaseGeometry:
    found = annotation_store.annotation(serving.workspace.reading(), annotation)
    return shapely.from_wkb(found.wkb)


def _box(text: str) -> BaseGeometry:
    """Return the area of `minX,minY,maxX,maxY`, or of a WKT geometry."""
    if "(" in text:
        return geometry_in(text)
    try:
        left, bottom, right, top = map(float, text.split(","))
        area = shapely.box(left, bottom, right, top)
    except ValueError as error:
        raise BadInput(N_("bbox is not minX,minY,maxX,maxY: {text}"), text=text[:80]) from error
    if area is None or not (shapely.is_valid(area) or area.is_empty):  # None: of nan
        raise BadInput(N_("bbox is not minX,minY,maxX,maxY: {text}"), text=text[:80])
    return area
