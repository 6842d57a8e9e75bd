"""A copy of the database once a day, when nothing else is to be done."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from cytodesk.errors import WorkspaceError
from cytodesk.workspace.backups import DAY, back_up, is_due

_LOOK_EVERY = 60.0
"""Seconds."""
_AT_LATEST = 2 * DAY
"""Seconds after which a copy is made although the computer is busy."""


class Copying:
    """Watches from `start()` to `close()`."""

    def __init__(
        self,
        folder: Path,
        is_idle: Callable[[], bool],
        noted: Callable[[str, dict[str, object]], None],
        look_every: float = _LOOK_EVERY,
    ) -> None:
        self._folder = folder
        self._is_idle = is_idle
        self._noted = noted
        self._look_every = look_every
        self._closing = threading.Event()
        self._waits_since: float | None = None
        self._thread = threading.Thread(target=self._watch, name="copying", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        pause = self._look_every
        while not self._closing.wait(pause):
            pause = self._look_every
            try:
                self._copy_if_due()
            except (WorkspaceError, OSError) as error:
                self._noted("no copy", {"why": str(error)})
                pause = max(3600.0, self._look_every)

    def _copy_if_due(self) -> None:
        if not is_due(self._folder, time.time()):
            self._waits_since = None
            return
        now = time.monotonic()
        self._waits_since = now if self._waits_since is None else self._waits_since
        if self._is_idle() or now - self._waits_since > _AT_LATEST - DAY:
            path = back_up(self._folder)
            self._noted("copied", {"path": str(path)})
