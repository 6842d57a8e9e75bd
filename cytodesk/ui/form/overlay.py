"""A sheet that lies over the page below what it belongs to, while the focus may stay there.

No window of its own: nothing is grabbed, so typing goes on in the field that opened it.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import rounded
from cytodesk.ui.parts.popup import SHADOW, paint_shadow

_GAP = 4
_RADIUS = 8


class Overlay(QWidget):
    """Shown by `open`, ended by `close_sheet`, a press elsewhere, or the going of its anchor."""

    closed = Signal()

    def __init__(self, look: Look, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._look = look
        self._anchor = anchor
        self._wanted = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        anchor.destroyed.connect(self.deleteLater)

    @property
    def is_open(self) -> bool:
        return self.isVisible()

    def open(self, width: int, height: int) -> None:
        """Show a sheet of this size below the anchor, or above it where there is more room."""
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self._place(width, height)
        if not self.isVisible():
            self.show()
            _application().installEventFilter(self)
        self.raise_()

    def close_sheet(self) -> None:
        if self.isVisible():
            _application().removeEventFilter(self)
            self.hide()
            self.closed.emit()

    def _follow(self) -> None:
        """Stay with the anchor while the page scrolls; end where it is scrolled out of sight."""
        if self._anchor.visibleRegion().isEmpty():
            self.close_sheet()
        else:
            self._place(*self._wanted)

    def _place(self, width: int, height: int) -> None:
        self._wanted = (width, height)
        window = self._anchor.window()
        corner = self._anchor.mapTo(window, QPoint(0, 0))
        below = window.height() - corner.y() - self._anchor.height() - _GAP
        above = corner.y() - _GAP
        top = corner.y() + self._anchor.height() + _GAP
        if below < height and above > below:
            height = min(height, above)
            top = corner.y() - _GAP - height
        else:
            height = min(height, below)
        left = max(0, min(corner.x(), window.width() - width))
        sheet = QRect(left, top, width, height)
        self.setGeometry(sheet.adjusted(-SHADOW, -SHADOW, SHADOW, SHADOW))

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress if isinstance(event, QMouseEvent):
                if not self._holds(event.globalPosition().toPoint()):
                    self.close_sheet()
            case QEvent.Type.Wheel if isinstance(watched, QWidget):
                if not self.isAncestorOf(watched):
                    self.close_sheet()
            case QEvent.Type.Move if isinstance(watched, QWidget):
                if watched.isAncestorOf(self._anchor) or watched is self._anchor:
                    self._follow()
            case QEvent.Type.Hide | QEvent.Type.Resize if watched in (
                self._anchor,
                self._anchor.window(),
            ):
                self.close_sheet()
        return False

    def _holds(self, place: QPoint) -> bool:
        return any(each.rect().contains(each.mapFromGlobal(place)) for each in (self, self._anchor))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        sheet = QRectF(self.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW))
        paint_shadow(painter, sheet, is_dark=theme.is_dark)
        rounded(painter, sheet, theme.color("raised"), theme.color("edge"), radius=_RADIUS)


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
