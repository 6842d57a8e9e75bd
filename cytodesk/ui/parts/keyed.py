"""What controls do for those who use no mouse: a ring when Tab comes, Enter as a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from cytodesk.ui.parts.standing import ring_on_focus

# Mixed into widgets of many kinds, before Qt's own class: at run time they have no base.
if TYPE_CHECKING:
    AnyWidget = QWidget
    AnyButton = QAbstractButton
else:
    AnyWidget = AnyButton = object


class Ringed(AnyWidget):
    """Has a ring once the keyboard brought the focus; who paints it asks `standing_of`."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ring_on_focus(self, event)


class Keyed(Ringed, AnyButton):
    """A button that Enter presses, as Space does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
