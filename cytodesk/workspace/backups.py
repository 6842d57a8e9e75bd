"""Copies of the database: one a day, kept by threes, and one before each upgrade.

A copy is made by SQLite while the station works, proved sound, and only then has its name. Files of
runs and slides are not copied: they never change, and a restored database finds them again.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cytodesk.errors import N_, WorkspaceError
from cytodesk.settings import free_bytes
from cytodesk.workspace.files import replacing

FOLDER = "backups"
KEPT = 3
DAY = 24 * 3600.0
"""Seconds."""
_LEFT_FREE = 1 << 30
_DAILY, _BEFORE, _REPLACED = "daily-", "schema-", "replaced-"


@dataclass(frozen=True, slots=True)
class Backup:
    path: Path
    at: float
    """Seconds since the epoch, by the clock of that time."""
    schema: int
    size: int
    trouble: str | None
    """What is wrong with it, None for a sound one."""


def is_due(folder: Path, now: float) -> bool:
    """Say whether the workspace in `folder` has no copy of the last day, and changed since.

    A copy from the future was made before the clock was set back: it counts as old.
    """
    made = [path.stat().st_mtime for path in _of(folder, _DAILY)]
    fresh = [at for at in made if 0 <= now - at < DAY]
    return not fresh and _changed(folder) > max(made, default=0.0)


def back_up(folder: Path) -> Path:
    """Copy the database of the workspace in `folder`, and forget all but the newest copies.

    Raises WorkspaceError where there is no room, or where the copy is not sound.
    """
    source, backups = folder / "workspace.db", folder / FOLDER
    _refuse_without_room(source)
    backups.mkdir(exist_ok=True)
    path = backups / f"{_DAILY}{_stamp()}.db"
    copy_database(source, path)
    for old in _of(folder, _DAILY)[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def copy_database(source: Path, target: Path) -> None:
    """Copy `source` as it is at one moment; `target` is whole, flushed and sound, or not there."""
    beside = target.with_name(f"{target.name}.part")
    beside.unlink(missing_ok=True)
    try:
        with replacing(target, beside):
            with opened(source) as db, contextlib.closing(sqlite3.connect(beside)) as copy:
                db.backup(copy)
                copy.execute("pragma journal_mode=delete")
            if trouble := trouble_of(beside):
                raise WorkspaceError(
                    N_("The copy of {path} is not sound: {trouble}"), path=source, trouble=trouble
                )
    except (sqlite3.Error, OSError) as error:
        raise WorkspaceError(
            N_("{path} could not be copied to {folder}: {reason}."),
            path=source,
            folder=target.parent,
            reason=error,
        ) from error


def backups_of(folder: Path) -> list[Backup]:
    """Return the copies that a workspace can be restored from, newest first; each is looked at."""
    paths = [path for kind in (_DAILY, _BEFORE, _REPLACED) for path in _of(folder, kind)]
    found = [_backup(path) for path in paths]
    return sorted(found, key=lambda each: each.at, reverse=True)


def trouble_of(path: Path) -> str | None:
    """Return what SQLite finds wrong in a database, None where it is sound. Nothing is written."""
    try:
        with opened(path) as db:
            said = [str(row[0]) for row in db.execute("pragma integrity_check(5)").fetchall()]
            if said != ["ok"]:
                return "; ".join(said)
            lost = db.execute("pragma foreign_key_check").fetchall()
            return f"{len(lost)} rows refer to what is not there" if lost else None
    except (sqlite3.Error, OSError) as error:
        return str(error)


def replaced_name() -> str:
    """Return the name under which a database is set aside that a copy takes the place of."""
    return f"{_REPLACED}{_stamp()}.db"


def _backup(path: Path) -> Backup:
    about = path.stat()
    trouble, schema = trouble_of(path), 0
    if trouble is None:
        with opened(path) as db:
            schema = int(db.execute("pragma user_version").fetchone()[0])
    return Backup(path, about.st_mtime, schema, about.st_size, trouble)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open for reading; what another process has written but not yet moved is seen too."""
    if not path.is_file():
        raise OSError(f"there is no {path}")
    address = f"{path.absolute().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True, timeout=30)) as db:
        yield db


def _of(folder: Path, kind: str) -> list[Path]:
    """Return the copies of one kind, oldest first."""
    return sorted((folder / FOLDER).glob(f"{kind}*.db"), key=lambda path: path.stat().st_mtime)


def _changed(folder: Path) -> float:
    both = (folder / "workspace.db", folder / "workspace.db-wal")
    return max((path.stat().st_mtime for path in both if path.exists()), default=0.0)


def _refuse_without_room(source: Path) -> None:
    free, size = free_bytes(source.parent), source.stat().st_size
    if free < size + _LEFT_FREE:
        raise WorkspaceError(
            N_("No copy of {path} was made: it has {size} MB, and only {free} MB are free."),
            path=source,
            size=size >> 20,
            free=free >> 20,
        )


def _stamp() -> str:
    return time.strftime("%Y%m%dT%H%M%S", time.gmtime()) + f"-{time.time_ns() % 1_000_000:06d}"
