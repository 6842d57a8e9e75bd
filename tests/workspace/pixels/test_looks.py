from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from cytodesk.errors import BadInput
from cytodesk.workspace.pixels import adjusted, encoded, full_scale_of
from tests.workspace.pixels.conftest import Opened, picture

DEEP = np.array([[[0, 257, 65535]]], np.uint16)


def test_unasked_nothing_changes() -> None:
    pixels = picture(20, 10)
    assert adjusted(pixels) is pixels
    assert adjusted(DEEP, bits="max") is DEEP


def test_sixteen_bits_become_eight_by_the_full_scale() -> None:
    assert adjusted(DEEP).tolist() == [[[0, 1, 255]]]
    assert adjusted(DEEP).dtype == np.uint8
    assert adjusted(DEEP, full_scale=257).tolist() == [[[0, 255, 255]]]


def test_eight_bits_become_sixteen_on_request() -> None:
    assert adjusted(np.array([[0, 128, 255]], np.uint8), bits=16).tolist() == [[0, 32896, 65535]]


def test_gamma_contrast_and_inversion_follow_each_other() -> None:
    half = np.array([[128]], np.uint8)
    light = 128 / 255
    assert adjusted(half, gamma=2)[0, 0] == round(light**2 * 255)
    assert adjusted(half, contrast=1.5)[0, 0] == 192
    assert adjusted(half, contrast=3)[0, 0] == 255
    assert adjusted(half, inverse=True)[0, 0] == 127
    assert adjusted(half, gamma=2, contrast=1.5, inverse=True)[0, 0] == round(
        (1 - light**2 * 1.5) * 255
    )


def test_alpha_is_neither_inverted_nor_coloured() -> None:
    pixels = np.dstack([picture(8, 6), np.full((6, 8), 77, np.uint8)])
    assert (adjusted(pixels, inverse=True, colormap="jet")[..., 3] == 77).all()


def test_a_colour_map_goes_from_its_first_to_its_last_colour() -> None:
    ends = adjusted(np.array([[0, 255]], np.uint8), colormap="HOT")
    assert ends.tolist() == [[[0, 0, 0], [255, 255, 255]]]
    with pytest.raises(BadInput, match="jet"):
        adjusted(ends, colormap="viridian")


def test_a_camera_of_twelve_bits_is_shown_with_its_own_white(
    opened: Opened, tmp_path: Path
) -> None:
    pixels = np.random.default_rng(1).integers(0, 3000, (50, 60)).astype(np.uint16)
    pixels[3, 4] = 3900
    tifffile.imwrite(tmp_path / "a.tif", pixels)
    assert full_scale_of(opened(tmp_path / "a.tif")) == 4095


@pytest.mark.parametrize("format", ["png", "tif"])
@pytest.mark.parametrize("samples", [1, 3, 4])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_png_and_tiff_give_back_what_they_got(
    format: str, samples: int, dtype: type[np.generic]
) -> None:
    pixels = np.random.default_rng(5).integers(0, np.iinfo(dtype).max, (13, 17, samples))
    pixels = pixels.astype(dtype)[..., 0] if samples == 1 else pixels.astype(dtype)
    data = encoded(pixels, format)  # type: ignore[arg-type]
    if format == "tif":
        assert np.array_equal(tifffile.imread(io.BytesIO(data)), pixels)
    elif dtype == np.uint8 or samples == 1:
        assert np.array_equal(np.asarray(Image.open(io.BytesIO(data))), pixels)
    else:
        assert data[24] == 16  # bits of the header: Pillow would read eight


def test_jpeg_has_eight_bits_and_white_for_transparency() -> None:
    clear = np.zeros((16, 16, 4), np.uint16)
    shown = Image.open(io.BytesIO(encoded(clear, "jpg")))
    assert (shown.format, shown.mode) == ("JPEG", "RGB")
    assert shown.getpixel((8, 8)) == (255, 255, 255)
