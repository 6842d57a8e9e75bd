"""Windows and thumbnails (contract 3.7)."""

from __future__ import annotations

from cytodesk.errors import N_, BadInput
from cytodesk.workspace.pixels.slide import Pixels, Slide

LARGEST_PICTURE = 100_000_000
"""Pixels of one answer: 300 MB of RGB. More is a mistake of the asker, not a picture."""


def window(
    slide: Slide,
    x: int,
    y: int,
    width: int,
    height: int,
    *,
    max_size: int | None = None,
    zoom: int | None = None,
    with_exterior: bool = False,
) -> Pixels:
    """Return a rectangle of the image, rows x columns x 3.

    `x`, `y` is its top left corner in full-resolution pixels. What lies outside the image is cut
    off, or white `with_exterior`. `max_size` bounds the longer side and never enlarges; `zoom` n
    divides both sides by 2**n where no `max_size` is given. BadInput where nothing is left.
    """
    if not with_exterior:
        x, y, width, height = clipped(slide, x, y, width, height)
    return slide.region(x, y, width, height, *scaled_size(width, height, max_size, zoom))


def thumbnail(slide: Slide, max_size: int) -> Pixels:
    """Return the whole image with its longer side at most `max_size` pixels."""
    return window(slide, 0, 0, slide.facts.width, slide.facts.height, max_size=max_size)


def clipped(slide: Slide, x: int, y: int, width: int, height: int) -> tuple[int, int, int, int]:
    """Return the part of the rectangle that lies on the image; BadInput where none does."""
    left, top = max(0, x), max(0, y)
    right, bottom = min(slide.facts.width, x + width), min(slide.facts.height, y + height)
    if right <= left or bottom <= top:
        raise BadInput(
            N_(
                "The window {width} x {height} at ({x}, {y}) lies outside the image, which has "
                "{image_width} x {image_height} pixels."
            ),
            x=x,
            y=y,
            width=width,
            height=height,
            image_width=slide.facts.width,
            image_height=slide.facts.height,
        )
    return left, top, right - left, bottom - top


def scaled_size(width: int, height: int, max_size: int | None, zoom: int | None) -> tuple[int, int]:
    """Return the size in which a rectangle is drawn; never larger than it is.

    Raises BadInput where nothing could be seen, or more than one answer may hold.
    """
    if width < 1 or height < 1:
        raise BadInput(N_("A window needs a width and a height of at least one pixel."))
    shrink = 1.0
    if max_size is not None:
        shrink = min(1.0, max(1, max_size) / max(width, height))
    elif zoom:
        shrink = 2.0 ** -min(max(0, zoom), 64)
    size = max(1, round(width * shrink)), max(1, round(height * shrink))
    if size[0] * size[1] > LARGEST_PICTURE:
        raise BadInput(
            N_(
                "A picture of {width} x {height} pixels is too large for one answer. Ask for a "
                "smaller window, or give maxSize or zoom."
            ),
            width=size[0],
            height=size[1],
        )
    return size
