"""How long the key of a run is good."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from cytodesk.wire.runs import state_of
from cytodesk.workspace.writer import Change


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """What decides how long the key of a run is good."""

    has_process: bool
    """Whether it waits for a process, or has one that goes on."""
    has_ended: bool
    """Whether the run had a process that has ended."""
    heard: int


def key_record(db: sqlite3.Connection, id: int) -> KeyRecord | None:
    row = db.execute(
        "select executed, duration, heard, status from run where id=?", (id,)
    ).fetchone()
    if row is None:
        return None
    has_ended = bool(row["executed"]) and row["duration"] is not None
    may_run = bool(row["executed"]) and not state_of(row["status"]).has_ended
    return KeyRecord(may_run, has_ended, row["heard"])


def heard_of(change: Change, id: int) -> None:
    """Note that the run's key was used just now."""
    change.db.execute("update run set heard=? where id=?", (change.now, id))
