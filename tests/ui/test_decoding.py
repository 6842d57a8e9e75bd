"""Pictures come out of a thread as Qt itself would have read them."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage

from cytodesk.ui.decoding import decoded

_SIZE = (37, 21)


def test_a_png_is_the_same_in_every_pixel(painted: Image.Image) -> None:
    content = _written(painted, "PNG")
    pixels = decoded(content)
    assert pixels is not None
    image = pixels.image()
    assert image == QImage.fromData(content).convertToFormat(image.format())


def test_a_jpeg_differs_by_rounding_only(painted: Image.Image) -> None:
    content = _written(painted, "JPEG")
    pixels = decoded(content)
    assert pixels is not None
    ours, theirs = pixels.image(), QImage.fromData(content)
    assert (ours.width(), ours.height()) == _SIZE
    for x in range(_SIZE[0]):
        for y in range(_SIZE[1]):
            mine, its = QColor(ours.pixel(x, y)), QColor(theirs.pixel(x, y))
            assert abs(mine.red() - its.red()) + abs(mine.blue() - its.blue()) <= 16


def test_what_is_opaque_covers_what_lies_below(painted: Image.Image) -> None:
    """Qt copies the fourth byte of each pixel, and other windows shine through where it is 0."""
    for form in ("PNG", "JPEG"):
        pixels = decoded(_written(painted, form))
        assert pixels is not None
        assert set(pixels.content[3::4]) == {255}


def test_what_is_clear_stays_clear() -> None:
    content = _written(Image.new("RGBA", _SIZE, (200, 100, 50, 128)), "PNG")
    pixels = decoded(content)
    assert pixels is not None
    assert pixels.image().pixelColor(3, 3) == QColor(200, 100, 50, 128)


def test_a_large_picture_gets_no_larger_than_it_is_shown(painted: Image.Image) -> None:
    pixels = decoded(_written(painted, "PNG"), edge=10)
    assert pixels is not None
    assert (pixels.width, pixels.height) == (10, 6)


@pytest.mark.parametrize(
    "content", [b"", b"<html>sign in</html>", b"\x89PNG\r\n\x1a\n" + b"x" * 40]
)
def test_what_is_no_picture_is_none(content: bytes) -> None:
    assert decoded(content) is None


def test_a_picture_that_ends_in_the_middle_is_none(painted: Image.Image) -> None:
    assert decoded(_written(painted, "JPEG")[:300]) is None


@pytest.fixture
def painted() -> Image.Image:
    picture = Image.new("RGB", _SIZE)
    for x in range(_SIZE[0]):
        for y in range(_SIZE[1]):
            picture.putpixel((x, y), (6 * x, 12 * y, 3 * (x + y)))
    return picture


def _written(picture: Image.Image, form: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, quality=90) if form == "JPEG" else picture.save(buffer, form)
    return buffer.getvalue()
