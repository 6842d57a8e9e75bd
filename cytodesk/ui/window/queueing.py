"""The queue of the place where one is: whether it rests, who waits, pausing it."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal

from cytodesk.client.queueing import Queue, pause_queue, queue_of
from cytodesk.errors import CytoDeskError
from cytodesk.ui.here import Here
from cytodesk.ui.tasks import Tasks

_SETTLES = 0.15
"""Seconds in which news are gathered before one looks."""
_KINDS = ("queue", "run")


class QueueWatch(QObject):
    """`changed` carries the Queue; a server's own queue is not ours to see."""

    changed = Signal(object)

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here = here
        self.queue = Queue(False, ())
        self._is_stale = False
        """Whether something has happened since one looked."""
        self._tasks = Tasks(self, self._miss)
        here.remote.news.happened.connect(self._hear)

    @property
    def is_ours(self) -> bool:
        return self._here.remote.is_station

    def look(self) -> None:
        if self.is_ours:
            self._is_stale = False
            self._tasks.start(self._look(), replacing="look")

    def pause(self, yes: bool) -> None:
        """Let no further run start, or let them start again."""
        self._tasks.start(self._pause(yes), replacing="pause")

    def close(self) -> None:
        """Hear and look no more."""
        self._here.remote.news.happened.disconnect(self._hear)
        self._tasks.cancel_all()

    def _hear(self, event: dict[str, object]) -> None:
        kind = str(event.get("kind", ""))
        if not kind.startswith(_KINDS) or not self.is_ours:
            return
        self._is_stale = True
        if not self._tasks.is_running("look"):
            self._tasks.start(self._look_soon(), replacing="look")

    async def _look_soon(self) -> None:
        while self._is_stale:
            await asyncio.sleep(_SETTLES)
            self._is_stale = False
            await self._look()

    async def _look(self) -> None:
        self._put(await self._here.remote.ask(queue_of))

    async def _pause(self, yes: bool) -> None:
        try:
            self._put(await self._here.remote.ask(pause_queue, yes))
        except CytoDeskError as trouble:
            self._here.notices.show(trouble)

    def _put(self, queue: Queue) -> None:
        self.queue = queue
        self.changed.emit(queue)

    def _miss(self, trouble: CytoDeskError) -> None:
        """A place that is gone for a moment is looked at again with its next news."""
