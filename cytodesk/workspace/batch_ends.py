"""When a batch has ended: once the last of its runs has, and again after another attempt."""

from __future__ import annotations

from cytodesk.wire.runs import state_of
from cytodesk.workspace.events import record
from cytodesk.workspace.writer import Change

_LIVING = [status for status in range(9) if not state_of(status).has_ended]


def note_end(change: Change, run: int) -> None:
    """Tell of the end of the batch that `run` belongs to, if `run` was its last one."""
    row = change.db.execute("select batch, project from run where id=?", (run,)).fetchone()
    if row is None or row["batch"] is None:
        return
    living = change.db.execute(
        f"select 1 from run where batch=? and status in ({','.join('?' * len(_LIVING))}) limit 1",
        (row["batch"], *_LIVING),
    ).fetchone()
    if living is None:
        record(change, "batch ended", row["batch"], project=row["project"])
