"""Lists and counts of annotations.

`GET /api/annotation.json` is the request that every app makes (contract 3.9).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import shapely
from starlette.datastructures import QueryParams
from starlette.responses import Response

from cytodesk.errors import N_, BadInput
from cytodesk.server.annotation_filters import geometry_in, wanted_annotations
from cytodesk.server.annotation_json import items_of, written
from cytodesk.server.answers import Json, collection, page_of, streamed, window
from cytodesk.server.asking import Asking
from cytodesk.server.routes import ByRuns, get, post
from cytodesk.server.serving import Serving
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import annotation_counts, annotation_store, projects
from cytodesk.workspace.annotation_query import Wanted


def listed(serving: Serving, asking: Asking) -> Json | Response:
    """List the annotations asked for; where nothing is left to sort, only the page is read."""
    return _listed(serving, asking, wanted_annotations(serving, asking))


def searched(serving: Serving, asking: Asking) -> Json | Response:
    """Take the filters from the body, for lists of ids that are too long for an address."""
    return listed(serving, _with_body_as_query(asking))


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
    wanted = Wanted(
        images=(asking.id,) if "id" in asking.named else asking.ids("image") or (0,),
        terms=asking.ids("term", "terms"),
        users=asking.ids("user", "users"),
        touching=(area,),
    )
    found = annotation_store.find_annotations(db, wanted)
    return collection(items_of(found, asking), asking)


def count_of_project(serving: Serving, asking: Asking) -> Json:
    """Count a kind of annotations: `/api/project/{id}/userannotation/count.json`."""
    kind = _kind_in_path(asking)
    db = serving.workspace.reading()
    projects.bare_project(db, asking.id)
    before, after = asking.whole("endDate"), asking.whole("startDate")
    wanted = Wanted(projects=(asking.id,), kinds=(kind,), before=before, after=after)
    return {"total": annotation_counts.count(db, wanted)}


def count_of_user(serving: Serving, asking: Asking) -> Json:
    kind = _kind_in_path(asking)
    wanted = Wanted(users=(asking.id,), kinds=(kind,), projects=asking.ids("project"))
    return {"total": annotation_counts.count(serving.workspace.reading(), wanted)}


def counted(serving: Serving, asking: Asking) -> Json:
    """Count annotations by image, term, user or kind: `GET /station/v1/annotations/counts`.

    Takes the filters of `GET /api/annotation.json`; `by` names what to group by.
    """
    by = [name for name in (asking.text("by") or "").split(",") if name]
    strange = [name for name in by if name not in annotation_counts.KEYS]
    if strange:
        raise BadInput(N_("Annotations cannot be counted by {name}"), name=strange[0][:80])
    wanted = wanted_annotations(serving, asking)
    if "kind" in by:
        wanted = replace(wanted, kinds=())
    db = serving.workspace.reading()
    return {"counts": annotation_counts.counts(db, wanted, list(dict.fromkeys(by)))}


def counted_by_body(serving: Serving, asking: Asking) -> Json:
    return counted(serving, _with_body_as_query(asking))


def _listed(serving: Serving, asking: Asking, wanted: Wanted) -> Json | Response:
    """Answer the list; where nothing is left to filter or to sort, page by page as it is read."""
    db = serving.workspace.reading()
    if {"sort", "datatables"} & asking.query.keys() or any("[" in name for name in asking.query):
        found = annotation_store.find_annotations(db, wanted)
        return collection(items_of(found, asking), asking)
    ids = annotation_store.find_ids(db, wanted)
    pages = annotation_store.pages_of(serving.workspace.reading, window(ids, asking))
    texts = (written(page, asking) for page in pages)
    return streamed(texts, page_of((), len(ids), asking))


def _kind_in_path(asking: Asking) -> AnnotationKind:
    return next(kind for kind in AnnotationKind if kind.value in asking.path.split("/"))


def _with_body_as_query(asking: Asking) -> Asking:
    words = {name: _as_query(value) for name, value in asking.object.items() if value is not None}
    return replace(asking, query=QueryParams({**asking.query, **words}))


def _as_query(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


ROUTES = (
    get("/api/annotation.json", listed),
    get("/api/annotation/search.json", listed),
    post("/api/annotation/search.json", searched, by_runs=ByRuns.READ),
    *(get(f"/api/{kind.value}.json", listed) for kind in AnnotationKind),
    get("/api/imageinstance/{id:int}/annotation/included.json", included),
    get("/api/annotation/included.json", included),
    *(
        get(f"/api/{of}/{{id:int}}/{kind.value}/count.json", handler)
        for of, handler in (("project", count_of_project), ("user", count_of_user))
        for kind in AnnotationKind
    ),
)

STATION_ROUTES = (
    get("/station/v1/annotations/counts", counted),
    post("/station/v1/annotations/counts", counted_by_body, by_runs=ByRuns.READ),
)
