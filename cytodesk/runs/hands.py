"""The threads in which runs are started and ended: one a run, and never two for the same run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from cytodesk.errors import NotFound, WorkspaceError

REST = 5.0
"""Seconds before another attempt where the workspace could not be written."""
_ENDED_AT_ONCE = 8
Work = Callable[[int], object]


class Hands:
    """Only one thread gives work; who is `closing` does not wait, `done` tells of each end."""

    def __init__(
        self,
        limit: int,
        closing: threading.Event,
        done: threading.Event,
        noted: Callable[[str, dict[str, object]], None],
    ) -> None:
        self._closing = closing
        self._done = done
        self._noted = noted
        self._busy: set[int] = set()
        """Only the giving thread adds, only the thread of a run takes."""
        self._starters = ThreadPoolExecutor(max(1, limit), thread_name_prefix="start")
        self._enders = ThreadPoolExecutor(_ENDED_AT_ONCE, thread_name_prefix="end")

    def is_busy(self, run: int) -> bool:
        return run in self._busy

    @property
    def busy(self) -> frozenset[int]:
        """The runs that somebody works for now."""
        return frozenset(self._busy)

    def start(self, run: int, work: Work) -> None:
        self._give(self._starters, run, work)

    def end(self, run: int, work: Work) -> None:
        self._give(self._enders, run, work)

    def aside(self, work: Callable[[], object]) -> None:
        """Do what belongs to no run."""
        self._enders.submit(work)

    def stop_starting(self) -> None:
        """Wait for the runs that are being started; what has not begun is left."""
        self._starters.shutdown(cancel_futures=True)

    def close(self) -> None:
        """Wait for the runs that are being ended."""
        self._enders.shutdown()

    def _give(self, pool: ThreadPoolExecutor, run: int, work: Work) -> None:
        self._busy.add(run)

        def working() -> None:
            try:
                work(run)
            except NotFound as error:
                self._noted("run gone", {"run": run, "why": error.said()})
            except WorkspaceError as error:
                self._noted("queue waits", {"run": run, "why": error.said()})
                self._closing.wait(REST)
            except Exception as error:
                self._noted("mistake", {"where": "queue", "run": run, "error": error})
                self._closing.wait(REST)
            finally:
                self._busy.discard(run)
                self._done.set()

        pool.submit(working)
