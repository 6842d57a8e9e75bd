"""Who a process is."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

if sys.platform == "win32":
    from . import windows as side
else:
    from . import posix as side

_SAME_BIRTH = 0.05  # seconds; births are told in hundredths


@dataclass(frozen=True, slots=True)
class ProcessId:
    """A pid and the birth of its process, so that a pid used again is never taken for it.

    `created` is in seconds since the computer started on Linux, where the wall clock may step
    under a running process, and in seconds since 1970 elsewhere.
    """

    pid: int
    created: float


def identify(pid: int) -> ProcessId | None:
    """Return who has this pid now, or None; a zombie counts until it is reaped."""
    try:
        return ProcessId(pid, _birth_of(pid))
    except (psutil.Error, OSError):
        return None


def is_alive(process: ProcessId) -> bool:
    """Say whether this very process runs; a zombie does not."""
    now = identify(process.pid)
    if now is None or abs(now.created - process.created) > _SAME_BIRTH:
        return False
    try:
        return psutil.Process(process.pid).status() not in (
            psutil.STATUS_ZOMBIE,
            psutil.STATUS_DEAD,
        )
    except psutil.Error:
        return False


def lower_priority(process: ProcessId | None = None) -> None:
    """Let `process`, or this one, stand back behind the window."""
    pid = process.pid if process else os.getpid()
    try:
        psutil.Process(pid).nice(side.BELOW_NORMAL)
    except psutil.Error:
        return  # it has ended, or stands back further already


def _birth_of(pid: int) -> float:
    if sys.platform != "linux":
        return psutil.Process(pid).create_time()
    told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    since_boot = told.rpartition(")")[2].split()[
        19
    ]  # field 22 of proc(5); the name may hold blanks
    return int(since_boot) / os.sysconf("SC_CLK_TCK")


def own_user() -> tuple[int, int] | None:
    """Return the numbers of our user and group. Windows has none."""
    if sys.platform == "win32":
        return None
    return os.getuid(), os.getgid()
