"""Work that a page does itself: how far it is, what it does just now, and a way to stop it."""

from __future__ import annotations

import threading

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.errors import N_, Cancelled
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.progress import ProgressLine
from cytodesk.ui.parts.texts import Elided


class _Wish:
    """Outlives the widget: a thread may still ask whether it is wanted."""

    def __init__(self) -> None:
        self.unwanted = threading.Event()


class Progressing(QWidget):
    """A bar, a line of words and Cancel; hidden until `begin`.

    `report` may be called from any thread: it tells the share that is done, and raises Cancelled
    once the user wants no more.
    """

    cancelled = Signal()
    _told = Signal(float, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = look.words
        self._wish = _Wish()
        wish = self._wish
        self.destroyed.connect(lambda: wish.unwanted.set())  # nobody is left to want it
        self._bar = ProgressLine(look)
        self._bar.setAccessibleName(words("Progress"))
        self._doing = Elided(look, "", "caption", middle=False)
        self.stop_button = Button(look, words("Cancel"), kind="link")
        self.stop_button.clicked.connect(self.stop)
        self._stopping = words("Stopping…")
        line = row(self._doing, self.stop_button, spacing=8)
        self.setLayout(column(self._bar, line, spacing=4))
        self._told.connect(self._show)
        self.hide()

    @property
    def is_going_on(self) -> bool:
        return not self.isHidden()

    def begin(self, doing: str) -> None:
        self._wish.unwanted = threading.Event()
        self.stop_button.setEnabled(True)
        self._show(-1.0, doing)
        self.show()

    def end(self) -> None:
        self._bar.set_share(0.0)
        self.hide()

    def report(self, share: float, doing: str = "") -> None:
        """Say how much is done, 0 to 1, or -1 where nobody knows. Raises Cancelled."""
        if self._wish.unwanted.is_set():
            raise Cancelled(N_("Stopped as you wished."))
        self._told.emit(share, doing)

    def _show(self, share: float, doing: str) -> None:
        self._bar.set_share(None if share < 0 else share)
        if doing and not self._wish.unwanted.is_set():
            self._doing.set_text(doing)

    def stop(self) -> None:
        """Let whoever reports next hear that the user wants no more."""
        self._wish.unwanted.set()
        self.stop_button.setEnabled(False)
        self._doing.set_text(self._stopping)
        self.cancelled.emit()
