"""A closer look at one object: the slide around it, with the outlines of all runs."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from cytodesk.charts.looks import Dash, look_of
from cytodesk.ui.compare.context_study import Context
from cytodesk.ui.compare.crop_study import Ring
from cytodesk.ui.compare.crops import HALO, OutlineNames, pen_of
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.parts.painting import clipped, rounded
from cytodesk.ui.parts.scale_bar import paint_scale_bar
from cytodesk.ui.parts.texts import Text

SIDE = 560


class _Picture(QWidget):
    def __init__(self, look: Look, context: Context) -> None:
        super().__init__()
        self._look, self._context = look, context
        self._pixmap: QPixmap | None = None
        self.setAccessibleName(context.said.said(look.words))

    def put(self, pixmap: QPixmap) -> None:
        self._pixmap = pixmap
        self.update()

    def _draw(self, painter: QPainter, rings: tuple[Ring, ...], pen: QPen, halo: float) -> None:
        for ring in rings:
            corners = [QPointF(x * self.width(), y * self.height()) for x, y in ring.tolist()]
            for each in (QPen(HALO, halo), pen):
                painter.setPen(each)
                painter.drawPolygon(QPolygonF(corners))

    # Qt calls these

    def sizeHint(self) -> QSize:
        _, _, width, height = self._context.window
        scale = SIDE / max(width, height, 1)
        return QSize(round(width * scale), round(height * scale))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._pixmap is None:
            rounded(painter, QRectF(self.rect()), theme.color("off-ground"))
        else:
            clipped(painter, QRectF(self.rect()), 4, self._pixmap)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for place, _, rings in self._context.outlines:
            self._draw(painter, rings, pen_of(theme, place, _dash(place)), 3)
        self._draw(painter, self._context.chosen, QPen(theme.color("accent"), 3), 5)
        paint_scale_bar(
            painter,
            QPoint(8, self.height() - 8),
            self._context.across / self.width(),
            most=160,
            theme=theme,
            font=self.font(),
            unit=self._context.length_unit,
        )


class ContextDialog(Dialog):
    """The picture is put in when it comes; `show_run` is the button that leads to the run."""

    def __init__(self, look: Look, context: Context, parent: QWidget) -> None:
        words = look.words
        super().__init__(look, context.name, parent)
        self.picture = _Picture(look, context)
        names = OutlineNames(look)
        names.put_all([(name, place, _dash(place)) for place, name, _ in context.outlines])
        for each in (self.picture, names, Text(look, context.said.said(words), "caption")):
            self.body.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
        self.show_run = self.add_button(Button(look, words("Show this analysis")))
        close = self.add_button(Button(look, words("Close"), kind="primary"))
        close.clicked.connect(self.accept)


def _dash(place: int) -> Dash:
    return Dash.SOLID if place == 0 else look_of(place).dash
