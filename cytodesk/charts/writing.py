"""Figures and names as they are written for people."""

from __future__ import annotations

import math
import unicodedata

from cytodesk.assets import figures_in

MISSING = "–"
MINUS = "−"
_SMALL = 0.001


def number(value: float | None, language: str = "en") -> str:
    """Return at least four digits of `value` as `language` writes them.

    3,487 and 61.3 and −0.04 in English. Whole numbers are whole, from 1e9 on as 1.234e+09.
    """
    text = plain(value)
    whole = text.removeprefix(MINUS)
    if whole.isdecimal():
        text = f"{text[: -len(whole)]}{int(whole):,}"
    return figures_in(language, text)


def plain(value: float | None) -> str:
    """Return the same with its digits together, as terminals and tables to copy want it."""
    if value is None or math.isnan(value):
        return MISSING
    size = abs(value)
    if size >= 1e9:
        text = f"{size:.3e}"
    elif size >= 1000 or size == int(size):
        text = f"{size:.0f}"
    else:
        text = f"{size:.4g}"
    return f"{MINUS}{text}" if value < 0 else text


def decimals(value: float | None, places: int, language: str = "en") -> str:
    """Return `value` with so many decimals, a dash where there is none."""
    if value is None or math.isnan(value):
        return MISSING
    return figures_in(language, f"{value:,.{places}f}".replace("-", MINUS))


def chance(p: float | None, language: str = "en") -> str:
    """Return a p-value with three decimals, `< 0.001` for less."""
    is_small = p is not None and p < _SMALL
    return f"< {decimals(_SMALL, 3, language)}" if is_small else decimals(p, 3, language)


def signed(value: float | None, language: str = "en") -> str:
    """Return `value` with its sign, 0 without one."""
    return _with_sign(value, number(value, language))


def plain_signed(value: float | None) -> str:
    return _with_sign(value, plain(value))


def _with_sign(value: float | None, text: str) -> str:
    return f"+{text}" if value is not None and value > 0 else text


def percent(change: float, baseline: float, language: str = "en") -> str:
    """Return `change` in per cent of `baseline`, signed; a dash where the baseline is 0."""
    return f"{signed(round(100 * change / baseline, 1), language)} %" if baseline else MISSING


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
