"""Bars on paper: never wider than a finger, with their figures, of many runs with their names."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from cytodesk.charts.drawing import Bars, Drawing, Series
from cytodesk.charts.writing import number
from cytodesk.reports.colours import INK, fill_of, stroke_of
from cytodesk.reports.ruler import width_of

WIDEST = 0.42
"""Inches of a bar's place: few bars stand together in the middle of their category."""
_FILLED = 0.86
_SIZE, _LEAST_SIZE = 6.0, 5.0


def paint_bars(mark: Bars, series: Series, axes: Axes, drawing: Drawing, language: str) -> None:
    inch = _inch_of(axes, drawing)
    squeezed = min(1.0, WIDEST / (mark.width * inch))
    known = np.isfinite(mark.y)
    x = np.round(mark.x) + (mark.x - np.round(mark.x)) * squeezed
    width = mark.width * squeezed
    axes.bar(
        x[known],
        mark.y[known],
        width * _FILLED,
        color=fill_of(series.look),
        edgecolor=stroke_of(series.look),
        linewidth=0.8,
    )
    if mark.low is not None and mark.high is not None:
        axes.vlines(x, mark.low, mark.high, color=INK, linewidth=0.8)
    name = series.name if drawing.is_crowded else ""
    _write(axes, x[known], mark.y[known], name, width * inch, drawing, language)


def _write(
    axes: Axes,
    x: np.ndarray[Any, Any],
    y: np.ndarray[Any, Any],
    name: str,
    room: float,
    drawing: Drawing,
    language: str,
) -> None:
    """Write each figure above its bar, upright where it is too wide, not at all without room."""
    style: dict[str, Any] = {"textcoords": "offset points", "ha": "center"}
    fits = _widest(drawing, language, _LEAST_SIZE) + 0.02 <= room
    if fits:
        is_wide = _widest(drawing, language, _SIZE) + 0.02 <= room
        style["fontsize"] = _SIZE if is_wide else _LEAST_SIZE
    elif room < _LEAST_SIZE / 72:
        return
    else:
        style |= {"rotation": 90, "fontsize": _LEAST_SIZE}
    for place, value in zip(x.tolist(), y.tolist(), strict=True):
        text = number(value, language)
        if name:
            text = f"{name}\n{text}" if fits else f"{name}: {text}"
        if fits or value:
            axes.annotate(text, (place, value), (0, 2), va="bottom", **style)


def _widest(drawing: Drawing, language: str, size: float) -> float:
    """Return how wide the widest figure of any bar is: all are written alike."""
    bars = [mark for series in drawing.series for mark in series.marks if isinstance(mark, Bars)]
    figures = {number(y, language) for mark in bars for y in mark.y.tolist() if y == y}
    names = {series.name for series in drawing.series} if drawing.is_crowded else set()
    return max((width_of(text, size) for text in figures | names), default=0.0)


def _inch_of(axes: Axes, drawing: Drawing) -> float:
    """Return how many inches one category takes."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    width = float(axes.get_position().width * figure.get_size_inches()[0])
    return width / (len(drawing.x.categories) + 0.2)
