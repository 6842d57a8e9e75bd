"""Whether a workspace is whole: its database, the files of its rows, its copies; only read.

A station may work meanwhile: what is read is one moment's.
"""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from cytodesk.workspace.backups import Backup, backups_of, trouble_of

_COUNTED = ("project", "image", "annotation", "run", "algorithm")
_FILES = ("run_file", "attached_file")


@dataclass(frozen=True, slots=True)
class Examined:
    trouble: str | None
    """What is wrong with the database, None where it is sound."""
    counts: dict[str, int]
    missing: tuple[str, ...]
    """Files that rows speak of and that are not there, or not whole."""
    copies: tuple[Backup, ...]

    @property
    def is_whole(self) -> bool:
        return self.trouble is None and not self.missing


def examine(folder: Path) -> Examined:
    """Look at all of the workspace in `folder`."""
    path = folder / "workspace.db"
    trouble = trouble_of(path)
    counts: dict[str, int] = {}
    missing: list[str] = []
    if trouble is None:
        address = f"{path.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=30)) as db:
            counts = {
                table: int(db.execute(f"select count(*) from {table}").fetchone()[0])
                for table in _COUNTED
            }
            missing = [*_missing_files(db, folder), *_missing_images(db)]
    return Examined(trouble, counts, tuple(missing), tuple(backups_of(folder)))


def _missing_files(db: sqlite3.Connection, folder: Path) -> list[str]:
    found = []
    for table in _FILES:
        for stored, name, size in db.execute(f"select stored, filename, size from {table}"):
            if not stored:
                continue
            path = folder / "files" / str(stored)
            if not path.is_file():
                found.append(f"{name} ({path})")
            elif size is not None and path.stat().st_size != size:
                found.append(f"{name} ({path}: {path.stat().st_size} of {size} bytes)")
    return found


def _missing_images(db: sqlite3.Connection) -> list[str]:
    rows = db.execute("select path from image").fetchall()
    return [str(row[0]) for row in rows if not Path(str(row[0])).exists()]
