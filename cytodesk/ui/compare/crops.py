"""Objects that two runs see differently, as crops of the slide with both outlines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cytodesk.charts.agreement.agreeing import NO_PARTNER
from cytodesk.charts.looks import Dash, look_of
from cytodesk.charts.writing import number
from cytodesk.ui.charts.markers import DASHES, stroke_of
from cytodesk.ui.compare.crop_study import Crop
from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import clipped, rounded, sized, write
from cytodesk.ui.parts.scale_bar import paint_scale_bar
from cytodesk.ui.theme.theme import Theme

SIDE = 104
_SEEN = 10
_LONGEST_BAR = SIDE // 3
_CELL = QSize(SIDE + 12, SIDE + 44)
HALO = QColor(255, 255, 255, 220)
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class CropModel(QAbstractListModel):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.crops: tuple[Crop, ...] = ()
        self.pictures: dict[int, QPixmap] = {}
        self.other_place = 1

    def put(self, crops: Sequence[Crop], other_place: int) -> None:
        self.beginResetModel()
        self.crops, self.other_place = tuple(crops), other_place
        self.pictures = {}
        self.endResetModel()

    def put_picture(self, place: int, picture: QPixmap) -> None:
        self.pictures[place] = picture
        self.dataChanged.emit(self.index(place), self.index(place))

    def said(self, crop: Crop) -> tuple[str, str]:
        """Return both lines: what it is called on both sides, and its size."""
        words = self._look.words
        known = [words(term) for term in crop.terms if term != NO_PARTNER]
        size = f"{number(crop.size, words.language)} {crop.unit}"
        return " → ".join(dict.fromkeys(known)), size

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.crops)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        crop = self.crops[index.row()]
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            words = self._look.words
            return ", ".join((*self.said(crop), words(crop.fate.word)))
        return None


class _CropPainter(QStyledItemDelegate):
    def __init__(self, look: Look, model: CropModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._model = look, model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, crop = self._look.theme, self._model.crops[index.row()]
        corner = option.rect.topLeft()
        square = QRectF(corner.x() + 6, corner.y() + 6, SIDE, SIDE)
        picture = self._model.pictures.get(index.row())
        if picture is None:
            rounded(painter, square, theme.color("off-ground"))
        else:
            clipped(painter, square, 4, picture)
        painter.save()
        painter.setClipRect(square)
        self._outline(painter, square, crop.baseline, 0, Dash.SOLID)
        self._outline(painter, square, crop.other, self._model.other_place, Dash.DASHED)
        painter.restore()
        bottom_left = square.bottomLeft().toPoint() + QPoint(4, -4)
        unit, theme = crop.length_unit, self._look.theme
        paint_scale_bar(
            painter,
            bottom_left,
            crop.across / SIDE,
            most=_LONGEST_BAR,
            theme=theme,
            font=option.font,
            unit=unit,
        )
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, square.adjusted(-3, -3, 3, 3), None, theme.color("accent"), width=2)
        first, second = self._model.said(crop)
        line = QRect(corner.x() + 6, corner.y() + SIDE + 10, SIDE, 16)
        middle = Qt.TextElideMode.ElideMiddle
        write(painter, line, first, theme.color("ink"), sized(option.font, 12, 500), elide=middle)
        soft = sized(option.font, 12)
        write(painter, line.translated(0, 16), second, theme.color("ink-soft"), soft)

    def _outline(
        self,
        painter: QPainter,
        square: QRectF,
        rings: Sequence[NDArray[np.float64]],
        place: int,
        dash: Dash,
    ) -> None:
        """Draw the outline of a run in its colour over a white halo, as on the slide."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = pen_of(self._look.theme, place, dash)
        for ring in rings:
            points = [
                QPointF(square.left() + x * square.width(), square.top() + y * square.height())
                for x, y in ring.tolist()
            ]
            painter.setPen(QPen(HALO, 3))
            painter.drawPolygon(QPolygonF(points))
            painter.setPen(pen)
            painter.drawPolygon(QPolygonF(points))


class OutlineNames(QWidget):
    """Which outline is whose: a piece of each line before the name of its run."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._told: list[tuple[str, int, Dash]] = []
        self.setFixedHeight(20)
        look.theme.changed.connect(self.update)

    def put(self, baseline: str, other: str, other_place: int) -> None:
        self.put_all([(baseline, 0, Dash.SOLID), (other, other_place, Dash.DASHED)])

    def put_all(self, told: Sequence[tuple[str, int, Dash]]) -> None:
        """Name several runs: name, place and dash of each."""
        self._told = list(told)
        self.setAccessibleName(", ".join(name for name, _, _ in told))
        self.setFixedWidth(sum(self._width(name) for name, _, _ in self._told))
        self.update()

    def _width(self, name: str) -> int:
        return 28 + QFontMetrics(sized(self.font(), 12)).horizontalAdvance(name) + 16

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, x = QPainter(self), self._look.theme, 0
        for name, place, dash in self._told:
            painter.setPen(pen_of(theme, place, dash))
            painter.drawLine(QPointF(x, 10), QPointF(x + 22, 10))
            words = QRect(x + 28, 0, self.width() - x - 28, 20)
            write(painter, words, name, theme.color("ink-soft"), sized(self.font(), 12))
            x += self._width(name)


def pen_of(theme: Theme, place: int, dash: Dash) -> QPen:
    pen = QPen(stroke_of(theme, look_of(place)), 1.6)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if DASHES[dash]:
        pen.setDashPattern(DASHES[dash])
    return pen


class CropView(QListView):
    """A row of crops; Enter or a click opens one: `wanted` with its target."""

    wanted = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.crops = CropModel(look)
        self._painter = _CropPainter(look, self.crops, self)
        self.setModel(self.crops)
        self.setItemDelegate(self._painter)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(self.Shape.NoFrame)
        self.setFixedHeight(_CELL.height() + 14)
        self.setAccessibleName(look.words("Where they disagree"))
        self.activated.connect(self._take)
        self.clicked.connect(self._take)
        look.theme.changed.connect(self.viewport().update)

    @property
    def is_waiting(self) -> bool:
        """Whether a picture of those that are seen first is still on its way."""
        model = self.crops
        return any(at not in model.pictures for at in range(min(_SEEN, len(model.crops))))

    def _take(self, index: QModelIndex) -> None:
        self.wanted.emit(self.crops.crops[index.row()].target)
