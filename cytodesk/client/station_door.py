"""Where a workspace's station answers: its doorkeeper writes it down, everybody reads it."""

from __future__ import annotations

import json
from pathlib import Path

from cytodesk.settings import write_atomically

SCHEMA = 1
LOCK = "station.lock"
"""Held by the doorkeeper of a workspace: where it is free, nobody serves."""


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


def _file(workspace: Path) -> Path:
    return workspace / "station.json"
