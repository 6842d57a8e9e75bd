"""A view in which spots can be pointed at: by mouse, or one after the other by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from cytodesk.ui.charts.spots import Spot, Spots
from cytodesk.ui.look import Look
from cytodesk.ui.parts.standing import ring_on_focus


class PointedView(pyqtgraph.PlotWidget):  # type: ignore[misc]
    """Arrows go from spot to spot, Enter does what a click does: `wanted` with its target."""

    wanted = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        # Menus that nobody opens would cost half the time of making a chart.
        room = pyqtgraph.ViewBox(enableMenu=False)
        plot = pyqtgraph.PlotItem(viewBox=room, enableMenu=False)
        super().__init__(parent, background=None, plotItem=plot)
        self._look = look
        self._findable = Spots([])
        self._place: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFrameShape(self.Shape.NoFrame)

    def put_spots(self, spots: Sequence[Spot]) -> None:
        self._findable = Spots(spots)
        self._place = None

    def spots(self) -> tuple[Spot, ...]:
        return self._findable.all

    @property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return from where to where both axes reach."""
        x, y = self.plotItem.vb.targetRange()
        return (x[0], x[1]), (y[0], y[1])

    @property
    def scales(self) -> tuple[float, float]:
        """Return pixels per unit of x and of y."""
        (low_x, high_x), (low_y, high_y) = self.ends
        room = self.plotItem.vb.rect()
        return room.width() / (high_x - low_x), room.height() / (high_y - low_y)

    def _said(self, spot: Spot) -> str:
        said = spot.said
        return said if isinstance(said, str) else said.said(self._look.words)

    def under(self, position: QPointF) -> QPointF:
        """Return the point of the axes that is shown at `position`, in pixels of this widget."""
        at: QPointF = self.plotItem.vb.mapSceneToView(self.mapToScene(position.toPoint()))
        return at

    def _spot_at(self, position: QPointF) -> int | None:
        at = self.under(position)
        return self._findable.at(at.x(), at.y(), *self.scales)

    def _point_at(self, place: int | None, where: QPointF | None = None) -> None:
        self._place = place
        self.viewport().update()
        if place is None:
            QToolTip.hideText()
            return
        spot = self._findable.all[place]
        text = self._said(spot)
        middle = where or QPointF(self._rect_of(spot).center())
        QToolTip.showText(self.mapToGlobal(middle.toPoint()), text, self)
        self.setAccessibleDescription(text)

    def _rect_of(self, spot: Spot) -> QRectF:
        """Return where `spot` stands, in pixels of this widget."""
        bottom = spot.y if spot.bottom is None else spot.bottom
        corners = [
            self.mapFromScene(self.plotItem.vb.mapViewToScene(QPointF(x, y)))
            for x, y in ((spot.x - spot.half_width, spot.y), (spot.x + spot.half_width, bottom))
        ]
        return QRectF(corners[0], corners[1]).normalized()

    def _take(self, place: int | None) -> None:
        if place is not None and (target := self._findable.all[place].target) is not None:
            self.wanted.emit(target)

    # Qt calls these

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.theme.color("accent"), 2))
        if self.hasFocus() and self.property("ringed"):
            painter.drawRoundedRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1), 6, 6)
        if self._place is None:
            return
        spot = self._findable.all[self._place]
        rect = self._rect_of(spot)
        if spot.bottom is None:
            painter.drawEllipse(rect.center(), 6, 6)
        else:
            painter.drawRoundedRect(rect.adjusted(-1, -1, 2, 2), 2, 2)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._spot_at(event.position())
        if place != self._place:
            self._point_at(place, event.position())
        has_target = place is not None and self._findable.all[place].target is not None
        shape = Qt.CursorShape.PointingHandCursor if has_target else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._take(self._spot_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self._point_at(self._findable.after(self._place, 1))
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self._point_at(self._findable.after(self._place, -1))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take(self._place)
            case Qt.Key.Key_Escape if self._place is not None:
                self._point_at(None)
            case _:
                event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ring_on_focus(self, event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._point_at(None)
        super().focusOutEvent(event)
