"""A Drawing on a pyqtgraph view: axes, hairlines, pens, and what can be pointed at."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from cytodesk.charts.axes import Axis
from cytodesk.charts.drawing import Drawing
from cytodesk.ui.charts.axes import Tick, axis_of_verticals, names_of, ticks_of
from cytodesk.ui.charts.brushes import Brushes
from cytodesk.ui.charts.kinds import paint_series
from cytodesk.ui.charts.painted_view import TEXT, PaintedView
from cytodesk.ui.charts.ranges import room_above, x_range, y_range
from cytodesk.ui.charts.shapes import Straight
from cytodesk.ui.charts.spots import Spot
from cytodesk.ui.look import Look

_PER_TICK_Y = 52
_PER_TICK_X = 96
_TOP = 7
_RIGHT = 6
_BESIDE = 14.0
_FOOT = 46
_LEAST = QSize(240, 180)
_WANTED = QSize(420, 230)
_GRIP = 16
"""Pixels around a vertical that take hold of it."""
_UNKEPT = 0.12
_SETTLES = 30
"""Milliseconds after the last change of size until everything is painted anew."""


class Plot(PaintedView):
    """One chart without title and legend; what painters see of it is `Canvas`."""

    def __init__(self, look: Look, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.drawing = drawing
        self._hidden: frozenset[int] = frozenset()
        self._spots: list[Spot] = []
        self._brushes = Brushes()
        self._is_stale = False
        self.setMinimumSize(_LEAST)
        self._dress_axes()
        self._again = QTimer(self, singleShot=True, interval=_SETTLES)
        self._again.timeout.connect(self._draw_if_seen)
        look.theme.changed.connect(self._again.start)
        self.draw()

    def _draw_if_seen(self) -> None:
        """Paint anew now, or once somebody looks: other tabs hold plots too."""
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self.draw()

    def show_drawing(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.draw()

    def hide_series(self, places: Collection[int]) -> None:
        if self._hidden != frozenset(places):
            self._hidden = frozenset(places)
            self.draw()

    def add_spot(self, spot: Spot) -> None:
        self._spots.append(spot)

    # drawing

    def draw(self) -> None:
        """Paint everything anew, as the theme, the size and the pixel ratio now want it."""
        self._again.stop()
        self.setBackgroundBrush(self.color("surface"))
        for item in list(self.plotItem.items):
            self.plotItem.removeItem(item)
        self._spots = []
        self._set_range()
        self._draw_axes()
        for place, series in enumerate(self.drawing.series):
            if place not in self._hidden:
                before = len(self.plotItem.items)
                paint_series(self, series)
                if not self._brushes.keeps(series):
                    for item in self.plotItem.items[before:]:
                        item.setOpacity(_UNKEPT)
        self.put_spots(self._spots)

    def _set_range(self) -> None:
        """Leave room at the top for what stands on the marks, at the right for the last tick."""
        low_x, high_x = x_range(self.drawing)
        low_y, high_y = y_range(self.drawing)
        room = room_above(self.drawing)
        above = room / max(self.height() - room - _FOOT, 1)
        beside = 0.0 if self.drawing.x.categories else _BESIDE / max(self.width() - 60, 1)
        below = 0.0 if low_y == 0 or self.drawing.y.low is not None else above / 2
        self.plotItem.vb.setRange(
            xRange=(
                low_x - _left_of_zero(low_x, high_x, beside),
                high_x + beside * (high_x - low_x),
            ),
            yRange=(low_y - below * (high_y - low_y), high_y + above * (high_y - low_y)),
            padding=0,
        )

    def _dress_axes(self) -> None:
        self.plotItem.hideButtons()
        self.plotItem.setMouseEnabled(False, False)
        self.plotItem.vb.setDefaultPadding(0)
        self.plotItem.setContentsMargins(0, _TOP, _RIGHT, 0)
        for name in ("left", "bottom"):
            axis = self.plotItem.getAxis(name)
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickLength=0, tickAlpha=0, tickTextOffset=6, hideOverlappingLabels=False)

    def _draw_axes(self) -> None:
        drawing = self.drawing
        (low_x, high_x), (low_y, high_y) = self.ends
        at_y = (
            []
            if drawing.verticals
            else self._ticks(drawing.y, low_y, high_y, _most(self.height(), _PER_TICK_Y))
        )
        self._show_ticks("left", at_y)
        self._name_axis(drawing.x)
        self.plotItem.layout.activate()  # the room for names is known once the left axis stands
        self._show_ticks(
            "bottom", self._ticks(drawing.x, low_x, high_x, _most(self.width(), _PER_TICK_X))
        )
        lines = Straight()
        if not drawing.y.categories:
            for value, _ in at_y:
                lines.add_line(low_x, value, high_x, value, self.pen(self.color("line")))
        if drawing.verticals:
            self._draw_verticals(lines)
        else:
            foot = 0.0 if low_y <= 0 <= high_y else low_y
            lines.add_line(low_x, foot, high_x, foot, self.pen(self.color("edge")))
        self.add(lines, z=-10)

    def _draw_verticals(self, lines: Straight) -> None:
        """Draw an axis for each thing of parallel coordinates, with what its ends are."""
        half = _GRIP / 2 / self.scales[0]
        for axis, (low, high) in self._brushes.spans.items():
            rect = QRectF(axis - half, low, 2 * half, high - low)
            lines.add_rect(rect, self.pen(self.color("accent")), self.color("accent-ground"))
        for place, vertical in enumerate(self.drawing.verticals):
            lines.add_line(place, 0, place, 1, self.pen(self.color("edge"), 1.5))
            names = vertical.names
            heights = np.linspace(0, 1, len(names)) if len(names) > 1 else np.array([0.0, 1.0])
            texts = names or tuple(self.figure(end) for end in (vertical.low, vertical.high))
            for height, text in zip(heights.tolist(), texts, strict=False):
                anchor = {0.0: (0.5, 0.0), 1.0: (0.5, 1.0)}.get(height, (0.0, 0.5))
                self.write(text, place, height, anchor=anchor, token="ink-soft")

    def _show_ticks(self, name: str, marks: list[Tick]) -> None:
        axis = self.plotItem.getAxis(name)
        if name == "bottom":
            marks = self._whole(marks)
        axis.setPen(QPen(Qt.PenStyle.NoPen))
        axis.setTextPen(self.color("ink-soft"))
        axis.setTickFont(self.text_font())
        axis.setTicks([marks])

    def _whole(self, marks: list[Tick]) -> list[Tick]:
        """Return the ticks whose texts end before the right edge does."""
        high, scale = self.ends[0][1], self.scales[0]
        return [
            (at, text)
            for at, text in marks
            if (high - at) * scale + _RIGHT >= self.text_width(text) / 2
        ]

    def _ticks(self, axis: Axis, low: float, high: float, most: int) -> list[Tick]:
        words, metrics = self._look.words, QFontMetrics(self.text_font())
        if axis.categories:
            return names_of(axis, self.scales[axis is self.drawing.y], metrics, words)
        if self.drawing.verticals and axis is self.drawing.x:
            axis = axis_of_verticals(self.drawing.verticals)
            return names_of(axis, self.scales[0], metrics, words)
        return ticks_of(axis, low, high, most, words)

    def _name_axis(self, axis: Axis) -> None:
        bottom = self.plotItem.getAxis("bottom")
        title = "" if axis.categories or self.drawing.verticals else self._look.words(axis.title)
        if title and axis.unit:
            title = f"{title}, {axis.unit}"
        size = {"color": self.color("ink-soft").name(), "font-size": f"{TEXT}px"}
        bottom.setLabel(title or None, **size)
        bottom.showLabel(bool(title))
        bottom.setHeight(_FOOT if title else _FOOT - 22)

    def _height_at(self, event: QMouseEvent) -> tuple[int, float] | None:
        """Return the vertical below the pointer and how high on it; None beside them all."""
        at = self.under(event.position())
        axis = round(at.x())
        is_near = abs(at.x() - axis) * self.scales[0] <= _GRIP
        is_one = 0 <= axis < len(self.drawing.verticals)
        return (axis, at.y()) if is_near and is_one else None

    # Qt calls these

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if found := self._height_at(event):
            self._brushes.begin(*found)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._brushes.is_begun:
            super().mouseMoveEvent(event)
        elif found := self._height_at(event):
            self._brushes.move(found[1])
            self.draw()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._brushes.is_begun:
            super().mouseReleaseEvent(event)
            return
        self._brushes.end(self.under(event.position()).y())
        self.draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._again.start()

    def sizeHint(self) -> QSize:
        return _WANTED

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_again"):
            self._again.start()


def _left_of_zero(low: float, high: float, share: float) -> float:
    """Return the room left of data that do not begin at 0."""
    return 0.0 if low == 0 else share * (high - low)


def _most(pixels: int, per_tick: int) -> int:
    return max(2, pixels // per_tick)
