"""What the page asks its worker: one process, how far it is, and the button that ends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from cytodesk.client.passport import passport_of
from cytodesk.ui.compare.study import Asked
from cytodesk.ui.compare.waiting import Waiting
from cytodesk.ui.here import Here
from cytodesk.ui.worker import Worker

_DIRECTIONS = "compare.directions"
_LOOKS = 100
"""Milliseconds between two looks at how far the worker is."""


class Questions(QObject):
    """`waiting` is the line that tells of them; the worker ends with `parent`."""

    def __init__(self, here: Here, parent: QObject) -> None:
        super().__init__(parent)
        self._here = here
        self._edition = 0
        worker = self._worker = Worker()
        parent.destroyed.connect(lambda: worker.close())
        self.waiting = Waiting(here.look)
        self._looks = QTimer(self, interval=_LOOKS)
        self._looks.timeout.connect(lambda: self.waiting.set_share(worker.share))

    def begin_anew(self) -> None:
        """Let nothing count that was fetched until now."""
        self._edition += 1

    def keep_direction(self, metric: str, direction: str) -> None:
        """Remember which way is better, in this project."""
        kept = dict(self._here.memory.get(_DIRECTIONS, {}))
        self._here.memory.put(_DIRECTIONS, {**kept, metric: direction})

    async def ask(self, runs: tuple[int, ...], function: Callable[..., Any], *more: Any) -> Any:
        """Return what `function(asked, ...)` returns in the worker. Raises its CytoDeskError.

        A newer question does not end what is under way: only `close` does.
        """
        asked = self._asked(runs)
        self.waiting.begin(len(runs))
        self._looks.start()
        try:
            return await self._worker.ask_aside(function, asked, *more)
        finally:
            if isValid(self) and self.waiting.end():
                self._looks.stop()

    def close(self) -> None:
        """End what is under way; the next question begins with a new process."""
        self._worker.close()

    def _asked(self, runs: tuple[int, ...]) -> Asked:
        return Asked(
            passport=passport_of(self._here.remote.connection),
            project=self._here.project.id,
            runs=runs,
            edition=self._edition,
            directions=tuple(sorted(self._here.memory.get(_DIRECTIONS, {}).items())),
        )
