"""One run in the title row: its mark, its name, what sets it apart; it can be dragged or hidden."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from cytodesk.charts.looks import look_of
from cytodesk.errors import N_
from cytodesk.ui.charts.markers import paint_marker
from cytodesk.ui.look import Look
from cytodesk.ui.parts.keyed import Keyed
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.painting import rounded, sized, write
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.standing import standing_of

_HEIGHT = 30
_LEFT = 30
_GAP = 10
_CROSS = 30
_WIDEST_NOTE = 210
_BASELINE = N_("baseline")
_HIDDEN = 0.55
"""Opacity of the words of a run that is hidden."""


class RunChip(Keyed, QPushButton):
    """A run that is compared. A press opens what can be done with it, Delete or × removes it.

    Dragged, or with Ctrl and an arrow, it changes places; the baseline stays where it is.
    """

    removed = Signal()
    run_wanted = Signal()
    pinned = Signal()
    hidden = Signal()
    """That it shall be hidden, or shown again."""
    stepped = Signal(int)
    dragged = Signal(QPoint)
    """The point of the screen where it is held."""
    dropped = Signal(QPoint)

    def __init__(
        self,
        look: Look,
        place: int,
        name: str,
        note: str = "",
        *,
        is_hidden: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._place, self._name, self._note = look, place, name, note
        self._is_hidden = is_hidden
        self._is_on_cross = False
        self._held: QPoint | None = None
        self._is_dragged = False
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        out_of_sight = look.words("hidden") if is_hidden else ""
        said = ", ".join(each for each in (name, note, self._pin, out_of_sight) if each)
        self.setAccessibleName(said)
        self.setAccessibleDescription(
            look.words("Delete removes it, Ctrl and an arrow move it, Ctrl and H hide it")
        )
        self.clicked.connect(self._offer)
        look.theme.changed.connect(self.update)

    @property
    def _pin(self) -> str:
        return self._look.words(_BASELINE) if self._place == 0 else ""

    def _offer(self) -> None:
        menu = Menu(self._look, acts_on(self._look, self._place, self._is_hidden), self)
        menu.chosen.connect(self.act)
        menu.open_below(self)

    def act(self, key: str) -> None:
        """Do one of `acts_on`."""
        signals = {
            "show": self.run_wanted,
            "pin": self.pinned,
            "hide": self.hidden,
            "remove": self.removed,
        }
        signals[key].emit()

    def _cross(self) -> QRect:
        return QRect(self.width() - _CROSS, 0, _CROSS, self.height())

    def _parts(self) -> list[tuple[str, str, QFont, int]]:
        """Return texts with token, font and the widest they may be."""
        strong, soft = sized(self.font(), 13, 600), sized(self.font(), 12)
        return [
            (self._name, "ink", strong, 400),
            (self._note, "ink-soft", soft, _WIDEST_NOTE),
            (self._pin, "accent", sized(self.font(), 12, 500), 400),
        ]

    # Qt calls these

    def sizeHint(self) -> QSize:
        width = _LEFT
        for text, token, font, widest in self._parts():
            if text:
                width += min(QFontMetrics(font).horizontalAdvance(text) + 1, widest) + _GAP
                width += 20 if token == "accent" else 0
        return QSize(width + _CROSS - 4, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.removed.emit()
            case Qt.Key.Key_Left | Qt.Key.Key_Right if _has_control(event):
                self.stepped.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
            case Qt.Key.Key_H if _has_control(event):
                self.hidden.emit()
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._place:
            self._held = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            moved = (event.position().toPoint() - self._held).manhattanLength()
            if self._is_dragged or moved >= QApplication.startDragDistance():
                self._is_dragged = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.dragged.emit(event.globalPosition().toPoint())
                return
        self._is_on_cross = self._cross().contains(event.position().toPoint())
        remove = self._look.words("Remove from the comparison")
        self.setToolTip(remove if self._is_on_cross else self.accessibleName())
        self.update()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        if self._is_dragged:
            self._is_dragged = False
            self.unsetCursor()
            self.setDown(False)
            self.dropped.emit(event.globalPosition().toPoint())
            return
        is_on_cross = self._cross().contains(event.position().toPoint())
        if is_on_cross and event.button() is Qt.MouseButton.LeftButton:
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, standing = QPainter(self), self._look.theme, standing_of(self)
        edge = theme.color("accent" if standing.has_focus else "line")
        ground = theme.color("hover" if standing.is_pointed_at else "surface")
        rounded(painter, self.rect(), ground, edge, width=2 if standing.has_focus else 1)
        if self._is_hidden:
            paint_icon(painter, theme, "eye-slash", "ink-soft", 9, self.height() // 2, 16)
            painter.setOpacity(_HIDDEN)
        else:
            paint_marker(painter, theme, look_of(self._place), QPointF(17, self.height() / 2))
        x = _LEFT
        for text, token, font, widest in self._parts():
            if not text:
                continue
            if token == "accent":
                paint_icon(painter, theme, "push-pin-fill", "accent", x, self.height() // 2, 14)
                x += 20
            place = QRect(x, 0, min(widest, self.width() - x), self.height())
            x += write(painter, place, text, theme.color(token), font) + _GAP
        painter.setOpacity(1.0)
        token = "ink" if self._is_on_cross and standing.is_pointed_at else "ink-soft"
        cross = self._cross()
        paint_icon(painter, theme, "x", token, cross.center().x() - 6, self.height() // 2, 12)


def acts_on(look: Look, place: int, is_hidden: bool) -> list[ListRow]:
    """Return what can be done with the run in this place of a comparison."""
    words = look.words
    rows = [ListRow("show", words("Show this analysis"), icon="list-bullets")]
    if place:
        rows.append(ListRow("pin", words("Make it the baseline"), icon="push-pin"))
    if is_hidden:
        rows.append(ListRow("hide", words("Show it again in charts and tables"), icon="eye"))
    else:
        rows.append(ListRow("hide", words("Hide it in charts and tables"), icon="eye-slash"))
    return [*rows, ListRow("remove", words("Remove from the comparison"), icon="x")]


def _has_control(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
