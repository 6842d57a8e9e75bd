"""The one writer: changes in their order, several in a commit, each of them whole or not at all."""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import threading
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cytodesk.workspace.chores import Chore, Chores
from cytodesk.workspace.refusals import trouble_in_words

_TOGETHER = 64
"""How many waiting changes share one commit, and so one fsync."""


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


class Writer:
    """A thread with the only connection that writes; `end` waits until all is written.

    `clock` tells epoch milliseconds; `wake` is called after each commit that recorded an event.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        path: Path,
        chore: Chore,
        clock: Callable[[], int],
        wake: Callable[[], None],
    ) -> None:
        self._path = path
        self._chore = chore
        self._clock = clock
        self._wake = wake
        self._changes: queue.Queue[_Waiting | None] = queue.Queue()
        self._thread = threading.Thread(
            target=self._write_all, args=(db,), name="workspace writer", daemon=True
        )
        self._thread.start()

    def ask(self, change: Callable[[Change], Any]) -> Future[Any]:
        """Return what `change` will answer, once it is safe on disk."""
        if threading.current_thread() is self._thread:
            raise AssertionError("a change cannot wait for another change")
        waiting = _Waiting(change)
        self._changes.put(waiting)
        return waiting.future

    def waiting(self) -> int:
        """Return about how many changes nobody has begun with."""
        return self._changes.qsize()

    def end(self) -> None:
        """Write what was asked for until now, and close the connection."""
        self._changes.put(None)
        self._thread.join()

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
                waiting.failed(trouble_in_words(error, self._path))
            return
        for waiting, _ in done:
            waiting.future.set_result(waiting.answer)
        if any(change.events for _, change in done):
            self._wake()

    def _tried(self, db: sqlite3.Connection, waiting: _Waiting) -> Change | None:
        """Make the change, or undo it alone and tell its caller; its neighbours go on."""
        change = Change(db, self._clock())
        db.execute("savepoint one")
        try:
            waiting.answer = waiting.change(change)
            change.keep_ids()
        except BaseException as error:
            if not db.in_transaction:  # on a full disk SQLite may undo everybody's changes
                raise
            db.execute("rollback to one")
            db.execute("release one")
            waiting.failed(trouble_in_words(error, self._path))
            return None
        db.execute("release one")
        return change


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
