"""A picture as a pyramidal tiled TIFF, as OpenSlide's generic reader wants it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TILE = 256
JPEG_QUALITY = 92


def write_pyramid(path: Path, rgb: NDArray[np.uint8], pixel_size_um: float) -> None:
    """Write `rgb` (height, width, 3) at `path`, each level half the size of the one before.

    Raises OSError where the file cannot be written.
    """
    import tifffile  # half a second, which commands that make no slide need not wait

    level = rgb
    pixels_per_cm = 10_000 / pixel_size_um
    with tifffile.TiffWriter(path) as writer:
        for number in range(_levels(rgb.shape)):
            scale = 2**number
            writer.write(
                level,
                tile=(TILE, TILE),
                photometric="rgb",
                compression="jpeg",
                compressionargs={"level": JPEG_QUALITY},
                subfiletype=1 if number else 0,
                resolution=(pixels_per_cm / scale, pixels_per_cm / scale),
                resolutionunit="CENTIMETER",
                software="CytoDesk",
                metadata=None,
                maxworkers=1,
            )
            level = _halved(level)


def _levels(shape: tuple[int, ...]) -> int:
    """Return how many halvings, and the whole, it takes until one tile or two hold the picture."""
    return max(1, int(np.ceil(np.log2(max(shape[:2]) / TILE))))


def _halved(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the mean of each two by two pixels; a last odd row or column is left out."""
    height, width = rgb.shape[0] // 2 * 2, rgb.shape[1] // 2 * 2
    total = rgb[0:height:2, 0:width:2].astype(np.uint16)
    total += rgb[1:height:2, 0:width:2]
    total += rgb[0:height:2, 1:width:2]
    total += rgb[1:height:2, 1:width:2]
    return ((total + 2) // 4).astype(np.uint8)
