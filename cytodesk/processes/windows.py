"""The Windows side: creation flags, console events, byte locks."""

from __future__ import annotations

import contextlib
import ctypes
import msvcrt
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import psutil

assert sys.platform == "win32"

BELOW_NORMAL = psutil.BELOW_NORMAL_PRIORITY_CLASS
_FAR_AWAY = 1 << 30  # a locked byte cannot be read by others: lock one that nobody reads


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
    """Start `command` without a console (detached) or in a console group of its own."""
    if handles:
        raise ValueError("sockets travel over stdin on Windows")
    if getattr(sys, "frozen", False):
        ctypes.windll.kernel32.SetDllDirectoryW(None)  # PyInstaller's folder is not the child's
    group = subprocess.CREATE_NEW_PROCESS_GROUP

    def opened(flags: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            list(command),
            cwd=folder,
            env=dict(environment),
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            creationflags=flags,
        )

    if not detached:
        return opened(group | subprocess.CREATE_NO_WINDOW)
    alone = group | subprocess.DETACHED_PROCESS
    try:
        return opened(alone | subprocess.CREATE_BREAKAWAY_FROM_JOB)
    except PermissionError:
        return opened(alone)  # the job that holds us lets nobody out


def group_members(leader: int) -> set[int]:
    """Windows keeps no list of a group's members; descendants are collected by the caller."""
    return set()


def session_members(leader: int) -> set[int]:
    """Windows has no sessions of processes."""
    return set()


def ask(leader: int, pids: Iterable[int]) -> bool:
    """Ask the console group to end; without a console nobody can be asked."""
    try:
        os.kill(leader, signal.CTRL_BREAK_EVENT)
    except OSError:
        return False
    return True


def insist(leader: int | None, pids: Iterable[int]) -> None:
    for pid in {*pids, *([leader] if leader else [])}:
        with contextlib.suppress(psutil.Error):
            psutil.Process(pid).kill()


def lock(descriptor: int) -> None:
    """Take the lock or raise OSError at once; it ends with its process."""
    os.lseek(descriptor, _FAR_AWAY, os.SEEK_SET)
    msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)


def unlock(descriptor: int) -> None:
    os.lseek(descriptor, _FAR_AWAY, os.SEEK_SET)
    msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)


def keep_private(path: Path) -> None:
    """Nothing to do: what lies in the profile has the profile's access list, its owner's alone."""
