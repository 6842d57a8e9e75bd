"""Where the runs agree with the baseline: matching, terms, and the objects seen differently."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from cytodesk.charts.comparison import ComparedRun
from cytodesk.charts.drawing import Target
from cytodesk.errors import N_
from cytodesk.ui.compare.agreement_study import Agreed, Evidence, agreement_of
from cytodesk.ui.compare.charts import GAP, ChartCard
from cytodesk.ui.compare.crops import CropView
from cytodesk.ui.compare.disagreeing import Disagreeing
from cytodesk.ui.compare.iou import IouSlider
from cytodesk.ui.compare.matching_table import MatchingTable
from cytodesk.ui.compare.study import Studied
from cytodesk.ui.compare.view import Bench, View
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.texts import Text

_IOU, _EVIDENCE = "compare.iou", "compare.evidence"
_SETTLES = 10
"""Milliseconds that the slider rests before it is matched anew."""
_CHARTS = (
    (Evidence.IMAGES, N_("Images by disagreement")),
    (Evidence.COUNTS, N_("Counts (Bland-Altman)")),
    (Evidence.AREAS, N_("Areas (Bland-Altman)")),
    (Evidence.IOUS, N_("F1 by IoU")),
)


class AgreementView(View):
    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        words = self._look.words
        self._runs: tuple[ComparedRun, ...] = ()
        self.agreed: Agreed | None = None
        self._is_stale = False
        self._make_controls()
        self.matching = MatchingTable(self._look)
        self.matching.export_wanted.connect(self.table_wanted)
        self.matrix: ChartCard | None = None
        self.evidence: ChartCard | None = None
        self._evidence_of: object = None
        self._beside = row(self.matching, spacing=GAP, align=None)
        self.disagreeing = Disagreeing(bench)
        self.crops.wanted.connect(self.wanted)
        self._nothing = Text(self._look, style="soft", wraps=True)
        self._nothing.setText(words("Matching the objects of both sides"))
        self.matching.hide()
        self.disagreeing.hide()
        self.setLayout(column(self._nothing, self._beside, self.disagreeing, None, spacing=GAP))
        self._settling = QTimer(self, singleShot=True, interval=_SETTLES)
        self._settling.timeout.connect(self._ask_again)

    def _make_controls(self) -> None:
        words = self._look.words
        self.iou = IouSlider(self._look, float(self._bench.memory.get(_IOU, 0.5)))
        self._iou_said = Text(self._look, self.iou.said(), "label")
        self.iou.changed.connect(self._moved)
        self.other = Pick(self._look, words("Matrix"))
        self.chart = Pick(self._look, "", [(e, words(name)) for e, name in _CHARTS])
        remembered = self._bench.memory.get(_EVIDENCE)
        self.chart.set_value(Evidence(remembered) if remembered in set(Evidence) else None)
        for pick in (self.other, self.chart):
            pick.changed.connect(self._ask_again)
        self.controls = QWidget()
        named = Text(self._look, words("Match from IoU"), "soft")
        parts = (named, self.iou, self._iou_said, self.other, self.chart)
        self.controls.setLayout(row(*parts, spacing=8))

    @property
    def crops(self) -> CropView:
        return self.disagreeing.crops

    def show_study(self, studied: Studied, *, only_differences: bool) -> None:
        words = self._look.words
        runs = studied.comparison.runs
        if runs != self._runs:
            self._runs = runs
            names = {run.id: run.name for run in runs[1:]}
            told = words("{baseline} and {other}", baseline=runs[0].name, other="{other}")
            self.other.set_choices(
                [(id_, told.replace("{other}", name)) for id_, name in names.items()]
            )
            if self.other.value() not in names:
                self.other.set_value(runs[1].id)
        self._is_stale = True
        if self.isVisible():
            self.appear()

    def appear(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self._ask_again()

    def sentence(self) -> str:
        if self.agreed is None:
            return ""
        said = (self.agreed.sentence, self.agreed.several)
        return " ".join(note.said(self._look.words) for note in said if note is not None)

    def _moved(self) -> None:
        self._iou_said.setText(self.iou.said())
        self._settling.start()

    def _ask_again(self) -> None:
        self._bench.memory.put(_IOU, self.iou.value())
        if self.chart.value() is not None:
            self._bench.memory.put(_EVIDENCE, str(self.chart.value()))
        self._bench.start(self._load(), "agreement")

    async def _load(self) -> None:
        other, iou, chart = self.other.value(), self.iou.value(), self.chart.value()
        self.agreed = await self._bench.ask(agreement_of, other, iou, chart)
        self._show(self.agreed)
        self.sentence_changed.emit()

    def _show(self, agreed: Agreed) -> None:
        words = self._look.words
        places = {run.id: place for place, run in enumerate(self._runs)}
        self.chart.set_value(agreed.evidence_kind)
        self.matching.put(agreed, places)
        self._show_charts(agreed)
        self.matching.show()
        self.disagreeing.show()
        self.disagreeing.put(agreed, places[agreed.other])
        notes = " ".join(note.said(words) for note in agreed.notes)
        self._nothing.setText(notes)
        self._nothing.setVisible(bool(notes))

    def _show_charts(self, agreed: Agreed) -> None:
        """Show matrix and evidence; the latter only where it is another than before."""
        if self.matrix is None or self.evidence is None:
            self.matrix = ChartCard(self._look, agreed.matrix)
            chart = self._connect(self.matrix.chart)
            chart.wanted.disconnect(self.wanted)
            chart.wanted.connect(self._choose_cell)
            self.evidence = ChartCard(self._look, agreed.evidence)
            self._connect(self.evidence.chart)
            for card in (self.matrix, self.evidence):
                self._beside.addWidget(card, 1)
        else:
            self.matrix.chart.show_drawing(agreed.matrix)
            if agreed.evidence_of != self._evidence_of:
                self.evidence.chart.show_drawing(agreed.evidence)
        self._evidence_of = agreed.evidence_of

    def _choose_cell(self, target: Target) -> None:
        if target.cell is not None:
            self.disagreeing.choose_cell(target.cell)
