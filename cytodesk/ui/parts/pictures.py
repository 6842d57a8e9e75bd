"""A picture to look at: whole, its corners cut round."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from cytodesk.ui.parts.painting import clipped

_RADIUS = 4


class Picture(QWidget):
    """It becomes smaller where it has to; its pixels are never enlarged, nothing is cut off."""

    def __init__(
        self, image: QImage, name: str, most: QSize, parent: QWidget | None = None
    ) -> None:
        """`most` is the size beyond which it asks for no more room."""
        super().__init__(parent)
        self._picture = QPixmap.fromImage(image)
        self._most = most
        self._scaled = self._picture
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def shown_size(self) -> QSize:
        """Return how large the picture is shown, in pixels of the page."""
        return self._within(self.size())

    def _within(self, room: QSize) -> QSize:
        whole = self._picture.size()
        if whole.width() <= room.width() and whole.height() <= room.height():
            return whole
        return whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)

    # Qt calls these

    def sizeHint(self) -> QSize:
        return self._within(self._most)

    def paintEvent(self, event: QPaintEvent) -> None:
        size = self.shown_size()
        wanted = size * self.devicePixelRatioF()
        if self._scaled.size() != wanted:
            smooth = Qt.TransformationMode.SmoothTransformation
            ignored = Qt.AspectRatioMode.IgnoreAspectRatio
            self._scaled = self._picture.scaled(wanted, ignored, smooth)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        clipped(QPainter(self), QRectF(place), _RADIUS, self._scaled)
