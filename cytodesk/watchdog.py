"""What takes too long, noted with where its thread was: a request, or the window that stalls."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Slow:
    """Something took longer than its limit; `stack` is where its thread was then."""

    what: str
    seconds: float
    stack: str


@dataclass(slots=True)
class _Watched:
    what: str
    thread: int
    since: float = field(default_factory=time.perf_counter)
    stack: str = ""


def note_slow(slow: Slow) -> None:
    """Write a warning about `slow` to the log."""
    message = f"{slow.what} took {slow.seconds * 1000:.0f} ms"
    logging.getLogger(__name__).warning(message, extra={"event": "slow", "stack": slow.stack})


class Watchdog:
    """Notes what takes longer than `limit` seconds, with the stack of its thread at that moment.

    `watching(what)` watches a piece of work. `beat()`, called again and again by one thread (a
    timer of the window's loop), watches that thread itself: a late beat is a stall.
    """

    def __init__(self, limit: float, report: Callable[[Slow], None] = note_slow) -> None:
        self._limit, self._report = limit, report
        self._watched: dict[int, _Watched] = {}
        self._heart: _Watched | None = None
        self._wake = threading.Condition()
        self._is_open = True
        threading.Thread(target=self._look, name="watchdog", daemon=True).start()

    @contextlib.contextmanager
    def watching(self, what: str) -> Iterator[None]:
        watched = self._begin(what)
        try:
            yield
        finally:
            self._end(watched)

    def beat(self) -> None:
        if self._heart:
            self._end(self._heart)
        self._heart = self._begin("the window's thread")

    def close(self) -> None:
        with self._wake:
            self._is_open = False
            self._wake.notify()

    def _begin(self, what: str) -> _Watched:
        watched = _Watched(what, threading.get_ident())
        with self._wake:
            self._watched[id(watched)] = watched
            if len(self._watched) == 1:
                self._wake.notify()
        return watched

    def _end(self, watched: _Watched) -> None:
        seconds = time.perf_counter() - watched.since
        with self._wake:
            self._watched.pop(id(watched), None)
        if seconds > self._limit:
            self._report(Slow(watched.what, seconds, watched.stack))

    def _look(self) -> None:
        with self._wake:
            while self._is_open:
                self._wake.wait(self._limit / 2 if self._watched else None)
                now = time.perf_counter()
                for watched in self._watched.values():
                    if not watched.stack and now - watched.since > self._limit:
                        watched.stack = _stack_of_thread(watched.thread)


def _stack_of_thread(ident: int) -> str:
    """Return where a thread is, the innermost call first.

    Its frames must not be held: what they hold, a painter say, would end here, in the wrong thread
    and too late. faulthandler reads them without that.
    """
    with tempfile.TemporaryFile() as told:
        faulthandler.dump_traceback(told, all_threads=True)
        told.seek(0)
        stacks = told.read().decode(errors="replace")
    found = re.search(rf"hread 0x0*{ident:x} [^\n]*\n((?:  .*\n?)*)", stacks)
    return found[1] if found else ""
