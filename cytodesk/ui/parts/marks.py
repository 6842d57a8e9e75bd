"""The shapes of runs: circle, triangle, square, diamond, so that colour is never alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import outline_of, sized, write
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


class RunMark(QWidget):
    """The mark of a run and its number: '▲ #14'."""

    def __init__(
        self,
        look: Look,
        index: int,
        text: str = "",
        *,
        weight: int = 600,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._marks = look, Marks(look.theme)
        self._index, self._text, self._weight = index, text, weight
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(sized(self.font(), weight=self._weight)).horizontalAdvance(self._text)
        return QSize(12 + (7 + words if self._text else 0), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._marks.paint(painter, self._index, QRectF(0, self.height() / 2 - 6, 12, 12))
        font = sized(self.font(), weight=self._weight)
        rect = self.rect().adjusted(19, 0, 0, 0)
        write(painter, rect, self._text, self._look.theme.color("ink"), font)
