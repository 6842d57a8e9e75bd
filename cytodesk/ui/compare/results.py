"""What came out: figures beside each other, then the charts of the most telling ones."""

from __future__ import annotations

import enum

from PySide6.QtWidgets import QWidget

from cytodesk.charts.figures import Metric
from cytodesk.errors import N_
from cytodesk.ui.compare.charts import GAP, ChartGrid
from cytodesk.ui.compare.difference import DifferenceTable
from cytodesk.ui.compare.lines import Line, aggregate_lines, image_lines, lines_of
from cytodesk.ui.compare.study import Studied, aggregates_of, images_of
from cytodesk.ui.compare.view import Bench, View
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.switches import Segmented
from cytodesk.ui.parts.texts import Text

_MOST_LINES = 7
"""Shown at once, so that the first charts stand beside them."""


class Level(enum.StrEnum):
    """What a line of the table is."""

    POOLED = "pooled"
    IMAGES = "images"
    AGGREGATES = "aggregates"


_LEVELS = (
    (Level.POOLED, N_("Pooled")),
    (Level.IMAGES, N_("By image")),
    (Level.AGGREGATES, N_("Over images")),
)
_LEVEL, _FIGURE = "compare.level", "compare.image_figure"


class ResultsView(View):
    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        words = self._look.words
        self._studied: Studied | None = None
        self._metrics: dict[str, Metric] = {}
        self._is_stale = False
        self._make_controls()
        table = DifferenceTable(self._look, words("What differs"), most=_MOST_LINES)
        self.table = self._connect_table(table)
        table = DifferenceTable(self._look, words("Image"), most=_MOST_LINES)
        self.detail = self._connect_table(table)
        self.charts = ChartGrid(self._look, self._connect)
        self._notes = Text(self._look, style="caption", wraps=True)
        whole = column(self.table, self.detail, self._notes, self.charts, spacing=GAP)
        whole.setStretchFactor(self.charts, 1)
        self.setLayout(whole)
        self._show_level()

    def _make_controls(self) -> None:
        words = self._look.words
        self.figure = Pick(self._look, words("Figure"))
        self.figure.changed.connect(self._choose)
        choices = [(level, words(title)) for level, title in _LEVELS]
        self.level = Segmented(self._look, choices, name=words("What a line is"))
        remembered = self._bench.memory.get(_LEVEL)
        self.level.set_value(Level(remembered) if remembered in set(Level) else Level.POOLED)
        self.level.changed.connect(self._choose)
        self.controls = QWidget()
        self.controls.setLayout(row(self.figure, self.level, spacing=16))

    @property
    def has_only_differences(self) -> bool:
        return self.level.value() is Level.POOLED

    def show_study(self, studied: Studied, *, only_differences: bool) -> None:
        words, comparison = self._look.words, studied.comparison
        self._studied = studied
        lines = lines_of(comparison, words, studied.sparks)
        shown = [line for line in lines if _is_shown(line, only_differences)]
        nothing = words("Nothing differs: the same parameters, the same figures.")
        self.table.put(comparison.runs, shown, nothing, fewer=bool(comparison.notes))
        self._metrics = {metric.said(words): metric for metric in studied.by_image}
        self._offer(self.figure, [(name, name) for name in self._metrics], _FIGURE)
        self.charts.put(studied.results)
        self._notes.setText(" ".join(note.said(words) for note in comparison.notes))
        self._notes.setVisible(bool(comparison.notes))
        self._is_stale = True
        self._show_level()

    def notes(self) -> str:
        """Return what must be known before the figures are believed."""
        return self._notes.text()

    def appear(self) -> None:
        if self._is_stale and self.level.value() is not Level.POOLED:
            self._is_stale = False
            self._bench.start(self._load(), "level")

    def _choose(self) -> None:
        self._bench.memory.put(_LEVEL, str(self.level.value()))
        self._bench.memory.put(_FIGURE, self.figure.value())
        self._is_stale = True
        self._show_level()
        self.controls_changed.emit()

    def _show_level(self) -> None:
        is_pooled = self.level.value() is Level.POOLED
        self.table.setVisible(is_pooled)
        self.detail.setVisible(not is_pooled)
        self.figure.setVisible(not is_pooled)
        if self.isVisible():
            self.appear()

    async def _load(self) -> None:
        words, studied = self._look.words, self._studied
        metric = self._metrics.get(str(self.figure.value()))
        if studied is None:
            return
        nothing = words("None of these analyses has figures by image.")
        if metric is None:
            self.detail.put(studied.comparison.runs, [], nothing)
        elif self.level.value() is Level.IMAGES:
            rows = await self._bench.ask(images_of, metric)
            self.detail.set_heading(words("Image"))
            self.detail.put(studied.comparison.runs, image_lines(rows, words), nothing)
        else:
            found = await self._bench.ask(aggregates_of, metric)
            self.detail.set_heading(words("Each image counts once"))
            lines = aggregate_lines(metric, found, words)
            self.detail.put(studied.comparison.runs, lines, nothing)


def _is_shown(line: Line, only_differences: bool) -> bool:
    return line.differs or not only_differences
