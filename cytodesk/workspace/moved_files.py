"""Slides that were moved: found again by their content, where they are likely to be."""

from __future__ import annotations

import itertools
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from cytodesk.errors import N_, NotFound
from cytodesk.workspace.events import record
from cytodesk.workspace.pixels.facts import fingerprint_of
from cytodesk.workspace.writer import Change

_MOST = 20_000
"""Names that are looked at in one search; a share of a hospital has more than can be waited for."""
_DEEP = 4
"""How many folders below another are looked into."""


def likely_places(db: sqlite3.Connection, path: Path) -> list[Path]:
    """Return folders where the file of `path` may be now, the likeliest first.

    Slides move together: where others of the workspace are, then about where it was. The copies
    in the workspace are others' own, and go with them.
    """
    rows = db.execute("select distinct path from image where not is_copy").fetchall()
    others = {Path(row[0]).parent for row in rows}
    there = [folder for folder in sorted(others) if folder.is_dir()]
    about = [folder for folder in path.parents[:2] if folder.is_dir() and folder != folder.parent]
    return [*there, *about]


def found_in(
    places: Iterable[Path], fingerprint: str, but_not_in: Path | None = None
) -> Path | None:
    """Return the file with `fingerprint` that lies in one of `places`, or a little below.

    Nothing that lies in the folder `but_not_in` is looked at.
    """
    size = int(fingerprint.partition("-")[0])
    files = itertools.chain.from_iterable(
        _files_below(place, _DEEP, but_not_in) for place in places
    )
    for entry in itertools.islice(files, _MOST):
        try:
            if entry.stat().st_size == size and fingerprint_of(Path(entry.path)) == fingerprint:
                return Path(entry.path)
        except OSError:
            continue
    return None


def lies_at(change: Change, fingerprint: str, was: Path, now: Path) -> None:
    """Note that the file of all images with `fingerprint` that lay at `was` lies at `now`."""
    rows = change.db.execute(
        "select id from image where fingerprint=? and path=?", (fingerprint, str(was))
    ).fetchall()
    for row in rows:
        change.update("image", row[0], path=str(now))
        record(change, "image found again", row[0], path=str(now))


def the_same_at(path: Path, fingerprint: str, name: str) -> Path:
    """Return the file with `fingerprint` at `path`, a file or a folder. Raises NotFound."""
    if path.is_dir():
        found = found_in([path], fingerprint)
    else:
        found = path if path.is_file() and fingerprint_of(path) == fingerprint else None
    if found is None:
        raise NotFound(
            N_("{name} is not at {path}: no file there has the same content."), name=name, path=path
        )
    return found


def _files_below(folder: Path, depth: int, but_not_in: Path | None) -> Iterator[os.DirEntry[str]]:
    """Yield files, those of a folder before those of the folders in it; links lead nowhere."""
    if folder == but_not_in:
        return
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        yield from (entry for entry in entries if entry.is_file())
        inner = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return
    for entry in inner if depth else ():
        if not entry.name.startswith("."):
            yield from _files_below(Path(entry.path), depth - 1, but_not_in)
