"""Finished pictures that were asked for lately: a viewer and a reader ask for the same again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

_DEAREST = 1 << 20
"""Bytes of a picture that is kept: tiles, not windows of a whole slide."""


class KeptPictures:
    """The latest pictures by name, `most_bytes` of them together; safe for many threads."""

    def __init__(self, most_bytes: int = 96 << 20) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self.held_bytes = 0

    def get(self, name: Hashable, draw: Callable[[], bytes]) -> bytes:
        """Return the picture `name`, drawn by `draw` if it is not at hand."""
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
        picture = draw()
        if len(picture) <= _DEAREST:
            self._keep(name, picture)
        return picture

    def _keep(self, name: Hashable, picture: bytes) -> None:
        with self._lock:
            self.held_bytes += len(picture) - len(self._kept.pop(name, b""))
            self._kept[name] = picture
            while self.held_bytes > self._most_bytes:
                self.held_bytes -= len(self._kept.popitem(last=False)[1])
