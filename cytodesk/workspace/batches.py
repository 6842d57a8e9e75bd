"""Batches: many runs that are made, queued and counted together.

All rows of a batch are made in one change: after a crash all of them are there, or none.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cytodesk.wire.batches import Batch, BatchRow, counts_of
from cytodesk.wire.runs import RunState, state_of, status_of
from cytodesk.workspace import runs
from cytodesk.workspace.events import record
from cytodesk.workspace.rows import LISTED, listed, made, one
from cytodesk.workspace.writer import Change

_BATCHES = """
select batch.*, algorithm.name || case when algorithm.version = '' then ''
    else ' (' || algorithm.version || ')' end as algorithm_name
from batch join algorithm on algorithm.id = batch.algorithm
"""
_ROWS = f"""
select batch, batch_row as place, coalesce(batch_label, '') as label, id, number, status, comment
from run where batch in {LISTED} order by batch_row, id
"""
_COUNTS = f"""
select batch, status, count(*) as count from run
where id in (select max(id) from run where batch in {LISTED} group by batch, batch_row)
group by batch, status
"""


@dataclass(frozen=True, slots=True)
class NewRow:
    label: str
    values: Mapping[int, str | None] = field(default_factory=dict)
    """Texts by parameter id."""


def add_batch(
    change: Change,
    project: int,
    algorithm: int,
    human: int,
    rows: Sequence[NewRow],
    *,
    name: str,
    how: str,
) -> Batch:
    """Make a batch and its runs, all of them queued."""
    for thing, id in (("project", project), ("algorithm", algorithm)):
        row = change.db.execute(f"select 1 from {thing} where id=?", (id,)).fetchone()
        one(row, _NAMES[thing], id)
    id_ = change.insert(
        "batch", project=project, algorithm=algorithm, name=name, how=how, user=human
    )
    for place, row in enumerate(rows, start=1):
        _add_run(change, id_, project, algorithm, human, place, row)
    record(change, "batch created", id_, project=project, count=len(rows))
    return batch(change.db, id_)


def try_again(change: Change, id: int, human: int) -> Batch:
    """Queue a new run with the same values for each row whose latest run has failed."""
    before = batch(change.db, id)
    for row in before.rows:
        if row.has_failed:
            run = runs.run(change.db, row.id, masked=False)
            values = {v.parameter: v.value for v in run.parameters if v.parameter is not None}
            again = NewRow(row.label, values)
            project, algorithm = before.project or 0, before.algorithm or 0
            _add_run(change, id, project, algorithm, human, row.place, again)
    record(change, "batch tried again", id, project=before.project, count=before.failed)
    return batch(change.db, id)


def batch(db: sqlite3.Connection, id: int) -> Batch:
    """Return the batch with its rows. Raises NotFound."""
    row = one(db.execute(f"{_BATCHES} where batch.id=?", (id,)).fetchone(), "Batch", id)
    return _batch(row, _rows(db, [id]).get(id, ()))


def batches(
    db: sqlite3.Connection, project: int | None = None, most: int | None = None
) -> list[Batch]:
    """Return the `most` latest batches of a project, or all, newest first, without their rows."""
    found = db.execute(
        f"{_BATCHES} where ?1 is null or batch.project=?1 order by batch.id desc limit ?2",
        (project, -1 if most is None else most),
    ).fetchall()
    states: dict[int, Counter[RunState]] = defaultdict(Counter)
    for row in db.execute(_COUNTS, (listed(row["id"] for row in found),)).fetchall():
        states[row["batch"]][state_of(row["status"])] += row["count"]
    return [made(Batch, row, **counts_of(states[row["id"]])) for row in found]


def cancel(change: Change, id: int) -> list[int]:
    """Ask for the end of what goes on, the last in line first; return whom was asked."""
    asked = [row.id for row in batch(change.db, id).rows if not row.state.has_ended]
    for run in reversed(asked):
        runs.ask_to_cancel(change, run)
    return asked


_NAMES = {"project": "Project", "algorithm": "Software"}


def _add_run(
    change: Change, batch: int, project: int, algorithm: int, human: int, place: int, row: NewRow
) -> None:
    """Make a run that waits already: reading it again to queue it would double the time."""
    id_ = runs.add_run(change, project, algorithm, human, row.values).id
    queued = {"executed": 1, "heard": change.now, "status": status_of(RunState.QUEUED)}
    change.update("run", id_, batch=batch, batch_row=place, batch_label=row.label, **queued)
    moved = {"before": RunState.CREATED.value, "after": RunState.QUEUED.value}
    record(change, "run moved", id_, run=id_, **moved)


def _rows(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, list[BatchRow]]:
    """Return the latest run of each row, by batch."""
    latest: dict[int, dict[int, BatchRow]] = {}
    for row in db.execute(_ROWS, (listed(ids),)).fetchall():
        of_batch = latest.setdefault(row["batch"], {})
        before = of_batch.get(row["place"])
        attempts = 1 if before is None else before.attempts + 1
        of_batch[row["place"]] = made(BatchRow, row, attempts=attempts)
    return {id: list(rows.values()) for id, rows in latest.items()}


def _batch(row: sqlite3.Row, rows: Sequence[BatchRow]) -> Batch:
    return made(Batch, row, rows=tuple(rows), **counts_of(Counter(each.state for each in rows)))
