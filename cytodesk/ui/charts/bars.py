"""Bars from 0, each with its value on top and the whisker of its interval."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRectF

from cytodesk.charts.drawing import Bars, Reals, Series
from cytodesk.ui.charts.canvas import Canvas, part, target_of
from cytodesk.ui.charts.markers import fill_of, stroke_of
from cytodesk.ui.charts.shapes import Straight
from cytodesk.ui.charts.spots import Spot

_CAP = 4.0
"""Half the width of a whisker's cap, in pixels."""
_GAP = 4.0
_FILLED = 0.82
"""Share of a bar's place that it fills; the rest parts it from the next."""
_WIDEST = 48.0
"""Pixels of a bar's place: few bars stand together in the middle of their term."""


def paint_bars(canvas: Canvas, series: Series, mark: Bars) -> None:
    theme = canvas.look.theme
    fill, edge = fill_of(theme, series.look), canvas.pen(stroke_of(theme, series.look))
    whisker = canvas.pen(canvas.color("ink"))
    shapes = Straight()
    x_scale, _ = canvas.scales
    has_room = _labels_fit(canvas, mark)
    name = f"{series.name}\n" if _names_fit(canvas, mark) else ""
    squeezed = _squeezed(canvas, mark)
    width = mark.width * _FILLED * squeezed
    middles = np.round(mark.x) + (mark.x - np.round(mark.x)) * squeezed
    for place, (x, y) in enumerate(zip(middles, mark.y, strict=True)):
        if not math.isfinite(y):
            continue
        shapes.add_rect(QRectF(x - width / 2, 0, width, y), edge, fill)
        top = y
        if mark.low is not None and mark.high is not None and _is_interval(mark, place):
            low, high = float(mark.low[place]), float(mark.high[place])
            shapes.add_whisker(x, low, high, min(_CAP / x_scale, width / 2), whisker)
            top = max(y, high)
        label = canvas.figure(float(y))
        if has_room:
            canvas.write(name + label, float(x), top)
        said = part(mark.hovers, place) or f"{series.name}: {label}"
        target = target_of(mark.targets, place, series.run)
        canvas.add_spot(Spot(float(x), float(y), said, target, width / 2, 0.0))
    canvas.add(shapes)


def _is_interval(mark: Bars, place: int) -> bool:
    ends = (mark.low, mark.high)
    return all(end is not None and math.isfinite(end[place]) for end in ends)


def _squeezed(canvas: Canvas, mark: Bars) -> float:
    """Return the share of its room that a group of bars takes, the same for all series."""
    widest = max(_WIDEST, *(_widest_label(canvas, other) + _GAP for other in _all_bars(canvas)))
    return min(1.0, widest / (mark.width * canvas.scales[0]))


def _labels_fit(canvas: Canvas, mark: Bars) -> bool:
    """Return whether the widest label has room between the middles of neighbouring bars."""
    return _widest_label(canvas, mark) + _GAP <= _apart(canvas, mark) * canvas.scales[0]


def _names_fit(canvas: Canvas, mark: Bars) -> bool:
    """Return whether bars of many runs have room for their runs' names."""
    widest = max((canvas.text_width(each.name) for each in canvas.drawing.legend), default=0.0)
    return canvas.drawing.is_crowded and widest <= _apart(canvas, mark) * canvas.scales[0]


def _widest_label(canvas: Canvas, mark: Bars) -> float:
    labels = [canvas.figure(float(y)) for y in mark.y if math.isfinite(y)]
    return max((canvas.text_width(label) for label in labels), default=0.0)


def _all_bars(canvas: Canvas) -> list[Bars]:
    marks = [mark for series in canvas.drawing.series for mark in series.marks]
    return [mark for mark in marks if isinstance(mark, Bars)]


def _apart(canvas: Canvas, mark: Bars) -> float:
    """Return how far the nearest middles of bars of any series are from each other."""
    of_all: list[Reals] = [other.x for other in _all_bars(canvas)]
    middles = np.unique(np.concatenate(of_all)) if of_all else mark.x
    return float(np.diff(middles).min()) if len(middles) > 1 else 1.0
