"""Annotations: outlines on images, drawn by humans or left by runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import annotation_terms
from cytodesk.workspace.annotation_query import Wanted, found_by_geometry, where_of
from cytodesk.workspace.rows import LISTED, listed, made, one
from cytodesk.workspace.shapes import Shape
from cytodesk.workspace.store import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnnotation:
    """A row with its terms and what its image and author say of it."""

    id: int
    kind: AnnotationKind
    created: int
    updated: int | None
    image: int
    slice: int
    project: int
    user: int
    wkb: bytes
    area: float
    perimeter: float
    centroid_x: float
    centroid_y: float
    min_x: float
    min_y: float
    max_x: float
    max_y: float
    compression: float
    reviewed: int
    reviewed_of: int | None
    review_user: int | None
    image_name: str
    pixel_size_x: float | None
    pixel_size_y: float | None
    creator: str
    run: int | None
    algorithm_name: str | None
    terms: tuple[TermOf, ...] = ()


@dataclass(frozen=True, slots=True)
class TermOf:
    id: int
    term: int
    user: int
    rate: float | None
    expected_term: int | None
    by_run: bool


_SELECT = """
select a.*, i.slice, i.name as image_name, i.pixel_size_x, i.pixel_size_y,
  p.username as creator, p.run as run,
  (select name from algorithm where id = (select algorithm from run r where r.id = p.run))
    as algorithm_name,
  exists (select 1 from annotation r where r.reviewed_of = a.id) as reviewed
from annotation a join image i on i.id = a.image join person p on p.id = a.user
"""


def annotation(db: sqlite3.Connection, id: int) -> StoredAnnotation:
    found = find_annotations(db, Wanted(ids=(id,)))
    if not found:
        one(None, "Annotation", id)
    return found[0]


def find_annotations(db: sqlite3.Connection, wanted: Wanted) -> list[StoredAnnotation]:
    """Return the annotations that are `wanted`, newest first."""
    where, values = where_of(found_by_geometry(db, wanted))
    rows = db.execute(f"{_SELECT} {where} order by a.id desc", values).fetchall()
    terms: dict[int, list[TermOf]] = {}
    for row in db.execute(
        f"select * from annotation_term where annotation in"
        f" (select a.id from annotation a {where}) order by id",
        values,
    ).fetchall():
        terms.setdefault(row["annotation"], []).append(
            TermOf(
                row["id"],
                row["term"],
                row["user"],
                row["rate"],
                row["expected_term"],
                bool(row["by_run"]),
            )
        )
    return [
        made(
            StoredAnnotation,
            row,
            kind=AnnotationKind(row["kind"]),
            terms=tuple(terms.get(row["id"], ())),
        )
        for row in rows
    ]


def find_ids(db: sqlite3.Connection, wanted: Wanted) -> list[int]:
    """Return the ids of the annotations that are `wanted`, newest first."""
    where, values = where_of(found_by_geometry(db, wanted))
    rows = db.execute(f"select a.id from annotation a {where} order by a.id desc", values)
    return [row[0] for row in rows.fetchall()]


def images_of_slices(db: sqlite3.Connection, slices: Sequence[int]) -> tuple[int, ...]:
    rows = db.execute(f"select id from image where slice in {LISTED}", (listed(slices),))
    return tuple(row[0] for row in rows.fetchall())


def add_annotation(
    change: Change,
    shape: Shape,
    *,
    kind: AnnotationKind,
    image: int,
    project: int,
    user: int,
    terms: Sequence[int] = (),
) -> int:
    """Add an annotation with `terms`; raises BadInput for a term of another ontology."""
    id_ = change.insert(
        "annotation", kind=kind.value, image=image, project=project, user=user, **shape.columns()
    )
    for term in terms:
        annotation_terms.add_term(
            change, id_, term, user=user, rate=0.0, by_run=kind is AnnotationKind.RUN
        )
    return id_


def reshape(change: Change, id: int, shape: Shape) -> None:
    change.update("annotation", id, **shape.columns())
