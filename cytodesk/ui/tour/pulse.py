"""How long the window's thread was busy: a timer of a millisecond that should always be on time."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer


class Pulse:
    """Collects, while it is entered, the times between two beats, in milliseconds."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer(interval=1)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Pulse:
        self._last = time.perf_counter()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.stop()

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Count nothing inside: what only the tour does, such as taking pictures."""
        self._timer.stop()
        try:
            yield
        finally:
            self._last = time.perf_counter()
            self._timer.start()

    @property
    def longest(self) -> float:
        return max(self.gaps, default=0.0)

    def quantile(self, share: float) -> float:
        """Return the gap that `share` of all gaps do not exceed."""
        ordered = sorted(self.gaps)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0

    def summary(self) -> str:
        return f"p99 {self.quantile(0.99):.0f} ms, longest {self.longest:.0f} ms"

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now
