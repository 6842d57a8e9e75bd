"""The log of a guest: a line of ours in it, and all of it to its home."""

from __future__ import annotations

import contextlib
from pathlib import Path

from cytodesk.errors import Refused
from cytodesk.runs.guests.calls import Calls


def add_to_log(log: Path, words: str) -> None:
    """Add a line of ours to the program's log; both append, so neither cuts the other's."""
    with contextlib.suppress(OSError):
        if log.exists():
            with log.open("ab", buffering=0) as file:
                file.write(f"[cytodesk] {words}\n".encode())


def sent(calls: Calls, log: Path) -> Refused | None:
    """Send the log; return why the home does not take it, if it never will."""
    if not log.is_file() or not log.stat().st_size:
        return None
    try:
        calls.send_log(log)
    except Refused as error:
        if error.status >= 500:
            raise
        return error
    return None
