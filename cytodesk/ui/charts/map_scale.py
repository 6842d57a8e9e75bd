"""The bar below a matrix: which colours stand for how much."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cytodesk.ui.charts.cividis import color_at
from cytodesk.ui.charts.heat_cells import heat_of
from cytodesk.ui.charts.matrix import MatrixView
from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import sized, write

_HEIGHT = 22
_BAR = 144
_THICK = 8
_STOPS = 16
_GAP = 8


class MapScale(QWidget):
    """Stands below `matrix`, its bar where the cells begin."""

    def __init__(self, look: Look, matrix: MatrixView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._matrix = look, matrix
        self.setFixedHeight(_HEIGHT)
        matrix.fitted.connect(self.update)
        look.theme.changed.connect(self.update)

    def texts(self) -> tuple[str, ...]:
        """Return what stands at both ends."""
        ends = heat_of(self._matrix.drawing).ends
        return tuple(each.said(self._look.words) for each in ends)

    # Qt calls this

    def paintEvent(self, event: QPaintEvent) -> None:
        texts = self.texts()
        if len(texts) != 2:
            return
        painter, soft = QPainter(self), self._look.theme.color("ink-soft")
        font, left = sized(self.font(), 12), self._matrix.left_of_cells
        names = QRect(0, 0, left - _GAP, self.height())
        write(painter, names, texts[0], soft, font, right=True)
        bar = QRectF(left + 1, (self.height() - _THICK) / 2, _BAR, _THICK)
        bar.setWidth(min(_BAR, self.width() - left - 2))
        ground = QLinearGradient(bar.topLeft(), bar.topRight())
        for stop in range(_STOPS + 1):
            ground.setColorAt(stop / _STOPS, color_at(stop / _STOPS))
        painter.fillRect(bar, ground)
        after = round(bar.right()) + _GAP
        rest = QRect(after, 0, self.width() - after, self.height())
        write(painter, rest, texts[1], soft, font)
