"""Slides of our own, made in a moment, and the public ones beside the checkout."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray

from cytodesk.workspace.pixels import Slide, open_slide

Opened: TypeAlias = Callable[[Path], Slide]

_BESIDE = Path(__file__).resolve().parents[3].parent / "shared"


@pytest.fixture(scope="session")
def shared_slides() -> Path:
    folder = Path(os.environ.get("CYTODESK_SHARED", _BESIDE)) / "slides"
    if not folder.is_dir():
        pytest.skip(f"the public slides are not at {folder}")
    return folder


@pytest.fixture(scope="session")
def opened() -> Iterator[Opened]:
    """Open slides that are closed at the end."""
    with ExitStack() as slides:
        yield lambda path: slides.enter_context(closing(open_slide(path)))


def picture(width: int, height: int, seed: int = 1) -> NDArray[np.uint8]:
    """Return noise over a gradient: every pixel tells where it stands."""
    noise = np.random.default_rng(seed).integers(0, 40, (height, width, 3))
    rows, columns = np.mgrid[0:height, 0:width]
    place = np.dstack([columns * 200 // width, rows * 200 // height, (rows + columns) % 200])
    return (noise + place).astype(np.uint8)


def write_pyramid(path: Path, full: NDArray[np.uint8], levels: int, tile: int = 64) -> None:
    """Write a lossless pyramid whose levels are averages of 2 x 2 px, odd rests left out."""
    with tifffile.TiffWriter(path) as file:
        for level in range(levels):
            file.write(
                full,
                photometric="rgb",
                tile=(tile, tile),
                compression="zlib",
                resolution=(40_000 / 2**level, 20_000 / 2**level),
                resolutionunit="CENTIMETER",
                subfiletype=int(level > 0),
                metadata=None,
            )
            full = halved(full)


def halved(full: NDArray[np.uint8]) -> NDArray[np.uint8]:
    even = full[: full.shape[0] // 2 * 2, : full.shape[1] // 2 * 2].astype(np.float64)
    mean = (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4
    return np.rint(mean).astype(np.uint8)


@pytest.fixture(scope="session")
def odd_pixels() -> NDArray[np.uint8]:
    return picture(777, 1003)


@pytest.fixture(scope="session")
def odd_pyramid(tmp_path_factory: pytest.TempPathFactory, odd_pixels: NDArray[np.uint8]) -> Path:
    """A lossless pyramid of 777 x 1003, 388 x 501, 194 x 250, 97 x 125 px."""
    path = tmp_path_factory.mktemp("slides") / "odd.tif"
    write_pyramid(path, odd_pixels, levels=4)
    return path
