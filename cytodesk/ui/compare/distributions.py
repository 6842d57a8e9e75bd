"""How the objects' areas are distributed: boxes, violins, shares, frequencies."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cytodesk.charts.drawings.distributions import Form
from cytodesk.errors import N_
from cytodesk.ui.compare.charts import ChartCard
from cytodesk.ui.compare.study import Measure, Studied, distribution_of
from cytodesk.ui.compare.view import Bench, View
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.switches import Segmented, Switch
from cytodesk.ui.parts.texts import Text

_FORMS = (
    (Form.BOXES, N_("Boxes")),
    (Form.VIOLINS, N_("Violins")),
    (Form.ECDF, N_("Shares")),
    (Form.HISTOGRAM, N_("Frequencies")),
)
_FORM, _LOG = "compare.form", "compare.log"


class DistributionsView(View):
    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        words = self._look.words
        self._measures: tuple[Measure, ...] = ()
        self._is_stale = False
        self._card: ChartCard | None = None
        choices = [(form, words(title)) for form, title in _FORMS]
        self.form = Segmented(self._look, choices, name=words("Kind of chart"))
        remembered = bench.memory.get(_FORM)
        self.form.set_value(Form(remembered) if remembered in set(Form) else Form.BOXES)
        self.log = Switch(self._look, words("Log axis"))
        self.log.set_value(bool(bench.memory.get(_LOG, False)))
        self.measure = Pick(self._look, words("Measure"))
        self.controls = QWidget()
        self.controls.setLayout(row(self.measure, self.log, self.form, spacing=16))
        self._nothing = Text(self._look, style="soft", wraps=True)
        self._whole = column(self._nothing, spacing=0)
        self.setLayout(self._whole)
        for control in (self.form, self.log, self.measure):
            control.changed.connect(self._ask_again)

    def show_study(self, studied: Studied, *, only_differences: bool) -> None:
        words = self._look.words
        self._measures = studied.measures
        self.measure.set_choices(
            [(each.key + each.unit, words("Area") + f", {each.unit}") for each in self._measures]
        )
        keys = [each.key + each.unit for each in self._measures]
        if self.measure.value() not in keys:
            self.measure.set_value(keys[0] if keys else None)
        self.measure.setVisible(len(keys) > 1)
        nothing = words("None of these analyses left objects with an area: nothing is distributed.")
        self._nothing.setText(nothing)
        self._nothing.setVisible(not keys)
        if self._card is not None:
            self._card.setVisible(bool(keys))
        self._is_stale = bool(keys)
        if self.isVisible():
            self.appear()

    def appear(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self._bench.start(self._load(), "distribution")

    def sentence(self) -> str:
        return (
            "" if self._card is None else self._card.chart.drawing.sentence.said(self._look.words)
        )

    @property
    def card(self) -> ChartCard | None:
        return self._card

    def _ask_again(self) -> None:
        self._bench.memory.put(_FORM, str(self.form.value()))
        self._bench.memory.put(_LOG, self.log.value())
        self._is_stale = bool(self._measures)
        self.appear()

    async def _load(self) -> None:
        keys = [each.key + each.unit for each in self._measures]
        measure = self._measures[keys.index(str(self.measure.value()))]
        drawing = await self._bench.ask(
            distribution_of, measure, self.form.value(), self.log.value()
        )
        if self._card is None:
            self._card = ChartCard(self._look, drawing)
            self._connect(self._card.chart)
            self._whole.addWidget(self._card, 1)
        else:
            self._card.chart.show_drawing(drawing)
            self._card.setVisible(True)
        self.sentence_changed.emit()
