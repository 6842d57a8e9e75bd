"""A plain picture as a pyramid: what is read whole, or row by row, is read tile by tile then."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import tifffile
from numpy.typing import NDArray

from cytodesk.workspace.files import replacing
from cytodesk.workspace.pixels.facts import TILE, SlideFacts
from cytodesk.workspace.pixels.slide import Slide

Array = NDArray[Any]

LARGE = 36_000_000
"""Array of a picture in one level that is worth a pyramid: 6,000 a side."""
_STRIPE = 8 * TILE
"""Rows that are read at once."""


def wants_pyramid(facts: SlideFacts) -> bool:
    return len(facts.levels) == 1 and facts.width * facts.height >= LARGE


def bytes_needed(facts: SlideFacts) -> int:
    """Return what a pyramid and its making may take on the disk at most."""
    return facts.width * facts.height * 3 * (facts.bit_depth // 8) * 2


def write_pyramid(slide: Slide, target: Path, report: Callable[[float], None]) -> None:
    """Write `slide` as a tiled TIFF without loss; it bears the name `target` once it is whole.

    Each level halves the one above by averaging. `report` hears the share that is done, 0 to 1,
    and may raise to stop. Raises OSError where the disk is full.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".part")
    making = tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-")
    with making as folder, replacing(target, beside):
        _write(slide, beside, Path(folder), report)


def _write(slide: Slide, path: Path, folder: Path, report: Callable[[float], None]) -> None:
    width, height = slide.facts.width, slide.facts.height
    halvings = slide.facts.zoom
    with tifffile.TiffWriter(path, bigtiff=True) as file:
        rows = _rows_of(slide)
        for level in range(halvings + 1):
            smaller = _below(folder, level, width, height, slide) if level < halvings else None
            file.write(
                data=_tiles(_told(rows, smaller, height, level, report)),
                shape=(height, width, 3),
                dtype=slide.dtype,
                tile=(TILE, TILE),
                photometric="rgb",
                compression="zlib",
                predictor=True,
                compressionargs={"level": 3},
                subifds=halvings if level == 0 else None,
                subfiletype=0 if level == 0 else 1,
                metadata=None,
            )
            if smaller is None:
                break
            height, width = smaller.shape[:2]
            rows = _rows_in(smaller)


def _rows_of(slide: Slide) -> Iterator[Array]:
    width, height = slide.facts.width, slide.facts.height
    for top in range(0, height, _STRIPE):
        tall = min(_STRIPE, height - top)
        yield slide.region(0, top, width, tall, width, tall)


def _rows_in(level: Array) -> Iterator[Array]:
    for top in range(0, level.shape[0], _STRIPE):
        yield np.asarray(level[top : top + _STRIPE])


def _below(folder: Path, level: int, width: int, height: int, slide: Slide) -> Array:
    """Return room for the next level: in a file, since the first is a quarter of the picture."""
    shape = (-(-height // 2), -(-width // 2), 3)
    return np.memmap(folder / f"level-{level + 1}", slide.dtype, "w+", shape=shape)


def _told(
    rows: Iterator[Array],
    smaller: Array | None,
    height: int,
    level: int,
    report: Callable[[float], None],
) -> Iterator[Array]:
    """Yield stripes, each halved into the next level first, and tell how far it is."""
    top = 0
    for stripe in rows:
        if smaller is not None:
            half = _halved(stripe)
            smaller[top // 2 : top // 2 + half.shape[0]] = half
        top += stripe.shape[0]
        report(1 - 0.25**level * (1 - 0.75 * top / height))
        yield stripe


def _halved(stripe: Array) -> Array:
    """Average each two by two pixels; an odd last row or column is repeated."""
    odd = ((0, stripe.shape[0] % 2), (0, stripe.shape[1] % 2), (0, 0))
    even = np.pad(stripe, odd, mode="edge") if any(after for _, after in odd) else stripe
    summed = even[0::2, 0::2].astype(np.uint32)
    for part in (even[0::2, 1::2], even[1::2, 0::2], even[1::2, 1::2]):
        summed += part
    halved: Array = ((summed + 2) // 4).astype(stripe.dtype)
    return halved


def _tiles(stripes: Iterator[Array]) -> Iterator[Array]:
    for stripe in stripes:
        for top in range(0, stripe.shape[0], TILE):
            for left in range(0, stripe.shape[1], TILE):
                yield _full(stripe[top : top + TILE, left : left + TILE])


def _full(tile: Array) -> Array:
    missing = ((0, TILE - tile.shape[0]), (0, TILE - tile.shape[1]), (0, 0))
    return np.ascontiguousarray(np.pad(tile, missing, mode="edge"))
