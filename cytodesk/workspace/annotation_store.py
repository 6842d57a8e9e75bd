"""Annotations: outlines on images, drawn by humans or left by runs."""

from __future__ import annotations

import itertools
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import annotation_terms
from cytodesk.workspace.annotation_query import Wanted, found_by_geometry, where_of
from cytodesk.workspace.rows import LISTED, listed, one
from cytodesk.workspace.shapes import Shape
from cytodesk.workspace.store import in_one_state
from cytodesk.workspace.writer import Change


class StoredAnnotation(NamedTuple):
    """A row with its terms and what its image and author say of it.

    A tuple, because 60,000 a second are read: a dataclass takes ten times as long to make.
    """

    id: int
    created: int
    updated: int | None
    image: int
    project: int
    user: int
    wkb: bytes
    area: float
    perimeter: float
    centroid_x: float
    centroid_y: float
    compression: float
    reviewed_of: int | None
    review_user: int | None
    kind: AnnotationKind
    slice: int
    image_name: str
    pixel_size_x: float | None
    pixel_size_y: float | None
    creator: str
    run: int | None
    algorithm_name: str | None
    reviewed: bool
    terms: tuple[TermOf, ...] = ()


class TermOf(NamedTuple):
    id: int
    term: int
    user: int
    rate: float | None
    expected_term: int | None
    by_run: int


_OWN = ", ".join(itertools.takewhile("kind".__ne__, StoredAnnotation._fields))
_SELECT = f"select {_OWN}, kind from annotation where id in {LISTED} order by id desc"
_IMAGES = f"select id, slice, name, pixel_size_x, pixel_size_y from image where id in {LISTED}"
_AUTHORS = f"""
select p.id, p.username, p.run, a.name
from person p left join run r on r.id = p.run left join algorithm a on a.id = r.algorithm
where p.id in {LISTED}
"""
_REVIEWED = f"select reviewed_of from annotation where reviewed_of in {LISTED}"
_TERMS = f"""
select annotation, id, term, user, rate, expected_term, by_run from annotation_term
where annotation in {LISTED} order by id
"""
_KINDS = {kind.value: kind for kind in AnnotationKind}
_KIND, _IMAGE, _USER = map(StoredAnnotation._fields.index, ("kind", "image", "user"))
_AT_ONCE = 1000
"""How many are read, and written as an answer, at a time."""


def annotation(db: sqlite3.Connection, id: int) -> StoredAnnotation:
    found = find_annotations(db, Wanted(ids=(id,)))
    if not found:
        one(None, "Annotation", id)
    return found[0]


def find_annotations(db: sqlite3.Connection, wanted: Wanted) -> list[StoredAnnotation]:
    """Return the annotations that are `wanted`, newest first."""
    return annotations_of(db, find_ids(db, wanted))


def annotations_of(db: sqlite3.Connection, ids: Sequence[int]) -> list[StoredAnnotation]:
    """Return the annotations with `ids` that there (still) are, newest first."""
    return [each for page in pages_of(lambda: db, ids) for each in page]


def pages_of(
    reading: Callable[[], sqlite3.Connection], ids: Sequence[int]
) -> Iterator[list[StoredAnnotation]]:
    """Yield the annotations with `ids`, which stand newest first, a thousand at a time.

    Each page is read in one go, on the connection of whichever thread asks for it: no reader lasts.
    """
    for start in range(0, len(ids), _AT_ONCE):
        yield _page(reading(), ids[start : start + _AT_ONCE])


def _page(db: sqlite3.Connection, ids: Sequence[int]) -> list[StoredAnnotation]:
    """Read by table: what thousands of annotations share is read once, not joined to each."""
    with in_one_state(db):
        rows = _plain(db, _SELECT, ids)
        sources = {(row[_KIND], row[_IMAGE], row[_USER]) for row in rows}
        images = _by_id(db, _IMAGES, {image for _, image, _ in sources})
        authors = _by_id(db, _AUTHORS, {user for _, _, user in sources})
        reviewed = {row[0] for row in _plain(db, _REVIEWED, ids)}
        terms = _terms_of(db, ids)
    said = {
        (kind, image, user): (_KINDS[kind], *images[image], *authors[user])
        for kind, image, user in sources
    }
    make = StoredAnnotation._make
    return [
        make(
            row[:_KIND]
            + said[row[_KIND], row[_IMAGE], row[_USER]]
            + (row[0] in reviewed, terms.get(row[0], ()))
        )
        for row in rows
    ]


def _by_id(db: sqlite3.Connection, sql: str, ids: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in _plain(db, sql, ids)}


def _terms_of(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[TermOf, ...]]:
    terms: dict[int, tuple[TermOf, ...]] = {}
    for of, *given in _plain(db, _TERMS, ids):
        terms[of] = (*terms.get(of, ()), TermOf._make(given))
    return terms


def find_ids(db: sqlite3.Connection, wanted: Wanted) -> Sequence[int]:
    """Return the ids of the annotations that are `wanted`, newest first."""
    if wanted.has_geometry:
        return array("q", sorted(found_by_geometry(db, wanted).ids, reverse=True))
    where, values = where_of(wanted)
    cursor = db.cursor()
    cursor.row_factory = None
    rows = cursor.execute(f"select a.id from annotation a {where} order by a.id desc", values)
    return array("q", [row[0] for row in rows.fetchall()])


def _plain(db: sqlite3.Connection, sql: str, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """Return rows as tuples, which cost less than rows with names."""
    cursor = db.cursor()
    cursor.row_factory = None
    return cursor.execute(sql, (listed(ids),)).fetchall()


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
