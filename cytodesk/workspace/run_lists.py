"""Lists of runs: filtered, sorted and cut to a page by the database, however many there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from cytodesk.wire.runs import Run, RunState, state_of
from cytodesk.workspace import run_values
from cytodesk.workspace.conditions import Column, Filter, Kind, condition
from cytodesk.workspace.rows import LISTED, listed
from cytodesk.workspace.runs import SELECT, run_of

COLUMNS: Mapping[str, Column] = {
    "id": Column("run.id", Kind.NUMBER),
    "created": Column("run.created", Kind.NUMBER),
    "updated": Column("run.updated", Kind.NUMBER),
    "progress": Column("run.progress", Kind.NUMBER),
    "status": Column("run.status", Kind.NUMBER),
    "number": Column("run.number", Kind.NUMBER),
    "statusComment": Column("run.comment", Kind.TEXT),
    "project": Column("run.project", Kind.NUMBER),
    "software": Column("run.algorithm", Kind.NUMBER),
    "softwareName": Column("algorithm_name", Kind.TEXT),
    "softwareVersion": Column("algorithm.version", Kind.TEXT),
    "fullName": Column("algorithm_name", Kind.TEXT),
    "rate": Column("run.rate", Kind.NUMBER),
    "dataDeleted": Column("run.data_deleted", Kind.TRUTH),
    "favorite": Column("run.favourite", Kind.TRUTH),
    "username": Column("human.username", Kind.TEXT),
    "userJob": Column("run.user", Kind.NUMBER),
    "name": Column("coalesce(run.name, algorithm_name || ' : ' || run.number)", Kind.TEXT),
    "duration": Column("run.duration", Kind.NUMBER),
}
"""What a list can be filtered and sorted by, in the words of the wire (contract 3.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsWanted:
    """Which runs are asked for; an empty tuple does not narrow. `most` 0 asks for all."""

    projects: tuple[int, ...] = ()
    algorithms: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    filters: tuple[Filter, ...] = ()
    tags: tuple[int, ...] = ()
    sort: str = "id"
    is_descending: bool = True
    most: int = 0
    offset: int = 0


def runs(
    db: sqlite3.Connection, wanted: RunsWanted = RunsWanted(), *, with_values: bool = True
) -> tuple[list[Run], int]:
    """Return the page of runs that is `wanted`, and how many there are in all.

    A frozen value is a safe default. Equal ones stand newest first.
    """
    where, values = _where(wanted)
    count = f"select count(*) from ({SELECT} {where})"
    size = db.execute(count, values).fetchone()[0]
    direction = "desc" if wanted.is_descending else "asc"
    key = COLUMNS.get(wanted.sort, COLUMNS["id"])
    rows = db.execute(
        f"{SELECT} {where} order by {key.sorting} is null, {key.sorting} {direction}, run.id desc"
        " limit ? offset ?",
        (*values, wanted.most or -1, wanted.offset),
    ).fetchall()
    given = run_values.values_of_all(db, [row["id"] for row in rows]) if with_values else {}
    return [run_of(row, given.get(row["id"], ())) for row in rows], size


def statuses_of(
    db: sqlite3.Connection, algorithm: int, project: int | None = None
) -> dict[int, int]:
    """Return how many runs of `algorithm` have each status, in one project or in all."""
    rows = db.execute(
        "select status, count(*) from run where algorithm=?1 and (?2 is null or project=?2)"
        " group by status",
        (algorithm, project),
    ).fetchall()
    return {row[0]: row[1] for row in rows}


def _where(wanted: RunsWanted) -> tuple[str, list[object]]:
    parts: list[str] = []
    values: list[object] = []
    for column, ids in (
        ("run.project", wanted.projects),
        ("run.algorithm", wanted.algorithms),
        ("run.id", wanted.ids),
    ):
        if ids:
            parts.append(f"{column} in {LISTED}")
            values.append(listed(ids))
    if wanted.tags:
        parts.append(
            f"run.id in (select domain_id from tagging where domain_class = ? and tag in {LISTED})"
        )
        values += [Run.wire_class, listed(wanted.tags)]
    for asked in wanted.filters:
        if asked.field in COLUMNS:
            sql, more = condition(COLUMNS[asked.field], asked)
            parts.append(sql)
            values += more
    return (f"where {' and '.join(parts)}" if parts else ""), values


def runs_in(db: sqlite3.Connection, *states: RunState, executed: bool = True) -> list[int]:
    """Return the ids of the runs in one of `states`, oldest first."""
    wanted = [s for s in range(9) if state_of(s) in states]
    rows = db.execute(
        f"select id from run where status in ({','.join('?' * len(wanted))}) and executed=?"
        " order by id",
        (*wanted, int(executed)),
    ).fetchall()
    return [row[0] for row in rows]
