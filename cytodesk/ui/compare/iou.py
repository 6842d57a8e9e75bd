"""From which IoU on two outlines are one object: a line to move along, and the figure."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.keyed import Ringed
from cytodesk.ui.parts.painting import rounded

LOW, HIGH, STEP = 0.1, 0.95, 0.05
_KNOB = 8.0
_STEPS = {
    Qt.Key.Key_Left: -STEP,
    Qt.Key.Key_Down: -STEP,
    Qt.Key.Key_Right: STEP,
    Qt.Key.Key_Up: STEP,
    Qt.Key.Key_PageDown: -4 * STEP,
    Qt.Key.Key_PageUp: 4 * STEP,
    Qt.Key.Key_Home: -1.0,
    Qt.Key.Key_End: 1.0,
}


class IouSlider(Ringed, QAbstractSlider):
    """Arrows, Home and End or the mouse move it in steps of 0.05; `changed` by the user's hand.

    Screen readers are told its place in hundredths.
    """

    changed = Signal()

    def __init__(self, look: Look, value: float = 0.5, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._value = value
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(round(100 * LOW), round(100 * HIGH))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(look.words("Match from IoU"))
        self.setToolTip(look.words("Outlines that share less of their union are not one object"))
        look.theme.changed.connect(self.update)
        self.set_value(value)

    def value(self) -> float:  # type: ignore[override]
        return self._value

    def said(self) -> str:
        return self._look.words.figures(f"{self._value:.2f}")

    def set_value(self, value: float) -> None:
        self._value = round(min(max(value, LOW), HIGH) / STEP) * STEP
        self.setValue(round(100 * self._value))
        self.setAccessibleDescription(self.said())
        self.update()

    def _move_to(self, value: float) -> None:
        before = self._value
        self.set_value(value)
        if self._value != before:
            self.changed.emit()

    def _value_at(self, x: float) -> float:
        share = (x - _KNOB) / max(self.width() - 2 * _KNOB, 1)
        return LOW + share * (HIGH - LOW)

    # Qt calls these

    def sizeHint(self) -> QSize:
        return QSize(150, 30)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._move_to(self._value + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._move_to(self._value_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(self._value_at(event.position().x()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        middle = self.height() / 2
        line = QRectF(_KNOB, middle - 2, self.width() - 2 * _KNOB, 4)
        rounded(painter, line, theme.color("track"), radius=2)
        share = (self._value - LOW) / (HIGH - LOW)
        done = QRectF(line.left(), line.top(), line.width() * share, 4)
        rounded(painter, done, theme.color("accent"), radius=2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        knob = QPointF(done.right(), middle)
        if self.hasFocus() and self.property("ringed"):
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(knob, _KNOB + 2, _KNOB + 2)
        painter.setPen(theme.color("accent"))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(knob, _KNOB - 2, _KNOB - 2)
