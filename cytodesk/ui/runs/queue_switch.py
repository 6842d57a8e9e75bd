"""QueueSwitch: whether this computer's queue rests, and a button that lets it rest or go on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.client.queueing import Queue
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.texts import Text


class QueueSwitch(QWidget):
    """Shown where runs wait or the queue rests; `pause_wanted` says True for a pause."""

    pause_wanted = Signal(bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = look.words
        self._is_paused = False
        self.said = Text(look, "", "warn")
        self.button = Button(look, "", kind="quiet")
        self.button.clicked.connect(lambda: self.pause_wanted.emit(not self._is_paused))
        self.setLayout(row(self.said, self.button, spacing=8))
        self.put(Queue(False, ()))

    def put(self, queue: Queue) -> None:
        words, self._is_paused = self._words, queue.is_paused
        self.said.setText(words("Paused: nothing more starts") if queue.is_paused else "")
        self.said.setVisible(queue.is_paused)
        self.button.setText(words("Go on") if queue.is_paused else words("Pause"))
        self.button.set_icon("play" if queue.is_paused else "pause")
        tip = words("Let no further analysis start; those that run go on.")
        self.button.setToolTip(words("Let what waits start.") if queue.is_paused else tip)
        self.button.updateGeometry()
        self.setVisible(queue.is_paused or bool(queue.waiting))
