"""Pictures of images: asked for when they are seen, the last seen first, kept on disk."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from cytodesk.errors import CytoDeskError
from cytodesk.ui.kept_pictures import KeptPictures
from cytodesk.ui.remote import Remote
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.images import ImageInstance

SIZE = 512
"""Pixels of the longer side; servers have this size at hand."""
_KEPT = 600
"""Pixmaps in memory."""
_AT_ONCE = 4


class Thumbnails(QObject):
    """`picture(image)` gives what is there and asks for what is not; `arrived` tells its id."""

    arrived = Signal(int)

    def __init__(
        self, remote: Remote, folder: Path | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._remote = remote
        self._kept = KeptPictures(remote.server_id, folder)
        self._pictures: OrderedDict[int, QPixmap | None] = OrderedDict()
        self._wanted: list[ImageInstance] = []
        self._working = 0
        self._tasks = Tasks(owner=self, report=lambda trouble: None)

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
            while self._wanted:
                image = self._wanted.pop()
                self._keep(image.id, await self._made(image))
        finally:
            self._working -= 1

    async def _made(self, image: ImageInstance) -> QImage | None:
        """Return the picture from the disk or the server; None where there is none."""
        path = f"imageinstance/{image.id}/thumb.jpg"
        try:
            return await self._kept.picture(
                f"{image.id}-{image.base_image}",
                lambda: self._remote.picture(path, maxSize=SIZE),
                SIZE,
            )
        except CytoDeskError:
            return None  # the cell says so by its empty frame

    def _keep(self, id: int, picture: QImage | None) -> None:
        self._pictures[id] = None if picture is None else QPixmap.fromImage(picture)
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        self.arrived.emit(id)
