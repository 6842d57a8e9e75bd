"""What stands in a run's folder beside its program's files, and whether somebody works there."""

from __future__ import annotations

from pathlib import Path

from cytodesk.errors import WorkspaceError
from cytodesk.processes import is_alive
from cytodesk.runs.process_runner import RECORD
from cytodesk.runs.record import read_record

STARTING = "starting"
"""Stands in a run's folder from before its supervisor is started: a record may follow."""


def is_lived_in(folder: Path) -> bool:
    """Say whether a supervisor or program works in `folder`; a newer record is left to itself."""
    try:
        record = read_record(folder / RECORD)
    except WorkspaceError:
        return True
    return any(who is not None and is_alive(who) for who in (record.supervisor, record.program))
