"""How parameters and figures go together over many runs."""

from __future__ import annotations

from cytodesk.ui.compare.study import Studied
from cytodesk.ui.compare.view import Bench, View
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.texts import Text

FEWEST = 3


class RelationsView(View):
    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._said = Text(self._look, style="soft", wraps=True)
        self.setLayout(column(self._said, None))

    def show_study(self, studied: Studied, *, only_differences: bool) -> None:
        words = self._look.words
        self._said.setText(
            words("Two analyses make no relation: add a third with another value of a parameter.")
            if len(studied.comparison.runs) < FEWEST
            else words("No parameter with numbers differs between these analyses.")
        )
