"""Pictures of images on disk, by server: at the next start none is asked for again."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtGui import QImage

from cytodesk.settings import write_atomically

_ON_DISK = 4000
"""Files, of some 40 kB, that are left of each server."""


class KeptPictures:
    """Those of one server, below `folder`; without one nothing is kept."""

    def __init__(self, server_id: str, folder: Path | None) -> None:
        server = hashlib.sha256(server_id.encode()).hexdigest()[:16]
        self._folder = folder / server if folder else None
        self._is_swept = False

    async def picture(self, name: str, fetch: Callable[[], Awaitable[bytes]]) -> QImage | None:
        """Return the picture of this name from the disk, else as `fetch` brings it, which is kept.

        None where it is none that can be read. What `fetch` raises goes on.
        """
        path = self._folder / f"{name}.jpg" if self._folder else None
        await self._sweep()
        found = await asyncio.to_thread(_read, path) if path else None
        if found is not None:
            return found
        return await asyncio.to_thread(_decoded, await fetch(), path)

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


def _read(path: Path) -> QImage | None:
    try:
        image = QImage.fromData(path.read_bytes())
    except OSError:
        return None
    return None if image.isNull() else image


def _decoded(content: bytes, path: Path | None) -> QImage | None:
    image = QImage.fromData(content)
    if image.isNull():
        return None
    if path is not None:
        write_atomically(path, content)
    return image
