"""What is said of an image, in words that also a screen reader speaks."""

from __future__ import annotations

from cytodesk.assets import Words
from cytodesk.ui.amounts import number_said
from cytodesk.wire.images import ImageInstance

_GAP = "\N{NO-BREAK SPACE}"
_SQUARE = 0.01
"""Share by which both sides of a pixel may differ and still count as equal."""


def size_of(words: Words, image: ImageInstance) -> str:
    width, height = (number_said(side, words) for side in (image.width, image.height))
    return f"{width} × {height}{_GAP}px"


def scale_of(words: Words, image: ImageInstance) -> str:
    """Return magnification and pixel size, as far as they are known: '40×  0.2275 µm/px'."""
    said = [f"{image.magnification:g}×"] if image.magnification else []
    if has_pixel_size(image):
        said.append(words("{size} µm/px", size=_pixel_size(words, image)))
    return "   ".join(said)


def has_pixel_size(image: ImageInstance) -> bool:
    return bool(image.pixel_size_x and image.pixel_size_x > 0)


def annotations_of(words: Words, image: ImageInstance) -> str:
    """Return how many annotations people and analyses drew, and how many are reviewed."""
    parts = []
    drawn = image.annotation_count + image.run_annotation_count
    if not drawn and not image.reviewed_annotation_count:
        return words("no annotations")
    if drawn:
        number = number_said(drawn)
        parts.append(
            words.plural("{amount} annotation", "{amount} annotations", drawn, amount=number)
        )
    if reviewed := image.reviewed_annotation_count:
        parts.append(words("{amount} reviewed", amount=number_said(reviewed)))
    return "  ·  ".join(parts)


def all_of(words: Words, image: ImageInstance) -> str:
    """Return everything that the cell of an image shows, as one line."""
    scale = scale_of(words, image)
    if not has_pixel_size(image):
        scale = ", ".join(filter(None, [scale, words("no pixel size")]))
    return ", ".join([image.name, size_of(words, image), scale, annotations_of(words, image)])


def _pixel_size(words: Words, image: ImageInstance) -> str:
    across, down = image.pixel_size_x or 0.0, image.pixel_size_y or image.pixel_size_x or 0.0
    if abs(across - down) <= _SQUARE * across:
        return words.figures(f"{across:.4g}")
    return words.figures(f"{across:.4g} × {down:.4g}")
