"""Which algorithms a project uses, and limits on parameters that were written down beside them."""

from __future__ import annotations

import sqlite3

from cytodesk.wire.algorithms import Link, ParameterLimit
from cytodesk.wire.sort_keys import sort_key
from cytodesk.workspace.rows import LISTED, listed, made, one
from cytodesk.workspace.writer import Change

_LINKS = """
select l.*, a.name, nullif(a.version, '') as version, a.deprecated,
  case when a.version = '' then a.name else a.name || ' (' || a.version || ')' end as full_name,
  (a.execute_command is not null and a.pulling_command is not null) as executable
from algorithm_project l join algorithm a on a.id = l.algorithm
"""


def links(db: sqlite3.Connection, project: int | None = None) -> list[Link]:
    rows = db.execute(
        f"{_LINKS} where ?1 is null or l.project=?1 order by l.id", (project,)
    ).fetchall()
    return [_link(row) for row in rows]


def link(db: sqlite3.Connection, id: int) -> Link:
    row = db.execute(f"{_LINKS} where l.id=?", (id,)).fetchone()
    return _link(one(row, "SoftwareProject", id))


def add_link(change: Change, algorithm: int, project: int) -> Link:
    """Link an algorithm to a project: from now on it is offered in the linked projects only."""
    id_ = change.insert("algorithm_project", algorithm=algorithm, project=project)
    return link(change.db, id_)


def follow_versions(change: Change, algorithm: int) -> None:
    """Link a new version to the projects of the others of its name; older ones are deprecated."""
    (row,) = change.db.execute(
        "select name, version from algorithm where id=?", (algorithm,)
    ).fetchall()
    others = change.db.execute(
        "select id, version from algorithm where name=? and version<>'' and id<>?",
        (row["name"], algorithm),
    ).fetchall()
    for other in others:
        if sort_key(other["version"]) < sort_key(row["version"]):
            change.update("algorithm", other["id"], deprecated=1)
    projects = change.db.execute(
        f"select distinct project from algorithm_project where algorithm in {LISTED}",
        (listed(other["id"] for other in others),),
    ).fetchall()
    for project in projects:
        add_link(change, algorithm, project[0])


def limits(db: sqlite3.Connection, parameter: int | None = None) -> list[ParameterLimit]:
    rows = db.execute(
        "select * from parameter_limit where ?1 is null or parameter=?1 order by id", (parameter,)
    ).fetchall()
    return [made(ParameterLimit, row) for row in rows]


def limit(db: sqlite3.Connection, id: int) -> ParameterLimit:
    row = db.execute("select * from parameter_limit where id=?", (id,)).fetchone()
    return made(ParameterLimit, one(row, "SoftwareParameterConstraint", id))


def add_limit(change: Change, parameter: int, kind: int, value: str) -> ParameterLimit:
    id_ = change.insert("parameter_limit", parameter=parameter, kind=kind, value=value)
    return limit(change.db, id_)


def change_limit(change: Change, id: int, value: str) -> ParameterLimit:
    limit(change.db, id)
    change.update("parameter_limit", id, value=value)
    return limit(change.db, id)


def _link(row: sqlite3.Row) -> Link:
    truths = {name: bool(row[name]) for name in ("deprecated", "executable")}
    return made(Link, row, **truths)
