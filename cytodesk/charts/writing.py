"""Figures and names as they are written for people."""

from __future__ import annotations

import unicodedata

MISSING = "–"
MINUS = "−"


def number(value: float | None) -> str:
    """Return at least four digits of `value`: whole numbers whole, from 1e9 on as 1.234e+09."""
    if value is None:
        return MISSING
    size = abs(value)
    if size >= 1e9:
        text = f"{size:.3e}"
    elif size >= 1000 or size == int(size):
        text = f"{size:.0f}"
    else:
        text = f"{size:.4g}"
    return f"{MINUS}{text}" if value < 0 else text


def signed(value: float | None) -> str:
    """Return `value` with its sign, 0 without one."""
    if value is None:
        return MISSING
    return f"+{number(value)}" if value > 0 else number(value)


def percent(change: float, baseline: float) -> str:
    """Return `change` in per cent of `baseline`, signed; a dash where the baseline is 0."""
    return f"{signed(round(100 * change / baseline, 1))} %" if baseline else MISSING


def columns(text: str) -> int:
    """Return how many columns of a terminal `text` takes (Unicode TR 11, TR 29 marks)."""
    return sum(_columns_of(letter) for letter in text)


def _columns_of(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def elided(text: str, width: int) -> str:
    """Return `text` in at most `width` columns, on one line, with its middle left out."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if columns(text) <= width:
        return text
    tail = _head(text[::-1], (width - 1) // 2)[::-1]
    return f"{_head(text, width - 1 - columns(tail))}…{tail}"


def _head(text: str, width: int) -> str:
    taken = 0
    for place, letter in enumerate(text):
        taken += _columns_of(letter)
        if taken > width:
            return text[:place]
    return text
