"""Over a page while files hover above it: what dropping them would do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cytodesk.ui.arrivals import DropTarget
from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import rounded, sized

_INSET = 12
_RADIUS = 8


class DropVeil(QWidget):
    """Covers `page` whenever `target` is hovered; takes no mouse."""

    def __init__(self, look: Look, page: QWidget, target: DropTarget, sentence: str) -> None:
        super().__init__(page)
        self._look = look
        self._page = page
        self._sentence = sentence
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        page.installEventFilter(self)
        target.hovered.connect(self._show)

    def _show(self, is_hovered: bool) -> None:
        self.setGeometry(self._page.rect())
        self.setVisible(is_hovered)
        self.raise_()

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._page.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(theme.color("ground"))
        ground.setAlphaF(0.72)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(theme.color("accent"), 2, Qt.PenStyle.DashLine))
        inside = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        painter.drawRoundedRect(inside, _RADIUS, _RADIUS)
        font = sized(self.font(), 15, 600)
        painter.setFont(font)
        words = painter.fontMetrics().boundingRect(self._sentence)
        plate = QRectF(0, 0, words.width() + 48, 48)
        plate.moveCenter(inside.center())
        rounded(painter, plate, theme.color("raised"), theme.color("accent"))
        painter.setPen(theme.color("ink"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._sentence)
