"""The columns of the table 'What differs': name, values, changes, and the sparkline."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from cytodesk.charts.comparison import ComparedRun
from cytodesk.charts.looks import look_of
from cytodesk.ui.charts.markers import stroke_of
from cytodesk.ui.compare.lines import Line
from cytodesk.ui.look import Look
from cytodesk.ui.parts.cells import Brush, Cell, Inked, Pair
from cytodesk.ui.parts.rows import Column

_SPARK = 132
_EDGE = 6
"""Pixels above and below a sparkline."""


def baseline_columns(look: Look, heading: str, runs: Sequence[ComparedRun]) -> list[Column[Line]]:
    """Return the columns that stay in sight: the name of a line and the baseline's value."""
    name = Column(heading, _name, name="name", stretch=True, tooltip=lambda line: line.name)
    if not runs:
        return [name]
    title = look.words("{run} baseline", run=runs[0].name)
    value = Column(
        title,
        _value(0),
        "right",
        mark=0,
        name=f"{runs[0].id}",
        stretch=True,
        order=lambda line: _ordered(line, 0),
    )
    return [name, value]


def run_columns(look: Look, runs: Sequence[tuple[int, ComparedRun]]) -> list[Column[Line]]:
    """Return a value and a change for each of `runs`, which come with their places."""
    columns: list[Column[Line]] = []
    for place, run in runs:
        columns += [
            Column(
                run.name,
                _value(place),
                "right",
                mark=place,
                name=f"{run.id}",
                stretch=True,
                order=lambda line, place=place: _ordered(line, place),  # type: ignore[misc]
            ),
            Column(
                look.words("Change"), _change(look, place), name=f"{run.id} change", stretch=True
            ),
        ]
    return columns


def spark_column(look: Look, places: Sequence[int]) -> Column[Line]:
    """Return the column with the figure on each image, a line per run in its colour."""
    return Column(
        look.words("By image"),
        lambda line: look.words("image by image") if line.spark else "",
        name="spark",
        width=_SPARK,
        paint=lambda brush, line: _paint_spark(brush, line, places),
    )


def _paint_spark(brush: Brush, line: Line, places: Sequence[int]) -> None:
    painter, rect = brush.painter, brush.rect
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width, height = min(rect.width(), _SPARK - 36), rect.height() - 2 * _EDGE
    for place in reversed(places):
        if place >= len(line.spark):
            continue
        heights = line.spark[place]
        across = np.linspace(rect.left(), rect.left() + width, len(heights))
        down = rect.top() + _EDGE + (1 - heights) * height
        painter.setPen(QPen(stroke_of(brush.theme, look_of(place)), 1.2))
        for part in _whole_parts(across, down):
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in part]))


def _whole_parts(across: np.ndarray, down: np.ndarray) -> list[list[tuple[float, float]]]:
    """Return the parts of a line between its gaps."""
    parts: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(across.tolist(), down.tolist(), strict=True):
        if y == y:
            parts[-1].append((x, y))
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if len(part) > 1]


def _name(line: Line) -> Cell:
    return Pair(line.name, line.unit, 400) if line.unit else Inked(line.name)


def _value(place: int) -> Callable[[Line], Cell]:
    """Return what a run's column says of a line; the baseline's weighs more."""
    weight = 500 if place == 0 else 400
    return lambda line: Inked(line.values[place], weight=weight)


def _ordered(line: Line, place: int) -> tuple[int, float, str]:
    """Return what values are sorted by: numbers first, by their size."""
    figure = line.figures[place] if line.figures else None
    if isinstance(figure, int | float):
        return (0, float(figure), "")
    return (1, 0.0, line.values[place].casefold())


def _change(look: Look, place: int) -> Callable[[Line], Cell]:
    words = look.words
    said = {"good": words("better"), "bad": words("worse")}

    def cell(line: Line) -> Cell:
        verdict = line.verdicts[place] if line.verdicts else ""
        text = line.changes[place]
        if verdict and text:
            return Inked(f"{text} {said[verdict]}", verdict)
        return Inked(text, "ink-soft")

    return cell
