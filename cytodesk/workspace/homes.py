"""In which project something stands, by its id; ids are unique over all kinds of things."""

from __future__ import annotations

import sqlite3

NO_PROJECT = 0
"""The home of what stands in no project, such as a term or an algorithm."""

_HOMES = (
    "select id from project where id=:id",
    "select project from image where id=:id or slice=:id",
    "select project from image where base_image=:id",
    "select project from run where id=:id",
    "select project from annotation where id=:id",
    "select r.project from run_file f join run r on r.id = f.run where f.id=:id",
    "select r.project from run_parameter v join run r on r.id = v.run where v.id=:id",
    "select r.project from person p join run r on r.id = p.run where p.id=:id",
    "select project from template where id=:id",
    "select t.project from template_annotation a join template t on t.id = a.template"
    " where a.id=:id",
    "select t.project from template_value v join template t on t.id = v.template where v.id=:id",
    "select project from algorithm_project where id=:id",
    f"select coalesce(project, {NO_PROJECT}) from task where id=:id",
    "select a.project from annotation_term t join annotation a on a.id = t.annotation"
    " where t.id=:id",
)
_HANGING = ("property", "attached_file", "description", "tagging")
_HOMELESS = ("person", "ontology", "term", "algorithm", "parameter", "parameter_limit", "tag")


def home_of(db: sqlite3.Connection, id: int) -> int | None:
    """Return the project in which `id` stands, NO_PROJECT, or None where there is no such thing."""
    hung_on = _hung_on(db, id)
    if hung_on is not None:
        found = home_of(db, hung_on) if hung_on < id else None
        return NO_PROJECT if found is None else found
    for sql in _HOMES:
        row = db.execute(sql, {"id": id}).fetchone()
        if row is not None:
            return int(row[0])
    for table in _HOMELESS:
        if db.execute(f"select 1 from {table} where id=?", (id,)).fetchone() is not None:
            return NO_PROJECT
    row = db.execute("select project from image where base_slice=?", (id,)).fetchone()
    return None if row is None else int(row[0])


def is_there(db: sqlite3.Connection, id: int) -> bool:
    """Return whether anything has this id, on which something else can be hung."""
    return home_of(db, id) is not None


def _hung_on(db: sqlite3.Connection, id: int) -> int | None:
    """Return what a note hangs on; a sound one came after it, and has the larger id."""
    for table in _HANGING:
        row = db.execute(f"select domain_id from {table} where id=?", (id,)).fetchone()
        if row is not None:
            return int(row[0])
    return None


def projects_of_ontology(db: sqlite3.Connection, ontology: int) -> set[int]:
    rows = db.execute("select id from project where ontology=?", (ontology,)).fetchall()
    return {row[0] for row in rows}
