"""Batches: many runs that are made, queued and counted together.

All rows of a batch are made in one change: after a crash all of them are there, or none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cytodesk.wire.batches import Batch, BatchRow, counts_of
from cytodesk.workspace import runs
from cytodesk.workspace.events import record
from cytodesk.workspace.rows import LISTED, listed, made, one
from cytodesk.workspace.store import Change

_BATCHES = """
select batch.*, algorithm.name || case when algorithm.version = '' then ''
    else ' (' || algorithm.version || ')' end as algorithm_name
from batch join algorithm on algorithm.id = batch.algorithm
"""
_ROWS = f"""
select batch, batch_row as place, coalesce(batch_label, '') as label, id, number, status, comment
from run where batch in {LISTED} order by batch_row, id
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


def batches(db: sqlite3.Connection, project: int | None = None) -> list[Batch]:
    """Return the batches of a project, or all, the newest first and without their rows."""
    found = db.execute(
        f"{_BATCHES} where ?1 is null or batch.project=?1 order by batch.id desc", (project,)
    ).fetchall()
    rows = _rows(db, [row["id"] for row in found])
    return [replace(_batch(row, rows.get(row["id"], ())), rows=()) for row in found]


def runs_going_on(db: sqlite3.Connection, id: int) -> list[int]:
    """Return the runs of a batch that have not ended."""
    return [row.id for row in batch(db, id).rows if not row.state.has_ended]


_NAMES = {"project": "Project", "algorithm": "Software"}


def _add_run(
    change: Change, batch: int, project: int, algorithm: int, human: int, place: int, row: NewRow
) -> None:
    run = runs.add_run(change, project, algorithm, human, row.values)
    change.update("run", run.id, batch=batch, batch_row=place, batch_label=row.label)
    runs.queue(change, run.id)


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
    return made(Batch, row, rows=tuple(rows), **counts_of([each.state for each in rows]))
