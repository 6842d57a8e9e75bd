"""What came out: figures beside each other, then the charts of the most telling ones."""

from __future__ import annotations

from cytodesk.ui.compare.charts import GAP, ChartGrid
from cytodesk.ui.compare.difference import DifferenceTable
from cytodesk.ui.compare.lines import Line, lines_of
from cytodesk.ui.compare.study import Studied
from cytodesk.ui.compare.view import Bench, View
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.texts import Text

_MOST_LINES = 7
"""Shown at once, so that the first charts stand beside them."""


class ResultsView(View):
    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.has_only_differences = True
        self.table = DifferenceTable(self._look, self._look.words("What differs"), most=_MOST_LINES)
        self.table.run_wanted.connect(self._want)
        self.table.direction_said.connect(self.direction_said)
        self.charts = ChartGrid(self._look, self._connect)
        self._notes = Text(self._look, style="caption", wraps=True)
        whole = column(self.table, self.charts, self._notes, spacing=GAP)
        whole.setStretchFactor(self.charts, 1)
        self.setLayout(whole)

    def show_study(self, studied: Studied, *, only_differences: bool) -> None:
        words, comparison = self._look.words, studied.comparison
        shown = [line for line in lines_of(comparison, words) if _is_shown(line, only_differences)]
        nothing = words("Nothing differs: the same parameters, the same figures.")
        self.table.put(comparison.runs, shown, nothing)
        self.charts.put(studied.results)
        self._notes.setText("\n".join(note.said(words) for note in comparison.notes))
        self._notes.setVisible(bool(comparison.notes))

    def notes(self) -> str:
        """Return what must be known before the figures are believed."""
        return self._notes.text()


def _is_shown(line: Line, only_differences: bool) -> bool:
    return line.differs or not only_differences
