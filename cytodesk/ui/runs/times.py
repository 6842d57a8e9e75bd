"""Instants and durations in words: 'Today 14:21', '18 Nov 10:14', '1 min 02 s'."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

from PySide6.QtCore import QLocale

from cytodesk.assets import Words

MISSING = "–"


def now_ms() -> int:
    return int(time.time() * 1000)


def instant(words: Words, at: int | None, today: date | None = None) -> str:
    """Return UTC epoch milliseconds as local day and time, the day in words where it is near."""
    if at is None:
        return MISSING
    when = datetime.fromtimestamp(at / 1000)
    clock, today = f"{when:%H:%M}", today or date.today()
    if when.date() == today:
        return words("Today {time}", time=clock)
    if when.date() == today - timedelta(days=1):
        return words("Yesterday {time}", time=clock)
    month = QLocale(words.language).monthName(when.month, QLocale.FormatType.ShortFormat)
    if when.year == today.year:
        return words("{day} {month} {time}", day=when.day, month=month, time=clock)
    return words("{day} {month} {year}", day=when.day, month=month, year=when.year)


def clock(at: int | None) -> str:
    """Return the local time of day with its seconds."""
    return MISSING if at is None else f"{datetime.fromtimestamp(at / 1000):%H:%M:%S}"


def duration(words: Words, seconds: float | None) -> str:
    if seconds is None:
        return MISSING
    if seconds < 1:
        return words("< 1 s")
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return words("{hours} h {minutes:02} min", hours=hours, minutes=minutes)
    if minutes:
        return words("{minutes} min {seconds:02} s", minutes=minutes, seconds=rest)
    return words("{seconds} s", seconds=rest)
