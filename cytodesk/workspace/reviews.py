"""Reviewed annotations: copies that a human has looked at and stands for.

A review keeps the outline as it was; what is drawn again or taken away later does not touch it. It
stands in the layer of who drew it, and names who reviewed it (contract 2.7, 3.8).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from cytodesk.errors import N_, BadInput
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import annotation_store, annotation_terms
from cytodesk.workspace.annotation_query import Wanted
from cytodesk.workspace.annotation_store import StoredAnnotation
from cytodesk.workspace.events import record
from cytodesk.workspace.shapes import SHAPE_COLUMNS
from cytodesk.workspace.writer import Change

_COPIED = ("image", "project", "user", *SHAPE_COLUMNS, "compression")


def review(change: Change, id: int, *, reviewer: int, terms: Sequence[int] = ()) -> int:
    """Return the id of a reviewed copy of annotation `id`, with `terms` or those that it has.

    Raises BadInput if it was reviewed before, NotFound if there is no such annotation.
    """
    found = annotation_store.annotation(change.db, id)
    if found.kind is AnnotationKind.REVIEWED or found.reviewed:
        raise BadInput(N_("Annotation {id} is reviewed already"), id=id)
    return _reviewed(change, found, reviewer, terms or _terms_of(found))


def review_layer(change: Change, image: int, *, users: Sequence[int], reviewer: int) -> list[int]:
    """Review all that `users` (nobody: everybody) drew on `image` and nobody reviewed yet."""
    kinds = (AnnotationKind.USER, AnnotationKind.RUN)
    wanted = Wanted(images=(image,), users=tuple(users), kinds=kinds)
    waiting = [a for a in annotation_store.find_annotations(change.db, wanted) if not a.reviewed]
    made = [_reviewed(change, one, reviewer, _terms_of(one)) for one in reversed(waiting)]
    record(change, "annotations reviewed", image, count=len(made))
    return made


def unreview_layer(change: Change, image: int, *, users: Sequence[int]) -> int:
    """Take back all reviews of what `users` (nobody: everybody) drew; return how many."""
    wanted = Wanted(images=(image,), users=tuple(users), kinds=(AnnotationKind.REVIEWED,))
    copies = annotation_store.find_ids(change.db, wanted)
    for copy in copies:
        change.delete("annotation", copy)
    record(change, "reviews taken back", image, count=len(copies))
    return len(copies)


def reviewed_copies(db: sqlite3.Connection, id: int) -> list[int]:
    """Return the ids of the reviewed copies of annotation `id`."""
    rows = db.execute("select id from annotation where reviewed_of=?", (id,)).fetchall()
    return [row["id"] for row in rows]


def _reviewed(change: Change, found: StoredAnnotation, reviewer: int, terms: Sequence[int]) -> int:
    select = f"select {', '.join(_COPIED)} from annotation where id=?"
    (row,) = change.db.execute(select, (found.id,)).fetchall()
    id_ = change.insert(
        "annotation",
        kind=AnnotationKind.REVIEWED.value,
        reviewed_of=found.id,
        review_user=reviewer,
        **dict(zip(_COPIED, row, strict=True)),
    )
    for term in terms:
        annotation_terms.add_term(change, id_, term, user=reviewer, rate=None, by_run=False)
    return id_


def _terms_of(found: StoredAnnotation) -> list[int]:
    return list(dict.fromkeys(given.term for given in found.terms))
