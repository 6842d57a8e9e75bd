"""A bounded number of open slides, lent to many threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from cytodesk.errors import N_, UnreadableImage
from cytodesk.workspace.pixels.readers import open_slide
from cytodesk.workspace.pixels.slide import Slide

_Key: TypeAlias = tuple[Path, int, int]


class _Entry:
    def __init__(self) -> None:
        self.opening = threading.Lock()
        self.slide: Slide | None = None
        self.borrowers = 0
        self.is_spoiled = False


class SlideCache:
    """Keeps the slides used last open, `max_open` of them and about `max_bytes` of decoded pixels.

    Slides in use are never closed, so for a moment there may be as many as there are threads.
    A file that changed on disk is opened anew, and one that failed is not kept.
    """

    def __init__(self, max_open: int = 16, max_bytes: int = 1 << 30) -> None:
        self._max_open = max_open
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._entries: OrderedDict[_Key, _Entry] = OrderedDict()
        self._is_closed = False

    @contextmanager
    def slide(self, path: Path) -> Iterator[Slide]:
        """Lend the open slide of `path`. Raises UnreadableImage in words."""
        key = _key_of(path)
        entry = self._borrowed(key)
        try:
            with entry.opening:
                if entry.slide is None:
                    entry.slide = open_slide(path)
                slide = entry.slide
            yield slide
        except UnreadableImage:
            entry.is_spoiled = True
            raise
        finally:
            self._give_back(key, entry)

    def close(self) -> None:
        """Close all slides: those in use when they are given back."""
        with self._lock:
            self._is_closed = True
            leaving = self._leaving()
        _close(leaving)

    def __len__(self) -> int:
        with self._lock:
            return len(self._entries)

    def _borrowed(self, key: _Key) -> _Entry:
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the slide cache is closed")
            entry = self._entries.get(key)
            if entry is None or entry.is_spoiled:
                entry = self._entries[key] = _Entry()
            self._entries.move_to_end(key)
            entry.borrowers += 1
            return entry

    def _give_back(self, key: _Key, entry: _Entry) -> None:
        with self._lock:
            entry.borrowers -= 1
            leaving = self._leaving()
            was_replaced = self._entries.get(key) is not entry and entry not in leaving
            if was_replaced and entry.borrowers == 0:
                leaving.append(entry)
        _close(leaving)

    def _leaving(self) -> list[_Entry]:
        """Take the idle slides out that are closed, spoiled or too many, the oldest first."""
        leaving = []
        for key, entry in list(self._entries.items()):
            if entry.borrowers == 0 and (self._is_closed or entry.is_spoiled or self._is_full()):
                leaving.append(self._entries.pop(key))
        return leaving

    def _is_full(self) -> bool:
        held = sum(entry.slide.held_bytes for entry in self._entries.values() if entry.slide)
        return len(self._entries) > self._max_open or held > self._max_bytes


def _key_of(path: Path) -> _Key:
    try:
        found = path.stat()
    except OSError as trouble:
        raise UnreadableImage(
            N_("There is no file {path}. Was it moved, or is its drive not connected?"), path=path
        ) from trouble
    return path, found.st_size, found.st_mtime_ns


def _close(entries: list[_Entry]) -> None:
    for entry in entries:
        if entry.slide is not None:
            entry.slide.close()
