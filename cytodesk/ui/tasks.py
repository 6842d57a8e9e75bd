"""Coroutines that belong to a widget: a newer one replaces the older, all end with their owner.

asyncio is imported when the first one starts: the window's first frame is painted before.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from cytodesk.errors import Cancelled, CytoDeskError

if TYPE_CHECKING:
    import asyncio

Report = Callable[[CytoDeskError], None]


class Tasks:
    """Keeps what it starts; trouble in words goes to `report`, our own mistakes to the loop."""

    def __init__(self, owner: QObject, report: Report) -> None:
        self._report = report
        self._running: set[asyncio.Task[None]] = set()
        self._named: dict[str, asyncio.Task[None]] = {}
        running = self._running
        owner.destroyed.connect(lambda: _cancel_all(running))

    def start(
        self, work: Coroutine[Any, Any, None], *, replacing: str | None = None
    ) -> asyncio.Task[None]:
        """Run `work`; it ends an older one of the same name first."""
        import asyncio

        if replacing is not None:
            self.cancel(replacing)
        task = asyncio.get_running_loop().create_task(self._watched(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        task.add_done_callback(lambda _: work.close())  # one that was cancelled before it began
        if replacing is not None:
            self._named[replacing] = task
        return task

    def cancel(self, name: str) -> None:
        if older := self._named.pop(name, None):
            older.cancel()

    def cancel_all(self) -> None:
        _cancel_all(self._running)

    def is_running(self, name: str) -> bool:
        task = self._named.get(name)
        return task is not None and not task.done()

    async def _watched(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Cancelled:
            return
        except CytoDeskError as trouble:
            self._report(trouble)
        except Exception as mistake:
            import asyncio

            loop = asyncio.get_running_loop()
            loop.call_exception_handler({"message": str(mistake), "exception": mistake})


def _cancel_all(tasks: set[asyncio.Task[None]]) -> None:
    for task in list(tasks):
        task.cancel()
