"""Straight and bent shapes in data coordinates, with pens that keep their width."""

from __future__ import annotations

import numpy as np
import pyqtgraph
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget


class Straight(pyqtgraph.GraphicsObject):  # type: ignore[misc]
    """Bars, boxes, whiskers, bands, hairlines: without antialiasing, so without a blurred edge."""

    def __init__(self) -> None:
        super().__init__()
        self._painted: list[tuple[QRectF | QLineF, QPen, QBrush | None]] = []
        self._bounds = QRectF()

    def add_rect(self, rect: QRectF, pen: QPen, fill: QColor) -> None:
        rect = rect.normalized()
        self._add(rect, rect, pen, QBrush(fill))

    def add_line(self, x1: float, y1: float, x2: float, y2: float, pen: QPen) -> None:
        line = QLineF(x1, y1, x2, y2)
        self._add(QRectF(line.p1(), line.p2()).normalized(), line, pen, None)

    def add_whisker(self, x: float, low: float, high: float, half_width: float, pen: QPen) -> None:
        """Add an upright line with a cap at both ends."""
        self.add_line(x, low, x, high, pen)
        for end in (low, high):
            self.add_line(x - half_width, end, x + half_width, end, pen)

    def _add(self, around: QRectF, shape: QRectF | QLineF, pen: QPen, fill: QBrush | None) -> None:
        self.prepareGeometryChange()
        self._painted.append((shape, pen, fill))
        self._bounds = around if len(self._painted) == 1 else _united(self._bounds, around)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for shape, pen, fill in self._painted:
            painter.setPen(pen)
            if isinstance(shape, QLineF):
                painter.drawLine(shape)
            else:
                painter.setBrush(fill or QBrush())
                painter.drawRect(shape)


class Curves(pyqtgraph.GraphicsObject):  # type: ignore[misc]
    """Lines through points, outlines and the surfaces within them, antialiased."""

    def __init__(self) -> None:
        super().__init__()
        self._painted: list[tuple[QPainterPath, QPen, QBrush]] = []
        self._bounds = QRectF()

    def add(self, path: QPainterPath, pen: QPen, fill: QColor | None = None) -> None:
        self.prepareGeometryChange()
        self._painted.append((path, pen, QBrush() if fill is None else QBrush(fill)))
        around = path.boundingRect()
        self._bounds = around if len(self._painted) == 1 else _united(self._bounds, around)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for path, pen, fill in self._painted:
            painter.setPen(pen)
            painter.setBrush(fill)
            painter.drawPath(path)


def path_through(x: NDArray[np.float64], y: NDArray[np.float64]) -> QPainterPath:
    """Return the line through the points; it breaks off where one is missing."""
    path: QPainterPath = pyqtgraph.arrayToQPath(x, y, connect="finite")
    return path


def path_around(x: NDArray[np.float64], y: NDArray[np.float64]) -> QPainterPath:
    """Return the closed outline through the points that are there."""
    known = np.isfinite(x) & np.isfinite(y)
    path: QPainterPath = pyqtgraph.arrayToQPath(x[known], y[known], connect="all")
    path.closeSubpath()
    return path


def _united(one: QRectF, other: QRectF) -> QRectF:
    """Return the rectangle around both; Qt's own leaves out those without a surface."""
    left, top = min(one.left(), other.left()), min(one.top(), other.top())
    right, bottom = max(one.right(), other.right()), max(one.bottom(), other.bottom())
    return QRectF(left, top, right - left, bottom - top)
