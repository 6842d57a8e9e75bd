"""Projects, ontologies and terms."""

from __future__ import annotations

import sqlite3

from cytodesk.errors import N_, BadInput
from cytodesk.wire.projects import Ontology, Project, Term
from cytodesk.workspace.events import record
from cytodesk.workspace.rows import made, one
from cytodesk.workspace.writer import Change

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
"""Okabe and Ito's palette (2008): distinguishable for all common kinds of colour vision."""

_PROJECTS = """
select project.*, ontology.name as ontology_name,
  (select coalesce(sum(number), 0) from image_count where image_count.project = project.id)
    as image_count,
  (select count(*) from annotation a where a.project = project.id and a.kind = 'userannotation')
    as annotation_count,
  (select count(*) from annotation a where a.project = project.id and a.kind = 'algoannotation')
    as run_annotation_count,
  (select count(*) from annotation a where a.project = project.id and a.kind = 'reviewedannotation')
    as reviewed_annotation_count
from project left join ontology on ontology.id = project.ontology
"""


def project(db: sqlite3.Connection, id: int) -> Project:
    row = db.execute(f"{_PROJECTS} where project.id=?", (id,)).fetchone()
    return made(Project, one(row, "Project", id))


def bare_project(db: sqlite3.Connection, id: int) -> sqlite3.Row:
    """Return what is written down of a project, not counting what is in it: that may be a million.

    Raises NotFound.
    """
    return one(db.execute("select * from project where id=?", (id,)).fetchone(), "Project", id)


def projects(db: sqlite3.Connection) -> list[Project]:
    """Return the projects of this workspace; those that stand for other servers' are not shown."""
    own = "project.id not in (select project from guest_project)"
    rows = db.execute(f"{_PROJECTS} where {own} order by project.id").fetchall()
    return [made(Project, row) for row in rows]


def add_project(change: Change, name: str, ontology: int | None) -> Project:
    if ontology is not None:
        _ontology_there(change, ontology)
    id_ = change.insert("project", name=name, ontology=ontology)
    record(change, "project added", id_, name=name)
    return project(change.db, id_)


def change_project(change: Change, id: int, **news: object) -> Project:
    """Give a project a new `name` or `ontology`."""
    bare_project(change.db, id)
    if isinstance(wanted := news.get("ontology"), int):
        _ontology_there(change, wanted)
    if news:
        change.update("project", id, **news)
        record(change, "project changed", id, changed=sorted(news))
    return project(change.db, id)


def ontology(db: sqlite3.Connection, id: int) -> Ontology:
    row = db.execute("select * from ontology where id=?", (id,)).fetchone()
    return made(Ontology, one(row, "Ontology", id))


def ontologies(db: sqlite3.Connection) -> list[Ontology]:
    rows = db.execute("select * from ontology order by id").fetchall()
    return [made(Ontology, row) for row in rows]


def using(db: sqlite3.Connection, ontology: int) -> list[tuple[int, str]]:
    """Return id and name of the projects that use an ontology."""
    own = "id not in (select project from guest_project)"
    sql = f"select id, name from project where ontology=? and {own} order by id"
    return [(row["id"], row["name"]) for row in db.execute(sql, (ontology,)).fetchall()]


def add_ontology(change: Change, name: str, user: int) -> Ontology:
    id_ = change.insert("ontology", name=name, user=user)
    record(change, "ontology added", id_, name=name)
    return ontology(change.db, id_)


def rename_ontology(change: Change, id: int, name: str) -> Ontology:
    ontology(change.db, id)
    change.update("ontology", id, name=name)
    record(change, "ontology changed", id, name=name)
    return ontology(change.db, id)


def remove_ontology(change: Change, id: int) -> None:
    """Remove an ontology with its terms; raises BadInput while a project uses it."""
    ontology(change.db, id)
    using = change.db.execute("select name from project where ontology=?", (id,)).fetchone()
    if using is not None:
        raise BadInput(N_("The ontology belongs to project {project}"), project=using["name"])
    change.delete("ontology", id)
    record(change, "ontology removed", id)


def term(db: sqlite3.Connection, id: int) -> Term:
    row = db.execute("select * from term where id=?", (id,)).fetchone()
    return made(Term, one(row, "Term", id))


def terms(
    db: sqlite3.Connection, *, ontology: int | None = None, project: int | None = None
) -> list[Term]:
    """Return the terms of an ontology, of a project's ontology, or all of them."""
    rows = db.execute(
        "select * from term where (?1 is null or ontology=?1)"
        " and (?2 is null or ontology=(select ontology from project where id=?2)) order by id",
        (ontology, project),
    ).fetchall()
    return [made(Term, row) for row in rows]


def add_term(
    change: Change, name: str, ontology: int, color: str | None, parent: int | None = None
) -> Term:
    _ontology_there(change, ontology)
    count = change.db.execute("select count(*) from term where ontology=?", (ontology,)).fetchone()
    colour = color or COLOURS[count[0] % len(COLOURS)]
    id_ = change.insert("term", name=name, ontology=ontology, color=colour, parent=parent)
    record(change, "term added", id_, name=name, ontology=ontology)
    return term(change.db, id_)


def change_term(change: Change, id: int, **news: object) -> Term:
    """Give a term a new `name`, `color`, `comment` or `parent` (of its own ontology)."""
    before = term(change.db, id)
    if isinstance(parent := news.get("parent"), int):
        _refuse_parent(change, before, parent)
    if news:
        change.update("term", id, **news)
        record(change, "term changed", id, changed=sorted(news), ontology=before.ontology)
    return term(change.db, id)


def remove_term(change: Change, id: int) -> None:
    gone = term(change.db, id)
    change.delete("term", id)
    record(change, "term removed", id, name=gone.name, ontology=gone.ontology)


def _refuse_parent(change: Change, child: Term, parent: int) -> None:
    """Raise BadInput where `parent` is of another ontology, or below `child` itself."""
    above: int | None = parent
    while above is not None:
        found = term(change.db, above)
        if found.ontology != child.ontology or above == child.id:
            raise BadInput(
                N_("Term {parent} cannot stand above term {id}"), parent=parent, id=child.id
            )
        above = found.parent


def _ontology_there(change: Change, id_: int) -> None:
    ontology(change.db, id_)


def remove_project(change: Change, id: int) -> None:
    name = project(change.db, id).name
    change.delete("project", id)
    record(change, "project removed", id, name=name)
