"""Points, with intervals where there are any; faint ones stand behind a box."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPen

from cytodesk.charts.drawing import Dots, Series
from cytodesk.charts.looks import Shape
from cytodesk.ui.charts.canvas import Canvas, part, target_of
from cytodesk.ui.charts.markers import fill_of, shape_path, stroke_of
from cytodesk.ui.charts.ranges import scaled
from cytodesk.ui.charts.shapes import Straight
from cytodesk.ui.charts.spots import Spot

_SIZE = 8.0
_FAINT_SIZE = 4.0
_FAINT = 0.5
_CAP = 4.0


def paint_dots(canvas: Canvas, series: Series, mark: Dots) -> None:
    drawing = canvas.drawing
    x, y = scaled(mark.x, drawing.x), scaled(mark.y, drawing.y)
    _add_intervals(canvas, series, mark, x)
    if mark.is_faint:
        _add_faint(canvas, series, x, y)
    else:
        add_points(canvas, series, x, y)
        _count_alike(canvas, x, y)
    for place in range(len(x)):
        said = part(mark.hovers, place) or f"{series.name}: {canvas.figure(float(mark.y[place]))}"
        target = target_of(mark.targets, place, series.run)
        canvas.add_spot(Spot(float(x[place]), float(y[place]), said, target))


def _count_alike(canvas: Canvas, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    """Write how many points lie on each other."""
    points, counts = np.unique(np.column_stack([x, y]), axis=0, return_counts=True)
    for (at_x, at_y), count in zip(points.tolist(), counts.tolist(), strict=True):
        if count > 1:
            text = f"×{count}"
            room = (canvas.ends[0][1] - at_x) * canvas.scales[0]
            side = -0.2 if canvas.text_width(text) + _SIZE <= room else 1.2
            canvas.write(text, at_x, at_y, anchor=(side, 1.0), token="ink-soft")


def add_points(
    canvas: Canvas, series: Series, x: NDArray[np.float64], y: NDArray[np.float64]
) -> None:
    """Add the marker of the run at each point, filled, with its stroke around it."""
    theme = canvas.look.theme
    edge = canvas.pen(stroke_of(theme, series.look))
    if series.look is None:
        edge = canvas.pen(canvas.color("surface"))
    shape = series.look.shape if series.look else Shape.CIRCLE
    points = pyqtgraph.ScatterPlotItem(
        x=x,
        y=y,
        size=_SIZE,
        symbol=shape_path(shape, 1.0),
        brush=QBrush(fill_of(theme, series.look)),
        pen=edge,
        antialias=True,
    )
    canvas.add(points, z=10)


def _add_faint(
    canvas: Canvas, series: Series, x: NDArray[np.float64], y: NDArray[np.float64]
) -> None:
    fill = fill_of(canvas.look.theme, series.look)
    fill.setAlphaF(_FAINT if not canvas.look.theme.is_dark else 0.8)
    points = pyqtgraph.ScatterPlotItem(
        x=x,
        y=y,
        size=_FAINT_SIZE,
        symbol="o",
        brush=QBrush(fill),
        pen=QPen(Qt.PenStyle.NoPen),
        antialias=True,
    )
    canvas.add(points, z=5)


def _add_intervals(canvas: Canvas, series: Series, mark: Dots, x: NDArray[np.float64]) -> None:
    if mark.low is None or mark.high is None:
        return
    axis = canvas.drawing.y
    low, high = scaled(mark.low, axis), scaled(mark.high, axis)
    pen = canvas.pen(stroke_of(canvas.look.theme, series.look))
    shapes = Straight()
    for place, at in enumerate(x):
        if math.isfinite(low[place]) and math.isfinite(high[place]):
            half = _CAP / canvas.scales[0]
            shapes.add_whisker(float(at), float(low[place]), float(high[place]), half, pen)
    canvas.add(shapes, z=8)
