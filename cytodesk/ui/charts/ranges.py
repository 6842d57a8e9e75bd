"""From where to where the axes of a Drawing reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.axes import Axis
from cytodesk.charts.drawing import (
    Bars,
    Boxes,
    Dots,
    Drawing,
    Heat,
    Line,
    Mark,
    Reals,
    Rule,
    Steps,
    Violins,
)

_LINES_ABOVE = (22.0, 38.0)
_NOT_FAR = 0.6
_NEAR = 0.25
"""An axis begins at 0 where its data begin below this share of their end: upright, and lying."""


def x_range(drawing: Drawing) -> tuple[float, float]:
    """Return both ends; categories stand at whole numbers and have half of one at each side."""
    axis = drawing.x
    if axis.categories:
        return -0.5, len(axis.categories) - 0.5
    if drawing.verticals:
        return -0.3, len(drawing.verticals) - 0.5
    low, high = _extent(list(_along_x(drawing)), axis.is_log)
    return _ends(axis, _from_zero(axis, low, high, _NEAR), high)


def y_range(drawing: Drawing) -> tuple[float, float]:
    """Return both ends; what stands on 0 begins there, the rest where its data do."""
    axis = drawing.y
    if axis.categories:
        return -0.5, len(axis.categories) - 0.5
    if drawing.verticals:
        return -0.1, 1.0
    low, high = _extent(list(_along_y(drawing)), axis.is_log)
    if any(_stands_on_zero(mark) for series in drawing.series for mark in series.marks):
        return _ends(axis, min(low, 0.0), max(high, 0.0))
    return _ends(axis, _from_zero(axis, low, high, _NOT_FAR), high)


def room_above(drawing: Drawing) -> float:
    """Return the pixels above the highest mark: a line for its figure, of many runs one more."""
    has_bars = any(isinstance(mark, Bars) for series in drawing.series for mark in series.marks)
    return _LINES_ABOVE[has_bars and drawing.is_crowded]


def scaled(values: Reals, axis: Axis) -> NDArray[np.float64]:
    """Return where `values` stand on the axis: on one with a log scale, their powers of ten."""
    if not axis.is_log:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        powers: NDArray[np.float64] = np.log10(values)
    powers[~np.isfinite(powers)] = np.nan
    return powers


def _from_zero(axis: Axis, low: float, high: float, share: float) -> float:
    """Return 0 where the data begin not far above it: then their size can be seen."""
    return 0.0 if not axis.is_log and 0 < low < share * high else low


def _ends(axis: Axis, low: float, high: float) -> tuple[float, float]:
    if axis.low is not None:
        low = float(scaled(np.array([axis.low]), axis)[0])
    if axis.high is not None:
        high = float(scaled(np.array([axis.high]), axis)[0])
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def _extent(parts: list[Reals], is_log: bool) -> tuple[float, float]:
    axis = Axis("", is_log=is_log)
    known = [part[np.isfinite(part)] for part in (scaled(each, axis) for each in parts)]
    known = [part for part in known if len(part)]
    if not known:
        return 0.0, 1.0
    return min(float(part.min()) for part in known), max(float(part.max()) for part in known)


def _along_x(drawing: Drawing) -> Iterator[Reals]:
    for mark in (mark for series in drawing.series for mark in series.marks):
        match mark:
            case Bars() | Boxes():
                yield mark.x - mark.width / 2
                yield mark.x + mark.width / 2
            case Violins():
                yield mark.x - mark.half
                yield mark.x + mark.half
            case Dots() | Line() | Steps() | Heat():
                yield mark.x
            case Rule():
                yield np.array([mark.at] if mark.direction == "upright" else [])
            case _:
                assert_never(mark)


def _along_y(drawing: Drawing) -> Iterator[Reals]:
    for mark in (mark for series in drawing.series for mark in series.marks):
        match mark:
            case Bars() | Dots() | Line():
                yield mark.y
                yield from (end for end in (mark.low, mark.high) if end is not None)
            case Boxes():
                boxes = [box for box in mark.boxes if box]
                ends = [end for box in boxes for end in (box.whisker_low, box.whisker_high)]
                yield np.array(ends, dtype=np.float64)
            case Violins() | Steps() | Heat():
                yield mark.y
            case Rule():
                yield np.array([mark.at] if mark.direction == "level" else [])
            case _:
                assert_never(mark)


def _stands_on_zero(mark: Mark) -> bool:
    return isinstance(mark, Bars) or (isinstance(mark, Steps) and mark.is_histogram)
