"""One run in the title row: its mark, its name, what sets it apart; a pin or a ×."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from cytodesk.charts.drawing import look_of
from cytodesk.errors import N_
from cytodesk.ui.charts.markers import paint_marker
from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.painting import rounded, sized, write
from cytodesk.ui.parts.picks import Menu
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.standing import ring_on_focus, standing_of

_HEIGHT = 30
_LEFT = 30
_GAP = 10
_CROSS = 30
_WIDEST_NOTE = 210
_BASELINE = N_("baseline")


class RunChip(QPushButton):
    """A run that is compared. A press opens what can be done with it, Delete or × removes it."""

    removed = Signal()
    run_wanted = Signal()
    pinned = Signal()

    def __init__(
        self, look: Look, place: int, name: str, note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._place, self._name, self._note = look, place, name, note
        self._is_on_cross = False
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        said = ", ".join(each for each in (name, note, self._pin) if each)
        self.setAccessibleName(said)
        self.setAccessibleDescription(look.words("Delete removes it"))
        self.clicked.connect(self._offer)
        look.theme.changed.connect(self.update)

    @property
    def _pin(self) -> str:
        return self._look.words(_BASELINE) if self._place == 0 else ""

    def _offer(self) -> None:
        words = self._look.words
        rows = [ListRow("show", words("Show this analysis"), icon="list-bullets")]
        if self._place:
            rows.append(ListRow("pin", words("Make it the baseline"), icon="push-pin"))
        rows.append(ListRow("remove", words("Remove from the comparison"), icon="x"))
        menu = Menu(self._look, rows, self)
        menu.chosen.connect(self._act)
        menu.open_below(self)

    def _act(self, key: str) -> None:
        {"show": self.run_wanted, "pin": self.pinned, "remove": self.removed}[key].emit()

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ring_on_focus(self, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.removed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.click()
            case _:
                super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._is_on_cross = self._cross().contains(event.position().toPoint())
        remove = self._look.words("Remove from the comparison")
        self.setToolTip(remove if self._is_on_cross else self.accessibleName())
        self.update()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
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
        token = "ink" if self._is_on_cross and standing.is_pointed_at else "ink-soft"
        cross = self._cross()
        paint_icon(painter, theme, "x", token, cross.center().x() - 6, self.height() // 2, 12)
