"""Tabs: words with a line under the one that is shown."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.keyed import Ringed
from cytodesk.ui.parts.standing import standing_of

_GAP = 26
"""Pixels after a tab, as the style sheet has them."""


class Tabs(Ringed, QTabBar):
    """One of a few views of the same thing; arrows move, `changed` tells."""

    changed = Signal()

    def __init__(
        self, look: Look, tabs: Sequence[tuple[Hashable, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)  # the shown tab is heavier than its size hint
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._look = look
        self._keys = [key for key, _ in tabs]
        for _, text in tabs:
            self.addTab(text)
        self._is_silent = False
        self.currentChanged.connect(self._tell)

    def value(self) -> Hashable:
        return self._keys[self.currentIndex()]

    def set_value(self, key: Hashable) -> None:
        self._is_silent = True
        self.setCurrentIndex(self._keys.index(key))
        self._is_silent = False

    def _tell(self) -> None:
        if not self._is_silent:
            self.changed.emit()

    # Qt calls these

    def paintEvent(self, event: QPaintEvent) -> None:
        """Thicken the line under the shown tab while the keyboard is here: a ring has no room."""
        super().paintEvent(event)
        if standing_of(self).has_focus:
            tab = self.tabRect(self.currentIndex())
            line = QRect(tab.left(), tab.bottom() - 3, tab.width() - _GAP, 4)
            QPainter(self).fillRect(line, self._look.theme.color("accent"))
