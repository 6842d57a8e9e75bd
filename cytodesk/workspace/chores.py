"""What the writer does in between: chores, while nothing is to be written."""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
Chore = Callable[[sqlite3.Connection], bool]
"""Does some of what can be done later, in a transaction; says whether more of it waits."""

_EVERY = 0.05
"""Seconds between two chores while there is much to write; then they take a tenth of the time.

Who writes little by little, the next as soon as the last is safe, writes much too.
"""


class Chores:
    """Does chores while nothing is to be written, and now and then while much is."""

    def __init__(self, chore: Chore) -> None:
        self._chore = chore
        self._last = 0.0
        self.wait = True

    def done_until(self, changes: queue.Queue[T], db: sqlite3.Connection) -> T:
        """Return the next change, as soon as it comes or a chore has been done."""
        while self.wait:
            with contextlib.suppress(queue.Empty):
                return changes.get(timeout=max(0.0, self._last + _EVERY - time.monotonic()))
            try:
                self.wait = self._chore(db)
            except sqlite3.Error:  # a full disk: it is tried again after the next change
                self.wait = False
            may_go_on = self.wait and changes.empty()
            self._last = 0.0 if may_go_on else time.monotonic()
        return changes.get()
