"""The workspace: one SQLite file, many readers, one writer."""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import threading
import time
import uuid
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from cytodesk.errors import N_, WorkspaceError
from cytodesk.workspace import boxes
from cytodesk.workspace.chores import Chore, Chores
from cytodesk.workspace.migrations import STEPS
from cytodesk.workspace.opening import ReadingConnection, connected, identity, opened
from cytodesk.workspace.refusals import trouble_in_words
from cytodesk.workspace.restoring import finish_restoring

T = TypeVar("T")
Clock = Callable[[], int]
_TOGETHER = 64
"""How many waiting changes share one commit, and so one fsync."""

goes_along: ContextVar[Callable[[Change], object] | None] = ContextVar("goes_along", default=None)
"""What is committed together with the next change of this thread, or not at all."""


def now_ms() -> int:
    """Return the instant as UTC epoch milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Change:
    """What one write may do; all of it is committed, or none."""

    db: sqlite3.Connection
    now: int
    events: int = 0
    _next: int | None = None
    """The next id; the table hears of it when the change is done, not for each of thousands."""

    def new_id(self) -> int:
        """Return an id that no object of any kind has had (contract 2.1)."""
        if self._next is None:
            self._next = int(self.db.execute("select next from sequence").fetchone()[0])
        self._next += 1
        return self._next - 1

    def insert(self, table: str, **columns: Any) -> int:
        """Insert a row with a new id, a UUID and the instant, unless given; return its id."""
        values = {"id": self.new_id(), "uuid": str(uuid.uuid4()), "created": self.now, **columns}
        self.db.execute(_insertion(table, tuple(values)), tuple(values.values()))
        return int(values["id"])

    def update(self, table: str, id: int, **columns: Any) -> None:
        assignments = ",".join(f'"{name}"=?' for name in (*columns, "updated"))
        values = (*columns.values(), self.now, id)
        self.db.execute(f"update {table} set {assignments} where id=?", values)

    def delete(self, table: str, id: int) -> None:
        self.db.execute(f"delete from {table} where id=?", (id,))

    def keep_ids(self) -> None:
        """Let the table know which ids were given out; the writer calls it."""
        if self._next is not None:
            self.db.execute("update sequence set next=?", (self._next,))


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
        self._chore = chore
        self.clock = clock
        self.happened = threading.Condition()
        """Notified after each commit that recorded an event."""
        self._local = threading.local()
        self._readers: weakref.WeakSet[ReadingConnection] = weakref.WeakSet()
        self._changes: queue.Queue[_Waiting | None] = queue.Queue()
        self._door = threading.Lock()
        self._is_closed = False
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "workspace.db"
        finish_restoring(folder)
        db = opened(self.path, folder / "backups", steps)
        self.id = identity(db)
        self._writer = threading.Thread(
            target=self._write_all, args=(db,), name="workspace writer", daemon=True
        )
        self._writer.start()

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
        if threading.current_thread() is self._writer:
            raise AssertionError("a change cannot wait for another change")
        more = goes_along.get()
        waiting = _Waiting(change if more is None else _both(more, change))
        with self._door:
            self._refuse_when_closed()
            self._changes.put(waiting)
        answer: T = waiting.future.result()
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
            self._changes.put(None)
        self._writer.join()
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

    def _write_all(self, db: sqlite3.Connection) -> None:
        is_last = False
        chores = Chores(self._chore)
        while not is_last:
            waiting = chores.done_until(self._changes, db)
            batch: list[_Waiting] = []
            while waiting is not None:
                batch.append(waiting)
                if len(batch) == _TOGETHER or self._changes.empty():
                    break
                waiting = self._changes.get()
            is_last = waiting is None
            if batch:
                self._commit(db, batch)
                chores.wait = True
        with contextlib.suppress(sqlite3.Error):  # a full disk: the next opening does it
            db.execute("pragma wal_checkpoint(truncate)")
        db.close()

    def _commit(self, db: sqlite3.Connection, batch: Sequence[_Waiting]) -> None:
        try:
            db.execute("begin immediate")
            done = [(each, change) for each in batch if (change := self._tried(db, each))]
            db.execute("commit")
        except BaseException as error:  # whatever it is: the writer lives, the callers are told
            db.rollback()
            for waiting in batch:
                waiting.failed(trouble_in_words(error, self.path))
            return
        for waiting, _ in done:
            waiting.future.set_result(waiting.answer)
        if any(change.events for _, change in done):
            self.wake()

    def _tried(self, db: sqlite3.Connection, waiting: _Waiting) -> Change | None:
        """Make the change, or undo it alone and tell its caller; its neighbours go on."""
        change = Change(db, self.clock())
        db.execute("savepoint one")
        try:
            waiting.answer = waiting.change(change)
            change.keep_ids()
        except BaseException as error:
            if not db.in_transaction:  # on a full disk SQLite may undo everybody's changes
                raise
            db.execute("rollback to one")
            db.execute("release one")
            waiting.failed(trouble_in_words(error, self.path))
            return None
        db.execute("release one")
        return change


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


class _Waiting:
    """A change in the writer's queue, and its caller's future."""

    def __init__(self, change: Callable[[Change], Any]) -> None:
        self.change = change
        self.answer: Any = None
        self.future: Future[Any] = Future()

    def failed(self, error: BaseException) -> None:
        if not self.future.done():
            self.future.set_exception(error)


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    names = ",".join(f'"{name}"' for name in columns)
    return f"insert into {table} ({names}) values ({','.join('?' * len(columns))})"
