"""The runs of now in one project: for the strip below and the number beside Analyses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from cytodesk.client.launching import cancel
from cytodesk.client.run_lists import ListedRun, run_page
from cytodesk.errors import CytoDeskError
from cytodesk.ui.here import Here
from cytodesk.ui.remote import Remote
from cytodesk.ui.tasks import Tasks
from cytodesk.ui.window.batches import BatchKeeper
from cytodesk.ui.window.queueing import QueueWatch
from cytodesk.wire.runs import RunState

_SETTLES = 0.15
"""Seconds in which news are gathered before one looks."""
_RUN_KINDS = ("poll", "run")
_LATEST = 200
"""Runs that are looked at: enough to hold all that have not ended."""


class Activity(QObject):
    """`changed` carries all runs that have not ended, and `ended` each one that just did."""

    changed = Signal(list)
    ended = Signal(ListedRun)

    def __init__(self, here: Here, station: Callable[[], Awaitable[Remote]]) -> None:
        super().__init__()
        self._here = here
        self._known: dict[int, ListedRun] = {}
        self._tasks = Tasks(self, self._miss)
        here.remote.news.happened.connect(self._hear)
        self.batches = BatchKeeper(here, station)
        self.batches.begin()
        self.queue = QueueWatch(here)

    @property
    def running(self) -> list[ListedRun]:
        return [run for run in self._known.values() if not run.state.has_ended]

    def before(self, run_id: int) -> ListedRun | None:
        """Return the newest run that came before, of the same algorithm, and left results."""
        name = self._known[run_id].algorithm if run_id in self._known else None
        earlier = [
            run
            for run in self._known.values()
            if run.id < run_id and run.algorithm == name and run.state is RunState.SUCCEEDED
        ]
        return max(earlier, key=lambda run: run.id, default=None)

    def look(self) -> None:
        self.queue.look()
        self._tasks.start(self._look(), replacing="look")

    def cancel(self, run_id: int) -> None:
        self._tasks.start(self._cancel(run_id))

    def close(self) -> None:
        """Hear and look no more."""
        self._here.remote.news.happened.disconnect(self._hear)
        self._tasks.cancel_all()
        self.batches.close()
        self.queue.close()

    def _hear(self, event: dict[str, object]) -> None:
        kind = str(event.get("kind", ""))
        if kind.startswith(_RUN_KINDS) and not self._tasks.is_running("look"):
            self._tasks.start(self._look_soon(), replacing="look")

    async def _look_soon(self) -> None:
        await asyncio.sleep(_SETTLES)
        await self._look()

    async def _look(self) -> None:
        page = await self._here.remote.ask(run_page, self._here.project, size=_LATEST)
        found = page.runs
        before, self._known = self._known, {run.id: run for run in found}
        for run in found:
            earlier = before.get(run.id)
            if earlier is not None and not earlier.state.has_ended and run.state.has_ended:
                self.ended.emit(run)
        self.changed.emit(self.running)

    async def _cancel(self, run_id: int) -> None:
        try:
            await self._here.remote.ask(cancel, run_id)
        except CytoDeskError as trouble:
            self._here.notices.show(trouble)
        await self._look()

    def _miss(self, trouble: CytoDeskError) -> None:
        """A place that is gone for a moment is looked at again with its next news."""
