"""The file that says that an environment is whole and what is in it: made last, removed first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

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
