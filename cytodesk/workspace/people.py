"""The human of this computer, and the user that each run has."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from cytodesk.wire.people import User
from cytodesk.workspace.rows import LISTED, listed, made, one
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

HUMAN = 1
"""The id of the human: the first object of a workspace."""

_SELECT = """
select person.*, person.run is not null as is_run, human.username as human_username
from person left join person human on human.id = person.human
"""


def ensure_human(workspace: Workspace, username: str) -> None:
    """Make the workspace's human if there is none yet."""
    if workspace.rows("select 1 from person where id=?", (HUMAN,)):
        return
    made_id = workspace.write(
        lambda change: change.insert("person", username=username, firstname="", lastname="")
    )
    if made_id != HUMAN:
        raise AssertionError(f"the human is {made_id}, not {HUMAN}")


def user(db: sqlite3.Connection, id: int) -> User:
    row = db.execute(f"{_SELECT} where person.id=?", (id,)).fetchone()
    return _user(one(row, "User", id))


def users(db: sqlite3.Connection, ids: Sequence[int]) -> list[User]:
    rows = db.execute(f"{_SELECT} where person.id in {LISTED}", (listed(ids),)).fetchall()
    return [_user(row) for row in rows]


def user_named(db: sqlite3.Connection, username: str) -> User:
    row = db.execute(f"{_SELECT} where person.username=?", (username,)).fetchone()
    return _user(one(row, "User", username))


def humans(db: sqlite3.Connection) -> list[User]:
    rows = db.execute(f"{_SELECT} where person.run is null order by person.id").fetchall()
    return [_user(row) for row in rows]


def user_ids(db: sqlite3.Connection) -> list[int]:
    return [row[0] for row in db.execute("select id from person order by id").fetchall()]


def names(db: sqlite3.Connection) -> list[tuple[int, str, int | None]]:
    """Return id, username and run (None: a human) of everybody."""
    rows = db.execute("select id, username, run from person order by id").fetchall()
    return [(row["id"], row["username"], row["run"]) for row in rows]


def run_users(db: sqlite3.Connection, ids: tuple[int, ...]) -> set[int]:
    """Return those of `ids` that belong to runs."""
    found = set()
    for id_ in ids:
        row = db.execute("select run from person where id=?", (id_,)).fetchone()
        if row is not None and row["run"] is not None:
            found.add(id_)
    return found


def launcher_of(db: sqlite3.Connection, id: int) -> int | None:
    """Return the human who started the run of this user; None for a human."""
    row = db.execute("select human from person where id=?", (id,)).fetchone()
    return None if row is None else row[0]


def add_run_user(change: Change, *, run: int, human: int) -> int:
    """Make the user to whom everything that the run leaves will belong."""
    login = change.db.execute("select username from person where id=?", (human,)).fetchone()[0]
    return change.insert("person", username=f"JOB[{login}] {run}", run=run, human=human)


def _user(row: sqlite3.Row) -> User:
    return made(User, row, is_run=bool(row["is_run"]))
