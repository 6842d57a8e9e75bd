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


def paint_bars(canvas: Canvas, series: Series, mark: Bars) -> None:
    theme = canvas.look.theme
    fill, edge = fill_of(theme, series.look), canvas.pen(stroke_of(theme, series.look))
    whisker = canvas.pen(canvas.color("ink"))
    shapes = Straight()
    x_scale, _ = canvas.scales
    has_room = _labels_fit(canvas, mark)
    width = mark.width * _FILLED
    for place, (x, y) in enumerate(zip(mark.x, mark.y, strict=True)):
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
            canvas.write(label, float(x), top)
        said = part(mark.hovers, place) or f"{series.name}: {label}"
        target = target_of(mark.targets, place, series.run)
        canvas.add_spot(Spot(float(x), float(y), said, target, width / 2, 0.0))
    canvas.add(shapes)


def _is_interval(mark: Bars, place: int) -> bool:
    ends = (mark.low, mark.high)
    return all(end is not None and math.isfinite(end[place]) for end in ends)


def _labels_fit(canvas: Canvas, mark: Bars) -> bool:
    """Return whether the widest label has room between the middles of neighbouring bars."""
    labels = [canvas.figure(float(y)) for y in mark.y if math.isfinite(y)]
    widest = max((canvas.text_width(label) for label in labels), default=0.0)
    return widest + _GAP <= _apart(canvas, mark) * canvas.scales[0]


def _apart(canvas: Canvas, mark: Bars) -> float:
    """Return how far the nearest middles of bars of any series are from each other."""
    of_all: list[Reals] = [
        other.x
        for series in canvas.drawing.series
        for other in series.marks
        if isinstance(other, Bars)
    ]
    middles = np.unique(np.concatenate(of_all)) if of_all else mark.x
    return float(np.diff(middles).min()) if len(middles) > 1 else 1.0
