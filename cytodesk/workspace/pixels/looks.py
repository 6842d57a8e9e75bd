"""How pixels are shown: bits, gamma, contrast, inversion, colours."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cytodesk.errors import N_, BadInput
from cytodesk.workspace.pixels.slide import Slide
from cytodesk.workspace.pixels.windows import thumbnail

COLORMAPS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "gray": ((0, 0, 0), (1, 1, 1)),
    "red": ((0, 0, 0), (1, 0, 0)),
    "green": ((0, 0, 0), (0, 1, 0)),
    "blue": ((0, 0, 0), (0, 0, 1)),
    "hot": ((0, 0, 0), (1, 0, 0), (1, 1, 0), (1, 1, 1)),
    "cold": ((0, 0, 0), (0, 0, 1), (0, 1, 1), (1, 1, 1)),
    "jet": ((0, 0, 0.5), (0, 0, 1), (0, 1, 1), (1, 1, 0), (1, 0, 0), (0.5, 0, 0)),
}
"""Evenly spaced colours from dark to bright, with straight lines between them."""

_LUMINANCE = (0.299, 0.587, 0.114)


def adjusted(
    array: NDArray[Any],
    *,
    bits: Literal[8, 16, "max"] = 8,
    contrast: float = 1.0,
    gamma: float = 1.0,
    inverse: bool = False,
    colormap: str | None = None,
    full_scale: int | None = None,
) -> NDArray[Any]:
    """Return the picture as it is to be seen; a fourth sample (alpha) is kept as it is.

    `bits` 8 gives uint8, 16 uint16, "max" keeps the type. 16 bits become 8 by dividing the full
    scale of the slide, never by the brightest pixel of this picture: the same light must have the
    same grey in every tile and window. `full_scale` is the value of white (see `full_scale_of`),
    by default the type's largest. Then intensities (0 to 1) are raised to `gamma`, multiplied by
    `contrast`, inverted and coloured by the name of a colour map, in this order.
    """
    dtype = array.dtype if bits == "max" else np.dtype(f"u{bits // 8}")
    is_plain = contrast == 1 and gamma == 1 and not inverse and colormap is None
    has_full_scale = full_scale in (None, np.iinfo(array.dtype).max)
    if is_plain and has_full_scale and dtype == array.dtype:
        return array
    table = _table(array.dtype, dtype, contrast, gamma, inverse, full_scale)
    colours, alpha = (array[..., :3], array[..., 3:]) if array.ndim == 3 else (array, None)
    if colormap is not None:
        colours = _coloured(_luminance(table, colours, dtype), colormap, dtype)
    else:
        colours = table[colours]
    if alpha is None or not alpha.shape[2]:
        return colours
    return np.dstack([colours, _table(array.dtype, dtype, 1, 1, False, None)[alpha]])


def full_scale_of(slide: Slide) -> int:
    """Return the value to show as white: 2**n - 1 of the camera that seems to have taken it.

    Cameras of 10, 12 or 14 bits fill 16 only partly, and would look black. The smallest n is
    taken that holds the brightest pixel of a thumbnail, one value for the whole slide.
    """
    if slide.facts.bit_depth <= 8:
        return 255
    if slide.full_scale is None:
        brightest = int(thumbnail(slide, 1024).max())
        slide.full_scale = int((1 << max(8, brightest.bit_length())) - 1)
    return slide.full_scale


def _table(
    source: np.dtype[Any],
    target: np.dtype[Any],
    contrast: float,
    gamma: float,
    inverse: bool,
    full_scale: int | None,
) -> NDArray[Any]:
    """Return the new value of every possible value: 256 or 65,536 of them, whatever the size."""
    count = int(np.iinfo(source).max) + 1
    light = np.minimum(np.arange(count) / (full_scale or count - 1), 1.0)
    light = np.clip(light ** max(gamma, 1e-6) * contrast, 0.0, 1.0)
    if inverse:
        light = 1.0 - light
    table: NDArray[Any] = np.rint(light * np.iinfo(target).max).astype(target)
    return table


def _luminance(table: NDArray[Any], colours: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    shown: NDArray[Any] = table[colours].astype(np.float32) / np.iinfo(dtype).max
    return shown if shown.ndim == 2 else np.dot(shown, np.asarray(_LUMINANCE, np.float32))


def _coloured(light: NDArray[Any], name: str, dtype: np.dtype[Any]) -> NDArray[Any]:
    try:
        colours = np.asarray(COLORMAPS[name.lower()])
    except KeyError:
        raise BadInput(
            N_("There is no colour map named {name}. There are: {names}."),
            name=name,
            names=", ".join(COLORMAPS),
        ) from None
    places = np.linspace(0, 1, len(colours))
    planes = [np.interp(light, places, colours[:, n]) for n in range(3)]
    painted: NDArray[Any] = np.rint(np.dstack(planes) * np.iinfo(dtype).max).astype(dtype)
    return painted
