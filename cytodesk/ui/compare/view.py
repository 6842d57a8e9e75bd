"""What every tab has: it shows a study, says one sentence, and tells what the user wants."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.charts.drawing import Target
from cytodesk.ui.charts.chart import Chart
from cytodesk.ui.compare.difference import DifferenceTable
from cytodesk.ui.compare.study import Studied
from cytodesk.ui.look import Look
from cytodesk.ui.memory import Drawer
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.row_lists import ListRow, rows_of


@dataclass(frozen=True, slots=True)
class Bench:
    """What a tab works with."""

    look: Look
    memory: Drawer
    ask: Callable[..., Awaitable[Any]]
    """`await ask(function, ...)`: `function(asked, ...)` of study.py, in the worker."""
    picture: Callable[..., Awaitable[bytes]]
    """`await picture(path, **query)`: the bytes of a picture at the place of the runs."""
    start: Callable[[Coroutine[Any, Any, None], str], object]
    """`start(coroutine, name)`: run it, instead of an older one of that name."""


class View(QWidget):
    """One tab. `export_wanted` carries the chart and png, svg or csv."""

    wanted = Signal(Target)
    export_wanted = Signal(object, str)
    table_wanted = Signal(object, str)
    """The rows of a table, and copy or csv."""
    hidden = Signal(frozenset)
    sentence_changed = Signal()
    direction_said = Signal(str, str)
    controls_changed = Signal()
    """That it wants the switch 'Only differences', or wants it no more."""

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._look = bench.look
        self._charts: list[Chart] = []
        self._tables: list[DifferenceTable] = []
        self._hidden_names: frozenset[str] = frozenset()
        self.controls: QWidget | None = None
        """What stands at the right of the tabs while this one is shown."""

    @property
    def has_only_differences(self) -> bool:
        return False

    def show_study(self, studied: Studied, *, only_differences: bool) -> None:
        raise NotImplementedError

    def appear(self) -> None:
        """Begin what is only needed once somebody looks."""

    def sentence(self) -> str:
        """Return what this tab says, "" where the comparison's own sentence says it."""
        return ""

    def hide_names(self, names: frozenset[str]) -> None:
        """Hide the runs of these names in all charts and tables."""
        self._hidden_names = names
        for table in self._tables:
            table.hide_runs(names)
        for chart in self._charts:
            chart.hide_names(names)

    def _offer(
        self, pick: Pick, choices: Sequence[ListRow | tuple[Hashable, str]], key: str
    ) -> None:
        """Offer `choices`; keep what was picked, here or the last time (`key` in memory)."""
        kept = pick.value() or self._bench.memory.get(key)
        keys = [row.key for row in rows_of(choices)]
        pick.set_choices(choices)
        pick.set_value(kept if kept in keys else next(iter(keys), None))

    def _want(self, run: int) -> None:
        self.wanted.emit(Target(run))

    def _connect_table(self, table: DifferenceTable) -> DifferenceTable:
        table.run_wanted.connect(self._want)
        table.direction_said.connect(self.direction_said)
        table.export_wanted.connect(self.table_wanted)
        self._tables.append(table)
        return table

    def _connect(self, chart: Chart) -> Chart:
        chart.wanted.connect(self.wanted)
        chart.hidden.connect(self.hidden)
        chart.export_wanted.connect(lambda form: self.export_wanted.emit(chart, form))
        chart.hide_names(self._hidden_names)
        self._charts.append(chart)
        return chart
