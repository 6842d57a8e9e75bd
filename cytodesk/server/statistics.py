"""Statistics of projects and of the whole workspace (contract 3.14)."""

from __future__ import annotations

import bisect
import sqlite3
from collections.abc import Sequence

from starlette.responses import Response

from cytodesk.errors import NotFound
from cytodesk.server.answers import Json, collection
from cytodesk.server.asking import Asking
from cytodesk.server.routes import get
from cytodesk.server.serving import Serving
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import annotation_counts, people, projects, totals
from cytodesk.workspace.annotation_query import Wanted

_DAY = 24 * 3600 * 1000
_POINTS = 1000
"""At most: a longer span is cut into longer steps."""
_KINDS = {
    "annotationevolution": AnnotationKind.USER,
    "algoannotationevolution": AnnotationKind.RUN,
    "reviewedannotationevolution": AnnotationKind.REVIEWED,
}
_NEVER_COUNTED = (
    "annotationactionsevolution",
    "connectionsevolution",
    "imageconsultationsevolution",
)
"""Nobody is watched here: these lines stay at 0."""


def by_term(serving: Serving, asking: Asking) -> Json | Response:
    """Count the annotations of humans by term; those without a term stand last."""
    counts = _counts(serving, asking, "term")
    return collection(_of_terms(serving, asking, counts), asking)


def slides_by_term(serving: Serving, asking: Asking) -> Json | Response:
    counts = totals.images_with(_db(serving, asking), asking.id, "term")
    return collection(_of_terms(serving, asking, counts), asking)


def by_user(serving: Serving, asking: Asking) -> Json | Response:
    return collection(_of_users(serving, _counts(serving, asking, "user")), asking)


def slides_by_user(serving: Serving, asking: Asking) -> Json | Response:
    counts = totals.images_with(_db(serving, asking), asking.id, "user")
    return collection(_of_users(serving, counts), asking)


def by_user_and_term(serving: Serving, asking: Asking) -> Json | Response:
    db = _db(serving, asking)
    wanted = Wanted(projects=(asking.id,), kinds=(AnnotationKind.USER,))
    counts = {
        (each["user"], each["term"]): each["count"]
        for each in annotation_counts.counts(db, wanted, ["user", "term"])
    }
    terms = projects.terms(db, project=asking.id)
    items = [
        {
            "id": user.id,
            "key": user.username,
            "terms": [
                {
                    "id": term.id,
                    "name": term.name,
                    "color": term.color,
                    "value": counts.get((user.id, term.id), 0),
                }
                for term in terms
            ],
        }
        for user in people.humans(db)
    ]
    return collection(items, asking)


def evolution(serving: Serving, asking: Asking) -> Json | Response:
    """Count annotations by steps of `daysRange` days, all before too unless `accumulate=false`."""
    db = _db(serving, asking)
    name = asking.path.rsplit("/", 1)[-1].removesuffix(".json")
    kind = _KINDS.get(name)
    instants = [] if kind is None else totals.instants(db, asking.id, kind, asking.ids("term"))
    begin = asking.whole("startDate")
    if begin is None:
        begin = projects.bare_project(db, asking.id)["created"] or 0
    end = asking.whole("endDate")
    end = serving.workspace.clock() if end is None else end
    days = max(1, asking.whole("daysRange") or 1)
    step = max(days * _DAY, (max(0, end - begin) // _POINTS // _DAY + 1) * _DAY)
    points = _points(instants, begin, end, step, is_sum=asking.truth("accumulate", default=True))
    if asking.truth("reverseOrder", default=True):
        points.reverse()
    return collection(points, asking)


def of_term(serving: Serving, asking: Asking) -> Json | Response:
    """Count the annotations of humans with a term, project by project."""
    db = serving.workspace.reading()
    ontology = projects.term(db, asking.id).ontology
    items = [
        {"key": project.name, "id": project.id, "value": annotation_counts.count(db, wanted)}
        for project in projects.projects(db)
        if project.ontology == ontology
        and (
            wanted := Wanted(
                projects=(project.id,), kinds=(AnnotationKind.USER,), terms=(asking.id,)
            )
        )
    ]
    return collection(items, asking)


def total(serving: Serving, asking: Asking) -> Json:
    name = str(asking.named["domain"])
    count = totals.total(serving.workspace.reading(), name)
    if count is None:
        raise NotFound("{thing} not found with id : {id}", thing="Domain", id=name[:80])
    return {"total": count}


def all_totals(serving: Serving, asking: Asking) -> Json:
    counts = totals.totals(serving.workspace.reading())
    items = [{"class": name, "total": count} for name, count in counts.items()]
    return {"collection": items, "size": len(items)}


def _db(serving: Serving, asking: Asking) -> sqlite3.Connection:
    db = serving.workspace.reading()
    projects.bare_project(db, asking.id)
    return db


def _counts(serving: Serving, asking: Asking, by: str) -> dict[int | None, int]:
    wanted = Wanted(
        projects=(asking.id,),
        kinds=(AnnotationKind.USER,),
        after=asking.whole("startDate"),
        before=asking.whole("endDate"),
    )
    found = annotation_counts.counts(_db(serving, asking), wanted, [by])
    return {_id(each[by]): int(each["count"] or 0) for each in found}


def _id(value: int | str | None) -> int | None:
    return None if value is None else int(value)


def _of_terms(serving: Serving, asking: Asking, counts: dict[int | None, int]) -> list[Json]:
    terms = projects.terms(serving.workspace.reading(), project=asking.id)
    items: list[Json] = [
        {"id": term.id, "key": term.name, "value": counts.get(term.id, 0), "color": term.color}
        for term in terms
    ]
    if None in counts:
        items.append({"id": None, "key": None, "value": counts[None], "color": "#CCCCCC"})
    return items


def _of_users(serving: Serving, counts: dict[int | None, int]) -> list[Json]:
    return [
        {
            "id": user.id,
            "key": user.username,
            "username": user.username,
            "value": counts.get(user.id, 0),
        }
        for user in people.humans(serving.workspace.reading())
    ]


def _points(
    instants: Sequence[int], begin: int, end: int, step: int, *, is_sum: bool
) -> list[Json]:
    """Return how many instants fall into each step from `begin` to `end`, oldest first."""
    points: list[Json] = []
    for left in range(begin, max(begin, end) + 1, step):
        first = 0 if is_sum else bisect.bisect_left(instants, left)
        size = bisect.bisect_left(instants, left + step) - first
        points.append({"date": left, "endDate": left + step, "size": size})
    return points


_STATS = "/api/project/{id:int}/stats"

ROUTES = (
    get(f"{_STATS}/term.json", by_term),
    get(f"{_STATS}/termslide.json", slides_by_term),
    get(f"{_STATS}/user.json", by_user),
    get(f"{_STATS}/userslide.json", slides_by_user),
    get(f"{_STATS}/userannotations.json", by_user_and_term),
    *(get(f"{_STATS}/{name}.json", evolution) for name in (*_KINDS, *_NEVER_COUNTED)),
    get("/api/term/{id:int}/project/stat.json", of_term),
    get("/api/total/{domain}.json", total),
    get("/api/stats/all.json", all_totals),
)
