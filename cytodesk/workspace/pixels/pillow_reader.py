"""Plain pictures, by Pillow: PNG, JPEG, BMP, WebP, ... decoded whole, once."""

from __future__ import annotations

import struct
import threading
from pathlib import Path

import numpy as np
from PIL import Image, ImageFile

from cytodesk.errors import N_, UnreadableImage
from cytodesk.workspace.pixels.facts import SlideFacts, fingerprint_of
from cytodesk.workspace.pixels.slide import Pixels, Slide

MOST_PIXELS = 200_000_000
"""A picture without tiles is held whole: 600 MB of RGB are the most we take for one."""

# Our own limit, said in words before anything is decoded, stands in for Pillow's, which warns
# first: silencing warnings is not safe among threads.
Image.MAX_IMAGE_PIXELS = None

_GREY = {"1", "L", "LA", "La", "I;16", "I;16B", "I;16L", "I;16N", "I", "F"}
_SIXTEEN_BITS = {"I;16", "I;16B", "I;16L", "I;16N"}


class PillowReader(Slide):
    """EXIF orientation is not applied: coordinates must mean the stored pixels in every program."""

    troubles = (EOFError, OSError, SyntaxError, ValueError, struct.error)

    def __init__(self, path: Path) -> None:
        with _opened(path) as picture:
            facts = _facts(path, picture)
        self._decoding = threading.Lock()
        self._pixels: Pixels | None = None
        super().__init__(path, facts)

    @property
    def held_bytes(self) -> int:
        return self.facts.width * self.facts.height * 3 * self.dtype.itemsize

    def close(self) -> None:
        self._pixels = None

    def _read(self, level: int, left: int, top: int, width: int, height: int) -> Pixels:
        with self._decoding:
            if self._pixels is None:
                with _opened(self.path) as picture:
                    self._pixels = _rgb(picture)
            pixels = self._pixels
        return pixels[top : top + height, left : left + width]


def _opened(path: Path) -> ImageFile.ImageFile:
    """Open without decoding."""
    picture = Image.open(path)
    if picture.width * picture.height > MOST_PIXELS:
        picture.close()
        raise UnreadableImage(
            N_(
                "{file} has more than {most} million pixels in one piece. Convert it to a tiled, "
                "pyramidal TIFF (with QuPath or vips, for example) and add that."
            ),
            file=path.name,
            most=MOST_PIXELS // 1_000_000,
        )
    return picture


def _rgb(picture: Image.Image) -> Pixels:
    if picture.mode in _SIXTEEN_BITS:
        grey = np.asarray(picture).astype(np.uint16)
        return np.repeat(grey[..., np.newaxis], 3, axis=2)
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    return np.asarray(picture.convert("RGB"))


def _facts(path: Path, picture: ImageFile.ImageFile) -> SlideFacts:
    """Dots per inch of plain pictures say how to print them, not what they show: no pixel size."""
    if picture.mode in {"I", "F"}:
        raise UnreadableImage(
            N_("{file} has 32 bits per pixel. Convert it to 8 or 16 bits and add that."),
            file=path.name,
        )
    is_grey = picture.mode in _GREY
    name = (picture.format or path.suffix.strip(".")).lower()
    return SlideFacts(
        width=picture.width,
        height=picture.height,
        levels=(picture.size,),
        pixel_size_x=None,
        pixel_size_y=None,
        magnification=None,
        bit_depth=16 if picture.mode in _SIXTEEN_BITS else 8,
        channels=1 if is_grey else 3,
        colorspace="grayscale" if is_grey else "rgb",
        mime=picture.get_format_mimetype() or f"image/{name}",
        format=name,
        associated=(),
        fingerprint=fingerprint_of(path),
    )
