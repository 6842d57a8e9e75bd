"""What apps asked for that this server does not have: kept, so that `doctor` can say it."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from cytodesk.workspace.store import Workspace
from cytodesk.workspace.writer import Change

_KEPT = 500
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class UnknownRequest:
    method: str
    path: str
    """With `{id}` for numbers, so that a thousand images are one request."""
    at: int
    count: int
    run: int | None
    """The run whose program asked last, if one did."""
    algorithm: str | None


def note(workspace: Workspace, method: str, path: str, run: int | None) -> None:
    """Note a request that nobody answers; the oldest are forgotten beyond some hundred."""
    shape = re.sub(r"(?<=/)\d+(?=[/.]|$)", "{id}", path)[:_LONGEST]

    def keep(change: Change) -> None:
        change.db.execute(
            "insert into unknown_request values (?, ?, ?, 1, ?) on conflict do update set"
            " at=excluded.at, count=count+1, run=coalesce(excluded.run, run)",
            (method[:20], shape, change.now, run),
        )
        change.db.execute(
            "delete from unknown_request where at <"
            " (select at from unknown_request order by at desc limit 1 offset ?)",
            (_KEPT,),
        )

    workspace.write(keep)


def unknown_requests(db: sqlite3.Connection) -> list[UnknownRequest]:
    rows = db.execute(
        "select u.*, (select a.name from algorithm a join run r on r.algorithm = a.id"
        " where r.id = u.run) as algorithm from unknown_request u order by u.path, u.method"
    ).fetchall()
    return [UnknownRequest(**dict(row)) for row in rows]
