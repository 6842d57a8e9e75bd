"""Annotations: outlines on images, drawn by humans or left by runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from cytodesk.errors import N_, BadInput
from cytodesk.wire.annotations import AnnotationKind, AnnotationTerm
from cytodesk.workspace.rows import blanks, made, one
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which annotations are asked for; an empty tuple does not narrow."""

    kinds: tuple[AnnotationKind, ...] = ()
    projects: tuple[int, ...] = ()
    images: tuple[int, ...] = ()
    users: tuple[int, ...] = ()
    terms: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    after: int | None = None
    before: int | None = None
    without_term: bool = False
    several_terms: bool = False
    suggested_by: tuple[int, ...] = field(default=())
    """Runs' users whose terms on human annotations count as well (contract 3.9)."""


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
    where, values = _where(wanted)
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
    where, values = _where(wanted)
    rows = db.execute(f"select a.id from annotation a {where} order by a.id desc", values)
    return [row[0] for row in rows.fetchall()]


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
        "annotation", kind=kind.value, image=image, project=project, user=user, **asdict(shape)
    )
    for term in terms:
        add_term(change, id_, term, user=user, rate=0.0, by_run=kind is AnnotationKind.RUN)
    return id_


def reshape(change: Change, id: int, shape: Shape) -> None:
    change.update("annotation", id, **asdict(shape))


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


def remove_term(change: Change, annotation: int, term: int, user: int | None) -> int:
    """Take `term` from `annotation`, of one user or of all; return how many were taken."""
    return change.db.execute(
        "delete from annotation_term where annotation=?1 and term=?2 and (?3 is null or user=?3)",
        (annotation, term, user),
    ).rowcount


def _where(wanted: Wanted) -> tuple[str, list[object]]:
    parts: list[str] = []
    values: list[object] = []

    def among(column: str, ids: Sequence[object]) -> None:
        if ids:
            parts.append(f"{column} in ({blanks(ids)})")
            values.extend(ids)

    among("a.id", wanted.ids)
    among("a.project", wanted.projects)
    among("a.image", wanted.images)
    _by_author(wanted, parts, values)
    if wanted.terms:
        parts.append(
            "a.id in (select annotation from annotation_term"
            f" where term in ({blanks(wanted.terms)}))"
        )
        values.extend(wanted.terms)
    if wanted.bbox is not None:
        parts.append("a.max_x >= ? and a.max_y >= ? and a.min_x <= ? and a.min_y <= ?")
        values.extend(wanted.bbox)
    for condition, instant in (("a.created > ?", wanted.after), ("a.created < ?", wanted.before)):
        if instant is not None:
            parts.append(condition)
            values.append(instant)
    count = "(select count(*) from annotation_term where annotation = a.id)"
    if wanted.without_term:
        parts.append(f"{count} = 0")
    if wanted.several_terms:
        parts.append(f"{count} > 1")
    return (f"where {' and '.join(parts)}" if parts else ""), values


def _by_author(wanted: Wanted, parts: list[str], values: list[object]) -> None:
    """Narrow to kind and author, and let in what the runs asked for suggested terms for."""
    own: list[str] = []
    for column, ids in (("a.kind", [k.value for k in wanted.kinds]), ("a.user", wanted.users)):
        if ids:
            own.append(f"{column} in ({blanks(ids)})")
            values.extend(ids)
    if not own:
        return
    condition = " and ".join(own)
    if wanted.suggested_by:
        condition = (
            f"(({condition}) or (a.kind = '{AnnotationKind.USER.value}' and a.id in (select"
            " annotation from annotation_term where by_run and user in"
            f" ({blanks(wanted.suggested_by)}))))"
        )
        values.extend(wanted.suggested_by)
    parts.append(condition)
