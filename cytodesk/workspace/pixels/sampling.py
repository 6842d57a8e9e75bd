"""From the pixels of a level to the pixels that were asked for, block by block."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_BLOCK = 2048
"""Longest side of a block read at once, in source pixels: 12 MB of RGB."""
MOST_AT_ONCE = 128
"""A pixel of the result is made of this many source pixels a side at most, or in two steps."""
_SLACK = 1.02
"""A level 2 % too coarse serves: asking 501 px on 250 must not read the level above."""

_TINY = 1e-9

Array = NDArray[Any]
Read = Callable[[int, int, int, int], Array]


@dataclass(frozen=True, slots=True)
class Level:
    """One resolution of a slide; a pixel of it covers `across` x `down` full-resolution pixels."""

    index: int
    width: int
    height: int
    across: float
    down: float

    @classmethod
    def of(cls, full: tuple[int, int], size: tuple[int, int], index: int) -> Level:
        return cls(index, *size, _factor(full[0], size[0]), _factor(full[1], size[1]))

    def is_fine_enough(self, step_across: float, step_down: float) -> bool:
        return self.across <= step_across * _SLACK and self.down <= step_down * _SLACK


def _factor(full: int, size: int) -> float:
    """Return full / size, or the whole number that was meant.

    777 px halved are stored as 388: each pixel covers 2, not 2.0026, and one column is left.
    """
    meant = max(1, round(full / size))
    return meant if size in (full // meant, -(-full // meant)) else full / size


@dataclass(frozen=True, slots=True)
class Axis:
    """`out` pixels over `length` full-resolution pixels from `start`; the image has `limit`."""

    start: float
    length: float
    out: int
    limit: int

    @property
    def step(self) -> float:
        return self.length / self.out

    def inside(self) -> tuple[int, int]:
        """Return the output pixels, from and to, that lie on the image, if only by a part."""
        first = math.floor(-self.start / self.step + _TINY)
        last = math.ceil((self.limit - self.start) / self.step - _TINY)
        return max(0, first), min(self.out, last)

    def blocks(self, factor: float) -> Iterator[tuple[int, int]]:
        first, last = self.inside()
        size = max(1, int(_BLOCK * factor / self.step))
        for begin in range(first, last, size):
            yield begin, min(begin + size, last)

    def span(self, begin: int, end: int, factor: float) -> tuple[float, float]:
        """Return where output pixels begin..end lie on a level, perhaps a little outside it."""
        low, high = self.start + begin * self.step, self.start + end * self.step
        return low / factor, high / factor


def sampled(read: Read, level: Level, across: Axis, down: Axis, out: Array) -> None:
    """Fill the part of `out` that lies on the image from `read(left, top, width, height)`."""
    for top, bottom in down.blocks(level.down):
        for left, right in across.blocks(level.across):
            columns = across.span(left, right, level.across)
            rows = down.span(top, bottom, level.down)
            out[top:bottom, left:right] = _block(
                read, level, columns, rows, (right - left, bottom - top)
            )


def _block(
    read: Read,
    level: Level,
    columns: tuple[float, float],
    rows: tuple[float, float],
    size: tuple[int, int],
) -> Array:
    """Return one block; a margin around it keeps the seams between blocks and tiles unseen."""
    left, right = _with_margin(columns, size[0], level.width)
    top, bottom = _with_margin(rows, size[1], level.height)
    source = read(left, top, right - left, bottom - top)
    source, left, top = _reaching(source, left, top, columns, rows)
    box = (columns[0] - left, rows[0] - top, columns[1] - left, rows[1] - top)
    return resampled(source, size, box)


def _with_margin(span: tuple[float, float], out: int, limit: int) -> tuple[int, int]:
    low, high = span
    is_exact = high - low == out and low == int(low)
    margin = 0.0 if is_exact else max(1.0, (high - low) / out)
    first = min(max(0, math.floor(low - margin)), limit - 1)
    return first, max(first + 1, min(limit, math.ceil(high + margin)))


def _reaching(
    source: Array, left: int, top: int, columns: tuple[float, float], rows: tuple[float, float]
) -> tuple[Array, int, int]:
    """Repeat the outermost pixels where `columns` and `rows` end beyond the level.

    They do by part of a pixel of the result, where the sizes of image, level and result do not
    divide; cutting there instead would shift and blur the whole block.
    """
    before = max(0, top - math.floor(rows[0])), max(0, left - math.floor(columns[0]))
    after = (
        max(0, math.ceil(rows[1]) - top - source.shape[0]),
        max(0, math.ceil(columns[1]) - left - source.shape[1]),
    )
    if any(before) or any(after):
        around = ((before[0], after[0]), (before[1], after[1]), (0, 0))
        source = np.pad(source, around, mode="edge")
    return source, left - before[1], top - before[0]


def resampled(
    source: Array, size: tuple[int, int], box: tuple[float, float, float, float]
) -> Array:
    """Return `box` of `source` on `size` (width, height) pixels, of the same type.

    Whole pixels are reduced by averaging, the rest is Hamming's window: as sharp as can be
    without ringing, and each result depends on its neighbours only.
    """
    whole = (box[2] - box[0], box[3] - box[1]) == size and (box[0] % 1, box[1] % 1) == (0, 0)
    if whole:
        left, top = int(box[0]), int(box[1])
        part: Array = source[top : top + size[1], left : left + size[0]]
        return part
    if source.dtype == np.uint8:
        return np.asarray(_resized(Image.fromarray(source), size, box))
    planes = [
        np.asarray(_resized(Image.fromarray(source[..., n].astype(np.float32)), size, box))
        for n in range(source.shape[2])
    ]
    whole_numbers: Array = np.clip(np.rint(np.stack(planes, axis=-1)), 0, 65535)
    return whole_numbers.astype(source.dtype)


def _resized(
    image: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float]
) -> Image.Image:
    return image.resize(size, Image.Resampling.HAMMING, box=box, reducing_gap=2.0)
