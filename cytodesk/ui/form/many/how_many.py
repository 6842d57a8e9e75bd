"""How many analyses: the pick in the foot of the form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from cytodesk.algorithms.batches.rows import How
from cytodesk.errors import N_
from cytodesk.ui.look import Look
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.row_lists import ListRow

_SAID = {
    How.ONE: (N_("One analysis"), "flask"),
    How.IMAGES: (N_("One for each image"), "image"),
    How.TERMS: (N_("One for each term"), "tag"),
    How.TABLE: (N_("A table of analyses"), "table"),
    How.SWEEP: (N_("A sweep over values"), "chart-line"),
}


class HowMany(Pick):
    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.changed.connect(self._tell_wish)

    def offer(self, ways: Sequence[How], now: How) -> None:
        words = self._look.words
        self.set_choices([ListRow(how, words(_SAID[how][0]), icon=_SAID[how][1]) for how in ways])
        self.set_value(now)

    def _tell(self) -> None:
        """What is picked says it all to the eye; to the ear also what it is about."""
        super()._tell()
        self.setAccessibleName(f"{self._look.words('How many')} {self._shown()[0]}".strip())

    def _tell_wish(self) -> None:
        self.wanted.emit(How(str(self.value())))
