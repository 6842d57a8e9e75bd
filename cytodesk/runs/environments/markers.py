"""The file that says that an environment is whole and what is in it: made last, removed first."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from cytodesk.processes import ProcessId, end_group
from cytodesk.runs.environments.interpreter import ask_interpreter

SCHEMA = 1
MARKER = "cytodesk-environment.json"


@dataclass(frozen=True, slots=True)
class Marker:
    """What is read of it: the identity that runs name, and the version of Python."""

    identity: str
    python: str


def write_marker(place: Path, python: Path) -> str:
    """Write at `place` what its `python` says it has; return its identity. EnvironmentFailed."""
    interpreter = ask_interpreter(python)
    marker = {
        "schema": SCHEMA,
        "identity": interpreter.identity,
        "python": interpreter.version,
        "distributions": list(interpreter.distributions),
    }
    (place / MARKER).write_text(json.dumps(marker, indent=1), "utf-8")
    return interpreter.identity


def read_marker(place: Path) -> Marker | None:
    try:
        told = json.loads((place / MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return Marker(told["identity"], told["python"]) if told.get("schema") == SCHEMA else None


def whole_identity(place: Path, python: Path) -> str | None:
    """Return the identity of what stands at `place`; if its interpreter is gone it is not whole."""
    marker = read_marker(place)
    return marker.identity if marker and python.exists() else None


def note_helper(making: Path, helper: ProcessId) -> None:
    """Note who works on the environment that is being made: it may outlive its maker."""
    _note_of(making).write_text(json.dumps([helper.pid, helper.created]), "utf-8")


def end_helper(making: Path) -> None:
    """End who was noted last, and forget it."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        pid, created = json.loads(_note_of(making).read_text("utf-8"))
        end_group(ProcessId(int(pid), float(created)), patience=2.0)
    _note_of(making).unlink(missing_ok=True)


def _note_of(making: Path) -> Path:
    return making.with_suffix(".helper")
