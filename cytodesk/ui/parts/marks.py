"""The shapes of runs: circle, triangle, square, diamond, so that colour is never alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPainterPath, QPen, QPixmap

from cytodesk.ui.parts.painting import outline_of
from cytodesk.ui.theme.theme import Theme

_SHAPES = (
    "circle",
    [(0.5, 0.0), (1.0, 0.92), (0.0, 0.92)],
    [(0.06, 0.06), (0.94, 0.06), (0.94, 0.94), (0.06, 0.94)],
    [(0.5, -0.06), (1.06, 0.5), (0.5, 1.06), (-0.06, 0.5)],
)


class Marks:
    """Paints the mark of the run at `index`; beyond four, shapes come again in other colours."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def path(self, index: int, rect: QRectF) -> QPainterPath:
        path = QPainterPath()
        shape = _SHAPES[index % len(_SHAPES)]
        if isinstance(shape, str):
            path.addEllipse(rect)
            return path
        corners = [QPointF(rect.width() * x, rect.height() * y) for x, y in shape]
        path.moveTo(corners[0] + rect.topLeft())
        for corner in corners[1:]:
            path.lineTo(corner + rect.topLeft())
        path.closeSubpath()
        return path

    def paint(self, painter: QPainter, index: int, rect: QRectF) -> None:
        """Fill the shape with the run's colour, and outline it with its stroke."""
        color = self._theme.run_color(index)
        pen = QPen(outline_of(self._theme, color), 1)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(color)
        painter.drawPath(self.path(index, rect.adjusted(0.5, 0.5, -0.5, -0.5)))
        painter.restore()

    def pixmap(self, index: int, size: int = 12, ratio: float = 1.0) -> QPixmap:
        picture = QPixmap(QSize(size, size) * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, index, QRectF(0, 0, size, size).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
        return picture

    def icon(self, index: int, size: int = 12) -> QIcon:
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(index, size, ratio))
        return icon
