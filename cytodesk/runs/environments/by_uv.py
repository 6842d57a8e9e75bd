"""What uv does for us: an empty environment, and packages in it; what it says, in a sentence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uv

from cytodesk.errors import N_, EnvironmentFailed, NeedsBuilding
from cytodesk.processes import Completed, run_briefly
from cytodesk.runs.environments.environment import python_of
from cytodesk.runs.environments.markers import note_helper
from cytodesk.runs.environments.pythons import environment_of_uv
from cytodesk.runs.environments.requirements import requirements_in

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
_ABI_TAGS = re.compile(r"following Python ABI tags?: (?P<tags>.+)")
"""What it says of one that has wheels, for other Pythons."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one environment is made of, and how its making is followed."""

    requirements: Path | None
    wheels: Path | None
    cache: Path
    python: str
    report: Callable[[str], None]
    cancelled: Callable[[], bool]
    may_build: bool


def create(wish: Wish, making: Path) -> None:
    """Make an empty environment in the folder `making`. Raises EnvironmentFailed, Cancelled."""
    wish.report(N_("Making an environment"))
    arguments = ["venv", "--quiet", "--relocatable", "--no-project", "--no-python-downloads"]
    arguments += ["--python", wish.python, str(making)]
    completed = _uv(wish, making, arguments, timeout=_CREATES_WITHIN)
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


def install(wish: Wish, making: Path) -> None:
    """Put the packages into it. Raises EnvironmentFailed, NeedsBuilding, Cancelled."""
    for attempt, sources in enumerate(_allowed_sources(wish)):
        if attempt:
            wish.report(N_("Some packages have no wheel; they are built from their sources"))
        arguments = _install_arguments(wish, making, sources)
        completed = _uv(wish, making, arguments, timeout=_INSTALLS_WITHIN)
        if completed.has_succeeded:
            return
    if versions := _pythons_with_wheels(completed.output):
        raise EnvironmentFailed(
            N_(
                "{said}. There are wheels for Python {versions}: install the algorithm with one "
                "of these, or with an interpreter that has its packages."
            ),
            said=_said(completed),
            versions=", ".join(versions),
            details=completed.output,
        )
    if not wish.may_build and wish.wheels is None and _LACKS_WHEELS.search(completed.output):
        raise NeedsBuilding(
            N_(
                "A package exists as its source only, and building it runs its code: {said}. "
                "Install the algorithm again and allow it to build, or with an interpreter that "
                "has them."
            ),
            said=_said(completed),
            details=completed.output,
        )
    raise EnvironmentFailed(
        N_(
            "The packages of {requirements} could not be installed: {said}. "
            "Change the list, add the missing wheels, or name an interpreter that has them."
        ),
        requirements=wish.requirements.name if wish.requirements else "",
        said=_said(completed),
        details=completed.output,
    )


def _pythons_with_wheels(output: str) -> list[str]:
    """Return for which Pythons the package that stands in the way has wheels, the newest last."""
    found = _ABI_TAGS.search(output)
    tags = re.findall(r"\bcp3(\d+)", found["tags"]) if found else []
    return [f"3.{minor}" for minor in sorted({int(tag) for tag in tags})]


def _allowed_sources(wish: Wish) -> list[list[str]]:
    only_wheels = ["--only-binary", ":all:"]
    if wish.wheels is not None:
        return [["--offline", "--no-index", "--find-links", str(wish.wheels), *only_wheels]]
    wheels_first = [*only_wheels, *_but_the_old_client(wish.requirements)]
    return [wheels_first, []] if wish.may_build else [wheels_first]


def _but_the_old_client(requirements: Path | None) -> list[str]:
    lines = requirements_in(requirements) if requirements else []
    asked = any(re.match(rf"{_SOURCE_ONLY}\s*==\s*(2\.|3\.0)", line, re.I) for line in lines)
    return ["--no-binary", _SOURCE_ONLY] if asked else []


def _install_arguments(wish: Wish, making: Path, sources: list[str]) -> list[str]:
    python = str(python_of(making))
    return ["pip", "install", "--python", python, *sources, "-r", str(wish.requirements)]


def _uv(wish: Wish, making: Path, arguments: list[str], *, timeout: float) -> Completed:
    return run_briefly(
        [uv.find_uv_bin(), "--no-config", "--no-progress", *arguments],
        folder=wish.requirements.parent if wish.requirements else wish.cache,
        environment=environment_of_uv(wish.cache),
        timeout=timeout,
        on_line=wish.report,
        cancelled=wish.cancelled,
        started=lambda helper: note_helper(making, helper),
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
