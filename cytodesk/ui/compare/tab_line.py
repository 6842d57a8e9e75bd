"""The line of tabs with the controls of what they show: beside them, or below for lack of room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cytodesk.ui.compare.frames import EDGE
from cytodesk.ui.look import Look
from cytodesk.ui.parts.cards import Hairline
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.tabs import Tabs

_GAP = 16
_BELOW = 8


class TabLine(QWidget):
    def __init__(
        self, look: Look, tabs: Tabs, controls: Sequence[QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tabs = tabs
        self._controls = QWidget()
        self._controls.setLayout(row(*controls, spacing=_GAP))
        self._beside = row(tabs, None, self._controls, spacing=_GAP, margins=(0, 0, EDGE, 0))
        self._below = row(None, margins=(0, 0, EDGE, 0))
        self._is_below = False
        hairline = row(Hairline(look), margins=(0, 0, EDGE, 0), align=None)
        self.setLayout(column(self._beside, hairline, self._below, spacing=0))

    def _arrange(self) -> None:
        """Put the controls where they have room."""
        wanted = self._tabs.sizeHint().width() + _GAP + self._controls.sizeHint().width() + EDGE
        is_below = wanted > self.width()
        if is_below == self._is_below:
            return
        self._is_below = is_below
        old, new = (self._beside, self._below) if is_below else (self._below, self._beside)
        old.removeWidget(self._controls)
        new.addWidget(self._controls)
        self._below.setContentsMargins(0, _BELOW if is_below else 0, EDGE, 0)

    # Qt calls these

    def minimumSizeHint(self) -> QSize:
        widest = max(self._tabs.sizeHint().width(), self._controls.sizeHint().width())
        return QSize(widest + EDGE, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)
