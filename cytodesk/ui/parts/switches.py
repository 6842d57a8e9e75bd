"""Yes or no, and one of a few: Tick, Switch, Segmented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QDialog,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from cytodesk.ui.look import Look
from cytodesk.ui.parts.keyed import Ringed
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.painting import rounded, sized, tick_box, write
from cytodesk.ui.parts.standing import standing_of
from cytodesk.ui.theme.theme import Theme

_HEIGHT = 28


class _Choice(Ringed, QCheckBox):
    """What Tick and Switch share: a painted mark, then words; `changed` by the user's hand."""

    changed = Signal()
    _mark = QSize(16, 16)

    def __init__(self, look: Look, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._look = look
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.changed)
        look.theme.changed.connect(self.update)

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: bool) -> None:
        self.setChecked(value)

    def _paint_mark(self, painter: QPainter, rect: QRectF) -> None:
        raise NotImplementedError

    # Qt calls these

    def sizeHint(self) -> QSize:
        words = QFontMetrics(sized(self.font())).horizontalAdvance(self.text())
        return QSize(self._mark.width() + (8 + words if self.text() else 0), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: Any) -> bool:
        return self.rect().contains(position)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not isinstance(self.window(), QDialog):  # there it does the primary act
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = (self.height() - self._mark.height()) // 2
        mark = QRectF(0, top, self._mark.width(), self._mark.height())
        self._paint_mark(painter, mark)
        words = self.rect().adjusted(self._mark.width() + 8, 0, 0, 0)
        ink = "ink" if self.isEnabled() else "ink-faint"
        write(painter, words, self.text(), self._look.theme.color(ink), sized(self.font()))


class Tick(_Choice):
    """A tick box with its words; partly ticked is a dash."""

    def _paint_mark(self, painter: QPainter, rect: QRectF) -> None:
        partly = self.checkState() is Qt.CheckState.PartiallyChecked
        checked = None if partly else self.isChecked()
        tick_box(painter, self._look.theme, rect, checked, standing_of(self))


class Switch(_Choice):
    """A switch, for what takes effect at once."""

    _mark = QSize(34, 20)

    def _paint_mark(self, painter: QPainter, rect: QRectF) -> None:
        standing = standing_of(self)
        paint_switch(
            painter,
            self._look.theme,
            rect,
            self.isChecked(),
            is_off=standing.is_off,
            is_pointed_at=standing.is_pointed_at,
            has_focus=standing.has_focus,
        )


def paint_switch(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    is_on: bool,
    *,
    is_off: bool = False,
    is_pointed_at: bool = False,
    has_focus: bool = False,
) -> None:
    """Paint a switch of 34 x 20 into `rect`; `is_off` is one that cannot be used."""
    if is_off:
        tokens = ("off-ground", "line", "ink-faint")
    elif is_on:
        tokens = ("accent", "accent", "on-accent")
    else:
        tokens = ("hover" if is_pointed_at else "surface", "field-line", "field-line")
    ground, edge, knob = (theme.color(each) for each in tokens)
    if has_focus:
        edge = theme.color("ink" if is_on else "accent")
    rounded(painter, rect, ground, edge, width=2 if has_focus else 1, radius=10)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(knob)
    x = rect.right() - 10 if is_on else rect.left() + 10
    size = 7.0 if is_on else 6.0
    painter.drawEllipse(QPointF(x, rect.center().y()), size, size)


class Segmented(QWidget):
    """One of a few, side by side; arrows move, `changed` tells."""

    changed = Signal()

    def __init__(
        self,
        look: Look,
        choices: Sequence[tuple[object, str]],
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(30)
        self._group = QButtonGroup(self)
        self._keys = [key for key, _ in choices]
        line = row(spacing=0)
        for place, (_, text) in enumerate(choices):
            segment = _Segment(look, text)
            self._group.addButton(segment, place)
            line.addWidget(segment)
        self.setLayout(line)
        if choices:
            self._group.button(0).setChecked(True)
        self._group.idToggled.connect(self._toggled)
        self._is_silent = False
        look.theme.changed.connect(self.update)

    def value(self) -> object:
        place = self._group.checkedId()
        return self._keys[place] if place >= 0 else None

    def set_value(self, key: object) -> None:
        self._is_silent = True
        self._group.button(self._keys.index(key)).setChecked(True)
        self._is_silent = False

    def set_text(self, key: object, text: str) -> None:
        """Say one segment otherwise, as when a count in it changed."""
        segment = self._group.button(self._keys.index(key))
        segment.setText(text)
        segment.updateGeometry()

    def segments(self) -> list[QAbstractButton]:
        return self._group.buttons()

    def _toggled(self, place: int, is_on: bool) -> None:
        if is_on and not self._is_silent:
            self.changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        rounded(QPainter(self), self.rect(), theme.color("surface"), theme.color("field-line"))


class _Segment(Ringed, QPushButton):
    def __init__(self, look: Look, text: str) -> None:
        super().__init__(text)
        self._look = look
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    # Qt calls these

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(sized(self.font(), weight=600))
        return QSize(metrics.horizontalAdvance(self.text()) + 24, 30)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, standing = QPainter(self), self._look.theme, standing_of(self)
        if self.isChecked() or standing.has_focus:
            edge, width = theme.color("accent"), 2 if standing.has_focus else 1
            ground = theme.color("accent-ground" if self.isChecked() else "surface")
            rounded(painter, self.rect(), ground, edge, width=width)
        elif standing.is_pointed_at:
            inside = self.rect().adjusted(1, 1, -1, -1)
            rounded(painter, inside, theme.color("hover"), radius=5)
        font = sized(self.font(), weight=600 if self.isChecked() else 400)
        painter.setFont(font)
        painter.setPen(theme.color("ink-faint" if standing.is_off else "ink"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
