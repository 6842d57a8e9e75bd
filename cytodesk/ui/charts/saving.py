"""A chart as a picture or as the figures behind it."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from typing import assert_never

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from cytodesk.charts.drawing import (
    Bars,
    Boxes,
    Dots,
    Drawing,
    Heat,
    Line,
    Mark,
    Rule,
    Series,
    Steps,
    Violins,
)
from cytodesk.ui.look import Look

PICTURE_RATIO = 3.0
"""Pixels of a saved PNG for each of the screen: sharp on paper."""
_Row = tuple[object, ...]


def png_of(widget: QWidget, look: Look) -> bytes:
    """Return `widget` as it looks now, at three times its size."""
    pixmap = QPixmap(widget.size() * PICTURE_RATIO)
    pixmap.setDevicePixelRatio(PICTURE_RATIO)
    pixmap.fill(look.theme.color("surface"))
    widget.render(pixmap)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(data.data())


def svg_of(widget: QWidget, look: Look) -> bytes:
    """Return `widget` as it looks now, in lines and letters."""
    from PySide6.QtSvg import QSvgGenerator  # only whoever saves one waits for it

    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    generator.setTitle(widget.accessibleName())
    painter = QPainter(generator)
    painter.fillRect(widget.rect(), look.theme.color("surface"))
    widget.render(painter, QPoint())
    painter.end()
    return bytes(data.data())


def csv_of(drawing: Drawing) -> str:
    """Return what is painted: one line for each part of a mark, with the id of its run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("series", "run", "mark", "x", "y", "low", "high", "label"))
    for series in drawing.series:
        for mark in series.marks:
            for row in _rows(series, mark):
                writer.writerow([_cell(each) for each in row])
    return out.getvalue()


def _rows(series: Series, mark: Mark) -> Iterator[_Row]:
    run = "" if series.run is None else series.run
    first: _Row = (series.name, run, type(mark).__name__.lower())
    match mark:
        case Bars() | Dots() | Line():
            for place, (x, y) in enumerate(zip(mark.x, mark.y, strict=True)):
                ends = [None if end is None else end[place] for end in (mark.low, mark.high)]
                label = mark.labels[place] if isinstance(mark, Bars) and mark.labels else ""
                yield (*first, x, y, *ends, label)
        case Steps():
            for place, x in enumerate(mark.x):
                yield (*first, x, mark.y[place] if place < len(mark.y) else None, None, None, "")
        case Violins():
            for y, half in zip(mark.y, mark.half, strict=True):
                yield (*first, mark.x, y, mark.x - half, mark.x + half, "")
        case Boxes():
            for x, box in zip(mark.x, mark.boxes, strict=True):
                if box:
                    quartiles = f"{box.quartile_low!r}..{box.quartile_high!r}, n = {box.n}"
                    yield (*first, x, box.median, box.whisker_low, box.whisker_high, quartiles)
        case Heat():
            rows, columns = mark.values.shape
            for row in range(rows):
                for column in range(columns):
                    place = row * columns + column
                    label = mark.labels[place] if mark.labels else ""
                    yield (*first, column, row, mark.values[row, column], None, label)
        case Rule():
            yield (*first, None, mark.at, None, None, mark.direction)
        case _:
            assert_never(mark)


def _cell(value: object) -> object:
    """Return a figure with all its digits; missing is empty."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return repr(float(value)) if isinstance(value, float) else value
