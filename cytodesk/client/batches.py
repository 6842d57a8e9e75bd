"""Many runs at once: one request to a station, a journal here for any other server.

A station takes all rows in one request and its queue owns them. For another server the rows are
written down first (batch_journal.py) and asked for one after the other by `go_on`, which anybody
may call again after a crash: no run is made twice. The server carries them out, or a station does
(guests.py).
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cytodesk.algorithms.values import Values
from cytodesk.client.batch_asking import RowAsking, Start, latest_jobs
from cytodesk.client.batch_journal import SUFFIX, BatchJournal, NewRow, Plan, journals_in
from cytodesk.client.connection import Connection
from cytodesk.client.guests import Host, Hosting
from cytodesk.client.launching import cancel, params_of
from cytodesk.errors import N_, BadInput, Cancelled, NotFound
from cytodesk.processes import FileLock
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.batches import Batch, BatchRow, counts_of
from cytodesk.wire.codec import from_json, read_id
from cytodesk.wire.runs import RunState, status_of

SHOWN = 20
_PAGE = 500
_STATION = "/station/v1/batches"


class Batches:
    """The batches of one place; `folder` keeps the journals of servers that know none.

    `station` is asked for where this computer carries out what is written down at the place.
    """

    def __init__(
        self,
        connection: Connection,
        folder: Path,
        station: Callable[[], Connection] | None = None,
    ) -> None:
        self._connection = connection
        self._station = station
        self._folder = folder / (connection.server_id or "unknown")

    def start(
        self,
        installed: InstalledAlgorithm,
        project: int,
        rows: Sequence[tuple[str, Values]],
        *,
        name: str,
        how: str,
        host: Host | None = None,
    ) -> Batch:
        """Ask for all rows (label and values); on a station they are queued when this returns.

        Elsewhere they are written down, and `go_on` has to be called; a `host` carries them out, of
        which `Hosting.begin` tells, as of the algorithm. Raises Refused, NotFound or BadInput, and
        then no run was made.
        """
        if not rows:
            raise BadInput(N_("There is no run in it."))
        wanted = [NewRow(label, tuple(params_of(installed, values))) for label, values in rows]
        if self._connection.is_station:
            body = {
                "name": name,
                "how": how,
                "project": project,
                "software": installed.id,
                "rows": [{"label": each.label, "params": list(each.params)} for each in wanted],
            }
            return from_json(Batch, self._connection.post(_STATION, body))
        plan = Plan(
            id=self._new_id(),
            server=self._connection.server_id,
            project=project,
            algorithm=installed.id,
            algorithm_name=installed.full_name or installed.name,
            name=name,
            how=how,
            user=self._connection.user.username,
            after=self._highest_run(project),
            rows=tuple(wanted),
            host=host,
        )
        return self._shown(BatchJournal.begin(self._folder, plan), {})

    def go_on(
        self,
        id: int,
        report: Callable[[Batch], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> Batch:
        """Ask a server for what is not yet asked for; a station needs nobody for that.

        One process at a time does. Raises NotReached where the server is gone: call it again, and
        NotFound where no station of ours carries it out.
        """
        if self._connection.is_station:
            return self.batch(id)
        with FileLock(self._folder / f"{id}.lock"):
            journal = self._journal(id)
            start = self._starter(journal.plan) if journal.unsettled() else None
            while start is not None and (waiting := journal.unsettled()):
                if cancelled is not None and cancelled.is_set():
                    raise Cancelled(N_("Batch {batch} goes on later."), batch=journal.plan.name)
                RowAsking(self._connection, journal, waiting[0], start).go_on()
                if report is not None:
                    report(self._shown(journal, {}))
                journal = journal.refreshed()
        return self.batch(id)

    def is_hosted(self, id: int) -> bool:
        """Say whether a station carries it out for the place. Raises NotFound."""
        return not self._connection.is_station and self._journal(id).plan.host is not None

    def unfinished(self, project: int) -> list[int]:
        """Return the batches of a project that `go_on` has to be called for, the oldest first."""
        if self._connection.is_station:
            return []
        journals = self._journals(project)
        return sorted(journal.plan.id for journal in journals if journal.unsettled())

    def of_project(self, project: int, most: int = SHOWN) -> list[Batch]:
        """Return the latest batches, the newest first; a station leaves their rows out."""
        if self._connection.is_station:
            answer = self._connection.get(_STATION, project=project, max=most)
            return [from_json(Batch, each) for each in answer["batches"]]
        journals = self._journals(project)[:most]
        wanted = {run for journal in journals for run in journal.known_runs}
        jobs = self._jobs(project, wanted)
        return [self._shown(journal, jobs) for journal in journals]

    def batch(self, id: int) -> Batch:
        """Return the batch with its rows. Raises NotFound."""
        if self._connection.is_station:
            return from_json(Batch, self._connection.get(f"{_STATION}/{id}"))
        journal = self._journal(id)
        return self._shown(journal, self._jobs(journal.plan.project, journal.known_runs))

    def retry(self, id: int) -> Batch:
        """Make another run for each row whose latest one failed or was lost, and for no other.

        Elsewhere than on a station `go_on` has to be called then.
        """
        if self._connection.is_station:
            return from_json(Batch, self._connection.post(f"{_STATION}/{id}/retry"))
        journal = self._journal(id)
        jobs = self._jobs(journal.plan.project, journal.known_runs)
        for row in self._shown(journal, jobs).rows:
            if row.has_failed:
                journal.note(row.place, "again")
        return self._shown(journal, jobs)

    def cancel(self, id: int) -> Batch:
        """Ask for the end of what goes on; what was not asked for yet stays undone."""
        if self._connection.is_station:
            return from_json(Batch, self._connection.post(f"{_STATION}/{id}/cancel"))
        journal = self._journal(id)
        for place in journal.unsettled():
            journal.note(place, "stays")
        for row in self.batch(id).rows:
            if row.id and not row.state.has_ended:
                cancel(self._connection, row.id)
        return self.batch(id)

    def _starter(self, plan: Plan) -> Start:
        if plan.host is None:
            return lambda run, texts: self._connection.post(f"job/{run}/execute.json")
        if self._station is None:
            raise NotFound(N_("Batch {batch} is carried out elsewhere."), batch=plan.name)
        return Hosting.go_on(
            self._connection, self._station(), plan.host, plan.project, plan.algorithm
        ).start

    def _journals(self, project: int) -> list[BatchJournal]:
        found = journals_in(self._folder)
        return [journal for journal in found if journal.plan.project == project]

    def _journal(self, id: int) -> BatchJournal:
        path = self._folder / f"{id}{SUFFIX}"
        if not path.exists():
            raise NotFound(N_("There is no batch {id} here."), id=id)
        return BatchJournal.read(path)

    def _new_id(self) -> int:
        id = time.time_ns() // 1_000_000
        while (self._folder / f"{id}{SUFFIX}").exists():
            id += 1
        return id

    def _highest_run(self, project: int) -> int:
        rows = latest_jobs(self._connection, project, 1)
        return max((read_id(row) or 0 for row in rows), default=0)

    def _jobs(self, project: int, wanted: set[int]) -> dict[int, dict[str, Any]]:
        """Return the jobs with the ids that are `wanted`; those that are gone are left out."""
        found: dict[int, dict[str, Any]] = {}
        offset = 0
        while wanted - found.keys():
            page = latest_jobs(self._connection, project, _PAGE, offset)
            found |= {int(row["id"]): row for row in page}
            offset += len(page)
            if len(page) < _PAGE or min(int(row["id"]) for row in page) < min(wanted):
                break
        return {id: row for id, row in found.items() if id in wanted}

    def _shown(self, journal: BatchJournal, jobs: dict[int, dict[str, Any]]) -> Batch:
        plan = journal.plan
        rows = tuple(_row(journal, place, jobs) for place in range(1, len(plan.rows) + 1))
        return Batch(
            id=plan.id,
            created=plan.id,
            name=plan.name,
            how=plan.how,
            project=plan.project,
            algorithm=plan.algorithm,
            algorithm_name=plan.algorithm_name,
            rows=rows,
            **counts_of(Counter(row.state for row in rows)),
        )


def _row(journal: BatchJournal, place: int, jobs: dict[int, dict[str, Any]]) -> BatchRow:
    fate, row = journal.fate(place), journal.row(place)
    job = jobs.get(fate.run, {})
    state, comment = RunState.CREATED, str(job.get("statusComment") or "")
    if fate.why:
        state, comment = RunState.FAILED, fate.why
    elif fate.is_left:
        state = RunState.CANCELLED
    status = int(job["status"]) if job.get("status") is not None else status_of(state)
    return BatchRow(
        id=fate.run,
        place=place,
        label=row.label,
        number=int(job.get("number") or 0),
        status=status_of(state) if fate.why else status,
        comment=comment or None,
        attempts=fate.attempts,
    )
