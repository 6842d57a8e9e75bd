"""Virtual environments made from requirements by uv, once per content.

An environment is made in a folder whose name begins with `.making-`, gets its marker file last and
is renamed then: what bears its final name is whole, whatever was killed when. uv's `--relocatable`
makes the rename harmless for scripts; programs start by `python path` anyway.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import shutil
import sys
import sysconfig
import uuid
from collections.abc import Callable
from pathlib import Path

from cytodesk.errors import N_, EnvironmentFailed
from cytodesk.processes import FileLock
from cytodesk.runs.environments.by_uv import Wish, create, install
from cytodesk.runs.environments.environment import Environment, python_of
from cytodesk.runs.environments.markers import MARKER, end_helper, whole_identity, write_marker
from cytodesk.runs.environments.pythons import OWN
from cytodesk.runs.environments.requirements import requirements_in

_MAKING = ".making-"


def managed(
    requirements: Path | None,
    wheels: Path | None,
    cache: Path,
    python_version: str | None,
    report: Callable[[str], None],
    cancelled: Callable[[], bool],
    *,
    may_build: bool = False,
) -> Environment:
    """Return the environment of `requirements` (None: an empty one), made if it is not there yet.

    With `wheels`, a folder, nothing is asked of any network. Without, packages come from the
    package index as wheels, but for the old client, which exists as source only; where that does
    not resolve, sources are built if they `may_build`. `python_version` ("3.10") is that of this
    program if None, and has to be here (`pythons`). `report` hears progress line by line. Blocks.

    Raises EnvironmentFailed with what did not resolve (`fields["details"]` holds all that uv
    said), NeedsBuilding, Cancelled.
    """
    key = environment_name(requirements, wheels, python_version)
    place, models = cache / "environments" / key, cache / "models" / key
    environment = _complete(place, models)
    if environment is not None:
        _note_use(place)
        return environment
    wish = Wish(
        requirements, wheels, cache, _interpreter(python_version), report, cancelled, may_build
    )
    place.parent.mkdir(parents=True, exist_ok=True)
    _sweep(place.parent)
    _make(wish, place)
    environment = _complete(place, models)
    if environment is None:
        raise EnvironmentFailed(
            N_("The environment at {place} vanished while it was made; start the run again."),
            place=place,
        )
    return environment


def _complete(place: Path, models: Path) -> Environment | None:
    python = python_of(place)
    identity = whole_identity(place, python)
    return Environment(python, identity, models) if identity else None


def _note_use(place: Path) -> None:
    """Let the marker's own time say when the environment was used last."""
    with contextlib.suppress(OSError):
        os.utime(place / MARKER)


def _is_whole(place: Path) -> bool:
    return whole_identity(place, python_of(place)) is not None


def _make(wish: Wish, place: Path) -> None:
    # A lock beside it tells the living maker from a killed one, whose leftovers are swept.
    making = place.with_name(f"{_MAKING}{uuid.uuid4().hex[:12]}")
    lock = FileLock(making.with_suffix(".lock"))
    lock.acquire()
    try:
        create(wish, making)
        if wish.requirements is not None:
            install(wish, making)
        _finish(making, place)
    finally:
        shutil.rmtree(making, ignore_errors=True)
        end_helper(making)
        lock.release()
        making.with_suffix(".lock").unlink(missing_ok=True)


def _finish(making: Path, place: Path) -> None:
    write_marker(making, python_of(making))
    if place.exists() and not _is_whole(place):
        shutil.rmtree(place, ignore_errors=True)
    try:
        making.rename(place)
    except OSError:
        # Another process was faster, and its environment is as good.
        if not _is_whole(place):
            raise


def _sweep(folder: Path) -> None:
    """Remove what makers left that were killed; a living one holds its lock."""
    for lock_file in folder.glob(f"{_MAKING}*.lock"):
        lock = FileLock(lock_file)
        if lock.acquire():
            end_helper(lock_file.with_suffix(""))
            shutil.rmtree(lock_file.with_suffix(""), ignore_errors=True)
            lock.release()
            lock_file.unlink(missing_ok=True)


def _interpreter(python_version: str | None) -> str:
    """Return what uv is to make it from: this program's Python, or a version to look for."""
    if not _is_own(python_version):
        return str(python_version)
    return OWN if getattr(sys, "frozen", False) else sys.executable


def _is_own(python_version: str | None) -> bool:
    return python_version in (None, OWN)


def environment_name(
    requirements: Path | None, wheels: Path | None, python_version: str | None
) -> str:
    """Return the name of the environment: a hash of all that decides what is in it."""
    decides = {
        "requirements": requirements_in(requirements) if requirements else [],
        "python": platform.python_version() if _is_own(python_version) else python_version,
        "platform": sysconfig.get_platform(),
        "wheels": _listing(wheels) if wheels else None,
    }
    # Short, for the path limits of Windows and of scripts' first lines.
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:20]


def _listing(wheels: Path) -> list[tuple[str, int]]:
    return sorted((path.name, path.stat().st_size) for path in wheels.glob("*.whl"))
