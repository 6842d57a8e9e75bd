"""Which annotations are asked for, and the SQL that finds them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import boxes
from cytodesk.workspace.rows import LISTED, listed

_TERMS = "select annotation from annotation_term where"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which annotations are asked for; an empty tuple does not narrow.

    Geometries are in pixels of full resolution, origin bottom-left; instants in epoch ms.
    """

    kinds: tuple[AnnotationKind, ...] = ()
    projects: tuple[int, ...] = ()
    images: tuple[int, ...] = ()
    users: tuple[int, ...] = ()
    reviewers: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    terms: tuple[int, ...] = ()
    term_givers: tuple[int, ...] = ()
    """Users of whom one at least gave it a term."""
    suggested_terms: tuple[int, ...] = ()
    suggesters: tuple[int, ...] = ()
    """Runs' users of whom one at least gave it a term (one of `suggested_terms`, if any)."""
    suggested_by: tuple[int, ...] = ()
    """Runs' users whose terms on human annotations count as well (contract 3.9)."""
    tags: tuple[int, ...] = ()
    touching: tuple[BaseGeometry, ...] = ()
    near: tuple[BaseGeometry, float] | None = None
    """A geometry, and the pixels from it within which an annotation must be."""
    after: int | None = None
    before: int | None = None
    without_term: bool = False
    several_terms: bool = False
    without_suggestion: bool = False
    without_tag: bool = False
    unreviewed: bool = False
    nothing: bool = False
    """Whether something is asked for that no annotation here can have."""

    @property
    def has_geometry(self) -> bool:
        return bool(self.touching) or self.near is not None


def found_by_geometry(db: sqlite3.Connection, wanted: Wanted) -> Wanted:
    """Return `wanted` with the ids that its geometries leave, in place of the geometries."""
    if not wanted.has_geometry:
        return wanted
    where, values = where_of(wanted)
    rows = db.execute(*_lying_there(wanted, where, values)).fetchall()
    outlines = shapely.from_wkb(np.array([row["wkb"] for row in rows], dtype=object))
    kept = np.ones(len(rows), dtype=bool)
    for area in wanted.touching:
        shapely.prepare(area)
        kept &= shapely.intersects(area, outlines)
    if wanted.near is not None:
        kept &= shapely.dwithin(outlines, *wanted.near)
    ids = tuple(row["id"] for row, is_kept in zip(rows, kept, strict=True) if is_kept)
    return Wanted(ids=ids, nothing=not ids)


def _lying_there(wanted: Wanted, where: str, values: list[object]) -> tuple[str, list[object]]:
    """Return the select of id and wkb: the tree is asked first, and the rest of what it finds."""
    smallest = min(_boxes(wanted), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    if not np.isfinite(smallest).all():
        return f"select a.id, a.wkb from annotation a {where}", values
    there, theirs = boxes.within(smallest, wanted.images)
    tables = f"({there}) b cross join annotation a on a.id = b.id"
    return f"select a.id, a.wkb from {tables} {where}", [*theirs, *values]


def where_of(wanted: Wanted) -> tuple[str, list[object]]:
    """Return the condition on `annotation a` and its values; geometries by their boxes only."""
    where = _Where()
    if wanted.nothing:
        where.add("0")
    where.among("a.id in {}", wanted.ids)
    where.among("a.project in {}", wanted.projects)
    where.among("a.image in {}", wanted.images)
    where.among("a.review_user in {}", wanted.reviewers)
    where.among("a.id not in {}", wanted.excluded)
    _by_author(where, wanted)
    _by_terms(where, wanted)
    tagged = "select domain_id from tagging where domain_id = a.id"
    among, none = f"exists ({tagged} and tag in {{}})", f"not exists ({tagged})"
    where.among_or_none(among, wanted.tags, none, or_none=wanted.without_tag)
    for box in _boxes(wanted):
        where.add("a.max_x >= ? and a.max_y >= ? and a.min_x <= ? and a.min_y <= ?", *box)
    if wanted.after is not None:
        where.add("a.created > ?", wanted.after)
    if wanted.before is not None:
        where.add("a.created < ?", wanted.before)
    reviewed = "select 1 from annotation r where r.reviewed_of = a.id"
    where.add(f"not exists ({reviewed})", when=wanted.unreviewed)
    return where.sql, where.values


class _Where:
    """Conditions that must all hold."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.values: list[object] = []

    @property
    def sql(self) -> str:
        return f"where {' and '.join(self._parts)}" if self._parts else ""

    def add(self, condition: str, *values: object, when: bool = True) -> None:
        if when:
            self._parts.append(condition)
            self.values.extend(values)

    def among(self, condition: str, ids: Sequence[object]) -> None:
        """Add `condition`, in which `{}` stands for the list, where there is a list."""
        if ids:
            self.add(condition.format(LISTED), listed(ids))

    def among_or_none(self, condition: str, ids: Sequence[int], none: str, or_none: bool) -> None:
        """Add `condition`, or `none`, or that one of both holds (as a server takes noTerm)."""
        if ids and or_none:
            condition, or_none = f"({condition} or {none})", False
        self.among(condition, ids)
        self.add(none, when=or_none)


def _by_author(where: _Where, wanted: Wanted) -> None:
    """Narrow to kind and author, and let in what the runs asked for suggested terms for."""
    own = _Where()
    own.among("a.kind in {}", [kind.value for kind in wanted.kinds])
    own.among("a.user in {}", wanted.users)
    if not own.sql:
        return
    condition = own.sql.removeprefix("where ")
    if wanted.suggested_by:
        condition = (
            f"(({condition}) or (a.kind = '{AnnotationKind.USER.value}' and a.id in"
            f" ({_TERMS} by_run and user in {LISTED})))"
        )
        own.values.append(listed(wanted.suggested_by))
    where.add(condition, *own.values)


def _by_terms(where: _Where, wanted: Wanted) -> None:
    """Narrow by terms: what runs suggested for a human's annotation is no term of it."""
    own = " and not by_run" if wanted.kinds == (AnnotationKind.USER,) else ""
    count = f"(select count(*) from annotation_term where annotation = a.id{own}"
    among, none = f"a.id in ({_TERMS} term in {{}}{own})", f"{count}) = 0"
    where.among_or_none(among, wanted.terms, none, or_none=wanted.without_term)
    where.among(f"a.id in ({_TERMS} user in {{}}{own})", wanted.term_givers)
    suggestion = _Where()
    suggestion.among("term in {}", wanted.suggested_terms)
    suggestion.among("user in {}", wanted.suggesters)
    if suggestion.sql:
        condition = suggestion.sql.removeprefix("where ")
        where.add(f"a.id in ({_TERMS} by_run and {condition})", *suggestion.values)
    where.add(f"{count}) > 1", when=wanted.several_terms)
    suggested = "(select count(*) from annotation_term where annotation = a.id and by_run)"
    where.add(f"{suggested} = 0", when=wanted.without_suggestion)


def _boxes(wanted: Wanted) -> list[tuple[float, float, float, float]]:
    boxes = [area.bounds for area in wanted.touching]
    if wanted.near is not None:
        (left, bottom, right, top), far = wanted.near[0].bounds, wanted.near[1]
        boxes.append((left - far, bottom - far, right + far, top + far))
    return boxes
