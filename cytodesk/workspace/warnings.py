"""Warnings on runs: what went on beside them that their user should know. None replaces another."""

from __future__ import annotations

from cytodesk.workspace import runs
from cytodesk.workspace.events import record
from cytodesk.workspace.writer import Change


def warn(change: Change, run: int, words: str) -> None:
    """Add `words` to the warning of a run, unless it says so already."""
    before = runs.record_of(change.db, run).warning
    if before is not None and words in before:
        return
    warning = words if not before else f"{before}; {words}"
    change.update("run", run, warning=warning)
    record(change, "run warned", run, run=run, warning=warning)
