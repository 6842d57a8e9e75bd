"""The sizes of an image in words."""

from __future__ import annotations

from cytodesk.assets import Words
from cytodesk.client.choices import ImageSizes
from cytodesk.ui.form.groups import written


def sizes_of(words: Words, sizes: ImageSizes) -> str:
    """Return '52,140 × 38,912 px   40×   0.2275 µm/px', without what is not known."""
    extent = f"{written(sizes.width, words.language)} × {written(sizes.height, words.language)} px"
    return "   ".join([extent, *scale_of(words, sizes)])


def scale_of(words: Words, sizes: ImageSizes) -> list[str]:
    """Return magnification and pixel size, without what is not known."""
    parts = []
    if sizes.magnification:
        parts.append(f"{written(sizes.magnification, words.language)}×")
    if sizes.pixel_size:
        parts.append(words("{size} µm/px", size=words.figures(f"{sizes.pixel_size:.4g}")))
    return parts
