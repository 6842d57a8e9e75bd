"""Batches of one project: gone on with where a server has to be asked, told of when they end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import QObject

from cytodesk.client.batches import Batches
from cytodesk.client.connection import Connection
from cytodesk.errors import CytoDeskError, NotFound
from cytodesk.ui.here import Here
from cytodesk.ui.remote import Remote
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.batches import Batch

_NOTED = "batches that go on"
_AGAIN = 5.0
"""Seconds after which a server that was gone is asked again."""


class BatchKeeper(QObject):
    """One notice for each batch, also for one that ended while there was no window."""

    def __init__(self, here: Here, station: Callable[[], Awaitable[Remote]]) -> None:
        """`station` returns this computer's, which carries out some batches of servers."""
        super().__init__()
        self._here, self._station = here, station
        self._folder = here.kept / "batches"
        self._tasks = Tasks(self, self._miss)
        self._closed = threading.Event()
        here.remote.news.happened.connect(self._hear)

    def begin(self) -> None:
        """Go on with what a window before this one had begun."""
        self._tasks.start(self._begin(), replacing="begin")

    def note(self, id: int) -> None:
        """Look after a batch that was started, or that is tried again."""
        noted = self._noted()
        if id not in noted:
            self._here.memory.put(_NOTED, [*noted, id])
        if not self._here.remote.is_station:
            self._tasks.start(self._go_on(id), replacing=f"batch {id}")

    def close(self) -> None:
        """Hear no more; a batch that a server is asked for goes on with the next window."""
        self._closed.set()
        self._here.remote.news.happened.disconnect(self._hear)
        self._tasks.cancel_all()

    def _noted(self) -> list[int]:
        return [int(id) for id in self._here.memory.get(_NOTED, [])]

    def _hear(self, event: dict[str, object]) -> None:
        kind, noted = event.get("kind"), self._noted()
        if kind == "batch ended" and _project_of(event) == self._here.project.id:
            self._tasks.start(self._tell(int(str(event["subject"]))))
        elif kind == "poll" and noted and not self._tasks.is_running("look"):
            self._tasks.start(self._look(noted), replacing="look")

    async def _begin(self) -> None:
        project = self._here.project.id
        unfinished = await self._here.remote.ask(_unfinished, self._folder, project)
        for id in unfinished:
            self.note(id)
        await self._look(self._noted())

    async def _go_on(self, id: int) -> None:
        while not self._closed.is_set():
            try:
                is_hosted = await self._here.remote.ask(_is_hosted, self._folder, id)
                near = (await self._station()).connection if is_hosted else None
                await self._here.remote.ask(_gone_on, self._folder, id, self._closed, near)
                return
            except NotFound:
                return
            except CytoDeskError:  # it is away, or another window asks: both pass
                await asyncio.sleep(_AGAIN)

    async def _look(self, ids: list[int]) -> None:
        for id in ids:
            try:
                batch = await self._here.remote.ask(_batch, self._folder, id)
            except NotFound:
                self._forget(id)
                continue
            if batch.has_ended:
                self._say(batch)

    async def _tell(self, id: int) -> None:
        batch = await self._here.remote.ask(_batch, self._folder, id)
        if batch.has_ended:
            self._say(batch)

    def _say(self, batch: Batch) -> None:
        """Tell of the end once; nobody else does after that."""
        self._forget(batch.id)
        words = self._here.look.words
        done = words.plural("{number} done", "{number} done", batch.done)
        failed = words.plural("{number} failed", "{number} failed", batch.failed)
        cancelled = words.plural("{number} cancelled", "{number} cancelled", batch.cancelled)
        counts = ((batch.done, done), (batch.failed, failed), (batch.cancelled, cancelled))
        said = ", ".join(text for count, text in counts if count)
        sentence = words("{batch} has ended: {counts}.", batch=batch.name, counts=said)
        self._here.notices.show(sentence, "warn" if batch.failed else "good")

    def _forget(self, id: int) -> None:
        left = [each for each in self._noted() if each != id]
        self._here.memory.put(_NOTED, left or None)

    def _miss(self, trouble: CytoDeskError) -> None:
        """A place that is gone for a moment is looked at again with its next news."""


def _project_of(event: dict[str, object]) -> object:
    data = event.get("data")
    return data.get("project") if isinstance(data, dict) else None


def _unfinished(connection: Connection, folder: Path, project: int) -> list[int]:
    return Batches(connection, folder).unfinished(project)


def _is_hosted(connection: Connection, folder: Path, id: int) -> bool:
    return Batches(connection, folder).is_hosted(id)


def _gone_on(
    connection: Connection,
    folder: Path,
    id: int,
    closed: threading.Event,
    near: Connection | None,
) -> Batch:
    station = None if near is None else lambda: near
    return Batches(connection, folder, station).go_on(id, cancelled=closed)


def _batch(connection: Connection, folder: Path, id: int) -> Batch:
    return Batches(connection, folder).batch(id)
