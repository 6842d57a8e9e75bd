"""A piece of the slide with the outlines that a run drew on it: strokes over a pale halo."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import rounded
from cytodesk.ui.runs.figures import View

_HALO, _STROKE = 3.0, 1.6
_FILL = 15
"""Of 255: at most 6 %."""


class Overlay(QWidget):
    """Covers its place with the middle of a view; grey until the picture is there."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view: View | None = None
        self._picture = QImage()
        look.theme.changed.connect(self.update)

    def put(self, view: View, picture: bytes) -> None:
        self._view = view
        self._picture = QImage.fromData(picture)
        words = self._look.words
        self.setAccessibleName(words("What it drew on {image}", image=view.image.name))
        self.setToolTip(view.image.name)
        self.update()

    def clear(self) -> None:
        self._view, self._picture = None, QImage()
        self.update()

    def _paint_outlines(self, painter: QPainter, view: View, scale: float) -> None:
        for color, points in view.outlines:
            ring = QPolygonF([QPointF(x * scale, y * scale) for x, y in points])
            stroke = QColor(color) if color else self._look.theme.color("accent")
            fill = QColor(stroke)
            fill.setAlpha(_FILL)
            halo = QColor(255, 255, 255, 200)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(halo, _HALO))
            painter.drawPolygon(ring)
            painter.setBrush(fill)
            painter.setPen(QPen(stroke, _STROKE))
            painter.drawPolygon(ring)

    # Qt calls these

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect, theme = QPainter(self), QRectF(self.rect()), self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._view is None or self._picture.isNull():
            rounded(painter, rect, theme.color("stage"))
            return
        path = QPainterPath()
        path.addRoundedRect(rect, 6, 6)
        painter.setClipPath(path)
        view = self._view
        scale = max(rect.width() / view.width, rect.height() / view.height)
        left = (rect.width() - view.width * scale) / 2
        top = (rect.height() - view.height * scale) / 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(left, top, view.width * scale, view.height * scale)
        painter.drawImage(place, self._picture)
        painter.translate(left, top)
        self._paint_outlines(painter, view, scale)
