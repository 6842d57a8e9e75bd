"""What all editors promise."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from cytodesk.algorithms.parameters import Parameter
from cytodesk.ui.look import Look

_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""The focus comes back: another window, or a list of this very field."""


class Editor(QWidget):
    """Enters one answer. Showing is silent; `answered` is the user's hand, `left` its going."""

    answered = Signal(object)
    left = Signal()
    noted = Signal(str)
    """A few words beside the label, such as how many are chosen."""
    explained = Signal(str)
    """Why the editor is not what one expects, such as ids instead of a list."""

    def __init__(self, look: Look, parameter: Parameter) -> None:
        super().__init__()
        self._look = look
        self._words = look.words
        self._parameter = parameter

    def show_answer(self, answer: object) -> None:
        """Show an answer; None is none, which shows the default."""
        raise NotImplementedError

    def set_problem(self, sentence: str) -> None:
        """Mark the editor while there is a problem; its sentence stands below."""
        raise NotImplementedError

    def can_retry(self) -> bool:
        """Whether what was explained may be otherwise another time."""
        return False

    def retry(self) -> None:
        """Try again what was explained."""

    def shown(self, answer: object) -> object:
        return self._parameter.default if answer is None else answer

    def _watch(self, inner: QWidget) -> None:
        """Hand the focus on to `inner`, and tell when it leaves."""
        self.setFocusProxy(inner)
        inner.installEventFilter(self)

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.focusProxy() and _has_left(event):
            self.left.emit()
        return super().eventFilter(watched, event)


def _has_left(event: QEvent) -> bool:
    return isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYS


def key_pressed(event: QEvent) -> QKeyEvent | None:
    """Return the event if a key was pressed."""
    if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
        return event
    return None
