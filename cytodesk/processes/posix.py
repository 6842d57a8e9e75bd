"""The POSIX side: sessions, signals, flock."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import psutil

assert sys.platform != "win32"

BELOW_NORMAL = 10


def start(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    stdin: int | IO[Any],
    stdout: int | IO[Any],
    detached: bool,
    handles: Sequence[int],
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own (detached) or in a group of its own."""
    return subprocess.Popen(
        list(command),
        cwd=folder,
        env=dict(environment),
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.STDOUT,
        pass_fds=tuple(handles),
        start_new_session=detached,
        process_group=None if detached else 0,
    )


def group_members(leader: int) -> set[int]:
    """Return the pids in the group that `leader` began; its pid is not used again before."""
    return {pid for pid in psutil.pids() if _group_of(pid) == leader}


def session_members(leader: int) -> set[int]:
    """Return the pids in the session that `leader` began; its pid is not used again before."""
    return {pid for pid in psutil.pids() if _session_of(pid) == leader}


def ask(leader: int, pids: Iterable[int]) -> bool:
    """Ask all to end; say whether they could be asked."""
    _signal(leader, pids, signal.SIGTERM)
    return True


def insist(leader: int | None, pids: Iterable[int]) -> None:
    _signal(leader, pids, signal.SIGKILL)


def lock(descriptor: int) -> None:
    """Take the lock or raise OSError at once; it ends with its process."""
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def unlock(descriptor: int) -> None:
    fcntl.flock(descriptor, fcntl.LOCK_UN)


def keep_private(path: Path) -> None:
    path.chmod(0o700 if path.is_dir() else 0o600)


def _signal(leader: int | None, pids: Iterable[int], number: signal.Signals) -> None:
    """Send `number` once to each: a second one would break what a program does on the first."""
    reached: set[int] = set()
    if leader is not None and (members := group_members(leader)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, number)
            reached = members
    for pid in set(pids) - reached:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def _group_of(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except (ProcessLookupError, PermissionError):
        return None


def _session_of(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except (ProcessLookupError, PermissionError):
        return None
