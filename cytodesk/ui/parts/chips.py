"""What is chosen, as chips: words, a swatch or thumbnail, × to let go."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.flow import FlowLayout
from cytodesk.ui.parts.keyed import Keyed
from cytodesk.ui.parts.layouts import be_shown
from cytodesk.ui.parts.painting import clipped, dot, outline_of, rounded, sized, write
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.standing import standing_of

_HEIGHT = 24
_CROSS = 26
_WIDEST = 240


@dataclass(frozen=True, slots=True)
class ChipData:
    """One chosen thing; `color` is that of a term."""

    key: Hashable
    text: str
    color: str = ""
    thumbnail: QPixmap | None = None


class Chip(Keyed, QPushButton):
    """A chip; `removed` by its × or by Delete. Outlined chips (tags) are only clicked."""

    removed = Signal()

    def __init__(
        self,
        look: Look,
        text: str,
        *,
        color: str = "",
        thumbnail: QPixmap | None = None,
        removable: bool = True,
        outlined: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._look = look
        self._color, self._thumbnail = color, thumbnail
        self._removable = removable and not outlined
        self._outlined = outlined
        self._is_on_cross = False
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if self._removable:
            self.setAccessibleDescription(look.words("Delete removes it"))
        look.theme.changed.connect(self.update)

    def _before(self) -> int:
        """Return where the words begin."""
        if self._thumbnail:
            return 28
        return 24 if self._color else 8

    def _cross(self) -> QRect:
        return QRect(self.width() - _CROSS, 0, _CROSS, self.height())

    # Qt calls these

    def sizeHint(self) -> QSize:
        words = QFontMetrics(sized(self.font(), 12, 500)).horizontalAdvance(self.text()) + 1
        width = self._before() + words + (_CROSS if self._removable else 8)
        return QSize(min(width, _WIDEST), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(60, self.sizeHint().width()), _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._is_on_cross = self._removable and self._cross().contains(event.position().toPoint())
        self.setToolTip(self._look.words("Remove") if self._is_on_cross else self.text())
        self.update()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_on_cross = self._removable and self._cross().contains(event.position().toPoint())
        if is_on_cross and event.button() == Qt.MouseButton.LeftButton:
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, standing = QPainter(self), self._look.theme, standing_of(self)
        ground = "surface" if self._outlined else "accent-ground"
        if self._outlined and standing.is_pointed_at:
            ground = "hover"
        edge = "accent" if standing.has_focus else "line" if self._outlined else ""
        width = 2 if standing.has_focus else 1
        color = theme.color(edge) if edge else None
        rounded(painter, self.rect(), theme.color(ground), color, width=width, radius=4)
        self._paint_sign(painter)
        end = self.width() - (_CROSS if self._removable else 8)
        words = QRect(self._before(), 0, end - self._before() + 1, self.height())
        font, middle = sized(self.font(), 12, 500), Qt.TextElideMode.ElideMiddle
        write(painter, words, self.text(), theme.color("ink"), font, elide=middle)
        if self._removable:
            token = "ink" if self._is_on_cross and standing.is_pointed_at else "ink-soft"
            paint_icon(painter, theme, "x", token, end + 6, self.height() // 2, 12)

    def _paint_sign(self, painter: QPainter) -> None:
        if self._thumbnail:
            clipped(painter, QRectF(3, 3, 18, 18), 3, self._thumbnail)
        elif self._color:
            fill = QColor(self._color)
            edge = outline_of(self._look.theme, fill)
            dot(painter, QPointF(13, 12), 10, fill, edge)


class ChipRow(QWidget):
    """Chips in lines; beyond `limit` the rest is counted, one press shows them all."""

    removed = Signal(object)
    clicked = Signal(object)

    def __init__(
        self,
        look: Look,
        *,
        removable: bool = True,
        outlined: bool = False,
        limit: int = 24,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._removable, self._outlined, self._limit = removable, outlined, limit
        self._data: tuple[ChipData, ...] = ()
        self._chips: list[Chip] = []
        self._shows_all = False
        self._rest = 0
        self._flow = FlowLayout(6)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def put(self, chips: Sequence[ChipData], rest: int = 0) -> None:
        """Show `chips`; `rest` more are only counted."""
        self._data, self._rest = tuple(chips), rest
        self._fill()

    def chips(self) -> list[Chip]:
        return self._chips

    def keys(self) -> list[Hashable]:
        return [each.key for each in self._data]

    def _fill(self) -> None:
        had = next((place for place, chip in enumerate(self._chips) if chip.hasFocus()), None)
        while item := self._flow.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        shown = self._data if self._shows_all else self._data[: self._limit]
        self._chips = [self._chip(data) for data in shown]
        if rest := len(self._data) - len(shown) + self._rest:
            more = Chip(self._look, self._look.words("{number} more", number=rest), outlined=True)
            more.clicked.connect(self._show_all)
            self._flow.addWidget(more)
            more.show()
        self._flow.invalidate()
        self.updateGeometry()
        be_shown(self, bool(self._data))
        if had is not None and self._chips:
            self._chips[min(had, len(self._chips) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _chip(self, data: ChipData) -> Chip:
        chip = Chip(
            self._look,
            data.text,
            color=data.color,
            thumbnail=data.thumbnail,
            removable=self._removable,
            outlined=self._outlined,
        )
        chip.removed.connect(lambda: self.removed.emit(data.key))
        chip.clicked.connect(lambda: self.clicked.emit(data.key))
        self._flow.addWidget(chip)
        chip.show()  # Qt would show it later, and until then it has no height
        return chip

    def _show_all(self) -> None:
        self._shows_all = True
        self._fill()
