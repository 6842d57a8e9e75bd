"""The view that painters paint on, in the theme's colours and the user's language."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPen

from cytodesk.charts.figures import Note
from cytodesk.charts.looks import Dash
from cytodesk.charts.writing import number
from cytodesk.ui.charts.markers import DASHES
from cytodesk.ui.charts.pointing import PointedView
from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import sized

TEXT = 12


class PaintedView(PointedView):
    """Most of a `Canvas`; what is drawn on it is its heir's."""

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        color = self._look.theme.color(token)
        color.setAlphaF(alpha)
        return color

    @property
    def look(self) -> Look:
        return self._look

    def pen(self, color: QColor, width: float = 1.0, dash: Dash = Dash.SOLID) -> QPen:
        """Return a pen of `width` pixels at every scale: cosmetic pens count device pixels."""
        pen = QPen(color, width * self.devicePixelRatioF())
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if DASHES[dash]:
            pen.setDashPattern(DASHES[dash])
        return pen

    def add(self, item: pyqtgraph.GraphicsObject, z: float = 0) -> None:
        item.setZValue(z)
        self.plotItem.addItem(item, ignoreBounds=True)

    def write(
        self,
        text: str,
        x: float,
        y: float,
        *,
        anchor: tuple[float, float] = (0.5, 1.0),
        token: str = "ink",
        weight: int = 400,
    ) -> None:
        """Write `text`, with the point of its box that `anchor` tells (from top left) at x, y."""
        item = pyqtgraph.TextItem(text, color=self.color(token), anchor=anchor)
        item.setFont(self.text_font(weight))
        item.textItem.document().setDocumentMargin(2)
        self.add(item, z=20)
        item.setPos(x, y)

    def text_font(self, weight: int = 400) -> QFont:
        return sized(self.font(), TEXT, weight)

    def text_width(self, text: str, weight: int = 400) -> float:
        return float(QFontMetrics(self.text_font(weight)).horizontalAdvance(text))

    def said(self, note: Note | str) -> str:
        return note if isinstance(note, str) else note.said(self._look.words)

    def figure(self, value: float) -> str:
        return number(value, self._look.words.language)
