"""One plane of a TIFF, read tile by tile (or strip by strip): never more than is needed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import tifffile
from numpy.typing import NDArray

from cytodesk.errors import N_, UnreadableImage

Array: TypeAlias = NDArray[Any]
Page: TypeAlias = tifffile.TiffPage | tifffile.TiffFrame
_LARGEST_SEGMENT = 600_000_000
"""Bytes of one tile or strip: a TIFF in one compressed piece must fit into memory."""


def keyframe_of(page: Page) -> tifffile.TiffPage:
    """Return the page whose tags hold for `page`."""
    if page.keyframe is None:
        raise ValueError("a page has no tags")
    return page.keyframe


def dtype_of(keyframe: tifffile.TiffPage) -> np.dtype[Any]:
    if keyframe.dtype is None:
        raise ValueError("the type of the pixels is unknown")
    return keyframe.dtype


class Segments:
    """Decoded tiles of a slide, the latest `most_bytes` of them; reads one at a time.

    The pages of an OME-TIFF may lie in several files: each page knows its own, and tifffile has
    closed all but the first.
    """

    def __init__(self, most_bytes: int = 32 << 20) -> None:
        self._most_bytes = most_bytes
        self._reading = threading.Lock()
        self._reopened: list[tifffile.FileHandle] = []
        self._keeping = threading.Lock()
        self._kept: OrderedDict[Hashable, Array | None] = OrderedDict()
        self.held_bytes = 0

    def decoded(self, page: Page, index: int) -> Array | None:
        """Return the tile as rows x columns x samples, or None where the file left it out."""
        key = (id(page), index)
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        segment = self._decode(page, index)
        with self._keeping:
            if key not in self._kept:
                self._kept[key] = segment
                self.held_bytes += 0 if segment is None else segment.nbytes
            while self.held_bytes > self._most_bytes and len(self._kept) > 1:
                _, oldest = self._kept.popitem(last=False)
                self.held_bytes -= 0 if oldest is None else oldest.nbytes
        return segment

    def close(self) -> None:
        for file in self._reopened:
            file.close()

    def _decode(self, page: Page, index: int) -> Array | None:
        count = page.databytecounts[index]
        if not count:
            return None
        with self._reading:
            file = page.parent.filehandle
            if file.closed:
                file.open()
                self._reopened.append(file)
            file.seek(page.dataoffsets[index])
            data = file.read(count)
        keyframe = keyframe_of(page)
        segment = keyframe.decode(data, index, jpegtables=keyframe.jpegtables)[0]
        return None if segment is None else np.asarray(segment)[0]


@dataclass(frozen=True, slots=True)
class Plane:
    """One page of a level; `mapped` is its array where it lies in the file uncompressed."""

    page: Page
    keyframe: tifffile.TiffPage
    segments: Segments
    mapped: Array | None = None

    @classmethod
    def of(cls, path: Path, page: Page, segments: Segments) -> Plane:
        keyframe = keyframe_of(page)
        _refuse_what_is_cut_off(path, page, keyframe)
        if keyframe.is_memmappable and not keyframe.is_tiled and not _is_planar(keyframe):
            return cls(page, keyframe, segments, _mapped(page))
        length, width = _segment_size(keyframe)
        samples = 1 if _is_planar(keyframe) else keyframe.samplesperpixel
        if length * width * samples * keyframe.bitspersample // 8 > _LARGEST_SEGMENT:
            raise UnreadableImage(
                N_(
                    "{file} is compressed in one piece that is too large for the memory. Convert "
                    "it to a tiled, pyramidal TIFF (with QuPath or vips, for example)."
                ),
                file=path.name,
            )
        return cls(page, keyframe, segments)

    def read(self, left: int, top: int, width: int, height: int) -> Array:
        """Return height x width x samples as stored; the rectangle lies inside the page."""
        if self.mapped is not None:
            return np.asarray(self.mapped[top : top + height, left : left + width])
        shape = (height, width, self.keyframe.samplesperpixel)
        out = np.full(shape, _empty(self.keyframe), dtype_of(self.keyframe))
        for sample, index, row, column in self._touched(left, top, width, height):
            segment = self.segments.decoded(self.page, index)
            if segment is not None:
                _paste(segment, row - top, column - left, out[..., sample])
        return out

    def _touched(
        self, left: int, top: int, width: int, height: int
    ) -> Iterator[tuple[slice, int, int, int]]:
        """Yield samples, index and corner of every tile that the rectangle touches."""
        keyframe = self.keyframe
        tall, wide = _segment_size(keyframe)
        columns = -(-keyframe.imagewidth // wide)
        in_plane = columns * -(-keyframe.imagelength // tall)
        planar = _is_planar(keyframe)
        for plane in range(keyframe.samplesperpixel if planar else 1):
            samples = slice(plane, plane + 1) if planar else slice(None)
            for row in range(top // tall, -(-(top + height) // tall)):
                for column in range(left // wide, -(-(left + width) // wide)):
                    index = plane * in_plane + row * columns + column
                    yield samples, index, row * tall, column * wide


def _refuse_what_is_cut_off(path: Path, page: Page, keyframe: tifffile.TiffPage) -> None:
    ends = map(sum, zip(page.dataoffsets, page.databytecounts, strict=True))
    if not page.dataoffsets or max(ends) > page.parent.filehandle.size:
        raise UnreadableImage(
            N_("{file} is cut off: some of its pixels are missing. Copy it again."), file=path.name
        )


def _paste(segment: Array, row: int, column: int, out: Array) -> None:
    """Lay `segment` on `out` with its corner at `row`, `column`, which may be negative."""
    top, left = max(0, row), max(0, column)
    bottom = min(out.shape[0], row + segment.shape[0])
    right = min(out.shape[1], column + segment.shape[1])
    if bottom > top and right > left:
        out[top:bottom, left:right] = segment[
            top - row : bottom - row, left - column : right - column
        ]


def _segment_size(keyframe: tifffile.TiffPage) -> tuple[int, int]:
    """Return height and width of a tile or strip."""
    if keyframe.is_tiled:
        return keyframe.tilelength, keyframe.tilewidth
    return min(keyframe.rowsperstrip or keyframe.imagelength, keyframe.imagelength), (
        keyframe.imagewidth
    )


def _is_planar(keyframe: tifffile.TiffPage) -> bool:
    return keyframe.samplesperpixel > 1 and keyframe.planarconfig == tifffile.PLANARCONFIG.SEPARATE


def _empty(keyframe: tifffile.TiffPage) -> int:
    """Tiles that a scanner left out are glass; elsewhere nothing is dark."""
    return int(np.iinfo(dtype_of(keyframe)).max) if keyframe.samplesperpixel >= 3 else 0


def _mapped(page: Page) -> Array:
    keyframe = keyframe_of(page)
    shape = (keyframe.imagelength, keyframe.imagewidth, keyframe.samplesperpixel)
    stored = dtype_of(keyframe).newbyteorder(keyframe.parent.byteorder)
    return np.memmap(
        page.parent.filehandle.path, stored, "r", offset=page.dataoffsets[0], shape=shape
    )
