"""Slides of scanners, by OpenSlide: svs, ndpi, mrxs, scn, bif, DICOM, ..."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openslide
from PIL import Image

from cytodesk.workspace.pixels.facts import SlideFacts, fingerprint_of
from cytodesk.workspace.pixels.slide import Pixels, Slide
from cytodesk.workspace.pixels.stored_tiles import StoredTiles
from cytodesk.workspace.pixels.tiles import TileGrid

_MIMES = {
    "aperio": "openslide/svs",
    "dicom": "application/dicom",
    "generic-tiff": "image/pyrtiff",
    "hamamatsu": "openslide/ndpi",
    "leica": "openslide/scn",
    "mirax": "openslide/mrxs",
    "philips-tiff": "philips/tif",
    "sakura": "openslide/svslide",
    "trestle": "openslide/tif",
    "ventana": "openslide/ventana",
    "zeiss": "openslide/czi",
}
_PLAINLY_TILED = {"aperio", "generic-tiff"}
"""Formats whose tiles lie side by side, with no overlap and no gaps that OpenSlide mends."""
_BY_SUFFIX = {".bif": "openslide/bif", ".vms": "openslide/vms", ".vmu": "openslide/vms"}


def vendor_of(path: Path) -> str | None:
    """Return OpenSlide's name of the format, or None where it is not one of OpenSlide's."""
    try:
        return openslide.OpenSlide.detect_format(path)
    except openslide.OpenSlideError:
        return None


class OpenSlideReader(Slide):
    troubles = (openslide.OpenSlideError, OSError, ValueError)

    def __init__(self, path: Path) -> None:
        self._slide = openslide.OpenSlide(path)
        self._downsamples = self._slide.level_downsamples
        self._stored = StoredTiles(path)
        super().__init__(path, _facts(path, self._slide))

    def close(self) -> None:
        self._stored.close()
        self._slide.close()

    def stored_tile(self, z: int, x: int, y: int) -> bytes | None:
        if self.facts.format not in _PLAINLY_TILED:
            return None
        return self._stored.jpeg(TileGrid(self.facts.width, self.facts.height).level_size(z), x, y)

    def _read(self, level: int, left: int, top: int, width: int, height: int) -> Pixels:
        factor = self._downsamples[level]
        corner = (round(left * factor), round(top * factor))
        return _on_white(self._slide.read_region(corner, level, (width, height)))

    def _read_associated(self, label: str) -> Pixels:
        return _on_white(self._slide.associated_images[label])


def _on_white(picture: Image.Image) -> Pixels:
    """Return the picture without transparency: where nothing was scanned, glass is white."""
    if picture.mode == "RGBA" and np.asarray(picture)[..., 3].min() < 255:
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    return np.asarray(picture.convert("RGB"))


def _facts(path: Path, slide: openslide.OpenSlide) -> SlideFacts:
    vendor = slide.properties[openslide.PROPERTY_NAME_VENDOR]
    width, height = slide.dimensions
    return SlideFacts(
        width=width,
        height=height,
        levels=slide.level_dimensions,
        pixel_size_x=_number(slide, openslide.PROPERTY_NAME_MPP_X),
        pixel_size_y=_number(slide, openslide.PROPERTY_NAME_MPP_Y),
        magnification=_number(slide, openslide.PROPERTY_NAME_OBJECTIVE_POWER),
        bit_depth=8,
        channels=3,
        colorspace="rgb",
        mime=_BY_SUFFIX.get(path.suffix.lower(), _MIMES.get(vendor, f"openslide/{vendor}")),
        format=vendor,
        associated=tuple(sorted(slide.associated_images)),
        fingerprint=fingerprint_of(path),
    )


def _number(slide: openslide.OpenSlide, name: str) -> float | None:
    """Return a positive number of the slide's properties; scanners leave blanks and zeros."""
    try:
        value = float(slide.properties[name])
    except (KeyError, ValueError):
        return None
    return value if 0 < value < float("inf") else None
