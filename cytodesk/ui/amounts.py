"""Bytes, instants and pixels as people read them."""

from __future__ import annotations

from datetime import datetime

from cytodesk.assets import Words
from cytodesk.errors import N_

_ENGLISH = Words()
_GAP = "\N{NO-BREAK SPACE}"
_AMOUNTS = (
    N_("{amount} B"),
    N_("{amount} kB"),
    N_("{amount} MB"),
    N_("{amount} GB"),
    N_("{amount} TB"),
)


def bytes_said(number: float, words: Words = _ENGLISH) -> str:
    """Return `number` bytes with the unit that leaves one to three digits."""
    unit = 0
    while number >= 999.5 and unit < len(_AMOUNTS) - 1:
        number, unit = number / 1000, unit + 1
    digits = 1 if unit > 1 and number < 9.95 else 0
    return words(_AMOUNTS[unit], amount=words.figures(f"{number:.{digits}f}")).replace(" ", _GAP)


def number_said(number: int, words: Words = _ENGLISH) -> str:
    """Return `number` with its thousands apart."""
    return words.figures(f"{number:,}")


def day_said(words: Words, instant: float, now: float) -> str:
    """Return when something was (both in seconds since the epoch), as near as people say it."""
    then, today = datetime.fromtimestamp(instant), datetime.fromtimestamp(now)
    days = (today.date() - then.date()).days
    if days == 0:
        return words("today {time}", time=f"{then:%H:%M}")
    if days == 1:
        return words("yesterday {time}", time=f"{then:%H:%M}")
    return f"{then:%Y-%m-%d}"
