"""A pyramid loses nothing, halves by averaging, and is there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from cytodesk.errors import Cancelled
from cytodesk.workspace.pixels import open_slide
from cytodesk.workspace.pixels.pyramid import write_pyramid


def noise(width: int, height: int, dtype: type = np.uint8) -> np.ndarray:
    chance = np.random.default_rng(1)
    return chance.integers(0, np.iinfo(dtype).max, (height, width, 3), dtype, endpoint=True)


@pytest.mark.parametrize(("width", "height"), [(1000, 2600), (1023, 777), (512, 512)])
def test_the_finest_level_is_the_picture_and_the_rest_are_its_means(tmp_path, width, height):
    picture = noise(width, height)
    Image.fromarray(picture).save(tmp_path / "plain.png")
    pyramid, shares = made(tmp_path / "plain.png", tmp_path / "made" / "pyramid.tif")
    try:
        assert shares == sorted(shares)
        assert 0 < shares[0] <= shares[-1] <= 1
        seen = pyramid.region(0, 0, width, height, width, height)
        assert np.array_equal(seen, picture)
        halves = [(-(-width // 2**k), -(-height // 2**k)) for k in range(pyramid.facts.zoom + 1)]
        assert list(pyramid.facts.levels) == halves
        even = picture[: height // 2 * 2, : width // 2 * 2].astype(float)
        means = even.reshape(height // 2, 2, width // 2, 2, 3).mean(axis=(1, 3))
        level = pyramid.region(0, 0, width // 2 * 2, height // 2 * 2, width // 2, height // 2)
        assert np.abs(level - means).max() <= 1
    finally:
        pyramid.close()
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["pyramid.tif"]


def test_sixteen_bits_stay_sixteen(tmp_path):
    picture = noise(700, 300, np.uint16)
    tifffile.imwrite(tmp_path / "deep.tif", picture, photometric="rgb")
    pyramid, _ = made(tmp_path / "deep.tif", tmp_path / "pyramid.tif")
    try:
        assert pyramid.facts.bit_depth == 16
        assert np.array_equal(pyramid.region(100, 50, 300, 200, 300, 200), picture[50:250, 100:400])
    finally:
        pyramid.close()


def test_a_pyramid_that_is_not_wanted_any_more_leaves_nothing(tmp_path):
    Image.fromarray(noise(900, 900)).save(tmp_path / "plain.png")
    slide = open_slide(tmp_path / "plain.png")

    def stop(share: float) -> None:
        raise Cancelled("enough")

    try:
        with pytest.raises(Cancelled):
            write_pyramid(slide, tmp_path / "made" / "pyramid.tif", stop)
    finally:
        slide.close()
    assert list((tmp_path / "made").iterdir()) == []


def made(path: Path, target: Path):
    shares: list[float] = []
    slide = open_slide(path)
    try:
        write_pyramid(slide, target, shares.append)
    finally:
        slide.close()
    return open_slide(target), shares
