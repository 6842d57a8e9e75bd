"""Runs: made, queued, heard of, ended.

What may follow what is the table of `wire.runs.RunState`; who wins when several speak of a run
(program, process, user) is decided here, in one transaction each:

- what the program said (3, 4) beats its exit status;
- cancelling wins unless the program had said 3 before;
- a lost run may still be heard of.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cytodesk.wire.runs import Run, RunParameter, RunState, state_of, status_of
from cytodesk.workspace import batch_ends, people, run_values
from cytodesk.workspace.events import record
from cytodesk.workspace.rows import LISTED, listed, made, one
from cytodesk.workspace.writer import Change

COMMENT_LENGTH = 255

SELECT = """
select run.*, algorithm.name || case when algorithm.version = '' then ''
    else ' (' || algorithm.version || ')' end as algorithm_name,
  human.username as username
from run
join algorithm on algorithm.id = run.algorithm
left join person human on human.id = run.human
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """What only the station knows of a run."""

    executed: bool
    cancel_asked: bool
    spoken: bool
    """Whether the program itself has said how it ended."""
    heard: int
    environment: str | None
    warning: str | None
    exit: int | None
    duration: float | None


def run(db: sqlite3.Connection, id: int, *, masked: bool = True) -> Run:
    row = db.execute(f"{SELECT} where run.id=?", (id,)).fetchone()
    return run_of(one(row, "Job", id), run_values.values_of(db, id, masked=masked))


def record_of(db: sqlite3.Connection, id: int) -> RunRecord:
    row = db.execute("select * from run where id=?", (id,)).fetchone()
    return _record(one(row, "Job", id))


def records_of_all(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, RunRecord]:
    rows = db.execute(f"select * from run where id in {LISTED}", (listed(ids),)).fetchall()
    return {row["id"]: _record(row) for row in rows}


def project_of(db: sqlite3.Connection, id: int) -> int:
    row = one(db.execute("select project from run where id=?", (id,)).fetchone(), "Job", id)
    return int(row["project"])


def add_run(
    change: Change, project: int, algorithm: int, human: int, values: Mapping[int, str | None]
) -> Run:
    """Make a run, with a user of its own, with `values` by parameter id."""
    db = change.db
    one(db.execute("select 1 from project where id=?", (project,)).fetchone(), "Project", project)
    one(
        db.execute("select 1 from algorithm where id=?", (algorithm,)).fetchone(),
        "Software",
        algorithm,
    )
    number = db.execute(
        "select coalesce(max(number), 0) + 1 from run where project=? and algorithm=?",
        (project, algorithm),
    ).fetchone()[0]
    id_ = change.insert(
        "run",
        project=project,
        algorithm=algorithm,
        number=number,
        human=human,
        heard=change.now,
    )
    user = people.add_run_user(change, run=id_, human=human)
    db.execute("update run set user=? where id=?", (user, id_))
    for parameter, text in values.items():
        run_values.add_value(change, id_, parameter, text)
    record(change, "run created", id_, run=id_)
    return run(db, id_)


def rename(change: Change, id: int, name: str) -> None:
    """Give the run a name of its own; its usual one, or none, takes that back."""
    before = run(change.db, id)
    own = None if name.strip() in ("", before.usual_name) else name.strip()
    if own != (before.name or None):
        change.update("run", id, name=own)
        record(change, "run renamed", id, run=id, name=own)


def queue(change: Change, id: int) -> Run:
    """Put a created run into the queue; one that somebody runs by hand stays with him."""
    before = run(change.db, id)
    if before.state is not RunState.CREATED:
        return before
    change.update("run", id, executed=1, heard=change.now)
    return move(change, id, RunState.QUEUED)


def told(
    change: Change,
    id: int,
    *,
    status: int | None = None,
    progress: int | None = None,
    comment: str | None = None,
    rate: float | None = None,
) -> Run:
    """Hear what a program (or a script by hand) says of its run; None leaves as it is.

    Who puts a status that cannot follow speaks with an old copy of the job: nothing of it counts.
    """
    before = run(change.db, id)
    record_ = record_of(change.db, id)
    change.update("run", id, heard=change.now)
    state = before.state if status is None else state_of(status)
    if record_.cancel_asked and state not in (before.state, RunState.CANCELLED):
        return before
    if state is not before.state and not before.state.leads_to(state):
        return before
    news: dict[str, object] = {}
    if progress is not None:
        news["progress"] = progress
    if rate is not None:
        news["rate"] = rate
    if comment is not None and not (record_.cancel_asked and before.state.has_ended):
        news["comment"] = comment[:COMMENT_LENGTH] or None
    if state in (RunState.SUCCEEDED, RunState.FAILED) and state is not before.state:
        news["spoken"] = 1
    change.update("run", id, **news)
    if state is not before.state:
        move(change, id, state)
    elif news.get("progress", before.progress) != before.progress or (
        news.get("comment", before.comment) != before.comment
    ):
        record(change, "run progressed", id, run=id, progress=progress, comment=comment)
    if status is not None and not before.state.is_settled:
        change.update("run", id, status=status)
    return run(change.db, id)


def move(change: Change, id: int, state: RunState, *, comment: str | None = None) -> Run:
    """Move the run to `state` if the table allows it; a settled run stays as it is."""
    before = run(change.db, id)
    if not before.state.leads_to(state):
        return before
    more = {} if comment is None else {"comment": _as_comment(comment)}
    change.update("run", id, status=status_of(state), **more)
    record(change, "run moved", id, run=id, before=before.state.value, after=state.value, **more)
    if state.has_ended:
        batch_ends.note_end(change, id)
    return run(change.db, id)


def _as_comment(words: str) -> str:
    """Return what fits: long words lose their middle, for their end says what to do."""
    if len(words) <= COMMENT_LENGTH:
        return words
    half = COMMENT_LENGTH // 2
    return f"{words[:half]}…{words[half + 1 - COMMENT_LENGTH :]}"


def process_ended(
    change: Change,
    id: int,
    *,
    exit: int,
    duration: float | None,
    words: str,
    left: str | None = None,
    is_spoilt: bool = False,
) -> Run:
    """Settle a run whose process has ended with `exit` (negative: by that signal).

    `words` tells the user why, in case the program did not; `left` what it left as files. What is
    spoilt has failed for all its good exit.
    """
    before = run(change.db, id)
    record_ = record_of(change.db, id)
    change.update("run", id, exit=exit, duration=duration)
    record(change, "process ended", id, run=id, exit=exit, duration=duration)
    if before.state is RunState.SUCCEEDED and exit != 0:
        warning = f"{record_.warning}; {words}" if record_.warning else words
        change.update("run", id, warning=warning)
        record(change, "run warned", id, run=id, warning=warning)
    if before.state.is_settled:
        return run(change.db, id)
    if record_.cancel_asked:
        return move(change, id, RunState.CANCELLED, comment="Cancelled")
    if exit == 0 and not is_spoilt:
        return move(change, id, RunState.SUCCEEDED, comment=left or "ended without reporting")
    return move(change, id, RunState.FAILED, comment=words)


def ask_to_cancel(change: Change, id: int) -> Run:
    """Note that the user wants an end; a run without a process is cancelled at once.

    A run that has said how it ended keeps its state; a process that stays nevertheless is ended.
    """
    before, record_ = run(change.db, id), record_of(change.db, id)
    has_process = record_.executed and record_.duration is None
    if record_.cancel_asked or (before.state.has_ended and not has_process):
        return before
    change.update("run", id, cancel_asked=1)
    record(change, "cancel asked", id, run=id)
    if before.state in (RunState.CREATED, RunState.QUEUED) or not has_process:
        return move(change, id, RunState.CANCELLED, comment="Cancelled")
    return run(change.db, id)


def run_of(row: sqlite3.Row, values: Sequence[RunParameter]) -> Run:
    """Return the run of a row of `SELECT`."""
    return made(
        Run,
        row,
        name=row["name"] or "",
        favourite=bool(row["favourite"]),
        data_deleted=bool(row["data_deleted"]),
        parameters=tuple(values),
    )


def _record(row: sqlite3.Row) -> RunRecord:
    return made(
        RunRecord,
        row,
        executed=bool(row["executed"]),
        cancel_asked=bool(row["cancel_asked"]),
        spoken=bool(row["spoken"]),
    )
