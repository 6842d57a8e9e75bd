"""A lock that the operating system frees, and files for their owner's eyes only."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ..errors import N_, WorkspaceError

if sys.platform == "win32":
    from . import windows as side
else:
    from . import posix as side


class FileLock:
    """An exclusive lock between processes; it is freed when its process ends, however it ends.

    The file stays where it is: to remove it would let two processes lock two files of one name.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock and return True, or return False at once where another holds it."""
        if self._descriptor is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)  # not inherited by children
        try:
            side.lock(descriptor)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        if self._descriptor is not None:
            side.unlock(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> FileLock:
        if not self.acquire():
            raise WorkspaceError(N_("{path} is in use by another process."), path=self._path)
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def keep_private(path: Path) -> None:
    """Make a file or folder its owner's alone: 0600, 0700; on Windows the profile's list rules."""
    side.keep_private(path)
