"""Boxes with whiskers, their medians written beside them, and violins."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF

from cytodesk.charts.drawing import Box, Boxes, Series, Violins
from cytodesk.errors import N_
from cytodesk.ui.charts.canvas import Canvas, part, target_of
from cytodesk.ui.charts.markers import fill_of, stroke_of
from cytodesk.ui.charts.ranges import scaled
from cytodesk.ui.charts.shapes import Curves, Straight, path_around
from cytodesk.ui.charts.spots import Spot

_FILL = 0.24
_FILL_DARK = 0.38
_CAP = 11.0
"""Half the width of a whisker's cap, in pixels."""
_AROUND = 3.0
_HALF_LINE = 9.0
_BESIDE = 0.4
"""Of the room of a box, what is free between it and the dots of the one before."""
_SAID = N_("{name}: median {median}, half of all from {low} to {high}, n = {n}")


def paint_boxes(canvas: Canvas, series: Series, mark: Boxes) -> None:
    theme = canvas.look.theme
    fill, stroke = fill_of(theme, series.look), stroke_of(theme, series.look)
    fill.setAlphaF(_FILL_DARK if theme.is_dark else _FILL)
    edge, middle = canvas.pen(stroke), canvas.pen(canvas.color("ink"), 2)
    x_scale, _ = canvas.scales
    half = mark.width / 2
    shapes = Straight()
    for place, (x, box) in enumerate(zip(mark.x, mark.boxes, strict=True)):
        if box is None:
            continue
        low, lower, median, upper, high = _heights(canvas, box)
        cap = min(_CAP / x_scale, half)
        for end, quartile in ((low, lower), (high, upper)):
            shapes.add_line(x, quartile, x, end, edge)
            shapes.add_line(x - cap, end, x + cap, end, edge)
        shapes.add_rect(QRectF(x - half, lower, mark.width, upper - lower), edge, fill)
        shapes.add_line(x - half, median, x + half, median, middle)
        _write_median(canvas, box, float(x), half, median)
        said = part(mark.hovers, place) or _said(canvas, series, box)
        target = target_of(mark.targets, place, series.run)
        canvas.add_spot(Spot(float(x), upper, said, target, half, lower))
    canvas.add(shapes)


def _heights(canvas: Canvas, box: Box) -> list[float]:
    values = (
        box.whisker_low,
        box.quartile_low,
        box.median,
        box.quartile_high,
        box.whisker_high,
    )
    heights = scaled(np.array(values), canvas.drawing.y)
    floor = canvas.ends[1][0]
    return [float(height) for height in np.nan_to_num(heights, nan=floor)]


def _write_median(canvas: Canvas, box: Box, x: float, half: float, median: float) -> None:
    """Write it beside its line, or where that is too narrow on it; never below the foot."""
    text = canvas.figure(box.median)
    x_scale, y_scale = canvas.scales
    width = canvas.text_width(text, 600) + 2 * _AROUND
    beside = (x - half - canvas.ends[0][0]) * x_scale
    if len(canvas.drawing.x.categories) > 1:
        beside = min(beside, x_scale * _BESIDE)
    if width <= beside:
        is_low = (median - canvas.ends[1][0]) * y_scale < _HALF_LINE
        at = (x - half - 2 / x_scale, canvas.ends[1][0] if is_low else median)
        canvas.write(text, *at, anchor=(1.0, 1.0 if is_low else 0.5), weight=600)
    elif width <= x_scale:
        canvas.write(text, x, median, weight=600)


def _said(canvas: Canvas, series: Series, box: Box) -> str:
    return canvas.look.words(
        _SAID,
        name=series.name,
        median=canvas.figure(box.median),
        low=canvas.figure(box.quartile_low),
        high=canvas.figure(box.quartile_high),
        n=canvas.figure(box.n),
    )


def paint_violin(canvas: Canvas, series: Series, mark: Violins) -> None:
    theme = canvas.look.theme
    fill = fill_of(theme, series.look)
    fill.setAlphaF(_FILL_DARK if theme.is_dark else _FILL)
    y = scaled(mark.y, canvas.drawing.y)
    around = np.concatenate([mark.x - mark.half, (mark.x + mark.half)[::-1]])
    curves = Curves()
    curves.add(
        path_around(around, np.concatenate([y, y[::-1]])),
        canvas.pen(stroke_of(theme, series.look)),
        fill,
    )
    canvas.add(curves)
    if len(mark.half):
        said = part(mark.hovers, 0) or series.name
        low, high = float(np.nanmin(y)), float(np.nanmax(y))
        half = float(np.nanmax(mark.half)) * 0.6
        target = target_of(mark.targets, 0, series.run)
        canvas.add_spot(Spot(mark.x, high, said, target, half, low))
