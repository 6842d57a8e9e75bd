"""Whose turn it is: which runs wait, in which order, and whether the queue rests."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from cytodesk.workspace.events import record
from cytodesk.workspace.rows import LISTED, listed, one
from cytodesk.workspace.writer import Change

_PAUSED = "queue paused"
MOST = 1000
"""A priority is between this below 0 and this above it."""


def is_paused(db: sqlite3.Connection) -> bool:
    row = db.execute("select value from setting where name=?", (_PAUSED,)).fetchone()
    return row is not None and row["value"] == "yes"


def pause(change: Change, yes: bool) -> None:
    """Let no further run start, or let them start again; those that run go on."""
    change.db.execute(
        "insert into setting values (?, ?) on conflict do update set value=excluded.value",
        (_PAUSED, "yes" if yes else "no"),
    )
    record(change, "queue paused" if yes else "queue resumed", None)


def give_priority(change: Change, runs: Iterable[int], priority: int) -> None:
    """Let runs go before those with less priority. Raises NotFound."""
    ids = list(runs)
    for id_ in ids:
        one(change.db.execute("select 1 from run where id=?", (id_,)).fetchone(), "Job", id_)
    bounded = max(-MOST, min(MOST, priority))
    sql = f"update run set priority=?, updated=? where id in {LISTED}"
    change.db.execute(sql, (bounded, change.now, listed(ids)))
    for id_ in ids:
        record(change, "run preferred", id_, run=id_, priority=bounded)


def waiting(db: sqlite3.Connection) -> list[tuple[int, int]]:
    """Return the runs that wait, who goes first first, each with its priority."""
    rows = db.execute(
        "select id, priority from run where executed=1 and duration is null and status in (1, 6)"
        " order by priority desc, id"
    )
    return [(row["id"], row["priority"]) for row in rows.fetchall()]
