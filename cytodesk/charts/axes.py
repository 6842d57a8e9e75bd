"""The axes of a chart: what they are called, in which unit, and how numbers on them are written."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from cytodesk.charts.figures import Note


class Ticks(enum.StrEnum):
    """How numbers on an axis are written."""

    NUMBER = "number"
    WHOLE = "whole"
    SHARE = "share"
    """0..1, written in per cent."""
    INSTANT = "instant"
    """UTC epoch milliseconds."""


@dataclass(frozen=True, slots=True)
class Axis:
    """`title` is marked for translation; `unit` is "" for counts, shares and categories.

    `categories` are names at 0, 1, 2, ..., marked for translation where they are words of ours.
    `low` and `high` fix an end that the data do not decide (a share ends at 1). `notes` stand
    after the categories where there is room for them.
    """

    title: str
    unit: str = ""
    categories: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    ticks: Ticks = Ticks.NUMBER
    is_log: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Vertical:
    """One axis of parallel coordinates: its ends are painted at y = 0 and y = 1.

    `names` are the values in between for parameters that are no numbers, at even distances.
    """

    title: str
    unit: str
    low: float
    high: float
    names: tuple[str, ...] = ()
    metric: str = ""
    """How JSON calls it; brushing is remembered by it."""
