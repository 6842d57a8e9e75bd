"""The workspace: one SQLite file, many readers, one writer."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar

from cytodesk.errors import N_, WorkspaceError
from cytodesk.workspace import boxes
from cytodesk.workspace.chores import Chore
from cytodesk.workspace.migrations import STEPS
from cytodesk.workspace.opening import ReadingConnection, connected, identity, opened
from cytodesk.workspace.restoring import finish_restoring
from cytodesk.workspace.writer import Change, Writer

T = TypeVar("T")
Clock = Callable[[], int]

goes_along: ContextVar[Callable[[Change], object] | None] = ContextVar("goes_along", default=None)
"""What is committed together with the next change of this thread, or not at all."""


def now_ms() -> int:
    """Return the instant as UTC epoch milliseconds."""
    return time.time_ns() // 1_000_000


class Workspace:
    """An open workspace. Call `close()`; a crash at any moment loses nothing that was answered.

    `steps` lead from an empty file to the schema that is wanted; `chore` is what the writer does
    in between, a little at a time. Raises WorkspaceError for a file that is newer, damaged or
    not a workspace.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock = now_ms,
        steps: Sequence[str] = STEPS,
        chore: Chore = boxes.fill,
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.happened = threading.Condition()
        """Notified after each commit that recorded an event."""
        self._local = threading.local()
        self._readers: weakref.WeakSet[ReadingConnection] = weakref.WeakSet()
        self._door = threading.Lock()
        self._is_closed = False
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "workspace.db"
        finish_restoring(folder)
        db = opened(self.path, folder / "backups", steps)
        self.id = identity(db)
        self._writer = Writer(db, self.path, chore, clock, self.wake)

    def reading(self) -> sqlite3.Connection:
        """Return this thread's connection; fetch all at once, so that no reader lasts.

        It closes when its thread ends. Raises WorkspaceError once the workspace is closed.
        """
        db: ReadingConnection | None = getattr(self._local, "db", None)
        if db is None or self._is_closed:
            db = self._local.db = self._new_reader()
        return db

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        return self.reading().execute(sql, values).fetchall()

    def write(self, change: Callable[[Change], T]) -> T:
        """Run `change` in the writer and return its answer once it is safe on disk.

        Raises whatever `change` raises (nothing of it is kept then), or WorkspaceError when the
        disk is full or broken, or the workspace closed.
        """
        more = goes_along.get()
        with self._door:
            self._refuse_when_closed()
            asked = self._writer.ask(change if more is None else _both(more, change))
        answer: T = asked.result()
        goes_along.set(None)
        return answer

    def wake(self) -> None:
        """Wake whoever waits for something to happen."""
        with self.happened:
            self.happened.notify_all()

    def close(self) -> None:
        """Write what was asked for until now, then close; a second call does nothing."""
        with self._door:
            if self._is_closed:
                return
            self._is_closed = True
        self._writer.end()
        self.wake()
        for db in list(self._readers):
            db.close()

    def _new_reader(self) -> ReadingConnection:
        with self._door:
            self._refuse_when_closed()
            db = connected(self.path, ReadingConnection)
            assert isinstance(db, ReadingConnection)
            db.execute("pragma query_only=on")
            self._readers.add(db)
            return db

    def _refuse_when_closed(self) -> None:
        if self._is_closed:
            raise WorkspaceError(N_("The workspace {path} is closed."), path=self.path)


@contextlib.contextmanager
def in_one_state(db: sqlite3.Connection) -> Iterator[None]:
    """Let all statements of the block see what the first of them saw, whatever is written."""
    if db.in_transaction:
        yield
        return
    db.execute("begin")
    try:
        yield
    finally:
        db.execute("commit")


def _both(more: Callable[[Change], object], change: Callable[[Change], T]) -> Callable[[Change], T]:
    def both(done: Change) -> T:
        more(done)
        return change(done)

    return both
