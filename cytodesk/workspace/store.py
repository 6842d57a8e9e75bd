"""The workspace: one SQLite file, many readers, one writer."""

from __future__ import annotations

import queue
import shutil
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from cytodesk.errors import N_, WorkspaceError
from cytodesk.workspace.migrations import SCHEMA, STEPS
from cytodesk.workspace.refusals import in_words

T = TypeVar("T")
Clock = Callable[[], int]

_TOGETHER = 64
"""How many waiting changes share one commit, and so one fsync."""


def now_ms() -> int:
    """Return the instant as UTC epoch milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Change:
    """What one write may do; all of it is committed, or none."""

    db: sqlite3.Connection
    now: int
    events: int = 0
    after: list[Callable[[], None]] = field(default_factory=list)
    """What to do once the change is safe on disk."""

    def new_id(self) -> int:
        """Return an id that no object of any kind has had (contract 2.1)."""
        row = self.db.execute("update sequence set next = next + 1 returning next - 1").fetchone()
        return int(row[0])

    def insert(self, table: str, **columns: Any) -> int:
        """Insert a row with a new id, a UUID and the instant; return its id."""
        values = {"id": self.new_id(), "uuid": str(uuid.uuid4()), "created": self.now, **columns}
        names = ",".join(f'"{name}"' for name in values)
        blanks = ",".join("?" * len(values))
        self.db.execute(
            f"insert into {table} ({names}) values ({blanks})",
            tuple(values.values()),
        )
        return int(values["id"])

    def update(self, table: str, id: int, **columns: Any) -> None:
        assignments = ",".join(f'"{name}"=?' for name in (*columns, "updated"))
        self.db.execute(
            f"update {table} set {assignments} where id=?",
            (*columns.values(), self.now, id),
        )

    def delete(self, table: str, id: int) -> None:
        self.db.execute(f"delete from {table} where id=?", (id,))


class Workspace:
    """An open workspace. Call `close()`; a crash at any moment loses nothing that was answered."""

    def __init__(self, folder: Path, clock: Clock = now_ms) -> None:
        self.folder = folder
        self.clock = clock
        self.happened = threading.Condition()
        """Notified after each commit that recorded an event."""
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._changes: queue.Queue[_Waiting | None] = queue.Queue()
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "workspace.db"
        db = _connected(self.path)
        _upgrade(db, self.path, folder / "backups")
        self.id = _identity(db)
        self._writer = threading.Thread(
            target=self._write_all, args=(db,), name="workspace writer", daemon=True
        )
        self._writer.start()

    def reading(self) -> sqlite3.Connection:
        """Return this thread's connection; fetch all at once, so that no reader lasts."""
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = _connected(self.path)
            db.execute("pragma query_only=on")
            self._local.db = db
            self._readers.append(db)
        return db

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        return self.reading().execute(sql, values).fetchall()

    def write(self, change: Callable[[Change], T]) -> T:
        """Run `change` in the writer and return its answer once it is safe on disk.

        Raises whatever `change` raises (nothing of it is kept then), or WorkspaceError when the
        disk is full or broken.
        """
        waiting = _Waiting(change)
        self._changes.put(waiting)
        answer: T = waiting.future.result()
        return answer

    def close(self) -> None:
        self._changes.put(None)
        self._writer.join()
        for db in self._readers:
            db.close()

    def _write_all(self, db: sqlite3.Connection) -> None:
        while True:
            waiting = self._changes.get()
            if waiting is None:
                break
            batch = [waiting]
            is_last = False
            while len(batch) < _TOGETHER:
                try:
                    more = self._changes.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    is_last = True
                    break
                batch.append(more)
            self._commit(db, batch)
            if is_last:
                break
        db.execute("pragma wal_checkpoint(truncate)")
        db.close()

    def _commit(self, db: sqlite3.Connection, batch: Sequence[_Waiting]) -> None:
        try:
            db.execute("begin immediate")
            done = [(waiting, change) for waiting in batch if (change := self._tried(db, waiting))]
            db.execute("commit")
        except sqlite3.Error as error:
            if db.in_transaction:
                db.execute("rollback")
            for waiting in batch:
                waiting.failed(_trouble(error, self.path))
            return
        for _, change in done:
            for step in change.after:
                step()
        for waiting, _ in done:
            waiting.future.set_result(waiting.answer)
        if any(change.events for _, change in done):
            with self.happened:
                self.happened.notify_all()

    def _tried(self, db: sqlite3.Connection, waiting: _Waiting) -> Change | None:
        change = Change(db, self.clock())
        db.execute("savepoint one")
        try:
            waiting.answer = waiting.change(change)
        except sqlite3.OperationalError:
            raise
        except sqlite3.IntegrityError as error:
            db.execute("rollback to one")
            db.execute("release one")
            waiting.failed(in_words(error))
            return None
        except Exception as error:
            db.execute("rollback to one")
            db.execute("release one")
            waiting.failed(error)
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


def _connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    db.row_factory = sqlite3.Row
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
        db.execute(f"pragma {pragma}")
    return db


def _upgrade(db: sqlite3.Connection, path: Path, backups: Path) -> None:
    """Bring the file to today's schema, one step a transaction, after keeping a copy."""
    schema = int(db.execute("pragma user_version").fetchone()[0])
    if schema > SCHEMA:
        db.close()
        raise WorkspaceError(
            N_(
                "The workspace {path} has schema {schema}, this CytoDesk knows up to {known}:"
                " update CytoDesk."
            ),
            path=path,
            schema=schema,
            known=SCHEMA,
        )
    if 0 < schema < SCHEMA:
        backups.mkdir(exist_ok=True)
        with sqlite3.connect(backups / f"before-schema-{SCHEMA}.db") as copy:
            db.backup(copy)
    for number in range(schema, SCHEMA):
        db.executescript(f"begin; {STEPS[number]} pragma user_version={number + 1}; commit;")


def _identity(db: sqlite3.Connection) -> str:
    """Return the server id of the workspace, made with it and never changed."""
    db.execute(
        "insert or ignore into setting values ('server id', ?)",
        (str(uuid.uuid4()),),
    )
    row = db.execute("select value from setting where name='server id'").fetchone()
    return str(row[0])


def _trouble(error: sqlite3.Error, path: Path) -> Exception:
    if isinstance(error, sqlite3.IntegrityError):
        return in_words(error)
    free = shutil.disk_usage(path.parent).free // 2**20
    return WorkspaceError(
        N_("The workspace {path} could not be written ({reason}); {free} MB are free there."),
        path=path,
        reason=str(error),
        free=free,
    )
