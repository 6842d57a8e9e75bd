"""Pictures as files: PNG, JPEG and TIFF."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image

from cytodesk.workspace.pixels.looks import adjusted

PictureFormat: TypeAlias = Literal["png", "jpg", "tif"]
_JPEG_QUALITY = 90


def encoded(array: NDArray[Any], format: PictureFormat) -> bytes:
    """Return the file of a picture: rows x columns (grey), x 3 (RGB) or x 4 (RGBA).

    PNG and TIFF keep 16 bits; JPEG has 8 and no transparency, which becomes white.
    """
    return _ENCODERS[format](np.ascontiguousarray(array))


def _png(array: NDArray[Any]) -> bytes:
    if array.dtype == np.uint16:  # Pillow writes 16 bits of grey only
        return bytes(imagecodecs.png_encode(array))
    return _by_pillow(Image.fromarray(array), format="PNG", compress_level=3)


def _jpg(array: NDArray[Any]) -> bytes:
    picture = Image.fromarray(adjusted(array, bits=8))
    if picture.mode == "RGBA":
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
        picture = picture.convert("RGB")
    return _by_pillow(picture, format="JPEG", quality=_JPEG_QUALITY)


def _tif(array: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    tifffile.imwrite(
        file,
        array,
        photometric="minisblack" if array.ndim == 2 else "rgb",
        extrasamples=["unassalpha"] if array.shape[2:] == (4,) else None,
        compression="zlib",
        metadata=None,
    )
    return file.getvalue()


def _by_pillow(picture: Image.Image, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, **options)
    return file.getvalue()


_ENCODERS: dict[str, Callable[[NDArray[Any]], bytes]] = {"png": _png, "jpg": _jpg, "tif": _tif}
