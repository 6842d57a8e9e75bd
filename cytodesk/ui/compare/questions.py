"""What the page asks its worker: one process, how far it is, and the button that ends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from cytodesk.ui.compare.study import Asked
from cytodesk.ui.compare.waiting import Waiting
from cytodesk.ui.look import Look
from cytodesk.ui.worker import Worker

_LOOKS = 100
"""Milliseconds between two looks at how far the worker is."""


class Questions(QObject):
    """`waiting` is the line that tells of them; the worker ends with `parent`."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        worker = self._worker = Worker()
        parent.destroyed.connect(lambda: worker.close())
        self.waiting = Waiting(look)
        self._looks = QTimer(self, interval=_LOOKS)
        self._looks.timeout.connect(lambda: self.waiting.set_share(worker.share))

    async def ask(self, function: Callable[..., Any], asked: Asked, *arguments: Any) -> Any:
        """Return what `function(asked, ...)` returns in the worker. Raises its CytoDeskError.

        A newer question does not end what is under way: only `close` does.
        """
        self.waiting.begin(len(asked.runs))
        self._looks.start()
        try:
            return await self._worker.ask_aside(function, asked, *arguments)
        finally:
            if isValid(self) and self.waiting.end():
                self._looks.stop()

    def close(self) -> None:
        """End what is under way; the next question begins with a new process."""
        self._worker.close()
