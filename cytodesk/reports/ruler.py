"""How wide words are on paper."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from matplotlib.font_manager import FontProperties, findfont, get_font

from cytodesk.charts.writing import columns

_FONT = "DejaVu Sans"
_LARGER = 10


@cache
def _letters_of(weight: str) -> frozenset[int]:
    """Return the letters that the font has."""
    return frozenset(get_font(findfont(FontProperties(family=_FONT, weight=weight))).get_charmap())


@cache
def _width_of(word: str, size: float, is_bold: bool) -> float:
    """Return the width of `word` in inches."""
    weight = "bold" if is_bold else "normal"
    font = get_font(findfont(FontProperties(family=_FONT, weight=weight)))
    if not _letters_of(weight).issuperset(map(ord, word)):
        return columns(word) * size * 0.6 / 72
    # Measured large: small letters are moved to whole pixels, on paper they are not.
    font.set_size(size * _LARGER, 72)
    font.set_text(word)
    width, _ = font.get_width_height()
    return float(width) / 64 / 72 / _LARGER


def width_of(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return the width of a line in inches at `size` points; blanks are a third of the size."""
    words = text.split(" ")
    blanks = (len(words) - 1) * size * 0.32 / 72
    return sum(_width_of(word, size, is_bold) for word in words if word) + blanks


def wrapped(text: str, size: float, room: float, *, is_bold: bool = False) -> Iterator[str]:
    """Yield the lines of `text` that fit into `room` inches; a word too long is broken."""
    line = ""
    for word in (part for each in text.split() for part in _fitting(each, size, room, is_bold)):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size, is_bold=is_bold) > room:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def _fitting(word: str, size: float, room: float, is_bold: bool) -> Iterator[str]:
    while word and width_of(word, size, is_bold=is_bold) > room:
        share = room / width_of(word, size, is_bold=is_bold)
        cut = max(1, int(len(word) * share * 0.98))
        yield word[:cut]
        word = word[cut:]
    if word:
        yield word
