"""What environments, models and fetched Pythons take of the disk, and freeing it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cytodesk.errors import N_, BadInput
from cytodesk.runs.environments.markers import MARKER, read_marker

_KINDS = {"environment": "environments", "models": "models", "python": "pythons"}
"""What is kept, and the folder of the cache that it stands in."""
WHEELS = "wheels"
_WHEELS_FOLDER = "uv"


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that comes again by itself; `used` is the last time, in epoch milliseconds."""

    kind: str
    name: str
    title: str
    bytes: int
    used: int | None
    identity: str = ""
    """Of an environment, as runs name it."""


def kept_in(cache: Path) -> list[Kept]:
    """Return all that is kept, the largest first; walks through every folder."""
    found = [
        _kept(kind, path) for kind, folder in _KINDS.items() for path in _folders(cache / folder)
    ]
    if (cache / _WHEELS_FOLDER).is_dir():
        size = _size(cache / _WHEELS_FOLDER)
        found.append(Kept(WHEELS, _WHEELS_FOLDER, "", size, _changed(cache / _WHEELS_FOLDER)))
    return sorted(found, key=lambda each: -each.bytes)


def free(cache: Path, kind: str, name: str) -> int:
    """Remove what is kept under that name and return the bytes that it took. Raises BadInput."""
    folder = cache if kind == WHEELS else cache / _KINDS.get(kind, "")
    place = folder / name
    is_known = kind in _KINDS or (kind, name) == (WHEELS, _WHEELS_FOLDER)
    if not is_known or place.parent != folder or name.startswith(".") or not place.is_dir():
        raise BadInput(N_("Nothing of that name is kept: {kind} {name}."), kind=kind, name=name)
    size = _size(place)
    # Its marker goes first: half an environment is never taken for a whole one.
    (place / MARKER).unlink(missing_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    return size


def _folders(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (
            path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")
        )


def _kept(kind: str, path: Path) -> Kept:
    marker = read_marker(path)
    if marker is None:
        return Kept(kind, path.name, "", _size(path), _changed(path))
    title, used = f"Python {marker.python}", _changed(path / MARKER)
    return Kept(kind, path.name, title, _size(path), used, marker.identity)


def _size(folder: Path) -> int:
    """Return the bytes of all files below; a file with several names there counts once."""
    seen: set[tuple[int, int]] = set()
    total = 0
    for where, _, names in os.walk(folder):
        for name in names:
            try:
                status = os.lstat(Path(where) / name)
            except OSError:
                continue
            if (status.st_dev, status.st_ino) not in seen or not status.st_ino:
                seen.add((status.st_dev, status.st_ino))
                total += status.st_size
    return total


def _changed(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns // 1_000_000
    except OSError:
        return None
