"""What runs leave behind: files (job data), and the counts of everything else."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from cytodesk.errors import N_
from cytodesk.wire.runs import RunFile
from cytodesk.workspace.events import record
from cytodesk.workspace.rows import LISTED, listed, made, one
from cytodesk.workspace.writer import Change


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


def rename_file(change: Change, id: int, name: str, filename: str) -> RunFile:
    file(change.db, id)
    change.update("run_file", id, name=name, filename=filename)
    return file(change.db, id)[0]


def fill_file(change: Change, id: int, stored: str, size: int) -> tuple[RunFile, str | None]:
    """Give the file its contents; return it and the stored name that it had before."""
    _, before = file(change.db, id)
    change.update("run_file", id, stored=stored, size=size)
    return file(change.db, id)[0], before


def delete_data(change: Change, id: int) -> dict[str, int]:
    """Delete what the run left and keep its record (contract 8.2, 17); return the counts."""
    counts, user = data_counts(change.db, id), _user_of(change.db, id)
    change.db.execute("delete from annotation where user=?", (user,))
    change.db.execute("delete from annotation_term where user=?", (user,))
    change.db.execute("delete from run_file where run=?", (id,))
    change.update("run", id, data_deleted=1)
    record(change, "run data deleted", id, run=id, **counts)
    return counts


def data_counts(db: sqlite3.Connection, id: int) -> dict[str, int]:
    queries = {
        "annotations": "select count(*) from annotation where user=:user and kind='algoannotation'",
        "annotationsTerm": "select count(*) from annotation_term where user=:user",
        "jobDatas": "select count(*) from run_file where run=:run",
        "reviewed": "select count(*) from annotation where reviewed_of in"
        " (select id from annotation where user=:user)",
    }
    whose = {"user": _user_of(db, id), "run": id}
    return {name: db.execute(sql, whose).fetchone()[0] for name, sql in queries.items()}


def counts_of_all(db: sqlite3.Connection, runs: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return how many annotations and files each of many runs left, by run."""
    counts = {run: {"annotations": 0, "files": 0} for run in runs}
    queries = {
        "annotations": "select person.run, count(*) from annotation a join person"
        f" on person.id = a.user where person.run in {LISTED}"
        " and a.kind = 'algoannotation' group by person.run",
        "files": f"select run, count(*) from run_file where run in {LISTED} group by run",
    }
    for name, sql in queries.items():
        for run, count in db.execute(sql, (listed(runs),)).fetchall():
            counts[run][name] = count
    return counts


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


def _user_of(db: sqlite3.Connection, run: int) -> int:
    row = one(db.execute("select user from run where id=?", (run,)).fetchone(), "Job", run)
    return int(row["user"])
