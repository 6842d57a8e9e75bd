"""Where a workspace's station answers: its doorkeeper writes it down, everybody reads it."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from cytodesk.errors import WorkspaceError
from cytodesk.settings import write_atomically

SCHEMA = 1
LOCK = "station.lock"
"""Held by the doorkeeper of a workspace: where it is free, nobody serves."""
_REFUSAL = "refused.json"


def write_address(workspace: Path, url: str, pid: int) -> None:
    told = {"schema": SCHEMA, "url": url, "pid": pid}
    write_atomically(_file(workspace), json.dumps(told).encode())


def address_of(workspace: Path) -> str | None:
    """Return the address of the workspace's last doorkeeper, which may have ended since."""
    try:
        return str(json.loads(_file(workspace).read_text("utf-8"))["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget_address(workspace: Path) -> None:
    """Take the address away, so that nobody reads one at which somebody else answers by now."""
    _file(workspace).unlink(missing_ok=True)


def doorkeeper_of(workspace: Path) -> int | None:
    """Return the process id that the workspace's last doorkeeper wrote down."""
    try:
        return int(json.loads(_file(workspace).read_text("utf-8"))["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_refusal(workspace: Path, error: WorkspaceError) -> None:
    """Let whoever waits for the station hear why it does not serve; a full disk keeps it silent."""
    fields = {name: str(value) for name, value in error.fields.items()}
    told = {"schema": SCHEMA, "template": error.template, "fields": fields}
    with contextlib.suppress(OSError):
        write_atomically(workspace / _REFUSAL, json.dumps(told).encode())


def forget_refusal(workspace: Path) -> None:
    with contextlib.suppress(OSError):
        (workspace / _REFUSAL).unlink(missing_ok=True)


def refused_at(workspace: Path) -> int | None:
    """Return when a station refused to serve (ns), None where the last one did not."""
    try:
        return (workspace / _REFUSAL).stat().st_mtime_ns
    except OSError:
        return None


def refusal_of(workspace: Path) -> WorkspaceError | None:
    """Return why the workspace's last station did not serve, None where it did."""
    try:
        told = json.loads((workspace / _REFUSAL).read_text("utf-8"))
        return WorkspaceError(str(told["template"]), **dict(told["fields"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _file(workspace: Path) -> Path:
    return workspace / "station.json"
