"""Interpreters that the user names, and what is installed in any interpreter."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cytodesk.errors import N_, EnvironmentFailed
from cytodesk.processes import Completed, clean_environment, run_briefly
from cytodesk.runs.environments.environment import Environment

SCHEMA = 1
_STARTS_WITHIN = 60.0
"""Seconds; a first start from a network drive or under a virus scanner is slow."""
_SAYS_PYTHON = re.compile(r"^Python 3[.]", re.MULTILINE)
_PROBE = """
import json, os, re, sys
kept = re.compile(r"(.+)[.](dist|egg)-info$")
folders = [path for path in sys.path if os.path.isdir(path)]
found = set()
for folder in folders:
    found.update(m.group(1) for m in map(kept.match, os.listdir(folder)) if m)
print("\\n" + json.dumps({
    "version": "%d.%d.%d" % sys.version_info[:3], "platform": sys.platform,
    "wide": sys.maxsize > 2 ** 32, "distributions": sorted(found), "folders": folders,
}))
"""
"""Names folders only, no importlib.metadata: it must speak on every Python 3 an app may need."""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """What an interpreter says of itself; `folders` are those on its path."""

    version: str
    platform: str
    is_64_bit: bool
    distributions: tuple[str, ...]
    folders: tuple[str, ...]

    @property
    def identity(self) -> str:
        """A hash of version, platform and installed distributions; where it lies plays no part."""
        said = [self.version, self.platform, self.is_64_bit, list(self.distributions)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def named_interpreter(python: Path, cache: Path) -> Environment:
    """Return the environment of an interpreter that the user named.

    What it has installed is asked again only when its file or one of its folders has changed.
    Raises EnvironmentFailed if it does not start.
    """
    # Not resolved: the link inside a virtual environment is what selects its packages.
    place = python.expanduser().absolute()
    key = hashlib.sha256(str(place).encode()).hexdigest()[:16]
    memory = cache / "interpreters" / f"{key}.json"
    identity = _remembered(memory, place)
    if identity is None:
        interpreter = ask_interpreter(place)
        identity = interpreter.identity
        _remember(memory, place, interpreter)
    return Environment(place, identity, cache / "models" / key)


def ask_interpreter(python: Path) -> Interpreter:
    """Start `python` and return what it says of itself; EnvironmentFailed if it does not start."""
    if not python.is_file():
        raise EnvironmentFailed(
            N_("There is no interpreter at {python}; name the file that starts Python."),
            python=python,
        )
    # A shell would run the probe's `import` as a command: only what is a Python is given it.
    completed = _started(python, "-V")
    if completed.has_succeeded and _SAYS_PYTHON.search(completed.output):
        completed = _started(python, "-I", "-c", _PROBE)
    said = _last_object(completed.output) if completed.has_succeeded else None
    if said is None:
        raise EnvironmentFailed(
            N_(
                "{python} does not start as a Python 3 interpreter: {said}. "
                "Name another interpreter, or mend this one."
            ),
            python=python,
            said=_last_line(completed.output) or N_("it said nothing"),
        )
    return Interpreter(
        said["version"],
        said["platform"],
        said["wide"],
        tuple(said["distributions"]),
        tuple(said["folders"]),
    )


def _started(python: Path, *words: str) -> Completed:
    return run_briefly(
        [str(python), *words],
        folder=python.parent,
        environment=clean_environment(),
        timeout=_STARTS_WITHIN,
    )


def _last_object(output: str) -> dict[str, Any] | None:
    try:
        said = json.loads(_last_line(output))
    except ValueError:
        return None
    return said if isinstance(said, dict) and "distributions" in said else None


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def _remembered(memory: Path, python: Path) -> str | None:
    try:
        kept = json.loads(memory.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if kept.get("schema") != SCHEMA or kept.get("python") != str(python):
        return None
    return kept["identity"] if kept["changed"] == _changes(kept["changed"]) else None


def _remember(memory: Path, python: Path, interpreter: Interpreter) -> None:
    kept = {
        "schema": SCHEMA,
        "python": str(python),
        "identity": interpreter.identity,
        "changed": _changes([str(python), *interpreter.folders]),
    }
    memory.parent.mkdir(parents=True, exist_ok=True)
    fresh = memory.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(kept), "utf-8")
    fresh.replace(memory)


def _changes(paths: list[str] | dict[str, int]) -> dict[str, int]:
    return {path: _changed_at(Path(path)) for path in paths}


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
