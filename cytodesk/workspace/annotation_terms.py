"""The terms that humans and runs give to annotations."""

from __future__ import annotations

import sqlite3

from cytodesk.errors import N_, BadInput
from cytodesk.wire.annotations import AnnotationKind, AnnotationTerm
from cytodesk.workspace.rows import made, one
from cytodesk.workspace.writer import Change


def add_term(
    change: Change,
    annotation: int,
    term: int,
    *,
    user: int,
    rate: float | None,
    by_run: bool,
    expected_term: int | None = None,
) -> AnnotationTerm:
    fits = change.db.execute(
        "select 1 from annotation a join project p on p.id = a.project"
        " join term t on t.ontology = p.ontology where a.id=? and t.id=?",
        (annotation, term),
    ).fetchone()
    if fits is None:
        raise BadInput(
            N_("Term {term} is not in the ontology of annotation {annotation}'s project"),
            term=term,
            annotation=annotation,
        )
    id_ = change.insert(
        "annotation_term",
        annotation=annotation,
        term=term,
        user=user,
        rate=rate,
        by_run=int(by_run),
        expected_term=expected_term,
    )
    return term_of(change.db, id_)


def term_of(db: sqlite3.Connection, id: int) -> AnnotationTerm:
    row = db.execute(
        "select t.*, t.annotation as annotation_ident, a.kind, a.project"
        " from annotation_term t join annotation a on a.id = t.annotation where t.id=?",
        (id,),
    ).fetchone()
    row = one(row, "AnnotationTerm", id)
    return made(AnnotationTerm, row, annotation_class=AnnotationKind(row["kind"]).wire_class)


def remove_term(change: Change, annotation: int, term: int, user: int) -> int:
    """Take the `term` that `user` gave from `annotation`; return how many were taken (0 or 1)."""
    return change.db.execute(
        "delete from annotation_term where annotation=? and term=? and user=?",
        (annotation, term, user),
    ).rowcount
