"""Looking at a workspace from outside of its station, and putting an older database in its place.

The command line starts this as a process, as it knows workspaces by their API only; the answer is
one JSON object on stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cytodesk.assets import Words
from cytodesk.client.station_door import LOCK
from cytodesk.errors import N_, CytoDeskError, WorkspaceError
from cytodesk.processes import FileLock
from cytodesk.workspace.backups import Backup
from cytodesk.workspace.examining import examine
from cytodesk.workspace.restoring import finish_restoring, restore

_LOOKERS_HOLD_AT_MOST = 2.0
"""Seconds for which somebody who only looks whether a station is there holds its lock."""


def mend(words: Sequence[str]) -> int:
    """Do what `words` say; return the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--restore", nargs="?", const="", metavar="NAME")
    chosen = parser.parse_args(words)
    try:
        answer = (
            _examined(chosen.workspace)
            if chosen.restore is None
            else _restored(chosen.workspace, chosen.restore or None)
        )
    except CytoDeskError as error:
        said = Words.for_language(os.environ.get("CYTODESK_LANGUAGE"))
        answer = {"error": error.said(said), "exit": error.exit_code}
    sys.stdout.write(f"{json.dumps(answer)}\n")
    return int(answer.get("exit", 0))


def _examined(folder: Path) -> dict[str, Any]:
    found = examine(folder)
    return {
        "trouble": found.trouble,
        "counts": found.counts,
        "missing": found.missing,
        "copies": [_told(each) for each in found.copies],
        "is_whole": found.is_whole,
    }


def _restored(folder: Path, name: str | None) -> dict[str, Any]:
    lock = FileLock(folder / LOCK)
    give_up = time.monotonic() + _LOOKERS_HOLD_AT_MOST
    while not lock.acquire():
        if time.monotonic() > give_up:
            raise WorkspaceError(
                N_("{workspace} is being served: end that with `cytodesk stop` first."),
                workspace=folder,
            )
        time.sleep(0.05)
    try:
        finish_restoring(folder)
        return {"restored": _told(restore(folder, name)), **_examined(folder)}
    finally:
        lock.release()


def _told(backup: Backup) -> dict[str, Any]:
    return {**asdict(backup), "path": str(backup.path), "name": backup.path.name}
