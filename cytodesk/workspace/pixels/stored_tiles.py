"""JPEG tiles that stand in a slide as they are asked for: handed on, not decoded and encoded anew.

Only where nothing is lost by it: whole tiles of 256 px, of a level whose sides are those of the
tile grid, so that the picture is the same to the pixel.
"""

from __future__ import annotations

import struct
import threading
from pathlib import Path

import tifffile

from cytodesk.workspace.pixels.facts import TILE

_JPEG = tifffile.COMPRESSION.JPEG
_COLOURS = {tifffile.PHOTOMETRIC.RGB, tifffile.PHOTOMETRIC.YCBCR}
_BEGIN, _END = b"\xff\xd8", b"\xff\xd9"
_ADOBE_RGB = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"
"""Says that the three components are red, green and blue; without it they are luma and chroma."""


class StoredTiles:
    """The JPEG tiles of a TIFF, opened when the first is asked for; safe for many threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._file: tifffile.TiffFile | None = None
        self._levels: dict[tuple[int, int], tifffile.TiffPage] | None = None

    def jpeg(self, level_size: tuple[int, int], column: int, row: int) -> bytes | None:
        """Return the tile in `column` and `row` of the level of that size, or None: cut it then."""
        width, height = level_size
        if min(column, row) < 0 or (column + 1) * TILE > width or (row + 1) * TILE > height:
            return None
        with self._lock:
            page = self._pages().get(level_size)
            if page is None or self._file is None:
                return None
            index = row * -(-width // TILE) + column
            self._file.filehandle.seek(page.dataoffsets[index])
            data = self._file.filehandle.read(page.databytecounts[index])
        return _whole(data, page)

    def close(self) -> None:
        with self._lock:
            if self._file is not None:
                self._file.close()
            self._file, self._levels = None, {}

    def _pages(self) -> dict[tuple[int, int], tifffile.TiffPage]:
        if self._levels is None:
            self._levels = {}
            try:
                self._file = tifffile.TiffFile(self._path)
                levels = [level.keyframe for level in self._file.series[0].levels]
            except _TROUBLES:  # the reader of the slide will say what is wrong
                return self._levels
            self._levels = {
                (page.imagewidth, page.imagelength): page for page in levels if _is_plain(page)
            }
        return self._levels


_TROUBLES = (
    *(ArithmeticError, AssertionError, LookupError, OSError, RuntimeError, TypeError),
    *(ValueError, struct.error),
)


def _is_plain(page: tifffile.TiffPage) -> bool:
    """Return whether the tiles of a page are pictures that every JPEG decoder shows alike."""
    return (
        page.compression == _JPEG
        and page.photometric in _COLOURS
        and page.is_tiled
        and (page.tilewidth, page.tilelength) == (TILE, TILE)
        and (page.bitspersample, page.samplesperpixel, page.imagedepth) == (8, 3, 1)
        and page.planarconfig == tifffile.PLANARCONFIG.CONTIG
    )


def _whole(data: bytes, page: tifffile.TiffPage) -> bytes | None:
    """Return a tile with what it shares with the others of its page: tables and colours."""
    if not data.startswith(_BEGIN):
        return None
    tables = (page.jpegtables or b"").removeprefix(_BEGIN).removesuffix(_END)
    is_said = b"Adobe" in data[:64] or b"JFIF" in data[:32]
    colours = _ADOBE_RGB if page.photometric == tifffile.PHOTOMETRIC.RGB and not is_said else b""
    return _BEGIN + colours + tables + data[len(_BEGIN) :]
