"""TIFF, pyramidal TIFF and OME-TIFF, by tifffile and imagecodecs."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import tifffile
from numpy.typing import NDArray

from cytodesk.errors import N_, UnreadableImage
from cytodesk.workspace.pixels.facts import SlideFacts, fingerprint_of
from cytodesk.workspace.pixels.slide import Pixels, Slide
from cytodesk.workspace.pixels.stored_tiles import StoredTiles
from cytodesk.workspace.pixels.tiff_planes import Page, Plane, Segments
from cytodesk.workspace.pixels.tiff_scale import Scale, scale_of
from cytodesk.workspace.pixels.tiles import TileGrid

_MAGIC = {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}
_READ = {
    tifffile.PHOTOMETRIC.MINISBLACK,
    tifffile.PHOTOMETRIC.MINISWHITE,
    tifffile.PHOTOMETRIC.RGB,
    tifffile.PHOTOMETRIC.YCBCR,
    tifffile.PHOTOMETRIC.PALETTE,
}
_JPEG = {tifffile.COMPRESSION.JPEG, tifffile.COMPRESSION.OJPEG, tifffile.COMPRESSION.ALT_JPEG}

Array = NDArray[Any]


def is_tiff(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in _MAGIC


class TiffReader(Slide):
    """The first series of the file: its first plane in z and time, its first three channels."""

    # imagecodecs raises subclasses of RuntimeError, one per codec; a width or a tile of zero,
    # an offset beyond its table and the like come out of tifffile as what they are in Python.
    troubles = (
        ArithmeticError,
        AssertionError,
        LookupError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
        struct.error,
    )

    def __init__(self, path: Path) -> None:
        self._file = tifffile.TiffFile(path)
        try:
            series = self._file.series[0]
            levels = _levels(series)
            _refuse_what_is_not_a_picture(path, levels[0].keyframe)
            self._segments = Segments()
            self._stored = StoredTiles(path)
            self._planes = [
                [Plane.of(path, page, self._segments) for page in _channel_pages(level)]
                for level in levels
            ]
            super().__init__(path, _facts(path, series, levels, scale_of(self._file)))
        except BaseException:
            self._file.close()
            raise

    @property
    def held_bytes(self) -> int:
        return self._segments.held_bytes

    def close(self) -> None:
        self._planes = []
        self._stored.close()
        self._segments.close()
        self._file.close()

    def stored_tile(self, z: int, x: int, y: int) -> bytes | None:
        return self._stored.jpeg(TileGrid(self.facts.width, self.facts.height).level_size(z), x, y)

    def _read(self, level: int, left: int, top: int, width: int, height: int) -> Pixels:
        planes = self._planes[level]
        shown = [_shown(plane, plane.read(left, top, width, height)) for plane in planes]
        return shown[0] if len(shown) == 1 else _as_colours(shown)


def _levels(series: tifffile.TiffPageSeries) -> list[tifffile.TiffPageSeries]:
    return sorted(series.levels, key=lambda level: level.keyframe.imagewidth, reverse=True)


def _channel_pages(level: tifffile.TiffPageSeries) -> list[Page]:
    """Return the pages of the first three channels, at z = 0 and time = 0."""
    outer = [
        (axis, n) for axis, n in zip(level.axes, level.shape, strict=True) if axis not in "YXS"
    ]
    step = 1
    for axis, count in reversed(outer):
        if axis == "C" and len(level.pages) >= step * count:
            return [_page(level, step * channel) for channel in range(min(3, count))]
        step *= count
    return [_page(level, 0)]


def _page(level: tifffile.TiffPageSeries, index: int) -> Page:
    page = level.pages[index]
    if page is None:
        raise ValueError("a page is missing")
    return page


def _refuse_what_is_not_a_picture(path: Path, keyframe: tifffile.TiffPage) -> None:
    if keyframe.dtype is None or keyframe.dtype.kind not in "bu" or keyframe.dtype.itemsize > 2:
        raise UnreadableImage(
            N_("{file} has pixels of type {type}. Convert it to 8 or 16 bits and add that."),
            file=path.name,
            type=keyframe.dtype,
        )
    has_subsampled_colours = (
        keyframe.photometric == tifffile.PHOTOMETRIC.YCBCR and keyframe.compression not in _JPEG
    )
    if keyframe.photometric not in _READ or has_subsampled_colours or keyframe.imagedepth > 1:
        raise ValueError(f"colours of kind {keyframe.photometric!r} are not read")


def _shown(plane: Plane, stored: Array) -> Pixels:
    """Return stored samples as red, green, blue of uint8 or uint16."""
    keyframe = plane.keyframe
    if keyframe.photometric == tifffile.PHOTOMETRIC.PALETTE:
        assert keyframe.colormap is not None
        return (keyframe.colormap[:, stored[..., 0]] >> 8).astype(np.uint8).transpose(1, 2, 0)
    full = (1 << keyframe.bitspersample) - 1
    if stored.dtype.kind == "b" or keyframe.bitspersample < 8:
        stored = (stored.astype(np.uint16) * 255 // full).astype(np.uint8)
    stored = stored.astype(stored.dtype.newbyteorder("="), copy=False)
    if keyframe.photometric == tifffile.PHOTOMETRIC.MINISWHITE:
        stored = np.iinfo(stored.dtype).max - stored
    if stored.shape[2] >= 4 and keyframe.extrasamples and keyframe.extrasamples[0] in (1, 2):
        return _on_white(stored, is_premultiplied=keyframe.extrasamples[0] == 1)
    return stored[..., :3] if stored.shape[2] >= 3 else np.repeat(stored[..., :1], 3, axis=2)


def _on_white(stored: Array, *, is_premultiplied: bool) -> Pixels:
    white = np.iinfo(stored.dtype).max
    alpha = stored[..., 3:4].astype(np.float32) / white
    colour = stored[..., :3] if is_premultiplied else stored[..., :3] * alpha
    return np.clip(np.rint(colour + white * (1 - alpha)), 0, white).astype(stored.dtype)


def _as_colours(channels: list[Pixels]) -> Pixels:
    """Return one grey picture per channel as red, green and blue; a missing one is black."""
    out = np.zeros_like(channels[0])
    for index, channel in enumerate(channels[:3]):
        out[..., index] = channel[..., 0]
    return out


def _facts(
    path: Path,
    series: tifffile.TiffPageSeries,
    levels: list[tifffile.TiffPageSeries],
    scale: Scale,
) -> SlideFacts:
    keyframe = levels[0].keyframe
    sizes = dict(zip(series.axes, series.shape, strict=True))
    colours = 3 if keyframe.photometric == tifffile.PHOTOMETRIC.PALETTE else sizes.get("S", 1)
    channels = sizes.get("C", 1) * min(3, colours)
    is_16_bit = keyframe.bitspersample > 8 and keyframe.photometric != tifffile.PHOTOMETRIC.PALETTE
    return SlideFacts(
        width=keyframe.imagewidth,
        height=keyframe.imagelength,
        levels=tuple((level.keyframe.imagewidth, level.keyframe.imagelength) for level in levels),
        pixel_size_x=scale.x,
        pixel_size_y=scale.y,
        magnification=scale.magnification,
        bit_depth=16 if is_16_bit else 8,
        channels=channels,
        colorspace="grayscale" if channels == 1 else "rgb",
        mime="image/pyrtiff" if len(levels) > 1 else "image/tiff",
        format="ome-tiff" if series.kind == "ome" else "tiff",
        associated=(),
        fingerprint=fingerprint_of(path),
    )
