"""How long somebody has said nothing, whatever is done to the computer's clock meanwhile.

Rows know the instant of the last word by a clock that may be set. What passed before a process
first saw such an instant is told by that clock, what passes afterwards by one that cannot jump.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Seen:
    heard: int
    before: int
    """Milliseconds of silence when it was first seen."""
    at: float


class Silence:
    """Remembers what it has seen; `steady` are seconds that never jump."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._seen: dict[int, _Seen] = {}
        self._lock = threading.Lock()

    def lasts(self, who: int, heard: int, now: int) -> int:
        """Return for how many milliseconds `who` has been silent, last `heard` at that instant."""
        steady = self._steady()
        with self._lock:
            seen = self._seen.get(who)
            if seen is None or seen.heard != heard:
                seen = self._seen[who] = _Seen(heard, max(0, now - heard), steady)
            return seen.before + round((steady - seen.at) * 1000)

    def broken(self, who: int, heard: int) -> None:
        """Note that `who` says something just now; its row may go on to say `heard`."""
        with self._lock:
            self._seen[who] = _Seen(heard, 0, self._steady())
