"""The line below the table: how many, how many are ticked, how fresh it is."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.runs.times import clock, now_ms

_MINUTE = 60_000


class Footer(QWidget):
    """`19 analyses · 3 selected  Clear selection          Updated just now`."""

    clear_pressed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._count = Text(look, "", "caption")
        self._dot = Text(look, "·", "caption")
        self._ticked = Text(look, "", "label")
        self._clear = Button(look, look.words("Clear selection"), kind="link")
        self._fresh = Text(look, "", "caption")
        self._updated = now_ms()
        self._is_reached = True
        self._clear.clicked.connect(self.clear_pressed)
        self.setLayout(
            row(
                self._count, self._dot, self._ticked, self._clear, None, self._fresh,
                margins=(16, 0, 16, 0),
            )
        )  # fmt: skip
        self.setFixedHeight(38)
        self._minute = QTimer(self, interval=_MINUTE // 2)
        self._minute.timeout.connect(self._tell)
        self._minute.start()
        self.put(0, 0, 0)

    def put(self, shown: int, known: int, ticked: int, total: int = 0) -> None:
        """Tell counts; `total` is how many there will be while they still come."""
        words = self._look.words
        all_of_them = words.plural("{number:,} analysis", "{number:,} analyses", max(known, total))
        told = all_of_them
        if known < total:
            told = words("{shown:,} of {all}, loading", shown=known, all=all_of_them)
        elif shown != known:
            told = words("{shown:,} of {all}", shown=shown, all=all_of_them)
        self._count.setText(told)
        self._ticked.setText(words("{number} selected", number=f"{ticked:,}"))
        for widget in (self._dot, self._ticked, self._clear):
            widget.setVisible(ticked > 0)

    def updated(self) -> None:
        self._updated, self._is_reached = now_ms(), True
        self._tell()

    def reached(self, is_reached: bool) -> None:
        if is_reached:
            self.updated()
        elif self._is_reached:
            self._is_reached, self._updated = False, now_ms()
            self._tell()

    def _tell(self) -> None:
        words, minutes = self._look.words, (now_ms() - self._updated) // _MINUTE
        if not self._is_reached:
            told = words("Not reached since {time}, trying again", time=clock(self._updated)[:5])
        elif minutes < 1:
            told = words("Updated just now")
        else:
            told = words.plural(
                "Updated {number} minute ago", "Updated {number} minutes ago", minutes
            )
        self._fresh.setText(told)
