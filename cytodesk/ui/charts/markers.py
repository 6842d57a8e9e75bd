"""Which run is meant, by shape and colour together: the same in every chart, chip and column."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from cytodesk.charts.looks import Dash, Shape
from cytodesk.charts.looks import Look as RunLook
from cytodesk.ui.theme.theme import Theme

SIZE = 11.0
"""Pixels across, in a line of text."""
DASHES: dict[Dash, tuple[float, ...]] = {
    Dash.SOLID: (),
    Dash.DASHED: (5, 3),
    Dash.DOTTED: (1.5, 2.5),
    Dash.DASH_DOT: (6, 2.5, 1.5, 2.5),
}
"""Lengths in widths of the line."""
_PALE = 0.42
"""A fill lighter than this (relative luminance) carries its stroke as an outline."""


def fill_of(theme: Theme, look: RunLook | None) -> QColor:
    """Return the colour of a run's surfaces; what belongs to no run is grey."""
    return theme.color("ink-soft") if look is None else theme.run_color(look.colour_slot)


def stroke_of(theme: Theme, look: RunLook | None) -> QColor:
    """Return the colour of a run's lines and outlines."""
    fill = fill_of(theme, look)
    return fill if fill in (theme.color("ink"), theme.color("ink-soft")) else theme.stroke(fill)


def paint_marker(
    painter: QPainter, theme: Theme, look: RunLook, middle: QPointF, size: float = SIZE
) -> None:
    """Paint the mark of a run around `middle`, filled; pale ones with an outline."""
    fill = fill_of(theme, look)
    is_pale = not theme.is_dark and luminance(fill) > _PALE
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(stroke_of(theme, look), 1) if is_pale else Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.translate(middle)
    painter.drawPath(shape_path(look.shape, size - is_pale))
    painter.restore()


def shape_path(shape: Shape, size: float) -> QPainterPath:
    """Return the outline around (0, 0); all shapes cover about the same surface, y downwards."""
    path = QPainterPath()
    half = size / 2
    match shape:
        case Shape.CIRCLE:
            path.addEllipse(QRectF(-half, -half, size, size))
        case Shape.TRIANGLE:
            _polygon(path, [(0, -1.05 * half), (1.1 * half, 0.9 * half), (-1.1 * half, 0.9 * half)])
        case Shape.SQUARE:
            side = 0.9 * size
            path.addRect(QRectF(-side / 2, -side / 2, side, side))
        case Shape.DIAMOND:
            reach = 1.15 * half
            _polygon(path, [(0, -reach), (reach, 0), (0, reach), (-reach, 0)])
    return path


def _polygon(path: QPainterPath, corners: list[tuple[float, float]]) -> None:
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()


def luminance(color: QColor) -> float:
    """Return the relative luminance (WCAG 2.2), 0 to 1."""
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
