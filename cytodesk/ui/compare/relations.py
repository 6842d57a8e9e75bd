"""How parameters and figures go together over many runs."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cytodesk.charts.drawing import Drawing
from cytodesk.charts.figures import Metric
from cytodesk.charts.groups import By
from cytodesk.errors import N_
from cytodesk.ui.compare.charts import GAP, ChartGrid
from cytodesk.ui.compare.study import Studied, relations_of
from cytodesk.ui.compare.view import Bench, View
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.texts import Text

FEWEST = 3
_FIGURE, _PARAMETER, _BY = "compare.figure", "compare.parameter", "compare.repeats"
_REPEATS = ((By.PARAMETERS, N_("equal parameters")), (By.TAG, N_("equal tags")))
_TOO_FEW = N_("Two analyses make no relation: add a third with another value of a parameter.")


class RelationsView(View):
    """A figure against a parameter, all of them as parallel coordinates, and over time."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        words = self._look.words
        self._metrics: dict[str, Metric] = {}
        self._is_stale = False
        self._drawings: tuple[Drawing, ...] = ()
        self.parameter = Pick(self._look, words("Parameter"))
        self.figure = Pick(self._look, words("Figure"))
        choices = [(by, words(name)) for by, name in _REPEATS]
        self.repeats = Pick(self._look, words("Repeats"), choices)
        remembered = bench.memory.get(_BY)
        self.repeats.set_value(By(remembered) if remembered in set(By) else By.PARAMETERS)
        self.controls = QWidget()
        picks = (self.figure, self.parameter, self.repeats)
        self.controls.setLayout(row(*picks, spacing=8))
        self._said = Text(self._look, style="soft", wraps=True)
        self.charts = ChartGrid(self._look, self._connect)
        whole = column(self._said, self.charts, spacing=GAP)
        whole.setStretchFactor(self.charts, 1)
        self.setLayout(whole)
        for control in picks:
            control.changed.connect(self._ask_again)

    def show_study(self, studied: Studied, *, only_differences: bool) -> None:
        words, comparison = self._look.words, studied.comparison
        rows = [each for each in comparison.metrics if each.metric.image is None]
        self._metrics = {each.metric.said(words): each.metric for each in rows}
        names = {each.name: each.human_name for each in comparison.parameters if each.differs}
        self._offer(self.figure, [(name, name) for name in self._metrics], _FIGURE)
        self._offer(self.parameter, list(names.items()), _PARAMETER)
        has_enough = len(comparison.runs) >= FEWEST and bool(self._metrics)
        self._said.setText(words(_TOO_FEW))
        self._said.setVisible(not has_enough)
        self.charts.setVisible(has_enough)
        for control in (self.figure, self.parameter):
            control.setEnabled(has_enough)
        repeats = [by for by, groups in studied.groups.items() if groups < len(comparison.runs)]
        self.repeats.setVisible(has_enough and By.TAG in repeats)
        self._is_stale = has_enough
        if not has_enough:
            self._drawings = ()
        if self.isVisible():
            self.appear()

    def appear(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self._bench.start(self._load(), "relations")

    def sentence(self) -> str:
        return self._drawings[0].sentence.said(self._look.words) if self._drawings else ""

    def _ask_again(self) -> None:
        self._bench.memory.put(_FIGURE, self.figure.value())
        self._bench.memory.put(_PARAMETER, self.parameter.value())
        self._bench.memory.put(_BY, str(self.repeats.value()))
        self._is_stale = True
        self.appear()

    async def _load(self) -> None:
        metric, parameter = self._metrics[str(self.figure.value())], self.parameter.value()
        by = By(str(self.repeats.value()))
        self._drawings = await self._bench.ask(relations_of, metric, parameter, by)
        self.charts.put(self._drawings)
        self.sentence_changed.emit()
