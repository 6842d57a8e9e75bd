"""How far something is: a line of 4 pixels."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import bar

_STEP_MS = 40


class ProgressLine(QWidget):
    """`set_share(0.62)`, or None where nobody knows: then a part of the line moves along."""

    def __init__(
        self, look: Look, share: float | None = 0.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._share = share
        self._phase = 0.0
        self._moving = QTimer(self, interval=_STEP_MS)
        self._moving.timeout.connect(self._move)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(4)
        look.theme.changed.connect(self.update)
        self.set_share(share)

    def share(self) -> float | None:
        return self._share

    def set_share(self, share: float | None) -> None:
        self._share = share
        said = "" if share is None else self._look.words("{percent} %", percent=round(share * 100))
        self.setAccessibleDescription(said)
        self._be_moving()
        self.update()

    def _be_moving(self) -> None:
        if self._share is None and self.isVisible():
            self._moving.start()
        else:
            self._moving.stop()

    def _move(self) -> None:
        self._phase = (self._phase + 0.02) % 1.0
        self.update()

    # Qt calls these

    def sizeHint(self) -> QSize:
        return QSize(160, 4)

    def showEvent(self, event: QShowEvent) -> None:
        self._be_moving()

    def hideEvent(self, event: QHideEvent) -> None:
        self._moving.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        bar(painter, self._look.theme, rect, self._share, phase=self._phase)
