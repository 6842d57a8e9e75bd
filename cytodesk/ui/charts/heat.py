"""Cells in the colours of the map, as binned points; a matrix of words is a table (matrix.py)."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPen

from cytodesk.charts.drawing import Heat, Series
from cytodesk.ui.charts.canvas import Canvas, part, target_of
from cytodesk.ui.charts.cividis import color_at, share_of
from cytodesk.ui.charts.shapes import Straight
from cytodesk.ui.charts.spots import Spot


def paint_heat(canvas: Canvas, series: Series, mark: Heat) -> None:
    """Paint each cell that has a value; the others stay the ground of the card."""
    rows, columns = mark.values.shape
    cells = Straight()
    for row, column in np.ndindex(rows, columns):
        value = float(mark.values[row, column])
        share = share_of(value, mark.low, mark.high)
        if share is None:
            continue
        left, right = float(mark.x[column]), float(mark.x[column + 1])
        low, high = float(mark.y[row]), float(mark.y[row + 1])
        rect = QRectF(left, low, right - left, high - low)
        cells.add_rect(rect, QPen(Qt.PenStyle.NoPen), color_at(share))
        place = row * columns + column
        said = part(mark.hovers, place) or part(mark.labels, place) or canvas.figure(value)
        target = target_of(mark.targets, place, series.run)
        middle, half = (left + right) / 2, (right - left) / 2
        canvas.add_spot(Spot(middle, high, said, target, half, low))
    canvas.add(cells, z=-8)
