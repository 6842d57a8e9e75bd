"""Whether the user has done something meanwhile: what they do wins over what a start remembers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

_ACTS = (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress)


class Hand(QObject):
    """Watches a window for a press on something that answers one; a click on its ground is none."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.has_acted = False
        _application().installEventFilter(self)

    def rest(self) -> None:
        """Watch no more: each event passes here while it does."""
        _application().removeEventFilter(self)

    # Qt calls this

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTS and isinstance(watched, QAbstractButton | QLineEdit):
            self.has_acted |= watched.window() is self._window
        return False


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
