"""Runs, the values they were given and the files they left.

What may follow what is the table of `wire.runs.RunState`; who wins when several speak of a run
(program, process, user) is decided here, in one transaction each:

- what the program said (3, 4) beats its exit status;
- cancelling wins unless the program had said 3 before;
- a lost run may still be heard of.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cytodesk.algorithms.algorithm import server_parameter_named
from cytodesk.errors import N_
from cytodesk.wire.runs import Run, RunFile, RunParameter, RunState, state_of, status_of
from cytodesk.workspace import people
from cytodesk.workspace.events import record
from cytodesk.workspace.rows import made, one
from cytodesk.workspace.store import Change

MASK = "*" * 21
"""What a key's value reads as everywhere (contract 2.2)."""

COMMENT_LENGTH = 255

_RUNS = """
select run.*, algorithm.name || case when algorithm.version = '' then ''
    else ' (' || algorithm.version || ')' end as algorithm_name,
  human.username as username
from run
join algorithm on algorithm.id = run.algorithm
left join person human on human.id = run.human
"""

_PARAMETERS = """
select run_parameter.id, run_parameter.created, run_parameter.updated, run_parameter.run,
  run_parameter.parameter, run_parameter.value, parameter.name, parameter.human_name,
  parameter.type, parameter."index", parameter.uri, parameter.print_attribute,
  parameter.sort_attribute
from run_parameter join parameter on parameter.id = run_parameter.parameter
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
    row = db.execute(f"{_RUNS} where run.id=?", (id,)).fetchone()
    return _run(one(row, "Job", id), values_of(db, id, masked=masked))


def runs(
    db: sqlite3.Connection, *, projects: Sequence[int] = (), algorithms: Sequence[int] = ()
) -> list[Run]:
    """Return the runs, newest first, with their parameters."""
    conditions: list[str] = []
    wanted: list[int] = []
    for column, ids in (("project", projects), ("algorithm", algorithms)):
        if ids:
            conditions.append(f"run.{column} in ({','.join('?' * len(ids))})")
            wanted += ids
    where = f"where {' and '.join(conditions)}" if conditions else ""
    rows = db.execute(f"{_RUNS} {where} order by run.id desc", wanted).fetchall()
    by_run: dict[int, list[RunParameter]] = {}
    values = db.execute(
        f"{_PARAMETERS} where run_parameter.run in (select run.id from run {where})"
        ' order by parameter."index"',
        wanted,
    )
    for parameter in values.fetchall():
        by_run.setdefault(parameter["run"], []).append(_value(parameter, masked=True))
    return [_run(row, by_run.get(row["id"], ())) for row in rows]


def statuses_of(db: sqlite3.Connection, algorithm: int) -> dict[int, int]:
    """Return how many runs of `algorithm` have each status."""
    rows = db.execute(
        "select status, count(*) from run where algorithm=? group by status", (algorithm,)
    ).fetchall()
    return {row[0]: row[1] for row in rows}


def record_of(db: sqlite3.Connection, id: int) -> RunRecord:
    row = one(db.execute("select * from run where id=?", (id,)).fetchone(), "Job", id)
    return made(
        RunRecord,
        row,
        executed=bool(row["executed"]),
        cancel_asked=bool(row["cancel_asked"]),
        spoken=bool(row["spoken"]),
    )


def runs_in(db: sqlite3.Connection, *states: RunState, executed: bool = True) -> list[int]:
    """Return the ids of the runs in one of `states`, oldest first."""
    wanted = [s for s in range(9) if state_of(s) in states]
    rows = db.execute(
        f"select id from run where status in ({','.join('?' * len(wanted))}) and executed=?"
        " order by id",
        (*wanted, int(executed)),
    ).fetchall()
    return [row[0] for row in rows]


def values_of(db: sqlite3.Connection, run: int, *, masked: bool = True) -> list[RunParameter]:
    rows = db.execute(f'{_PARAMETERS} where run=? order by parameter."index"', (run,)).fetchall()
    return [_value(row, masked=masked) for row in rows]


def value(db: sqlite3.Connection, id: int) -> RunParameter:
    row = db.execute(f"{_PARAMETERS} where run_parameter.id=?", (id,)).fetchone()
    return _value(one(row, "JobParameter", id), masked=True)


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
        add_value(change, id_, parameter, text)
    record(change, "run created", id_, run=id_)
    return run(db, id_)


def add_value(change: Change, run: int, parameter: int, text: str | None) -> RunParameter:
    row = change.db.execute("select name from parameter where id=?", (parameter,)).fetchone()
    kept = MASK if text and _is_key(one(row, "SoftwareParameter", parameter)["name"]) else text
    id_ = change.insert("run_parameter", run=run, parameter=parameter, value=kept)
    return value(change.db, id_)


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


def move(
    change: Change,
    id: int,
    state: RunState,
    *,
    comment: str | None = None,
) -> Run:
    """Move the run to `state` if the table allows it; a settled run stays as it is."""
    before = run(change.db, id)
    if not before.state.leads_to(state):
        return before
    more = {} if comment is None else {"comment": comment[:COMMENT_LENGTH]}
    change.update("run", id, status=status_of(state), **more)
    record(change, "run moved", id, run=id, before=before.state.value, after=state.value, **more)
    return run(change.db, id)


def note_refused(change: Change, id: int, count: int, why: str) -> None:
    """Warn on the run that annotations of it were refused, and count them (contract 8.2, 19)."""
    record(change, "annotations refused", id, run=id, count=count, why=why)
    refused = change.db.execute(
        "select sum(json_extract(data, '$.count')) from event"
        " where run=? and kind='annotations refused'",
        (id,),
    ).fetchone()[0]
    kept = data_counts(change.db, id)["annotations"]
    told = N_("{refused} of {asked} annotations refused: {why}")
    change.update("run", id, warning=told.format(refused=refused, asked=refused + kept, why=why))


def process_ended(
    change: Change,
    id: int,
    *,
    exit: int,
    duration: float | None,
    words: str,
) -> Run:
    """Settle a run whose process has ended with `exit` (negative: by that signal).

    `words` tells the user why, in case the program did not.
    """
    before = run(change.db, id)
    record_ = record_of(change.db, id)
    change.update("run", id, exit=exit, duration=duration)
    if before.state is RunState.SUCCEEDED and exit != 0:
        change.update("run", id, warning=words)
        record(change, "run warned", id, run=id, warning=words)
    if before.state.is_settled:
        return run(change.db, id)
    if record_.cancel_asked:
        return move(change, id, RunState.CANCELLED, comment="Cancelled")
    if exit == 0:
        return move(change, id, RunState.SUCCEEDED, comment="ended without reporting")
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


def files_of(db: sqlite3.Connection, run: int | None = None) -> list[RunFile]:
    rows = db.execute(
        "select * from run_file where ?1 is null or run=?1 order by id", (run,)
    ).fetchall()
    return [made(RunFile, row) for row in rows]


def file(db: sqlite3.Connection, id: int) -> tuple[RunFile, str | None]:
    """Return the file and the name under which it is stored (None: never uploaded)."""
    row = one(db.execute("select * from run_file where id=?", (id,)).fetchone(), "JobData", id)
    return made(RunFile, row), row["stored"]


def add_file(change: Change, run: int, name: str, filename: str) -> RunFile:
    one(change.db.execute("select 1 from run where id=?", (run,)).fetchone(), "Job", run)
    return file(change.db, change.insert("run_file", run=run, name=name, filename=filename))[0]


def fill_file(change: Change, id: int, stored: str, size: int) -> tuple[RunFile, str | None]:
    """Give the file its contents; return it and the stored name that it had before."""
    _, before = file(change.db, id)
    change.update("run_file", id, stored=stored, size=size)
    return file(change.db, id)[0], before


def delete_data(change: Change, id: int) -> dict[str, int]:
    """Delete what the run left and keep its record (contract 8.2, 17); return the counts."""
    user = run(change.db, id).user
    counts = data_counts(change.db, id)
    change.db.execute("delete from annotation where user=?", (user,))
    change.db.execute("delete from annotation_term where user=?", (user,))
    change.db.execute("delete from run_file where run=?", (id,))
    change.update("run", id, data_deleted=1)
    record(change, "run data deleted", id, run=id, **counts)
    return counts


def data_counts(db: sqlite3.Connection, id: int) -> dict[str, int]:
    user = run(db, id).user
    queries = {
        "annotations": "select count(*) from annotation where user=:user and kind='algoannotation'",
        "annotationsTerm": "select count(*) from annotation_term where user=:user",
        "jobDatas": "select count(*) from run_file where run=:run",
        "reviewed": "select count(*) from annotation where reviewed_of in"
        " (select id from annotation where user=:user)",
    }
    whose = {"user": user, "run": id}
    return {name: db.execute(sql, whose).fetchone()[0] for name, sql in queries.items()}


def _is_key(name: str) -> bool:
    return server_parameter_named(name) in ("cytomine_public_key", "cytomine_private_key")


def _run(row: sqlite3.Row, values: Sequence[RunParameter]) -> Run:
    return made(
        Run,
        row,
        favourite=bool(row["favourite"]),
        data_deleted=bool(row["data_deleted"]),
        parameters=tuple(values),
    )


def _value(row: sqlite3.Row, *, masked: bool) -> RunParameter:
    value_ = made(RunParameter, row)
    if masked and value_.value is not None and _is_key(value_.name):
        return replace(value_, value=MASK)
    return value_
