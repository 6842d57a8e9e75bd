"""Finds the station that serves a workspace, or starts it; whoever starts it, one serves."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from cytodesk.client.station_door import LOCK, address_of, refusal_of, refused_at
from cytodesk.errors import N_, NotReached, WorkspaceError
from cytodesk.processes import FileLock, own_command, own_environment, start_detached

_OPENS_WITHIN = 30.0
"""Seconds that a station may take to open, on a slow disk and a cold start."""


def running_station(workspace: Path) -> str | None:
    """Return where the workspace's station answers, None if it does not run."""
    url = address_of(workspace) if _is_served(workspace) else None
    return url if url and _greets(url) else None


def started_station(workspace: Path, environment: Mapping[str, str], output: Path) -> str:
    """Return where the workspace's station answers, started with `environment` if need be.

    `output` is the file for what its doorkeeper says. Raises NotReached if it does not open,
    WorkspaceError where its folder cannot be written, or with what the station said itself.
    """
    try:
        if found := running_station(workspace):
            return found
        workspace.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(
            N_("The workspace {path} cannot be written: {reason}."),
            path=workspace,
            reason=error.strerror or error,
        ) from error
    refused_before = refused_at(workspace)
    start_detached(
        own_command("doorkeeper", "--workspace", str(workspace)),
        folder=workspace,
        environment=own_environment(environment),
        output=output,
    )
    give_up = time.monotonic() + _OPENS_WITHIN
    while time.monotonic() < give_up:
        if found := running_station(workspace):
            return found
        if refused_at(workspace) not in (None, refused_before) and (why := refusal_of(workspace)):
            raise why
        time.sleep(0.05)
    raise NotReached(
        N_("The station of {workspace} did not open within {seconds} seconds; see {log}."),
        workspace=workspace,
        seconds=int(_OPENS_WITHIN),
        log=output.parent,
    )


def _is_served(workspace: Path) -> bool:
    """Whether a doorkeeper holds the workspace; else its last address may be somebody else's."""
    lock = FileLock(workspace / LOCK)
    if not workspace.is_dir() or not lock.acquire():
        return workspace.is_dir()
    lock.release()
    return False


def _greets(url: str) -> bool:
    """Whether a station answers at `url`; no proxy is asked for this computer."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{url}/server/ping", timeout=2.0) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
