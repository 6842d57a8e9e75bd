"""Where the runs agree with the baseline: matching, terms, and the objects seen differently."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.comparison import ComparedRun
from cytodesk.charts.drawing import Target
from cytodesk.charts.writing import MISSING, number
from cytodesk.errors import N_
from cytodesk.ui.compare.agreement_study import (
    Agreed,
    Matching,
    agreement_of,
    crops_of,
)
from cytodesk.ui.compare.charts import GAP, ChartCard
from cytodesk.ui.compare.crops import SIDE, CropView, OutlineNames
from cytodesk.ui.compare.iou import IouSlider
from cytodesk.ui.compare.study import Studied
from cytodesk.ui.compare.view import Bench, View
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.cells import Cell, Inked
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.rows import Column
from cytodesk.ui.parts.switches import Segmented
from cytodesk.ui.parts.table import ROW, Table
from cytodesk.ui.parts.texts import Text

MOST_CROPS = 40
_IOU, _FATE = "compare.iou", "compare.fate"
_SETTLES = 40
"""Milliseconds that the slider rests before it is matched anew."""
_HEADER = 33
_FATES = (
    (Fate.RELABELLED, N_("Other term")),
    (Fate.MISSED, N_("Missed")),
    (Fate.EXTRA, N_("Extra")),
    (Fate.SPLIT, N_("Split")),
    (Fate.MERGED, N_("Merged")),
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the matching table: what it is called, and how it is written for a run."""

    name: str
    figure: str
    is_part: bool = False


_ROWS = (
    _Row(N_("Matched"), "MATCHED"),
    _Row(N_("with another term"), "RELABELLED", is_part=True),
    _Row(N_("Missed"), "MISSED"),
    _Row(N_("Extra"), "EXTRA"),
    _Row(N_("Split"), "SPLIT"),
    _Row(N_("Merged"), "MERGED"),
    _Row(N_("F1"), "f1"),
    _Row(N_("Mean IoU"), "mean_iou"),
    _Row(N_("Dice of pixels"), "dice"),
    _Row(N_("κ, term"), "kappa"),
)


class AgreementView(View):
    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        words = self._look.words
        self._runs: tuple[ComparedRun, ...] = ()
        self.agreed: Agreed | None = None
        self._is_stale = False
        self._cell: tuple[str, str] | None = None
        self._matched: tuple[Matching, ...] = ()
        self._named_columns: list[tuple[int, str]] = []
        self._make_controls()
        self.table: Table[_Row] = Table(
            self._look, self._columns(()), lambda each: each.figure, sortable=False,
            name=words("Matching"),
        )  # fmt: skip
        self._matching = Card(self._look, padding=1, spacing=6)
        self._matching.body.setContentsMargins(1, 1, 1, 8)
        heading = row(Text(self._look, words("Matching"), "title"), margins=(15, 11, 15, 0))
        self._matching.add(heading, self.table)
        self._matching.body.addStretch(1)
        self.matrix: ChartCard | None = None
        self.evidence: ChartCard | None = None
        self._evidence_of: object = None
        self._beside = row(self._matching, spacing=GAP, align=None)
        self._make_crops()
        self._nothing = Text(self._look, style="soft", wraps=True)
        self._nothing.setText(words("Matching the objects of both sides"))
        self._matching.hide()
        self._disagreeing.hide()
        self.setLayout(column(self._nothing, self._beside, self._disagreeing, None, spacing=GAP))
        self._settling = QTimer(self, singleShot=True, interval=_SETTLES)
        self._settling.timeout.connect(self._ask_again)

    def _make_controls(self) -> None:
        words = self._look.words
        self.iou = IouSlider(self._look, float(self._bench.memory.get(_IOU, 0.5)))
        self._iou_said = Text(self._look, f"{self.iou.value():.2f}", "label")
        self.iou.changed.connect(self._moved)
        self.other = Pick(self._look, words("Matrix"))
        self.other.changed.connect(self._ask_again)
        self.controls = QWidget()
        named = Text(self._look, words("Match from IoU"), "soft")
        self.controls.setLayout(row(named, self.iou, self._iou_said, self.other, spacing=8))

    def _make_crops(self) -> None:
        words = self._look.words
        self.fates = Segmented(
            self._look, [(fate, words(name)) for fate, name in _FATES], name=words("Kind")
        )
        remembered = self._bench.memory.get(_FATE)
        kinds = {int(fate) for fate, _ in _FATES}
        self.fates.set_value(Fate(remembered) if remembered in kinds else Fate.MISSED)
        self.fates.changed.connect(self._choose_fate)
        self.crops = CropView(self._look)
        self.crops.wanted.connect(self.wanted)
        self._of_cell = Text(self._look, style="caption")
        self._no_crops = Text(self._look, style="soft", wraps=True)
        self._disagreeing = Card(self._look, padding=16, spacing=6)
        self._disagreeing.body.setContentsMargins(16, 12, 16, 6)
        title = Text(self._look, words("Where they disagree"), "title")
        self._outlines = OutlineNames(self._look)
        largest = Text(self._look, words("Largest first"), "caption")
        self._disagreeing.add(
            row(title, 8, self.fates, self._of_cell, None, self._outlines, largest, spacing=12),
            self.crops,
            self._no_crops,
        )

    # what is shown

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
        return "" if self.agreed is None else self.agreed.sentence.said(self._look.words)

    def _moved(self) -> None:
        self._iou_said.setText(f"{self.iou.value():.2f}")
        self._settling.start()

    def _ask_again(self) -> None:
        self._bench.memory.put(_IOU, self.iou.value())
        self._bench.start(self._load(), "agreement")

    async def _load(self) -> None:
        other, iou = self.other.value(), self.iou.value()
        self.agreed = await self._bench.ask(agreement_of, other, iou)
        self._show(self.agreed)
        self.sentence_changed.emit()
        self._load_crops()

    def _show(self, agreed: Agreed) -> None:
        words = self._look.words
        self._matched = agreed.columns
        names = [(0, agreed.baseline), *((each.run, each.name) for each in agreed.columns)]
        if names != self._named_columns:
            self._named_columns = names
            self.table.set_columns(self._columns(agreed.columns))
        self.table.put(_ROWS)
        self.table.setFixedHeight(_HEADER + ROW * len(_ROWS) + 1)
        self.table.setMinimumWidth(170 + 76 * len(agreed.columns))
        for fate, name in _FATES:
            count = number(agreed.chosen.counts[fate], words.language)
            self.fates.set_text(fate, f"{words(name)} {count}")
        if self.matrix is None:
            self.matrix = ChartCard(self._look, agreed.matrix)
            chart = self._connect(self.matrix.chart)
            chart.wanted.disconnect(self.wanted)
            chart.wanted.connect(self._choose_cell)
            self.evidence = ChartCard(self._look, agreed.evidence)
            self._connect(self.evidence.chart)
            self._beside.addWidget(self.matrix, 1)
            self._beside.addWidget(self.evidence, 1)
        elif self.evidence is not None:
            self.matrix.chart.show_drawing(agreed.matrix)
            if agreed.evidence_of != self._evidence_of:
                self.evidence.chart.show_drawing(agreed.evidence)
        self._evidence_of = agreed.evidence_of
        self._matching.show()
        self._disagreeing.show()
        notes = " ".join(note.said(words) for note in agreed.notes)
        self._nothing.setText(notes)
        self._nothing.setVisible(bool(notes))

    def _columns(self, matched: Sequence[Matching]) -> list[Column[_Row]]:
        words = self._look.words
        baseline = self._runs[0].name if self._runs else ""
        title = words("Against {baseline}", baseline=baseline)
        places = {run.id: place for place, run in enumerate(self._runs)}
        columns: list[Column[_Row]] = [Column(title, self._named, name="name", stretch=True)]
        for place, each in enumerate(matched):
            columns.append(
                Column(
                    each.name, self._written(place), "right",
                    mark=places.get(each.run), name=str(each.run),
                )
            )  # fmt: skip
        return columns

    def _named(self, line: _Row) -> Cell:
        words = self._look.words
        return Inked(f"    {words(line.name)}", "ink-soft") if line.is_part else words(line.name)

    def _written(self, at: int):  # type: ignore[no-untyped-def]
        language = self._look.words.language

        def text(line: _Row) -> Cell:
            matching = self._matched[at]
            if line.figure.isupper():
                return number(matching.counts[Fate[line.figure]], language)
            value = getattr(matching, line.figure)
            return MISSING if value is None or math.isnan(value) else f"{value:.3f}"

        return text

    # who disagrees

    def _choose_fate(self) -> None:
        self._cell = None
        self._bench.memory.put(_FATE, int(self.fates.value()))  # type: ignore[call-overload]
        self._load_crops()

    def _choose_cell(self, target: Target) -> None:
        if target.cell is not None:
            self._cell = target.cell
            self._load_crops()

    def _load_crops(self) -> None:
        if self.agreed is not None:
            self._bench.start(self._show_crops(self.agreed), "crops")

    async def _show_crops(self, agreed: Agreed) -> None:
        words = self._look.words
        wanted = self._cell or self.fates.value()
        crops = await self._bench.ask(crops_of, agreed.other, agreed.iou, wanted, MOST_CROPS)
        place = [run.id for run in self._runs].index(agreed.other)
        self.crops.crops.put(crops, place)
        self._outlines.put(agreed.baseline, agreed.chosen.name, place)
        cell = " → ".join(words(name) for name in self._cell) if self._cell else ""
        self._of_cell.setText(words("of the cell {cell}", cell=cell) if cell else "")
        self.crops.setVisible(bool(crops))
        self._no_crops.setText(words("No object is of this kind at this IoU."))
        self._no_crops.setVisible(not crops)
        for at, crop in enumerate(crops):
            x, y, width, height = crop.window
            path = f"imageinstance/{crop.image}/window-{x}-{y}-{width}-{height}.png"
            picture = QPixmap()
            picture.loadFromData(await self._bench.picture(path, maxSize=2 * SIDE))
            self.crops.crops.put_picture(at, picture)
