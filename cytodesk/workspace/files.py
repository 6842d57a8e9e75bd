"""Files that belong to rows: written, flushed and renamed first; the row comes after.

A crash between the two leaves a file without a row, which the next opening sweeps.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from cytodesk.errors import N_, WorkspaceError

_TABLES = ("run_file", "attached_file")


class FileStore:
    """Files under `folder`, named by us; the name that a user gave stands in the row."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)

    def put(self, blocks: Iterable[bytes]) -> tuple[str, int]:
        """Keep `blocks` safe on disk; return the stored name and the size in bytes."""
        name = uuid.uuid4().hex
        beside = self.folder / f"{name}.part"
        size = 0
        try:
            with replacing(self.folder / name, beside), beside.open("xb") as file:
                for block in blocks:
                    size += file.write(block)
        except OSError as error:
            raise WorkspaceError(
                N_("A file of {size} bytes could not be kept in {folder}: {reason}."),
                size=size,
                folder=self.folder,
                reason=error.strerror or str(error),
            ) from error
        return name, size

    def path(self, name: str) -> Path:
        return self.folder / name

    def remove(self, name: str | None) -> None:
        if name:
            (self.folder / name).unlink(missing_ok=True)

    def sweep(self, db: sqlite3.Connection) -> int:
        """Remove the files that no row knows; return how many."""
        known = {
            row[0]
            for table in _TABLES
            for row in db.execute(f"select stored from {table}").fetchall()
        }
        orphans = [path for path in self.folder.iterdir() if path.name not in known]
        for path in orphans:
            path.unlink(missing_ok=True)
        return len(orphans)


def copied_slide(folder: Path, path: Path) -> Path:
    """Copy a slide into `folder`; return where it is."""
    with path.open("rb") as source:
        return keep_slide(folder, path.suffix, iter(partial(source.read, 1 << 20), b""))


def keep_slide(folder: Path, suffix: str, blocks: Iterable[bytes]) -> Path:
    """Keep a slide in `folder`: written and flushed before it has its name, which is ours."""
    folder.mkdir(exist_ok=True)
    is_plain = suffix[1:].isalnum() and suffix.isascii()
    kept = folder / f"{uuid.uuid4().hex}{suffix.lower() if is_plain else ''}"
    beside = kept.with_suffix(".part")
    try:
        with replacing(kept, beside), beside.open("xb") as file:
            file.writelines(blocks)
    except OSError as error:
        raise WorkspaceError(
            N_("A slide could not be kept in {folder}: {reason}."),
            folder=folder,
            reason=error.strerror or str(error),
        ) from error
    return kept


@contextlib.contextmanager
def replacing(target: Path, beside: Path) -> Iterator[None]:
    """Make what is written to `beside` meanwhile durable, and put it in the place of `target`.

    Where that fails nothing is left beside, and `target` stays as it was.
    """
    try:
        yield
        flush_file(beside)
        beside.replace(target)
        flush_folder(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def flush_file(path: Path) -> None:
    """Make what was written to `path` durable."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make a rename in `folder` durable where the system lets a folder be flushed (not Windows)."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
