"""Which values the runs were given, and what else may set them apart."""

from __future__ import annotations

from cytodesk.ui.compare.difference import DifferenceTable
from cytodesk.ui.compare.lines import fact_lines, parameter_lines
from cytodesk.ui.compare.study import Studied
from cytodesk.ui.compare.view import Bench, View
from cytodesk.ui.parts.layouts import column


class ParametersView(View):
    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        heading = self._look.words("Parameter")
        self.table = self._connect_table(DifferenceTable(self._look, heading))
        self.setLayout(column(self.table, None, spacing=0))

    @property
    def has_only_differences(self) -> bool:
        return True

    def show_study(self, studied: Studied, *, only_differences: bool) -> None:
        words, comparison = self._look.words, studied.comparison
        lines = [*parameter_lines(comparison, words), *fact_lines(comparison, words)]
        shown = [line for line in lines if line.differs or not only_differences]
        nothing = words("No parameter differs. All of them are shown without 'Only differences'.")
        self.table.put(comparison.runs, shown, nothing)
