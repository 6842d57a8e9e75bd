"""Pictures of images on disk, by server: at the next start none is asked for again."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtGui import QImage

from cytodesk.settings import write_atomically
from cytodesk.ui.decoding import Pixels, decoded

_ON_DISK = 4000
"""Files, of some 40 kB, that are left of each server."""


class KeptPictures:
    """Those of one server, below `folder`; without one nothing is kept."""

    def __init__(self, server_id: str, folder: Path | None) -> None:
        server = hashlib.sha256(server_id.encode()).hexdigest()[:16]
        self._folder = folder / server if folder else None
        self._is_swept = False

    async def picture(
        self, name: str, fetch: Callable[[], Awaitable[bytes]], edge: int | None = None
    ) -> QImage | None:
        """Return the picture of this name from the disk, else as `fetch` brings it, which is kept.

        No side of it is longer than `edge` pixels. None where it is none that can be read. What
        `fetch` raises goes on.
        """
        path = self._folder / f"{name}.jpg" if self._folder else None
        await self._sweep()
        found = await asyncio.to_thread(_read, path, edge) if path else None
        if found is None:
            found = await asyncio.to_thread(_received, await fetch(), path, edge)
        return None if found is None else found.image()

    async def _sweep(self) -> None:
        if self._folder and not self._is_swept:
            self._is_swept = True
            await asyncio.to_thread(sweep, self._folder, _ON_DISK)


def sweep(folder: Path, left: int) -> None:
    """Leave the newest pictures of a server; the others come again when they are seen."""
    with contextlib.suppress(OSError):  # another window may sweep too
        files = sorted(folder.glob("*.jpg"), key=lambda path: path.stat().st_mtime)
        for path in files[:-left]:
            path.unlink(missing_ok=True)


def _read(path: Path, edge: int | None) -> Pixels | None:
    try:
        return decoded(path.read_bytes(), edge)
    except OSError:
        return None


def _received(content: bytes, path: Path | None, edge: int | None) -> Pixels | None:
    pixels = decoded(content, edge)
    if pixels is not None and path is not None:
        write_atomically(path, content)
    return pixels
