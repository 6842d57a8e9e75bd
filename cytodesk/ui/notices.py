"""What the user should know and may read later: each stays until it is read."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from cytodesk.assets import Words
from cytodesk.errors import CytoDeskError


@dataclass(frozen=True, slots=True)
class Notice:
    sentence: str
    kind: str
    """good, warn or bad."""
    at: float
    """Seconds since the epoch."""
    details: str = ""


class Notices(QObject):
    shown = Signal(Notice)
    changed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words
        self.unread: list[Notice] = []

    def show(self, told: CytoDeskError | str, kind: str = "", details: str = "") -> None:
        """Keep a sentence or the trouble that became one; trouble is bad unless said otherwise."""
        is_trouble = isinstance(told, CytoDeskError)
        sentence = told.said(self.words) if isinstance(told, CytoDeskError) else told
        notice = Notice(sentence, kind or ("bad" if is_trouble else "good"), time.time(), details)
        self.unread = [each for each in self.unread if each.sentence != sentence] + [notice]
        self.shown.emit(notice)
        self.changed.emit()

    def read(self, notice: Notice) -> None:
        self.unread = [each for each in self.unread if each is not notice]
        self.changed.emit()

    def read_all(self) -> None:
        self.unread = []
        self.changed.emit()
