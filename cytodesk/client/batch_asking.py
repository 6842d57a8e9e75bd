"""One row of a batch, asked for at a server that knows no batches, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cytodesk.client.batch_journal import BatchJournal
from cytodesk.client.connection import Connection
from cytodesk.client.launching import run_in
from cytodesk.errors import BadInput, NotUnderstood, Refused
from cytodesk.wire.codec import read_id
from cytodesk.wire.runs import RunState, status_of

_PAGE = 500
"""Latest runs among which one is looked for that a lost answer may have told of."""


Start = Callable[[int, Mapping[int, str]], object]
"""Has a run of the server begin, whose values are given too; one that has begun is left alone."""


class RowAsking:
    """Brings one row of a journal to where the server owns it."""

    def __init__(
        self, connection: Connection, journal: BatchJournal, place: int, start: Start
    ) -> None:
        self._connection = connection
        self._journal = journal
        self._place = place
        self._start_there = start

    def go_on(self) -> None:
        fate = self._journal.fate(self._place)
        try:
            if not fate.is_made and fate.is_asked and (run := self._made_before()):
                self._journal.note(self._place, "is", run=run)
            if fate.is_made:
                self._start_unless_started(fate.run)
            else:
                self._start(self._make())
        except (Refused, BadInput, NotUnderstood) as error:
            self._journal.note(self._place, "fails", why=error.said())

    def _make(self) -> int:
        plan, row = self._journal.plan, self._journal.row(self._place)
        body = {"project": plan.project, "software": plan.algorithm, "params": list(row.params)}
        self._journal.note(self._place, "asks")
        run = run_in(self._connection.post("job.json", body)).id
        self._journal.note(self._place, "is", run=run)
        return run

    def _made_before(self) -> int | None:
        """Return the run that a request made whose answer was lost; None where it made none."""
        plan, known = self._journal.plan, self._journal.known_runs
        texts = self._journal.row(self._place).texts
        for row in latest_jobs(self._connection, plan.project, _PAGE, with_values=True):
            id = int(row["id"])
            is_ours = row.get("username") in (None, plan.user)
            is_new = id > plan.after and id not in known
            is_alike = read_id(row.get("software")) == plan.algorithm and _texts_of(row) == texts
            if is_new and is_ours and is_alike:
                return id
        return None

    def _start_unless_started(self, run: int) -> None:
        job = self._connection.get(f"job/{run}.json")
        if int(job.get("status") or 0) == status_of(RunState.CREATED):
            self._start(run)
        else:
            self._journal.note(self._place, "starts")

    def _start(self, run: int) -> None:
        self._start_there(run, self._journal.row(self._place).texts)
        self._journal.note(self._place, "starts")


def latest_jobs(
    connection: Connection, project: int, most: int, offset: int = 0, *, with_values: bool = False
) -> list[dict[str, Any]]:
    answer = connection.get(
        "job.json",
        project=project,
        max=most,
        offset=offset,
        sort="created",
        order="desc",
        withJobParameters=with_values,
    )
    return list(answer.get("collection") or ())[:most]


def _texts_of(job: dict[str, Any]) -> dict[int, str]:
    values = job.get("jobParameters") or ()
    return {
        read_id(each.get("softwareParameter")) or 0: str(each["value"])
        for each in values
        if each.get("value") is not None
    }
