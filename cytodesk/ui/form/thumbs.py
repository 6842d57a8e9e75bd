"""Small pictures of things that can be chosen, each fetched when it is first looked at."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from cytodesk.errors import CytoDeskError
from cytodesk.ui.kept_pictures import KeptPictures
from cytodesk.ui.remote import Remote
from cytodesk.ui.tasks import Tasks

_KEPT = 400
_AT_ONCE = 8


class Thumbs(QObject):
    """Pictures by address; the last ones that were asked for come first."""

    arrived = Signal(str)

    def __init__(
        self,
        remote: Remote,
        *,
        edge: int,
        folder: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`edge` is the longest edge of what is fetched, in device pixels.

        Pictures of images are kept in `folder`; annotations can be drawn anew, theirs are not.
        """
        super().__init__(parent)
        self._kept = KeptPictures(remote.server_id, folder)
        self._unkept = KeptPictures(remote.server_id, None)
        self._remote = remote
        self._edge = edge
        self._tasks = Tasks(owner=self, report=lambda trouble: None)
        self._known: OrderedDict[str, QPixmap] = OrderedDict()
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._failed: set[str] = set()
        self._under_way: set[str] = set()

    def of(self, address: str | None) -> QPixmap | None:
        """Return the picture; None while it is on its way, which `arrived` ends, or if it fails."""
        if not address or address in self._failed:
            return None
        if address in self._known:
            self._known.move_to_end(address)
            return self._known[address]
        if address not in self._under_way:
            self._wanted[address] = None
            self._wanted.move_to_end(address)
            self._begin()
        return None

    def has_failed(self, address: str | None) -> bool:
        return not address or address in self._failed

    def end(self) -> None:
        self._wanted.clear()
        self._tasks.cancel_all()

    def _begin(self) -> None:
        while self._wanted and len(self._under_way) < _AT_ONCE:
            address, _ = self._wanted.popitem()
            self._under_way.add(address)
            self._tasks.start(self._fetch(address))

    async def _fetch(self, address: str) -> None:
        try:
            wanted = sized(address, self._edge)
            kept = self._unkept if _is_crop(address) else self._kept
            found = await kept.picture(_name(wanted), lambda: self._remote.picture(wanted))
            self._keep(address, found)
        except CytoDeskError:
            self._failed.add(address)
        finally:
            self._under_way.discard(address)
        self.arrived.emit(address)
        self._begin()

    def _keep(self, address: str, image: QImage | None) -> None:
        if image is None:
            self._failed.add(address)
            return
        self._known[address] = QPixmap.fromImage(image)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)


def sized(address: str, edge: int) -> str:
    """Return the address of the same picture at another size (contract 3.7).

    An annotation's crop is drawn with its outline and some of what is around it (contract 6.2).
    """
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    query["maxSize"] = str(edge)
    if _is_crop(address):
        query |= {"draw": "true", "complete": "true", "increaseArea": "1.25"}
    return urlunsplit(parts._replace(query=urlencode(query)))


def _name(address: str) -> str:
    """Return what a picture is kept as: a station has another port at each start."""
    parts = urlsplit(address)
    return hashlib.sha256(f"{parts.path}?{parts.query}".encode()).hexdigest()[:32]


def _is_crop(address: str) -> bool:
    path = urlsplit(address).path
    return "/annotation/" in path or "crop" in path
