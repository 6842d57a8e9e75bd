from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import openslide
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from cytodesk.errors import BadInput, NotFound
from cytodesk.workspace.pixels import TileGrid, sampling, thumbnail, tile, window
from cytodesk.workspace.pixels.tiff_planes import Plane
from tests.workspace.pixels.conftest import Opened, halved, picture, write_pyramid

Pixels = NDArray[np.uint8]


def test_a_window_at_full_resolution_is_the_stored_pixels(
    opened: Opened, odd_pyramid: Path, odd_pixels: Pixels
) -> None:
    slide = opened(odd_pyramid)
    for x, y, w, h in [(0, 0, 777, 1003), (1, 2, 3, 4), (60, 60, 200, 129), (776, 1002, 1, 1)]:
        assert np.array_equal(window(slide, x, y, w, h), odd_pixels[y : y + h, x : x + w])


def test_what_lies_outside_is_cut_off(
    opened: Opened, odd_pyramid: Path, odd_pixels: Pixels
) -> None:
    shown = window(opened(odd_pyramid), -10, 1000, 30, 50)
    assert np.array_equal(shown, odd_pixels[1000:, :20])


def test_the_exterior_is_white(opened: Opened, odd_pyramid: Path, odd_pixels: Pixels) -> None:
    shown = window(opened(odd_pyramid), -10, 1000, 30, 50, with_exterior=True)
    assert shown.shape == (50, 30, 3)
    assert np.array_equal(shown[:3, 10:], odd_pixels[1000:, :20])
    assert (shown[:, :10] == 255).all()
    assert (shown[3:] == 255).all()


def test_a_window_wholly_outside_is_white_or_refused(opened: Opened, odd_pyramid: Path) -> None:
    slide = opened(odd_pyramid)
    assert (window(slide, 5000, -700, 40, 20, with_exterior=True) == 255).all()
    with pytest.raises(BadInput, match="777 x 1003"):
        window(slide, 5000, -700, 40, 20)


def test_zoom_divides_by_powers_of_two(opened: Opened, odd_pyramid: Path) -> None:
    assert window(opened(odd_pyramid), 0, 0, 512, 400, zoom=3).shape == (50, 64, 3)


def test_a_larger_max_size_enlarges_nothing(opened: Opened, odd_pyramid: Path) -> None:
    assert window(opened(odd_pyramid), 0, 0, 40, 20, max_size=512).shape == (20, 40, 3)


def test_max_size_bounds_the_longer_side_and_wins_over_zoom(
    opened: Opened, odd_pyramid: Path
) -> None:
    assert window(opened(odd_pyramid), 0, 0, 400, 800, max_size=100, zoom=1).shape[:2] == (
        100,
        50,
    )


def test_a_picture_too_large_for_an_answer_is_refused(opened: Opened, odd_pyramid: Path) -> None:
    with pytest.raises(BadInput, match="maxSize"):
        window(opened(odd_pyramid), 0, 0, 10**6, 10**6, with_exterior=True)


def test_a_stored_level_comes_out_as_it_is_stored(
    opened: Opened, odd_pyramid: Path, odd_pixels: Pixels
) -> None:
    stored = halved(halved(odd_pixels))
    shown = window(opened(odd_pyramid), 400, 600, 300, 400, zoom=2)
    assert np.array_equal(shown, stored[150:250, 100:175])


def test_between_levels_pixels_are_averaged_without_a_shift(
    opened: Opened, odd_pyramid: Path, odd_pixels: Pixels
) -> None:
    shown = window(opened(odd_pyramid), 60, 90, 600, 900, max_size=300).astype(float)
    exact = odd_pixels[90:990, 60:660].reshape(300, 3, 200, 3, 3).mean(axis=(1, 3))
    assert np.abs(shown.mean(axis=(0, 1)) - exact.mean(axis=(0, 1))).max() < 0.5
    best = {
        (dy, dx): np.abs(np.roll(shown, (dy, dx), (0, 1)) - exact).mean()
        for dy in (-1, 0, 1)
        for dx in (-1, 0, 1)
    }
    assert min(best, key=lambda shift: best[shift]) == (0, 0)


def test_tiles_laid_together_are_the_level(
    opened: Opened, odd_pyramid: Path, odd_pixels: Pixels
) -> None:
    slide = opened(odd_pyramid)
    grid = TileGrid(777, 1003)
    columns, rows = grid.tile_count(grid.zoom)
    laid = np.vstack(
        [np.hstack([tile(slide, grid.zoom, x, y) for x in range(columns)]) for y in range(rows)]
    )
    assert np.array_equal(laid, odd_pixels)


def test_tiles_of_an_odd_level_repeat_its_last_column(
    opened: Opened, odd_pyramid: Path, odd_pixels: Pixels
) -> None:
    slide, stored = opened(odd_pyramid), halved(odd_pixels)
    last = tile(slide, 1, 1, 1)
    assert last.shape == (502 - 256, 389 - 256, 3)
    assert np.array_equal(last[:-1, :-1], stored[256:, 256:])
    assert np.array_equal(last[:-1, -1], stored[256:, -1])


def test_every_tile_of_the_grid_exists_and_no_other(opened: Opened, odd_pyramid: Path) -> None:
    slide, grid = opened(odd_pyramid), TileGrid(777, 1003)
    assert grid.zoom == 2
    assert [grid.tile_count(z) for z in range(3)] == [(1, 1), (2, 2), (4, 4)]
    for z, x, y in [(-1, 0, 0), (3, 0, 0), (2, 4, 0), (1, 0, 2), (0, 0, -1)]:
        with pytest.raises(NotFound):
            tile(slide, z, x, y)


def test_a_thumbnail_of_one_pixel_is_the_mean_of_the_image(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "_BLOCK", 64)
    pixels = picture(1500, 1100)
    write_pyramid(tmp_path / "flat.tif", pixels, levels=1)
    shown = thumbnail(opened(tmp_path / "flat.tif"), 1)
    assert np.abs(shown[0, 0] - pixels.mean(axis=(0, 1))).max() < 8


def test_a_slide_without_small_levels_is_read_in_blocks(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    largest = 0
    read = Plane.read

    def watched(self: Plane, left: int, top: int, width: int, height: int) -> NDArray[np.uint8]:
        nonlocal largest
        largest = max(largest, width * height)
        return read(self, left, top, width, height)

    pixels = picture(1000, 900)
    write_pyramid(tmp_path / "flat.tif", pixels, levels=1)
    whole = thumbnail(opened(tmp_path / "flat.tif"), 100)
    monkeypatch.setattr(sampling, "_BLOCK", 128)
    monkeypatch.setattr(Plane, "read", watched)
    in_blocks = thumbnail(opened(tmp_path / "flat.tif"), 100)
    assert largest < 200 * 200
    assert np.abs(in_blocks.astype(int) - whole).max() <= 3


@pytest.mark.parametrize("compression", [None, "zlib", "lzw", "jpeg", "zstd"])
@pytest.mark.parametrize("tile_size", [None, (48, 80)])
@pytest.mark.parametrize("planar", ["contig", "separate"])
def test_every_layout_of_a_tiff_gives_the_same_pixels(
    opened: Opened,
    tmp_path: Path,
    compression: str | None,
    tile_size: tuple[int, int] | None,
    planar: str,
) -> None:
    pixels = picture(150, 130)
    stored = pixels if planar == "contig" else pixels.transpose(2, 0, 1)
    tifffile.imwrite(
        tmp_path / "a.tif",
        stored,
        photometric="rgb",
        planarconfig=planar,
        tile=tile_size,
        rowsperstrip=None if tile_size else 16,
        compression=compression,
    )
    whole = tifffile.imread(tmp_path / "a.tif")
    whole = whole if planar == "contig" else whole.transpose(1, 2, 0)
    shown = window(opened(tmp_path / "a.tif"), 33, 17, 101, 97)
    assert np.array_equal(shown, whole[17:114, 33:134])


def test_channels_of_an_ome_tiff_are_red_green_and_blue(opened: Opened, tmp_path: Path) -> None:
    channels = np.random.default_rng(2).integers(0, 4000, (4, 60, 70)).astype(np.uint16)
    tifffile.imwrite(tmp_path / "a.ome.tif", channels, metadata={"axes": "CYX"})
    slide = opened(tmp_path / "a.ome.tif")
    assert (slide.facts.channels, slide.facts.bit_depth) == (4, 16)
    assert np.array_equal(window(slide, 5, 6, 20, 30), channels[:3, 6:36, 5:25].transpose(1, 2, 0))


def test_levels_of_an_ome_tiff_are_found_below_its_image(opened: Opened, tmp_path: Path) -> None:
    pixels = picture(400, 300)
    with tifffile.TiffWriter(tmp_path / "a.ome.tif") as file:
        common = {"photometric": "rgb", "tile": (64, 64), "compression": "zlib"}
        file.write(pixels, subifds=1, metadata={"axes": "YXS"}, **common)
        file.write(halved(pixels), subfiletype=1, **common)
    slide = opened(tmp_path / "a.ome.tif")
    assert slide.facts.levels == ((400, 300), (200, 150))
    assert np.array_equal(window(slide, 0, 0, 400, 300, zoom=1), halved(pixels))


def test_an_ome_tiff_in_several_files_reads_each_page_from_its_own(
    opened: Opened, tmp_path: Path
) -> None:
    channels = np.random.default_rng(7).integers(0, 255, (2, 40, 50)).astype(np.uint8)
    described = tifffile.OmeXml()
    described.addimage(np.uint8, (2, 40, 50), (2, 1, 1, 40, 50, 1), axes="CYX")
    planes = [
        f'<TiffData IFD="0" FirstC="{n}" PlaneCount="1">'
        f'<UUID FileName="{n}.ome.tif">urn:uuid:0000000{n}-0000-4000-8000-000000000000</UUID>'
        "</TiffData>"
        for n in (0, 1)
    ]
    text = described.tostring()
    start = text.index("<TiffData")
    end = text.rindex("</Pixels>")
    text = text[:start] + "".join(planes) + text[end:]
    for n in (0, 1):
        uuid = f'UUID="urn:uuid:0000000{n}-0000-4000-8000-000000000000"'
        own = re.sub(r'UUID="[^"]*"', uuid, text, count=1)
        tifffile.imwrite(
            tmp_path / f"{n}.ome.tif", channels[n], description=own, metadata=None, tile=(16, 16)
        )
    shown = window(opened(tmp_path / "0.ome.tif"), 0, 0, 50, 40)
    assert np.array_equal(shown[..., 0], channels[0])
    assert np.array_equal(shown[..., 1], channels[1])


def test_of_a_stack_the_first_plane_is_shown(opened: Opened, tmp_path: Path) -> None:
    stack = np.random.default_rng(3).integers(0, 255, (3, 2, 40, 50)).astype(np.uint8)
    tifffile.imwrite(tmp_path / "a.ome.tif", stack, metadata={"axes": "ZCYX"})
    shown = window(opened(tmp_path / "a.ome.tif"), 0, 0, 50, 40)
    assert np.array_equal(shown[..., 0], stack[0, 0])
    assert np.array_equal(shown[..., 1], stack[0, 1])
    assert not shown[..., 2].any()


def test_white_is_zero_is_turned_and_bits_are_spread(opened: Opened, tmp_path: Path) -> None:
    bits = np.random.default_rng(4).integers(0, 2, (40, 50)).astype(bool)
    tifffile.imwrite(tmp_path / "a.tif", bits, photometric="miniswhite")
    shown = window(opened(tmp_path / "a.tif"), 0, 0, 50, 40)
    assert np.array_equal(shown[..., 0], np.where(bits, 0, 255))


def test_transparency_lies_on_white(opened: Opened, tmp_path: Path) -> None:
    pixels = np.dstack([picture(20, 10), np.full((10, 20), 255, np.uint8)])
    pixels[:, :5, 3] = 0
    Image.fromarray(pixels).save(tmp_path / "a.png")
    tifffile.imwrite(tmp_path / "a.tif", pixels, photometric="rgb", extrasamples=["unassalpha"])
    for name in ("a.png", "a.tif"):
        shown = window(opened(tmp_path / name), 0, 0, 20, 10)
        assert (shown[:, :5] == 255).all()
        assert np.array_equal(shown[:, 5:], pixels[:, 5:, :3])


@pytest.mark.parametrize("name", ["CMU-1-Small-Region.svs", "test3-DAPI-2-387.ndpi", "small.svs"])
def test_windows_of_scanners_slides_are_openslides_to_the_pixel(
    opened: Opened, shared_slides: Path, name: str
) -> None:
    plain = openslide.OpenSlide(shared_slides / name)
    slide = opened(shared_slides / name)
    width, height = plain.dimensions
    for x, y, w, h in [(0, 0, 16, 16), (width - 9, height - 5, 9, 5), (width // 3, 7, 300, 9)]:
        w, h = min(w, width - x), min(h, height - y)
        expected = np.asarray(plain.read_region((x, y), 0, (w, h)).convert("RGB"))
        assert np.array_equal(window(slide, x, y, w, h), expected)


def test_lower_levels_of_scanners_slides_are_openslides(
    opened: Opened, shared_slides: Path
) -> None:
    path = shared_slides / "test3-DAPI-2-387.ndpi"
    plain = openslide.OpenSlide(path).read_region((1024, 2048), 2, (300, 200)).convert("RGB")
    shown = window(opened(path), 1024, 2048, 1200, 800, zoom=2)
    assert np.array_equal(shown, np.asarray(plain))


def test_lossless_levels_are_openslides_to_the_pixel(opened: Opened, shared_slides: Path) -> None:
    path = shared_slides / "derived-odd-size-deflate.tif"
    plain, slide = openslide.OpenSlide(path), opened(path)
    expected = np.asarray(plain.read_region((100, 200), 0, (501, 402)).convert("RGB"))
    assert np.array_equal(window(slide, 100, 200, 501, 402), expected)
    level = np.asarray(plain.read_region((0, 0), 2, (194, 250)).convert("RGB"))
    assert np.array_equal(window(slide, 0, 0, 776, 1000, zoom=2), level)


def test_jpeg_tiles_differ_from_openslides_by_rounding_only(
    opened: Opened, shared_slides: Path
) -> None:
    path = shared_slides / "derived-HE-slide-10k.tif"
    plain = openslide.OpenSlide(path).read_region((2000, 2100), 0, (400, 300)).convert("RGB")
    shown = window(opened(path), 2000, 2100, 400, 300)
    assert np.abs(np.asarray(plain).astype(int) - shown).mean() < 1.5


@pytest.fixture(scope="module")
def small_pyramid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "small.tif"
    write_pyramid(path, picture(131, 97), levels=3, tile=32)
    return path


@settings(derandomize=True, max_examples=150, deadline=None)
@given(
    x=st.integers(-200, 200),
    y=st.integers(-200, 200),
    w=st.integers(1, 400),
    h=st.integers(1, 400),
    size=st.integers(1, 300),
)
def test_any_window_has_the_size_that_was_asked_for(
    opened: Opened, small_pyramid: Path, x: int, y: int, w: int, h: int, size: int
) -> None:
    slide = opened(small_pyramid)
    shown = window(slide, x, y, w, h, max_size=size, with_exterior=True)
    assert max(shown.shape[:2]) == min(size, max(w, h))
    whole = window(slide, x, y, w, h, with_exterior=True)
    assert whole.shape == (h, w, 3)
    if x >= 131 or y >= 97 or x + w <= 0 or y + h <= 0:
        assert (shown == 255).all()
    else:
        inside = window(slide, x, y, w, h)
        top, left = max(0, -y), max(0, -x)
        part = whole[top : top + inside.shape[0], left : left + inside.shape[1]]
        assert np.array_equal(part, inside)
    slide.close()
