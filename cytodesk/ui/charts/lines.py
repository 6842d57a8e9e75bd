"""Lines with bands, steps (ECDF, histogram) and lines of reference."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from cytodesk.charts.drawing import (
    Line,
    Rule,
    Series,
    Steps,
)
from cytodesk.charts.looks import Dash
from cytodesk.ui.charts.canvas import Canvas, part, target_of
from cytodesk.ui.charts.markers import fill_of, stroke_of
from cytodesk.ui.charts.points import add_points
from cytodesk.ui.charts.ranges import scaled
from cytodesk.ui.charts.shapes import Curves, Straight, path_around, path_through
from cytodesk.ui.charts.spots import Spot

_WIDTH = 1.6
_BAND = 0.16
_SURFACE = 0.18
_MOST_MARKERS = 60
_MARKERS = 12
"""How many markers tell one long line from another."""
_NO_PEN = QPen(Qt.PenStyle.NoPen)


def paint_line(canvas: Canvas, series: Series, mark: Line) -> None:
    theme, drawing = canvas.look.theme, canvas.drawing
    stroke = stroke_of(theme, series.look)
    x, y = scaled(mark.x, drawing.x), scaled(mark.y, drawing.y)
    curves = Curves()
    if mark.low is not None and mark.high is not None:
        band = fill_of(theme, series.look)
        band.setAlphaF(_BAND)
        low, high = scaled(mark.low, drawing.y), scaled(mark.high, drawing.y)
        around = path_around(np.concatenate([x, x[::-1]]), np.concatenate([low, high[::-1]]))
        curves.add(around, _NO_PEN, band)
    dash = series.look.dash if series.look else Dash.SOLID
    curves.add(path_through(x, y), canvas.pen(stroke, _WIDTH, dash))
    canvas.add(curves)
    if series.look and len(x) <= _MOST_MARKERS and not drawing.verticals:
        add_points(canvas, series, x, y)
    _add_spots(canvas, series, mark, x, y)


def paint_steps(canvas: Canvas, series: Series, mark: Steps) -> None:
    theme, drawing = canvas.look.theme, canvas.drawing
    stroke = stroke_of(theme, series.look)
    x, y = scaled(mark.x, drawing.x), scaled(mark.y, drawing.y)
    dash = series.look.dash if series.look else Dash.SOLID
    curves = Curves()
    if mark.is_histogram:
        outline_x = np.repeat(x, 2)
        outline_y = np.concatenate([[0.0], np.repeat(y, 2), [0.0]])
        fill = fill_of(theme, series.look)
        fill.setAlphaF(_SURFACE)
        curves.add(path_around(outline_x, outline_y), _NO_PEN, fill)
        curves.add(path_through(outline_x, outline_y), canvas.pen(stroke, _WIDTH, dash))
        x = (x[:-1] + x[1:]) / 2
    elif len(x):
        right = canvas.ends[0][1]
        stairs_x = np.concatenate([np.repeat(x, 2), [right]])
        stairs_y = np.concatenate([[0.0], np.repeat(y, 2)])
        curves.add(path_through(stairs_x, stairs_y), canvas.pen(stroke, _WIDTH, dash))
        shown = np.unique(np.linspace(0, len(x) - 1, min(_MARKERS, len(x))).astype(int))
        add_points(canvas, series, x[shown], y[shown])
    canvas.add(curves)
    _add_spots(canvas, series, mark, x, y)


def paint_rule(canvas: Canvas, series: Series, mark: Rule) -> None:
    """Paint a line of reference from end to end; its label stands above it, at the right."""
    (left, right), (bottom, top) = canvas.ends
    token = "accent" if mark.dash is Dash.SOLID and mark.at else "ink-soft"
    pen = canvas.pen(canvas.color(token), 1, mark.dash)
    label = canvas.said(mark.label)
    is_solid = mark.dash is Dash.SOLID
    if mark.direction == "level":
        at = float(scaled(np.array([mark.at], dtype=np.float64), canvas.drawing.y)[0])
        lines = Straight()
        lines.add_line(left, at, right, at, pen)
        canvas.add(lines, z=-5)
        weight = 600 if is_solid and mark.at else 400
        canvas.write(label, right, at, anchor=(1.0, 1.0), weight=weight)
    elif mark.direction == "upright":
        at = float(scaled(np.array([mark.at], dtype=np.float64), canvas.drawing.x)[0])
        lines = Straight()
        lines.add_line(at, bottom, at, top, pen)
        canvas.add(lines, z=-5)
        canvas.write(label, at, top, anchor=(0.0, 0.0), token="ink-soft")
    else:
        curves = Curves()
        ends = np.array([max(left, bottom - mark.at), min(right, top - mark.at)])
        curves.add(path_through(ends, ends + mark.at), pen)
        canvas.add(curves, z=-5)
        canvas.write(label, ends[1], ends[1] + mark.at, anchor=(1.0, 0.0), token="ink-soft")


def _add_spots(
    canvas: Canvas,
    series: Series,
    mark: Line | Steps,
    x: np.ndarray[tuple[int], np.dtype[np.float64]],
    y: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    for place, (at_x, at_y) in enumerate(zip(x, y, strict=False)):
        said = part(mark.hovers, place) or _said(canvas, series, mark, place)
        target = target_of(mark.targets, place, series.run)
        canvas.add_spot(Spot(float(at_x), float(at_y), said, target))


def _said(canvas: Canvas, series: Series, mark: Line | Steps, place: int) -> str:
    x, y = canvas.figure(float(mark.x[place])), canvas.figure(float(mark.y[place]))
    return f"{series.name}: {x}, {y}"
