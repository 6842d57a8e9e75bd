"""What happened in the workspace: appended, never changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change


@dataclass(frozen=True, slots=True)
class Event:
    id: int
    at: int
    kind: str
    subject: int | None
    run: int | None
    data: Mapping[str, object]


def record(
    change: Change, kind: str, subject: int | None, *, run: int | None = None, **data: object
) -> None:
    """Append an event in the same transaction as the change that it tells of."""
    change.db.execute(
        "insert into event (at, kind, subject, run, data) values (?, ?, ?, ?, ?)",
        (change.now, kind, subject, run, json.dumps(data)),
    )
    change.events += 1


def events_after(db: sqlite3.Connection, id: int, limit: int = 500) -> list[Event]:
    rows = db.execute("select * from event where id > ? order by id limit ?", (id, limit))
    return [Event(**{**dict(row), "data": json.loads(row["data"])}) for row in rows.fetchall()]


def wait_for_events(workspace: Workspace, id: int, seconds: float) -> list[Event]:
    """Return the events after `id`, waiting up to `seconds` for the first one."""
    with workspace.happened:
        events = events_after(workspace.reading(), id)
        if not events and seconds > 0:
            workspace.happened.wait(seconds)
            events = events_after(workspace.reading(), id)
    return events


def last_event(db: sqlite3.Connection) -> int:
    return int(db.execute("select coalesce(max(id), 0) from event").fetchone()[0])
