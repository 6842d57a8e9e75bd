"""Where a slide or an algorithm is dropped, or chosen with the system's own dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cytodesk.ui.arrivals import DropTarget
from cytodesk.ui.look import Look
from cytodesk.ui.marks import Mark
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.texts import Text

_TALL, _LOW = 215, 96
_RADIUS = 8


class DropArea(QWidget):
    """A dashed field; `low` where there is other news on the page."""

    arrived = Signal(list)
    choosing_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = look.words
        self._look = look
        self._is_hovered = False
        self._mark = Mark(look, "upload-simple", 32)
        title = Text(look, words("Drop a slide or an algorithm here"), "dialog-title")
        kinds = words("a folder, a zip or a descriptor.json")
        help_ = Text(
            look, f"SVS, NDPI, MRXS, DICOM, OME-TIFF, PNG  \u00a0·\u00a0  {kinds}", "caption"
        )
        self.choose = Button(look, words("Choose files..."))
        self.choose.setToolTip(words("Choose slides, zips or descriptors of this computer"))
        self.choose.clicked.connect(self.choosing_wanted)
        for text in (title, help_):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(
            column(
                None,
                row(None, self._mark, None),
                14,
                title,
                6,
                help_,
                14,
                row(None, self.choose, None),
                None,
                spacing=0,
                margins=(16, 8, 16, 8),
            )
        )
        target = DropTarget(self)
        target.hovered.connect(self.set_hovered)
        target.dropped.connect(self._drop)
        self.set_low(False)
        look.theme.changed.connect(self.update)

    def set_low(self, is_low: bool) -> None:
        self._mark.setVisible(not is_low)
        self.setFixedHeight(_LOW + 32 if is_low else _TALL)

    def set_hovered(self, is_hovered: bool) -> None:
        """Show that what hovers above may be let go."""
        self._is_hovered = is_hovered
        self.update()

    def _drop(self, paths: list[Path]) -> None:
        if paths:
            self.arrived.emit(paths)

    # Qt calls these

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.color("accent" if self._is_hovered else "field-line")
        pen = QPen(edge, 2 if self._is_hovered else 1.5)
        pen.setDashPattern([5, 3])
        painter.setPen(pen)
        painter.setBrush(theme.color("accent-ground" if self._is_hovered else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
