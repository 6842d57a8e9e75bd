"""Which function paints which kind of mark: `paint(canvas, series, mark)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cytodesk.charts.drawing import (
    Bars,
    Boxes,
    Dots,
    Heat,
    Line,
    Rule,
    Series,
    Steps,
    Violins,
)
from cytodesk.ui.charts.bars import paint_bars
from cytodesk.ui.charts.boxes import paint_boxes, paint_violin
from cytodesk.ui.charts.canvas import Canvas
from cytodesk.ui.charts.heat import paint_heat
from cytodesk.ui.charts.lines import paint_line, paint_rule, paint_steps
from cytodesk.ui.charts.points import paint_dots

_PAINTERS: dict[type, Callable[[Any, Series, Any], None]] = {
    Bars: paint_bars,
    Boxes: paint_boxes,
    Violins: paint_violin,
    Dots: paint_dots,
    Line: paint_line,
    Steps: paint_steps,
    Heat: paint_heat,
    Rule: paint_rule,
}


def paint_series(canvas: Canvas, series: Series) -> None:
    for mark in series.marks:
        _PAINTERS[type(mark)](canvas, series, mark)
