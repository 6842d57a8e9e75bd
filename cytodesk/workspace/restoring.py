"""Putting a copy in the place of the database, so that a crash at any moment leaves one of both.

    workspace.db.new   the copy, whole and flushed
    restoring          begun: from here on the copy takes its place, at the next opening if need be

The database that was there is set aside among the copies, so that this too can be taken back.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import time
from pathlib import Path

from cytodesk.errors import N_, BadInput, WorkspaceError
from cytodesk.settings import write_atomically
from cytodesk.workspace.backups import (
    FOLDER,
    Backup,
    backups_of,
    copy_database,
    opened,
    replaced_name,
    trouble_of,
)
from cytodesk.workspace.files import flush_folder

ORPHANS_STAY = 7 * 24 * 3600.0
"""Seconds after a restoration for which files without rows are not swept: one may go back."""
_COUNTERS = (("sequence", "next"), ("sqlite_sequence", "seq"))
"""Ids of things, and of events."""
_LEAP = 1_000_000
"""Ids that are passed over where a damaged database does not tell how many it gave out."""
_MARK, _RESTORED = "restoring", "restored"


def restore(folder: Path, name: str | None = None) -> Backup:
    """Put the copy called `name`, else the newest sound one, in the place of the database.

    Nobody may have the workspace open. Raises BadInput or WorkspaceError, and changes nothing then.
    """
    chosen = _chosen(folder, name)
    copy_database(chosen.path, folder / "workspace.db.new")
    _give_out_new_ids(folder / "workspace.db.new", folder / "workspace.db")
    write_atomically(folder / _MARK, replaced_name().encode())
    finish_restoring(folder)
    return chosen


def finish_restoring(folder: Path) -> None:
    """Finish what `restore` had begun when it was cut off; every step may be done again."""
    mark, new, path = folder / _MARK, folder / "workspace.db.new", folder / "workspace.db"
    if not mark.exists():
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        return
    try:
        if new.exists():
            _set_aside(folder, path, mark.read_text("utf-8"))
            new.replace(path)
            flush_folder(folder)
        write_atomically(folder / _RESTORED, str(time.time()).encode())
        mark.unlink()
        flush_folder(folder)
    except OSError as error:
        raise WorkspaceError(
            N_("{path} could not be put in its place: {reason}."), path=new, reason=error
        ) from error


def was_restored_lately(folder: Path) -> bool:
    """Say whether files of a database that was set aside may still be wanted."""
    try:
        age = time.time() - float((folder / _RESTORED).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return age < ORPHANS_STAY


def _give_out_new_ids(copy: Path, path: Path) -> None:
    """Let the copy go on behind every id that the database at `path` gave out.

    Folders, keys and pictures of what it held bear these: a new run would take an old one's record
    for its own.
    """
    try:
        with contextlib.closing(sqlite3.connect(copy)) as db, db:
            for table, column in _COUNTERS:
                given = _highest(path, table, column)
                ahead = f"{column}+{_LEAP}" if given is None else f"max({column},{given})"
                db.execute(f"update {table} set {column}={ahead}")
    except sqlite3.Error as error:
        raise WorkspaceError(
            N_("{path} could not be put in its place: {reason}."), path=copy, reason=error
        ) from error


def _highest(path: Path, table: str, column: str) -> int | None:
    """Return how far a database has counted, None where it does not say."""
    with contextlib.suppress(sqlite3.Error, OSError, TypeError, ValueError), opened(path) as db:
        return int(db.execute(f"select max({column}) from {table}").fetchone()[0])
    return None


def _set_aside(folder: Path, path: Path, name: str) -> None:
    """Keep the database under `name` with all that was written to it, then take it away.

    One that cannot be read is kept as the bytes that it is.
    """
    backups = folder / FOLDER
    backups.mkdir(exist_ok=True)
    kept = backups / name
    if path.exists() and not kept.exists():
        if trouble_of(path) is None:
            copy_database(path, kept)
        else:
            broken = kept.with_suffix(".broken")
            shutil.copy2(path, broken)
    for tail in ("-wal", "-shm", ""):
        path.with_name(f"{path.name}{tail}").unlink(missing_ok=True)


def _chosen(folder: Path, name: str | None) -> Backup:
    found = backups_of(folder)
    if name is not None:
        for each in found:
            if each.path.name == name and each.trouble is None:
                return each
        raise BadInput(
            N_("There is no sound copy called {name} in {folder}."),
            name=name,
            folder=folder / FOLDER,
        )
    for each in found:
        is_own = not each.path.name.startswith("replaced-")
        if is_own and each.trouble is None:
            return each
    raise BadInput(N_("There is no sound copy in {folder}."), folder=folder / FOLDER)
