"""Virtual environments made from requirements by uv, once per content.

An environment is made in a folder whose name begins with `.making-`, gets its marker file last and
is renamed then: what bears its final name is whole, whatever was killed when. uv's `--relocatable`
makes the rename harmless for scripts; programs start by `python path` anyway.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import platform
import re
import shutil
import sys
import sysconfig
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uv

from cytodesk.errors import N_, EnvironmentFailed, NeedsBuilding
from cytodesk.processes import Completed, FileLock, run_briefly
from cytodesk.runs.environments.environment import Environment
from cytodesk.runs.environments.interpreter import ask_interpreter
from cytodesk.runs.environments.pythons import OWN, environment_of_uv

SCHEMA = 1
MARKER = "cytodesk-environment.json"
_MAKING = ".making-"
_CREATES_WITHIN = 300.0
_INSTALLS_WITHIN = 3600.0
"""Seconds; a package built from its source may take its time, and the user can cancel."""
_SOURCE_ONLY = "cytomine-python-client"
"""The one package whose wanted versions (2.x and 3.0.0) exist as source only."""
_DRAWN = re.compile(r"^(?:[\s×╰─▶│├└→❯]|(?:error|cause):\s)+")
_ASIDE = re.compile(r"hint:|\[stderr\]|\[stdout\]")
"""What uv puts before its reasons, and what it adds after them."""
_LACKS_WHEELS = re.compile(
    r"no\s+(usable\s+)?wheels|building\s+(from\s+source|source\s+distributions)\s+is\s+disabled",
    re.I,
)
"""What uv says of a package that exists as source only."""
_INCLUDES = re.compile(r"(?:-r|-c|--requirement|--constraint)[\s=]+(?P<path>\S+)")


@dataclass(frozen=True, slots=True)
class _Wish:
    """What one environment is made of, and how its making is followed."""

    requirements: Path | None
    wheels: Path | None
    cache: Path
    python: str
    report: Callable[[str], None]
    cancelled: Callable[[], bool]
    may_build: bool


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
    wish = _Wish(
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
    marker = _marker(place)
    return Environment(_python_of(place), marker["identity"], models) if marker else None


def _note_use(place: Path) -> None:
    """Let the marker's own time say when the environment was used last."""
    with contextlib.suppress(OSError):
        os.utime(place / MARKER)


def _is_whole(place: Path) -> bool:
    return _marker(place) is not None


def _marker(place: Path) -> dict[str, Any] | None:
    """Read the marker of a whole environment; one whose base interpreter is gone is not whole."""
    try:
        marker = json.loads((place / MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return marker if marker.get("schema") == SCHEMA and _python_of(place).exists() else None


def _make(wish: _Wish, place: Path) -> None:
    # A lock beside it tells the living maker from a killed one, whose leftovers are swept.
    making = place.with_name(f"{_MAKING}{uuid.uuid4().hex[:12]}")
    lock = FileLock(making.with_suffix(".lock"))
    lock.acquire()
    try:
        _create(wish, making)
        if wish.requirements is not None:
            _install(wish, making)
        _finish(making, place)
    finally:
        shutil.rmtree(making, ignore_errors=True)
        lock.release()
        making.with_suffix(".lock").unlink(missing_ok=True)


def _finish(making: Path, place: Path) -> None:
    interpreter = ask_interpreter(_python_of(making))
    marker = {
        "schema": SCHEMA,
        "identity": interpreter.identity,
        "python": interpreter.version,
        "distributions": list(interpreter.distributions),
    }
    (making / MARKER).write_text(json.dumps(marker, indent=1), "utf-8")
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
            shutil.rmtree(lock_file.with_suffix(""), ignore_errors=True)
            lock.release()
            lock_file.unlink(missing_ok=True)


def _create(wish: _Wish, making: Path) -> None:
    wish.report(N_("Making an environment"))
    arguments = ["venv", "--quiet", "--relocatable", "--no-project", "--no-python-downloads"]
    completed = _uv(
        wish, [*arguments, "--python", wish.python, str(making)], timeout=_CREATES_WITHIN
    )
    if not completed.has_succeeded:
        raise EnvironmentFailed(
            N_(
                "No environment with Python {version} could be made: {said}. "
                "Install that Python, or name an interpreter that has the packages."
            ),
            version=wish.python,
            said=_said(completed),
            details=completed.output,
        )


def _install(wish: _Wish, making: Path) -> None:
    for attempt, sources in enumerate(_allowed_sources(wish)):
        if attempt:
            wish.report(N_("Some packages have no wheel; they are built from their sources"))
        completed = _uv(wish, _install_arguments(wish, making, sources), timeout=_INSTALLS_WITHIN)
        if completed.has_succeeded:
            return
    if not wish.may_build and wish.wheels is None and _LACKS_WHEELS.search(completed.output):
        raise NeedsBuilding(
            N_(
                "A package exists as its source only, and building it runs its code: {said}. "
                "Install the algorithm again and allow it to build."
            ),
            said=_said(completed),
            details=completed.output,
        )
    raise EnvironmentFailed(
        N_(
            "The packages of {requirements} could not be installed: {said}. "
            "Change the list, add the missing wheels, or name an interpreter that has them."
        ),
        requirements=wish.requirements,
        said=_said(completed),
        details=completed.output,
    )


def _allowed_sources(wish: _Wish) -> list[list[str]]:
    only_wheels = ["--only-binary", ":all:"]
    if wish.wheels is not None:
        return [["--offline", "--no-index", "--find-links", str(wish.wheels), *only_wheels]]
    wheels_first = [*only_wheels, *_but_the_old_client(wish.requirements)]
    return [wheels_first, []] if wish.may_build else [wheels_first]


def _but_the_old_client(requirements: Path | None) -> list[str]:
    lines = requirements_in(requirements) if requirements else []
    asked = any(re.match(rf"{_SOURCE_ONLY}\s*==\s*(2\.|3\.0)", line, re.I) for line in lines)
    return ["--no-binary", _SOURCE_ONLY] if asked else []


def _install_arguments(wish: _Wish, making: Path, sources: list[str]) -> list[str]:
    python = str(_python_of(making))
    return ["pip", "install", "--python", python, *sources, "-r", str(wish.requirements)]


def _uv(wish: _Wish, arguments: list[str], *, timeout: float) -> Completed:
    return run_briefly(
        [uv.find_uv_bin(), "--no-config", "--no-progress", *arguments],
        folder=wish.requirements.parent if wish.requirements else wish.cache,
        environment=environment_of_uv(wish.cache),
        timeout=timeout,
        on_line=wish.report,
        cancelled=wish.cancelled,
    )


def _said(completed: Completed) -> str:
    """Return the resolver's reason as one sentence without its drawing characters."""
    if completed.status is None:
        return N_("it took too long")
    lines = (_DRAWN.sub("", line).strip() for line in completed.output.splitlines())
    reasons = [line for line in lines if line and not line.startswith("Using ")]
    because = next((at for at, line in enumerate(reasons) if line.startswith("Because ")), 0)
    wanted = itertools.takewhile(lambda line: not _ASIDE.match(line), reasons[because:])
    return " ".join(wanted).rstrip(".") or N_("it gave no reason")


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


def requirements_in(requirements: Path) -> list[str]:
    """Return each wish of a requirements file and of those it includes, sorted."""
    return sorted(set(_requirement_lines(requirements, seen=set())))


def _requirement_lines(requirements: Path, seen: set[Path]) -> Iterator[str]:
    """Yield what counts in a requirements file and in those it includes."""
    if requirements.resolve() in seen:
        return
    seen.add(requirements.resolve())
    for line in requirements.read_text("utf-8-sig", errors="replace").splitlines():
        words = re.sub(r"(^|\s)#.*", "", line).strip()
        include = _INCLUDES.match(words)
        if include and (requirements.parent / include["path"]).is_file():
            yield from _requirement_lines(requirements.parent / include["path"], seen)
        elif words:
            yield " ".join(words.split())


def _listing(wheels: Path) -> list[tuple[str, int]]:
    return sorted((path.name, path.stat().st_size) for path in wheels.glob("*.whl"))


def _python_of(place: Path) -> Path:
    return place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
