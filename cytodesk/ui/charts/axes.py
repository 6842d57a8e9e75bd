"""What stands along the axes of a Drawing: values with their texts, round and as many as fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from cytodesk.assets import Words
from cytodesk.charts.axes import Axis, Ticks, Vertical
from cytodesk.charts.figures import Note
from cytodesk.charts.writing import number
from cytodesk.ui.charts.ticks import log_ticks, tick_texts, ticks

Tick = tuple[float, str]
"""Where it stands, in units of the painted axis, and its text."""
_NARROWEST_NAME = 44
"""Pixels below which a name is no use: every second one then has the room of two."""
_BETWEEN = 8
_APART = "   "
_DAYS = 4 * 86_400_000
"""Milliseconds from which on days are enough to tell instants apart."""


def ticks_of(axis: Axis, low: float, high: float, most: int, words: Words) -> list[Tick]:
    """Return at most about `most` ticks of an axis of numbers, from `low` to `high`."""
    if axis.is_log:
        values = log_ticks(low, high, most)
        return [(math.log10(value), number(value, words.language)) for value in values]
    at = ticks(low, high, most)
    match axis.ticks:
        case Ticks.SHARE:
            percents = tick_texts([100 * value for value in at], words.language)
            texts = [f"{percent} %" for percent in percents]
        case Ticks.INSTANT:
            form = "%Y-%m-%d" if high - low > _DAYS else "%m-%d %H:%M"
            texts = [datetime.fromtimestamp(value / 1000, UTC).strftime(form) for value in at]
        case Ticks.WHOLE:
            at = [value for value in at if value == int(value)]
            texts = tick_texts(at, words.language)
        case Ticks.NUMBER:
            texts = tick_texts(at, words.language)
    return list(zip(at, texts, strict=True))


def axis_of_verticals(verticals: Sequence[Vertical]) -> Axis:
    """Return the names of parallel axes, with their units, as categories."""
    units = tuple(Note("{unit}", {"unit": each.unit}) for each in verticals)
    return Axis("", categories=tuple(each.title for each in verticals), notes=units)


def names_of(axis: Axis, room: float, metrics: QFontMetrics, words: Words) -> list[Tick]:
    """Return the categories, each elided to its `room` in pixels, or every so many of them.

    What is noted of them follows where it fits after all of them.
    """
    if axis.notes:
        pairs = zip(axis.categories, axis.notes, strict=True)
        texts = [f"{words(name)}{_APART}{note.said(words)}".rstrip() for name, note in pairs]
        if all(metrics.horizontalAdvance(text) <= room - _BETWEEN for text in texts):
            return [(float(place), text) for place, text in enumerate(texts)]
    every = max(1, math.ceil(_NARROWEST_NAME / max(room, 1)))
    width = int(every * room) - _BETWEEN
    middle = Qt.TextElideMode.ElideMiddle
    return [
        (float(place), metrics.elidedText(words(name), middle, width))
        for place, name in enumerate(axis.categories)
        if place % every == 0
    ]
