"""What opens over the page: a raised surface with a soft shadow; Esc or a click outside ends it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.compositing import is_composited
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.painting import rounded

SHADOW = 18
"""Pixels around the surface in which its shadow falls."""
_EDGE = 8
"""Pixels between a popup and the edge of the window, where it is near."""
_RADIUS = 8
_RINGS = 16


class Popup(QWidget):
    """A raised surface below its anchor; `body` is its layout, `closed` tells its end."""

    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        flags = Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint
        super().__init__(parent, flags | Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._look = look
        edge = SHADOW + 1
        self.body: QVBoxLayout = column(spacing=0, margins=(edge, edge, edge, edge))
        self.body.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # `fit` sizes it
        self.setLayout(self.body)
        self._anchor: QWidget | None = None
        self._is_soft = True

    def open_below(self, anchor: QWidget, *, width: int | None = None, gap: int = 4) -> None:
        """Open at the left edge of `anchor`, below it, or above where there is no room."""
        self.fit(width)
        self._open(anchor, 0, gap)

    def open_below_right(self, anchor: QWidget, *, width: int, gap: int = 4) -> None:
        """Open so that it ends at the right edge of `anchor`."""
        self.fit(width)
        self._open(anchor, anchor.width() - width, gap)

    def fit(self, width: int | None = None) -> None:
        """Be as large as the contents want, or `width` pixels wide without the shadow.

        Qt's own adjustSize makes no window lower than 100 pixels.
        """
        if width is not None:
            self.setFixedWidth(width + 2 * SHADOW)
        self.body.activate()
        size = self.sizeHint().expandedTo(self.minimumSize()).boundedTo(self.maximumSize())
        if self.body.hasHeightForWidth():
            size.setHeight(self.body.totalHeightForWidth(size.width()))
        self.resize(size)

    def _open(self, anchor: QWidget, x: int, gap: int) -> None:
        self._anchor = anchor
        above = anchor.mapToGlobal(QPoint(0, 0))
        place = above + QPoint(x - SHADOW, anchor.height() + gap - SHADOW)
        self.move(self._inside(place, QRect(above, anchor.size()), gap))
        self.show()

    def _inside(self, place: QPoint, anchor: QRect, gap: int) -> QPoint:
        """Return where to stand: in the window if there is room, on the screen in any case."""
        screen = QGuiApplication.screenAt(anchor.center()) or QGuiApplication.primaryScreen()
        on_screen = _with_shadow(screen.availableGeometry())
        inside = _main_window(self).geometry().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        in_window = _with_shadow(inside) & on_screen
        over = anchor.top() - gap - self.height() + SHADOW
        for room in (in_window, on_screen):
            x = max(min(place.x(), room.right() + 1 - self.width()), room.left())
            for y in (place.y(), over):
                if room.contains(QRect(QPoint(x, y), self.size())):
                    return QPoint(x, y)
        return QPoint(x, place.y())

    def _surface(self) -> QRect:
        return self.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)

    def _cut_out(self) -> None:
        """Where nothing can be transparent, be no larger than the surface."""
        if self._is_soft:
            self.clearMask()
            return
        path = QPainterPath()
        path.addRoundedRect(QRectF(self._surface()), _RADIUS, _RADIUS)
        self.setMask(QRegion(path.toFillPolygon().toPolygon()))

    def _is_on_anchor(self, place: QPoint) -> bool:
        anchor = self._anchor
        return anchor is not None and anchor.rect().contains(anchor.mapFromGlobal(place))

    def _follow_contents(self) -> None:
        """Grow and shrink with the contents; what stands above its anchor stays upon it."""
        before, anchor = self.height(), self._anchor
        self.fit()
        if anchor is not None and self.y() + SHADOW < anchor.mapToGlobal(QPoint(0, 0)).y():
            self.move(self.x(), self.y() + before - self.height())

    # Qt calls these

    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._follow_contents()
        return is_done

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """End with a click outside or in the shadow; one on the anchor must not open it again."""
        if not self._surface().contains(event.position().toPoint()):
            is_on_anchor = self._is_on_anchor(event.globalPosition().toPoint())
            self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay, is_on_anchor)
            self.close()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self._is_soft = is_composited()
        self._cut_out()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut_out()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        surface = QRectF(self._surface())
        if self._is_soft:
            paint_shadow(painter, surface, is_dark=theme.is_dark)
        else:
            painter.fillRect(self.rect(), theme.color("edge"))
        rounded(painter, surface, theme.color("raised"), theme.color("edge"), radius=_RADIUS)


def _with_shadow(room: QRect) -> QRect:
    """Return where a popup with its shadow may stand, if its surface shall stand in `room`."""
    return room.adjusted(-SHADOW, -SHADOW, SHADOW, SHADOW)


def _main_window(popup: QWidget) -> QWidget:
    """Return the window that stands below `popup` and all dialogs."""
    window = popup
    while (parent := window.parentWidget()) is not None:
        window = parent.window()
    return window


def paint_shadow(painter: QPainter, surface: QRectF, *, is_dark: bool) -> None:
    """Darken what lies around `surface`, less and less, and a little more below it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    strength = 0.06 if is_dark else 0.018
    for ring in range(_RINGS, 0, -1):
        painter.setBrush(QColor.fromRgbF(0, 0, 0, strength * (1 - ring / (_RINGS + 1)) ** 1.5))
        grown = surface.adjusted(-ring, -ring + 3, ring, ring + 2)
        painter.drawRoundedRect(grown, _RADIUS + ring, _RADIUS + ring)
    painter.restore()
