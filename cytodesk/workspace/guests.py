"""Guests: runs of this computer that are written down at another server, their home.

A guest is a run like any other, with its log, its environment and its process; the row here says
where it belongs, since when its home is silent, and whether its home has been told everything.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from cytodesk.wire.guests import Home
from cytodesk.wire.runs import Run, status_of
from cytodesk.workspace import algorithms, projects, runs
from cytodesk.workspace.events import record
from cytodesk.workspace.warnings import warn
from cytodesk.workspace.writer import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    run: int
    home: Home
    silent_since: int | None
    """Since when its home does not answer (epoch ms)."""
    is_told: bool
    """Whether its home knows its end and has its log."""


def guest(db: sqlite3.Connection, run: int) -> Guest | None:
    row = db.execute("select * from guest where run=?", (run,)).fetchone()
    return None if row is None else _guest(row)


def guests(
    db: sqlite3.Connection, *, server: str | None = None, theirs: int | None = None
) -> list[Guest]:
    """Return the guests, those of a server only, or the one that has an id there."""
    rows = db.execute(
        "select * from guest where (?1 is null or server=?1) and (?2 is null or theirs=?2)"
        " order by run",
        (server, theirs),
    ).fetchall()
    return [_guest(row) for row in rows]


def untold_guests(db: sqlite3.Connection) -> list[Guest]:
    """Return those whose home has still to hear something."""
    rows = db.execute("select * from guest where not is_told order by run").fetchall()
    return [_guest(row) for row in rows]


def add_guest(
    change: Change, home: Home, algorithm: int, human: int, values: Mapping[str, str | None]
) -> Run:
    """Take in the run at `home` and queue it; `values` by the names of parameters.

    One that is here already is returned as it stands.
    """
    for known in guests(change.db, server=home.server, theirs=home.run):
        return runs.run(change.db, known.run)
    by_name = {
        parameter.name: parameter.id
        for parameter in algorithms.parameters(change.db, algorithm, with_set_by_server=False)
    }
    kept = {by_name[name]: text for name, text in values.items() if name in by_name}
    made = runs.add_run(change, _project(change, home), algorithm, human, kept)
    change.db.execute(
        "insert into guest (run, server, url, signature, project, project_name, algorithm, theirs,"
        " user) values (?,?,?,?,?,?,?,?,?)",
        (
            *(made.id, home.server, home.url, home.signature, home.project, home.project_name),
            *(home.algorithm, home.run, home.user),
        ),
    )
    record(change, "guest arrived", made.id, run=made.id, url=home.url, theirs=home.run)
    return runs.queue(change, made.id)


def fell_silent(change: Change, run: int) -> None:
    """Note that the home of a guest does not answer."""
    change.db.execute("update guest set silent_since=? where run=?", (change.now, run))
    record(change, "home silent", run, run=run, url=_url(change, run))


def answers_again(change: Change, run: int, words: str) -> None:
    """Note that the home answers again; `words`, which say for how long it did not, stay."""
    change.db.execute("update guest set silent_since=null where run=?", (run,))
    warn(change, run, words)
    record(change, "home answers", run, run=run, url=_url(change, run))


def take_word(change: Change, run: int, theirs: Run) -> None:
    """Let a settled guest stand as its home has it: there its program itself has spoken."""
    before = runs.run(change.db, run)
    if (before.state, before.comment) != (theirs.state, theirs.comment):
        change.update("run", run, status=status_of(theirs.state), comment=theirs.comment)
        moved = {"before": before.state.value, "after": theirs.state.value}
        record(change, "run moved", run, run=run, **moved)


def told(change: Change, run: int) -> None:
    """Note that the home of a guest knows everything."""
    change.db.execute("update guest set is_told=1 where run=?", (run,))
    record(change, "home told", run, run=run)


def _project(change: Change, home: Home) -> int:
    """Return the project that stands here for the one at `home`; no list shows it."""
    row = change.db.execute(
        "select project from guest_project where server=? and theirs=?", (home.server, home.project)
    ).fetchone()
    if row is not None:
        return int(row[0])
    made = projects.add_project(change, home.project_name, None).id
    change.db.execute("insert into guest_project values (?,?,?)", (made, home.server, home.project))
    return made


def _url(change: Change, run: int) -> str:
    row = change.db.execute("select url from guest where run=?", (run,)).fetchone()
    return str(row[0])


def _guest(row: sqlite3.Row) -> Guest:
    home = Home(
        server=row["server"],
        url=row["url"],
        signature=row["signature"],
        project=row["project"],
        project_name=row["project_name"],
        algorithm=row["algorithm"],
        run=row["theirs"],
        user=row["user"],
    )
    return Guest(
        run=row["run"],
        home=home,
        silent_since=row["silent_since"],
        is_told=bool(row["is_told"]),
    )
