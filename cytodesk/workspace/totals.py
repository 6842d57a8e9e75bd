"""Counts over projects and over the whole workspace."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from cytodesk.wire.annotations import AnnotationKind

_TABLES = {
    "be.cytomine.security.User": "person where run is null",
    "be.cytomine.security.UserJob": "person where run is not null",
    "be.cytomine.project.Project": "project",
    "be.cytomine.image.ImageInstance": "image",
    "be.cytomine.image.AbstractImage": "(select distinct base_image from image)",
    "be.cytomine.image.SliceInstance": "image",
    "be.cytomine.ontology.Ontology": "ontology",
    "be.cytomine.ontology.Term": "term",
    "be.cytomine.ontology.Property": "property",
    "be.cytomine.processing.Software": "algorithm",
    "be.cytomine.processing.Job": "run",
    "be.cytomine.processing.JobData": "run_file",
    "be.cytomine.processing.JobTemplate": "template",
    "be.cytomine.utils.AttachedFile": "attached_file",
    "be.cytomine.meta.Tag": "tag",
    **{kind.wire_class: f"annotation where kind='{kind.value}'" for kind in AnnotationKind},
}


def total(db: sqlite3.Connection, wire_class: str) -> int | None:
    """Return how many there are of a class, by its full or last name; None for an unknown one."""
    for name, source in _TABLES.items():
        if wire_class in (name, name.rsplit(".", 1)[-1], name.rsplit(".", 1)[-1].lower()):
            return int(db.execute(f"select count(*) from {source}").fetchone()[0])
    return None


def totals(db: sqlite3.Connection) -> dict[str, int]:
    return {name: total(db, name) or 0 for name in _TABLES}


def instants(
    db: sqlite3.Connection, project: int, kind: AnnotationKind, terms: Sequence[int] = ()
) -> list[int]:
    """Return when each annotation of a project was made (epoch ms), oldest first."""
    having = "and id in (select annotation from annotation_term where term=?)" if terms else ""
    rows = db.execute(
        f"select created from annotation where project=? and kind=? {having} order by created",
        (project, kind.value, *terms[:1]),
    )
    return [row[0] for row in rows.fetchall()]


def images_with(db: sqlite3.Connection, project: int, by: str) -> dict[int | None, int]:
    """Return on how many images of a project there is something of each `term` or `user`.

    Annotations of humans only, as a server counts (contract 3.14).
    """
    terms = "left join annotation_term t on t.annotation = a.id" if by == "term" else ""
    key = "t.term" if by == "term" else "a.user"
    rows = db.execute(
        f"select {key}, count(distinct a.image) from annotation a {terms}"
        " where a.project=? and a.kind='userannotation' group by 1",
        (project,),
    )
    return {row[0]: row[1] for row in rows.fetchall()}
