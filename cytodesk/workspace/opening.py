"""Opening the workspace's file: refused where it is newer, copied before it is upgraded."""

from __future__ import annotations

import contextlib
import sqlite3
import uuid
from collections.abc import Sequence
from pathlib import Path

from cytodesk.errors import N_, WorkspaceError
from cytodesk.wire.sort_keys import folded, sort_key
from cytodesk.workspace.backups import copy_database

_VERSION_AT = 60
"""Where SQLite's file format keeps `user_version`: 4 bytes, the highest first."""


class ReadingConnection(sqlite3.Connection):
    """A connection that may be referred to weakly, so that it closes with its thread."""


def opened(path: Path, backups: Path, steps: Sequence[str]) -> sqlite3.Connection:
    """Return the writer's connection to the file at `path`, brought to the schema of `steps`.

    Raises WorkspaceError, and touches nothing, where the file is newer or not a workspace.
    """
    try:
        _refuse_newer(path, _schema_of(path), len(steps))
        db = connected(path)
    except sqlite3.Error as error:
        raise not_opened(path, error) from error
    try:
        _upgrade(db, path, backups, steps)
    except (sqlite3.Error, OSError) as error:
        db.close()
        raise not_opened(path, error) from error
    except WorkspaceError:
        db.close()
        raise
    return db


def connected(
    path: Path, kind: type[sqlite3.Connection] = sqlite3.Connection
) -> sqlite3.Connection:
    db = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=30, factory=kind
    )
    db.row_factory = sqlite3.Row
    db.create_function("fold", 1, _folded, deterministic=True)
    db.create_function("folded", 1, folded, deterministic=True)
    db.create_function("sort_key", 1, sort_key, deterministic=True)
    try:
        for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
            db.execute(f"pragma {pragma}")
    except sqlite3.Error:
        db.close()
        raise
    return db


def _folded(value: object) -> str:
    """Return text without its case, in all alphabets; SQLite's own `lower` knows ASCII only."""
    return "" if value is None else str(value).casefold()


def identity(db: sqlite3.Connection) -> str:
    """Return the server id of the workspace, made with it and never changed."""
    db.execute("insert or ignore into setting values ('server id', ?)", (str(uuid.uuid4()),))
    row = db.execute("select value from setting where name='server id'").fetchone()
    return str(row[0])


def _schema_of(path: Path) -> int:
    """Return the schema of the file (0: none yet) without writing anything beside it."""
    wal = path.with_name(f"{path.name}-wal")
    if not path.exists() or not path.stat().st_size:
        return 0
    if not wal.exists() or not wal.stat().st_size:
        with path.open("rb") as file:
            return int.from_bytes(file.read(_VERSION_AT + 4)[_VERSION_AT:], "big")
    address = f"{path.absolute().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as db:
        return int(db.execute("pragma user_version").fetchone()[0])


def _refuse_newer(path: Path, schema: int, known: int) -> None:
    if schema > known:
        raise WorkspaceError(
            N_(
                "The workspace {path} has schema {schema}, this CytoDesk knows up to {known}:"
                " update CytoDesk."
            ),
            path=path,
            schema=schema,
            known=known,
        )


def _upgrade(db: sqlite3.Connection, path: Path, backups: Path, steps: Sequence[str]) -> None:
    """Take the steps that are missing, one transaction each, after keeping a copy."""
    schema = int(db.execute("pragma user_version").fetchone()[0])
    if 0 < schema < len(steps):
        _keep_copy(path, backups, schema)
    for number in range(schema, len(steps)):
        db.executescript(f"begin; {steps[number]} pragma user_version={number + 1}; commit;")


def _keep_copy(path: Path, backups: Path, schema: int) -> None:
    """Copy the file as it is; a copy that was not finished never bears the final name."""
    backups.mkdir(exist_ok=True)
    copy_database(path, backups / f"schema-{schema}.db")


def not_opened(path: Path, error: Exception) -> WorkspaceError:
    return WorkspaceError(
        N_(
            "The workspace {path} could not be opened ({reason}). `cytodesk doctor --check` says "
            "more, `cytodesk doctor --restore` goes back to a copy."
        ),
        path=path,
        reason=error,
    )
