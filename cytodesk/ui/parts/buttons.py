"""Buttons: primary, plain, quiet, link, and those that are only an icon."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.keyed import Keyed
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.painting import rounded, sized
from cytodesk.ui.parts.standing import Standing, standing_of

HEIGHT = 30
_GAP = 8


@dataclass(frozen=True, slots=True)
class _Kind:
    """The tokens of one kind of button; "" paints nothing."""

    padding: int
    weight: int = 400
    ink: str = "ink"
    icon_ink: str = "ink-soft"
    ground: str = ""
    edge: str = ""
    pointed: str = "hover"
    pressed: str = "track"
    ring: str = "accent"
    off_ground: str = ""
    off_edge: str = ""
    off_ink: str = "ink-faint"


_KINDS = {
    "primary": _Kind(
        17, 600, "on-fill", "on-fill", "accent-fill", "", "accent-hover", "accent-hover", "ink",
        "off-ground", "line", "ink-soft",
    ),
    "plain": _Kind(14, 400, ground="surface", edge="edge", off_ground="surface", off_edge="line"),
    "quiet": _Kind(10),
    "name": _Kind(10, 500),
    "icon": _Kind(7),
    "heading": _Kind(0, 600, pointed="", pressed=""),
    "link": _Kind(0, 400, "accent", "accent", pointed="", pressed=""),
}  # fmt: skip


class Button(Keyed, QPushButton):
    """A button that paints itself: primary, plain, quiet, link, heading or icon."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        icon: str = "",
        kind: str = "plain",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._look = look
        self._icon = icon
        self._icon_size = 16
        self._kind = _KINDS[kind]
        self.setProperty("kind", kind)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.theme.changed.connect(self.update)

    def set_icon(self, name: str) -> None:
        self._icon = name
        self.updateGeometry()
        self.update()

    # what a subclass may say otherwise

    def _ink(self, standing: Standing) -> tuple[str, str]:
        """Return the tokens of the words and of the icon."""
        if standing.is_off:
            return self._kind.off_ink, self._kind.off_ink
        return self._kind.ink, self._kind.icon_ink

    def _is_underlined(self, standing: Standing) -> bool:
        """Say whether the words carry the ring's office, where there is no room for a ring."""
        is_pointed_at = standing.is_pointed_at and self.property("kind") == "link"
        return not self._kind.padding and (standing.has_focus or is_pointed_at)

    def _paint_ground(self, painter: QPainter, standing: Standing) -> None:
        kind = self._kind
        ground, edge = kind.ground, kind.edge
        if standing.is_off:
            ground, edge = kind.off_ground, kind.off_edge
        elif standing.is_pressed or standing.is_pointed_at:
            ground = kind.pressed if standing.is_pressed else kind.pointed
        width = 1
        if standing.has_focus and kind.padding:
            edge, width = kind.ring, 2
        colors = [self._look.theme.color(each) if each else None for each in (ground, edge)]
        rounded(painter, self.rect(), *colors, width=width)

    # Qt calls these

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(sized(self.font(), weight=self._kind.weight))
        words = metrics.horizontalAdvance(self.text())
        gap = _GAP if self.text() and self._icon else 0
        width = 2 * self._kind.padding + words + gap + (self._icon_size if self._icon else 0)
        return QSize(width, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        standing = standing_of(self)
        self._paint_ground(painter, standing)
        ink, icon_ink = self._ink(standing)
        hint = self.sizeHint().width() - 2 * self._kind.padding
        x = max((self.width() - hint) // 2, self._kind.padding)
        if self._icon:
            size, middle = self._icon_size, self.height() // 2
            paint_icon(painter, self._look.theme, self._icon, icon_ink, x, middle, size)
            x += size + _GAP
        self._write(painter, x, ink, standing)

    def _write(self, painter: QPainter, x: int, ink: str, standing: Standing) -> None:
        font = sized(self.font(), weight=self._kind.weight)
        font.setUnderline(self._is_underlined(standing))
        painter.setFont(font)
        painter.setPen(self._look.theme.color(ink))
        rect = QRect(x, 0, self.width() - x, self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, flags | Qt.TextFlag.TextHideMnemonic, self.text())


class IconButton(Button):
    """An icon that acts; its tooltip is its name for who cannot see it. In bars it is of 20."""

    def __init__(
        self,
        look: Look,
        icon: str,
        tooltip: str,
        parent: QWidget | None = None,
        size: int = HEIGHT,
        icon_size: int = 16,
    ) -> None:
        super().__init__(look, "", icon, "icon", parent)
        self._icon_size = icon_size
        self.setFixedSize(size, size)
        self.set_tooltip(tooltip)

    def set_tooltip(self, tooltip: str) -> None:
        self.setToolTip(tooltip)
        self.setAccessibleName(tooltip)


class StarButton(IconButton):
    """A star that is set or not, as that of an analysis."""

    def __init__(self, look: Look, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(look, "star", tooltip, parent)
        self.setCheckable(True)
        self.toggled.connect(lambda is_set: self.set_icon("star-fill" if is_set else "star"))

    def _ink(self, standing: Standing) -> tuple[str, str]:
        ink, icon_ink = super()._ink(standing)
        return ink, "accent" if self.isChecked() and not standing.is_off else icon_ink
