"""The popup in which analyses are chosen that shall be compared too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.ui.compare.run_list import Offer, RunList
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.popup import SHADOW, Popup
from cytodesk.ui.parts.row_lists import ListRow

_WIDTH = 400
_SHOWN = 9


class RunPicker(Popup):
    """Tick several and press the button, or Enter for the one that is current: `taken`."""

    taken = Signal(list)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._look = look
        self.runs = RunList(look, _SHOWN, inset=4)
        self.add = Button(look, look.words("Compare"), kind="primary")
        self.add.clicked.connect(self._take_ticked)
        self.body.setContentsMargins(SHADOW + 1, SHADOW + 5, SHADOW + 1, SHADOW + 5)
        self.body.setSpacing(8)
        self.body.addWidget(self.runs)
        self.body.addLayout(row(None, self.add, margins=(4, 0, 4, 0)))
        self.runs.ticks_changed.connect(self._tell)
        self.runs.taken.connect(self._take)
        self._tell()

    def open_for(self, anchor: QWidget) -> None:
        self.open_below(anchor, width=_WIDTH)
        self.runs.search.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def put(self, offer: Offer) -> None:
        self.runs.put(offer)

    def fail(self, sentence: str) -> None:
        self.runs.fail(sentence)

    def rows(self) -> list[ListRow]:
        return self.runs.rows()

    def _tell(self) -> None:
        number = len(self.runs.ticked())
        words = self._look.words
        self.add.setEnabled(number > 0)
        self.add.setText(words("Add {number}", number=number) if number else words("Add"))

    def _take(self) -> None:
        current = self.runs.current()
        if self.runs.ticked():
            self._take_ticked()
        elif current is not None:
            self._end([current])

    def _take_ticked(self) -> None:
        self._end(self.runs.ticked())

    def _end(self, ids: list[int]) -> None:
        self.close()
        self.taken.emit(ids)
