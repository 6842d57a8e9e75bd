"""Pictures of images: asked for when they are seen, the last seen first, kept on disk."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from cytodesk.errors import CytoDeskError
from cytodesk.settings import write_atomically
from cytodesk.ui.remote import Remote
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.images import ImageInstance

SIZE = 512
"""Pixels of the longer side; servers have this size at hand."""
_KEPT = 600
"""Pixmaps in memory."""
_ON_DISK = 4000
"""Files, of some 40 kB, that are left of each server."""
_AT_ONCE = 4


class Thumbnails(QObject):
    """`picture(image)` gives what is there and asks for what is not; `arrived` tells its id."""

    arrived = Signal(int)

    def __init__(
        self, remote: Remote, folder: Path | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._remote = remote
        server = hashlib.sha256(remote.server_id.encode()).hexdigest()[:16]
        self._folder = folder / server if folder else None
        self._pictures: OrderedDict[int, QPixmap | None] = OrderedDict()
        self._wanted: list[ImageInstance] = []
        self._working = 0
        self._tasks = Tasks(owner=self, report=lambda trouble: None)
        self._is_swept = False

    def picture(self, image: ImageInstance) -> QPixmap | None:
        if image.id in self._pictures:
            self._pictures.move_to_end(image.id)
            return self._pictures[image.id]
        self._wanted = [each for each in self._wanted if each.id != image.id] + [image]
        if self._working < _AT_ONCE:
            self._working += 1
            self._tasks.start(self._work())
        return None

    def look_again(self) -> None:
        """Ask once more for the pictures that could not be had."""
        for id in [id for id, picture in self._pictures.items() if picture is None]:
            del self._pictures[id]
            self.arrived.emit(id)

    async def _work(self) -> None:
        try:
            if self._folder and not self._is_swept:
                self._is_swept = True
                await asyncio.to_thread(_sweep, self._folder)
            while self._wanted:
                image = self._wanted.pop()
                self._keep(image.id, await self._made(image))
        finally:
            self._working -= 1

    async def _made(self, image: ImageInstance) -> QImage | None:
        """Return the picture from the disk or the server; None where there is none."""
        path = self._folder / f"{image.id}-{image.base_image}.jpg" if self._folder else None
        found = await asyncio.to_thread(_read, path) if path else None
        if found is not None:
            return found
        try:
            content = await self._remote.picture(
                f"imageinstance/{image.id}/thumb.jpg", maxSize=SIZE
            )
        except CytoDeskError:
            return None  # the cell says so by its empty frame
        return await asyncio.to_thread(_decoded, content, path)

    def _keep(self, id: int, picture: QImage | None) -> None:
        self._pictures[id] = None if picture is None else QPixmap.fromImage(picture)
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        self.arrived.emit(id)


def _sweep(folder: Path) -> None:
    """Leave the newest pictures of a server; the others come again when they are seen."""
    with contextlib.suppress(OSError):  # another window may sweep too
        files = sorted(folder.glob("*.jpg"), key=lambda path: path.stat().st_mtime)
        for path in files[:-_ON_DISK]:
            path.unlink(missing_ok=True)


def _read(path: Path) -> QImage | None:
    try:
        image = QImage.fromData(path.read_bytes())
    except OSError:
        return None
    return None if image.isNull() else _shown(image)


def _decoded(content: bytes, path: Path | None) -> QImage | None:
    image = QImage.fromData(content)
    if image.isNull():
        return None
    if path is not None:
        write_atomically(path, content)
    return _shown(image)


def _shown(image: QImage) -> QImage:
    """Return `image` no larger than it is shown, in the format that is painted fastest."""
    if max(image.width(), image.height()) > SIZE:
        ratio, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        image = image.scaled(SIZE, SIZE, ratio, smooth)
    return image.convertToFormat(QImage.Format.Format_RGB32)
