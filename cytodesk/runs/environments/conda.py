"""Environments that conda makes from an environment.yml, where the user has conda."""

from __future__ import annotations

import hashlib
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cytodesk.errors import N_, Cancelled, EnvironmentFailed
from cytodesk.processes import FileLock, clean_environment, run_briefly
from cytodesk.runs.environments.environment import Environment
from cytodesk.runs.environments.markers import whole_identity, write_marker

FILES = ("environment.yml", "environment.yaml")
_PROGRAMS = ("micromamba", "mamba", "conda")
_CREATES_WITHIN = 3600.0
_LOOK_AGAIN = 0.2
_CREATE = {
    "micromamba": ("create", "--yes"),
    "mamba": ("env", "create"),
    "conda": ("env", "create"),
}


def conda_file(folder: Path) -> Path | None:
    """Return the app's list for conda, if it has one."""
    return next((folder / name for name in FILES if (folder / name).is_file()), None)


def conda_program() -> str | None:
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def conda_environment(
    program: str | None,
    file: Path,
    cache: Path,
    report: Callable[[str], None],
    cancelled: Callable[[], bool],
) -> Environment:
    """Return the environment of `file`, made if it is not there yet. Blocks.

    Conda's environments cannot be moved: one is made in its place under a lock, and whole once
    its marker stands there. Raises EnvironmentFailed, where there is no `program` of conda too, and
    Cancelled.
    """
    if program is None:
        raise no_conda(file)
    key = hashlib.sha256(file.read_bytes()).hexdigest()[:20]
    place, models = cache / "environments" / f"conda-{key}", cache / "models" / key
    python = _python_of_prefix(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place.with_suffix(".lock"))
    while not lock.acquire():
        if cancelled():
            raise Cancelled(N_("Making the environment was stopped, as asked."))
        time.sleep(_LOOK_AGAIN)
    try:
        identity = whole_identity(place, python)
        if identity is None:
            shutil.rmtree(place, ignore_errors=True)
            report(N_("Making an environment with conda"))
            _make(program, file, place, report, cancelled)
            identity = write_marker(place, python)
    finally:
        lock.release()
    return Environment(python, identity, models)


def no_conda(file: Path) -> EnvironmentFailed:
    return EnvironmentFailed(
        N_(
            "Its packages are listed in {file} alone, which conda reads: install conda or "
            "micromamba, or name an interpreter that has the packages."
        ),
        file=file.name,
    )


def _make(
    program: str,
    file: Path,
    place: Path,
    report: Callable[[str], None],
    cancelled: Callable[[], bool],
) -> None:
    words = _CREATE[Path(program).stem]
    said = run_briefly(
        [program, *words, "--prefix", str(place), "--file", str(file)],
        folder=file.parent,
        environment=clean_environment(),
        timeout=_CREATES_WITHIN,
        on_line=report,
        cancelled=cancelled,
    )
    if not said.has_succeeded:
        lines = [line for line in said.output.splitlines() if line.strip()]
        raise EnvironmentFailed(
            N_("Conda could not make the environment of {file}: {said}."),
            file=file,
            said=lines[-1].strip() if lines else N_("it gave no reason"),
            details=said.output,
        )


def _python_of_prefix(place: Path) -> Path:
    return place / ("python.exe" if sys.platform == "win32" else "bin/python")
