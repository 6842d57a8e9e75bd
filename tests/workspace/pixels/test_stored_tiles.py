"""Tiles that stand in a file as JPEG are handed on; the picture is what would have been cut."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from cytodesk.workspace.pixels import KeptPictures, TileGrid, open_slide, tile
from cytodesk.workspace.pixels.slide import Slide


def picture(width: int, height: int) -> np.ndarray:
    rows, columns = np.mgrid[0:height, 0:width]
    waves = [columns // 3, rows // 3, (columns + rows) // 5]
    return np.stack([wave % 256 for wave in waves], axis=-1).astype(np.uint8)


def written(path: Path, width: int, height: int, photometric: str, side: int = 256) -> Path:
    """Write a pyramid of two levels; half an odd side is rounded down, as scanners do."""
    whole = picture(width, height)
    options = {"tile": (side, side), "compression": "jpeg", "photometric": photometric}
    if photometric == "rgb":
        options["compressionargs"] = {"outcolorspace": "rgb"}
    with tifffile.TiffWriter(path) as file:
        file.write(whole, subifds=1, **options)
        file.write(whole[::2, width % 2 :: 2], subfiletype=1, **options)
    return path


def decoded(jpeg: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB"))


def stored(slide: Slide) -> set[tuple[int, int, int]]:
    grid = TileGrid(slide.facts.width, slide.facts.height)
    places = [
        (z, x, y)
        for z in range(grid.zoom + 1)
        for x in range(grid.tile_count(z)[0])
        for y in range(grid.tile_count(z)[1])
    ]
    return {place for place in places if slide.stored_tile(*place) is not None}


@pytest.mark.parametrize("photometric", ["ycbcr", "rgb"])
def test_a_stored_tile_shows_what_would_have_been_cut(tmp_path, photometric):
    slide = open_slide(written(tmp_path / "slide.tif", 1024, 700, photometric))
    try:
        whole = {(2, x, y) for x in range(4) for y in range(2)}
        assert stored(slide) == whole | {(1, 0, 0), (1, 1, 0)}
        for place in stored(slide):
            shown = decoded(slide.stored_tile(*place))
            cut = tile(slide, *place)
            assert shown.shape == cut.shape
            assert np.abs(shown.astype(int) - cut).max() <= 2  # decoders round chroma apart
    finally:
        slide.close()


def test_tiles_of_another_size_or_of_odd_levels_are_cut(tmp_path):
    for name, width, side in (("other.tif", 1024, 512), ("odd.tif", 1023, 256)):
        slide = open_slide(written(tmp_path / name, width, 700, "ycbcr", side))
        try:
            assert {z for z, _, _ in stored(slide)} <= ({2} if side == 256 else set())
            z = slide.facts.zoom
            assert slide.stored_tile(z, 3, 2) is None
            assert tile(slide, z, 3, 2).shape == (700 - 512, width - 768, 3)
        finally:
            slide.close()


def test_a_slide_of_a_scanner_hands_its_tiles_on_too(shared):
    for name in ("CMU-1-Small-Region.svs", "derived-HE-slide-1k.tif", "derived-Ki67-2k.tif"):
        slide = open_slide(shared / "slides" / name)
        try:
            for place in sorted(stored(slide))[-5:]:
                shown = decoded(slide.stored_tile(*place))
                assert np.abs(shown.astype(int) - tile(slide, *place)).max() <= 2
        finally:
            slide.close()


def test_pictures_are_kept_up_to_a_bound_the_latest_first():
    kept, drawn = KeptPictures(most_bytes=30), []

    def draw(name: str) -> bytes:
        drawn.append(name)
        return name.encode() * 10

    for name in ("a", "b", "a", "c", "d", "a", "b"):
        assert kept.get(name, lambda name=name: draw(name)) == name.encode() * 10
        assert kept.held_bytes <= 30
    assert drawn == ["a", "b", "c", "d", "b"]


def test_a_picture_that_is_too_large_is_not_kept():
    kept = KeptPictures()
    assert len(kept.get("large", lambda: bytes(2 << 20))) == 2 << 20
    assert kept.held_bytes == 0
