"""Ending: ask first, then insist on the whole group and on everybody it started."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable

import psutil

from .identity import ProcessId, identify, is_alive

if sys.platform == "win32":
    from . import windows as side
else:
    from . import posix as side

_LOOK_AGAIN = 0.05
_KILL_TAKES_AT_MOST = 5.0  # seconds; a process in an uninterruptible read may need them


def end_group(process: ProcessId, *, patience: float = 10.0) -> bool:
    """End `process`, its group and all its descendants; say whether all are gone.

    They are asked, have `patience` seconds, and are killed then. Descendants are collected before,
    because those that left the group are found by their parents only. Blocks.
    """
    family = _family(process)
    if not family:
        return True
    if side.ask(process.pid, _pids(family)) and _all_end(family, patience):
        family = _family(process)
        if not family:
            return True
    family |= _family(process) | _descendants(family)
    side.insist(process.pid if _has_group(process) else None, _pids(_living(family)))
    return _all_end(family, _KILL_TAKES_AT_MOST)


def ask_to_end(process: ProcessId) -> None:
    """Ask this one process to end, not its group: what it started goes on."""
    with contextlib.suppress(psutil.NoSuchProcess):
        if is_alive(process):
            psutil.Process(process.pid).terminate()


def when_parent_ends(callback: Callable[[], None]) -> threading.Thread:
    """Call `callback`, in a thread, once the process that holds our stdin is gone."""

    def watch() -> None:
        # os.read, because a thread inside sys.stdin's lock breaks the interpreter's exit
        while os.read(0, 4096):
            continue
        callback()

    thread = threading.Thread(target=watch, name="parent-watch", daemon=True)
    thread.start()
    return thread


def end_session(leader: ProcessId, *, patience: float = 10.0) -> None:
    """End all that is left of the session that `leader` began, which may have ended. Blocks."""
    if _has_group(leader):
        members = [who for pid in side.session_members(leader.pid) if (who := identify(pid))]
        for member in members:
            end_group(member, patience=patience)


def _family(process: ProcessId) -> set[ProcessId]:
    if not _has_group(process):
        return set()
    known = {process} if is_alive(process) else set()
    members = {who for pid in side.group_members(process.pid) if (who := identify(pid))}
    return _living(known | members | _descendants(known | members))


def _has_group(process: ProcessId) -> bool:
    """Say whether the group with this number is still ours.

    A pid is not given out again while a group bears its number: when a stranger has it, our group
    is empty.
    """
    now = identify(process.pid)
    return now is None or is_alive(process) or now == process


def _descendants(family: Iterable[ProcessId]) -> set[ProcessId]:
    found: set[ProcessId] = set()
    for member in family:
        try:
            children = psutil.Process(member.pid).children(recursive=True)
        except psutil.Error:
            continue
        found |= {who for child in children if (who := identify(child.pid))}
    return found


def _living(family: Iterable[ProcessId]) -> set[ProcessId]:
    return {member for member in family if is_alive(member)}


def _pids(family: Iterable[ProcessId]) -> list[int]:
    return [member.pid for member in family]


def _all_end(family: Iterable[ProcessId], within: float) -> bool:
    deadline = time.monotonic() + within
    while living := _living(family):
        if time.monotonic() > deadline:
            return False
        family = living
        time.sleep(_LOOK_AGAIN)
    return True
