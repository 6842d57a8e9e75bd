"""The runs of a project, loaded page by page and kept up to date by what happens there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from cytodesk.client.run_lists import PAGE, ListedRun, people_of, run_page, run_rows
from cytodesk.errors import CytoDeskError, PlaceError
from cytodesk.ui.here import Here
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.runs import RunState

_GATHER = 0.15
"""Seconds in which events are gathered before anything is asked."""
_OLD = 60.0
_FEW = 25
"""More runs than this are asked for as a page, not one by one."""


class RunBook(QObject):
    """`changed` tells that some run is another; `failed` that the first page did not come."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, here: Here, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._here = here
        self._runs: dict[int, ListedRun] = {}
        self._strangers: set[int] = set()
        """Runs of other projects, of which the station tells too."""
        self._stale: set[int] = set()
        self._people: dict[str, str] | None = None
        """Full names by user names."""
        self.total = 0
        self.is_loaded = False
        self._tasks = Tasks(self, self._report)
        here.remote.news.happened.connect(self._hear)
        here.remote.news.reached.connect(self._reached)
        self._was_away = False
        self._loaded_at = 0.0

    @property
    def runs(self) -> list[ListedRun]:
        """Return what is known, the newest first."""
        return sorted(self._runs.values(), key=lambda run: -run.id)

    @property
    def goes_on(self) -> bool:
        return any(run.state is RunState.RUNNING for run in self._runs.values())

    def get(self, id_: int) -> ListedRun | None:
        return self._runs.get(id_)

    def load(self) -> None:
        """Load all of them, the newest first; what is known stays until then."""
        self._tasks.start(self._load(), replacing="load")

    def load_if_old(self) -> None:
        """Load again where that was some time ago: nobody tells of runs that are deleted."""
        if self.is_loaded and time.monotonic() - self._loaded_at > _OLD:
            self.load()

    def look_again(self, ids: Iterable[int]) -> None:
        """Ask for these runs soon."""
        self._stale.update(ids)
        if self._stale and not self._tasks.is_running("look"):
            self._tasks.start(self._look(), replacing="look")

    def mark(self, id_: int, *, is_favourite: bool) -> None:
        """Show a star at once, before the place has heard of it."""
        if id_ in self._runs:
            self._runs[id_] = replace(self._runs[id_], favourite=is_favourite)
            self.changed.emit()

    async def _load(self) -> None:
        seen: set[int] = set()
        offset, total = 0, 1
        while offset < total:
            page = await self._here.remote.ask(run_page, self._here.project, offset=offset)
            total, offset = page.total, offset + max(len(page.runs), 1)
            seen.update(run.id for run in page.runs)
            self._put(page.runs)
            self.is_loaded, self.total = True, total
            self.changed.emit()
            if not page.runs:
                break
            if self._people is None:
                self._people = await self._here.remote.ask(people_of, self._here.project)
                self._put(list(self._runs.values()))
        self._loaded_at = time.monotonic()
        gone = self._runs.keys() - seen
        if gone:
            self._runs = {id_: run for id_, run in self._runs.items() if id_ not in gone}
            self.changed.emit()

    async def _look(self) -> None:
        while self._stale:
            await asyncio.sleep(_GATHER)
            wanted, self._stale = self._stale, set()
            if len(wanted) > _FEW:
                page = await self._here.remote.ask(run_page, self._here.project)
                found, wanted = page.runs, set()
            else:
                found = await self._here.remote.ask(run_rows, sorted(wanted))
            for id_ in wanted - {run.id for run in found}:
                self._runs.pop(id_, None)
            self._put(found)
            self.changed.emit()

    async def _poll(self) -> None:
        page = await self._here.remote.ask(run_page, self._here.project, size=PAGE // 5)
        shown = {run.id for run in page.runs}
        self._put(page.runs)
        self.total = max(self.total, page.total)
        self.changed.emit()
        going_on = [run.id for run in self._runs.values() if not run.state.has_ended]
        self.look_again(id_ for id_ in going_on if id_ not in shown)

    def _put(self, runs: Iterable[ListedRun]) -> None:
        people = self._people or {}
        for run in runs:
            if run.project in (None, self._here.project.id):
                self._runs[run.id] = replace(run, who=people.get(run.who, run.who))
            else:
                self._strangers.add(run.id)
        self.total = max(self.total, len(self._runs))

    def _hear(self, event: dict[str, Any]) -> None:
        if event.get("kind") == "poll":
            if self.is_loaded and not self._tasks.is_running("poll"):
                self._tasks.start(self._poll(), replacing="poll")
        elif (id_ := event.get("run")) is not None and id_ not in self._strangers:
            self.look_again([int(id_)])

    def _reached(self, is_reached: bool) -> None:
        if is_reached and self._was_away:
            self.load()
        self._was_away = not is_reached

    def _report(self, trouble: CytoDeskError) -> None:
        if not self.is_loaded:
            self.failed.emit(trouble)
        elif not isinstance(trouble, PlaceError):  # one that is away is asked again
            self._here.notices.show(trouble)
