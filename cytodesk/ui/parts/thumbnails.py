"""Pictures that cut their own corners round."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.painting import clipped, rounded


class Thumbnail(QWidget):
    """A picture that covers its place; a grey shape until there is one."""

    def __init__(
        self,
        look: Look,
        size: QSize | None = None,
        *,
        radius: int = 4,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._radius = radius
        self._picture: QPixmap | None = None
        self._scaled: QPixmap | None = None
        self._scaled_for = QSize()
        self.setAccessibleName(name)
        if size is not None:
            self.setFixedSize(size)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.theme.changed.connect(self.update)

    def set_image(self, image: QImage | QPixmap | None) -> None:
        self._picture = QPixmap.fromImage(image) if isinstance(image, QImage) else image
        self._scaled = None
        self.update()

    def _sharp(self) -> QPixmap | None:
        """Return the picture scaled once for this size and screen."""
        ratio = self.devicePixelRatioF()
        wanted = self.size() * ratio
        if self._picture is None or self._picture.isNull():
            return None
        if self._scaled is None or self._scaled_for != wanted:
            grown = Qt.AspectRatioMode.KeepAspectRatioByExpanding
            smooth = Qt.TransformationMode.SmoothTransformation
            self._scaled, self._scaled_for = self._picture.scaled(wanted, grown, smooth), wanted
        return self._scaled

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        if picture := self._sharp():
            clipped(painter, rect, self._radius, picture)
        else:
            rounded(painter, rect, self._look.theme.color("off-ground"), radius=self._radius)
