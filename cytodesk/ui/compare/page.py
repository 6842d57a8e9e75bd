"""The page Compare: runs in the title row, tabs, the sentence, then the evidence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget
from shiboken6 import isValid

from cytodesk.charts.drawing import Drawing, Target
from cytodesk.client.passport import passport_of
from cytodesk.errors import N_, CytoDeskError
from cytodesk.ui.charts.chart import Chart
from cytodesk.ui.compare.adding import RunPicker, runs_to_offer
from cytodesk.ui.compare.agreement import AgreementView
from cytodesk.ui.compare.distributions import DistributionsView
from cytodesk.ui.compare.frames import EDGE, load_plotting, scrolled, weighed
from cytodesk.ui.compare.parameters import ParametersView
from cytodesk.ui.compare.relations import RelationsView
from cytodesk.ui.compare.results import ResultsView
from cytodesk.ui.compare.run_chips import RunChip
from cytodesk.ui.compare.slide import SlideView
from cytodesk.ui.compare.study import Asked, Studied, study
from cytodesk.ui.compare.taking import ask_where
from cytodesk.ui.compare.title_row import TitleRow
from cytodesk.ui.compare.view import Bench, View
from cytodesk.ui.compare.waiting import Waiting
from cytodesk.ui.compare.writing import save_chart, save_whole
from cytodesk.ui.here import Here
from cytodesk.ui.parts.cards import Hairline
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.switches import Switch
from cytodesk.ui.parts.tabs import Tabs
from cytodesk.ui.parts.texts import SentenceBar, Text
from cytodesk.ui.tasks import Tasks
from cytodesk.ui.worker import Worker

_TABS: tuple[tuple[str, str, Callable[[Bench], View]], ...] = (
    ("parameters", N_("Parameters"), ParametersView),
    ("results", N_("Results"), ResultsView),
    ("distributions", N_("Distributions"), DistributionsView),
    ("relations", N_("Relations"), RelationsView),
    ("agreement", N_("Agreement"), AgreementView),
    ("slide", N_("Slide"), SlideView),
)
_FIRST_TAB = "results"
_ONLY, _TAB = "compare.only_differences", "compare.tab"
_DIRECTIONS = "compare.directions"
_NEWS_SETTLES = 1500
"""Milliseconds after a run moved until it is looked at again."""
_LOOKS = 100
"""Milliseconds between two looks at how far the worker is."""


class ComparePage(QWidget):
    """Compares `run_ids`, the first as the baseline."""

    run_wanted = Signal(int)
    image_wanted = Signal(int)
    annotation_wanted = Signal(int)
    title_changed = Signal(str)
    runs_changed = Signal(list)

    def __init__(
        self, here: Here, run_ids: Sequence[int] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._here, self._look = here, here.look
        self._ids = list(dict.fromkeys(run_ids))
        self._studied: Studied | None = None
        self._worker = Worker()
        worker = self._worker
        self.destroyed.connect(lambda: worker.close())
        self._tasks = Tasks(self, here.notices.show)
        self._hidden_names: frozenset[str] = frozenset()
        self._edition = 0
        self._build()
        self._looks = QTimer(self, interval=_LOOKS)
        self._looks.timeout.connect(lambda: self._waiting.set_share(worker.share))
        self._settling = QTimer(self, singleShot=True, interval=_NEWS_SETTLES)
        self._settling.timeout.connect(self.refresh)
        here.remote.news.happened.connect(self._hear)
        self.refresh()

    @property
    def title(self) -> str:
        if self._studied is None:
            return self._look.words("Compare")
        return ", ".join(run.name for run in self._studied.comparison.runs)

    @property
    def run_ids(self) -> list[int]:
        return list(self._ids)

    @property
    def is_ready(self) -> bool:
        """Whether what is shown is what these runs left."""
        return self._studied is not None and not self._tasks.is_running("study")

    def refresh(self) -> None:
        """Look at the runs again, and compare them anew."""
        self._edition += 1
        self._begin()

    def _begin(self) -> None:
        if len(self._ids) < 2:
            self._ask_for_runs()
        else:
            self._tasks.start(self._load(), replacing="study")

    def compare(self, run_ids: Sequence[int]) -> None:
        """Compare these runs instead, the first as the baseline."""
        self._ids = list(dict.fromkeys(run_ids))
        self.runs_changed.emit(self.run_ids)
        self._begin()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being compared."""
        return not self._tasks.is_running("study")

    def chips(self) -> list[RunChip]:
        return self._title_row.chips()

    def close_down(self) -> None:
        """End everything that is under way; the page shows nothing new after that."""
        self._tasks.cancel_all()
        self._worker.close()

    def view(self, key: str) -> View:
        return self._views[key]

    def show_tab(self, key: str) -> None:
        self.tabs.set_value(key)
        self._turn()

    # building

    def _build(self) -> None:
        words = self._look.words
        self._title_row = TitleRow(self._look)
        self._title_row.removed.connect(lambda run: self.compare(self._without(run)))
        self._title_row.pinned.connect(lambda run: self.compare([run, *self._without(run)]))
        self._title_row.run_wanted.connect(lambda run: self._go(Target(run)))
        self._title_row.export_wanted.connect(self.take_whole)
        self._title_row.add_wanted.connect(self.offer_runs)
        self.tabs = Tabs(self._look, [(key, words(title)) for key, title, _ in _TABS])
        self.tabs.changed.connect(self._turn)
        self.only_differences = Switch(self._look)
        self.only_differences.setAccessibleName(words("Only differences"))
        self.only_differences.set_value(bool(self._here.memory.get(_ONLY, True)))
        self.only_differences.changed.connect(self._filter)
        self._sentence = SentenceBar(self._look)
        self._stack = QStackedWidget()
        bench = Bench(
            look=self._look,
            memory=self._here.memory,
            ask=self._ask,
            picture=self._here.remote.picture,
            start=lambda work, name: self._tasks.start(work, replacing=name),
        )
        self._views = {key: made(bench) for key, _, made in _TABS}
        self._filter_row = QWidget()
        named = Text(self._look, words("Only differences"))
        self._filter_row.setLayout(row(named, self.only_differences, spacing=8))
        controls: list[QWidget] = [self._filter_row]
        for view in self._views.values():
            self._stack.addWidget(scrolled(view))
            view.wanted.connect(self._go)
            view.hidden.connect(self._hide_names)
            view.sentence_changed.connect(self._say)
            view.direction_said.connect(self._keep_direction)
            view.export_wanted.connect(self.take_chart)
            if view.controls is not None:
                controls.append(view.controls)
        self._waiting = Waiting(self._look)
        self._waiting.cancelled.connect(self.cancel)
        content = QWidget()
        content.setLayout(
            column(
                row(self._sentence, margins=(0, 0, EDGE, 0), align=None), self._stack, spacing=12
            )
        )
        self.states = ListStates(self._look, content)
        tab_row = row(self.tabs, None, *controls, spacing=16, margins=(0, 0, EDGE, 0))
        below = row(Hairline(self._look), margins=(0, 0, EDGE, 0), align=None)
        tabs = column(tab_row, below, spacing=0)
        self.setLayout(
            column(
                self._title_row, tabs, self._waiting, self.states,
                spacing=12, margins=(24, 20, 12, 0),
            )
        )  # fmt: skip
        remembered = str(self._here.memory.get(_TAB, _FIRST_TAB))
        self.show_tab(remembered if remembered in self._views else _FIRST_TAB)

    # what happens

    def _without(self, run: int) -> list[int]:
        return [each for each in self._ids if each != run]

    def _go(self, target: Target) -> None:
        """Go where a click leads: as near to the object as is known."""
        for id_, signal in (
            (target.annotation, self.annotation_wanted),
            (target.image, self.image_wanted),
            (target.run, self.run_wanted),
        ):
            if id_ is not None and id_ > 0:  # a layer that is no run has an id below 0
                signal.emit(id_)
                return

    def _turn(self) -> None:
        """Show the tab that is chosen, with its controls and its sentence."""
        key = str(self.tabs.value())
        self._here.memory.put(_TAB, key)
        view = self._views[key]
        self._stack.setCurrentIndex(list(self._views).index(key))
        self._filter_row.setVisible(view.has_only_differences)
        for other in self._views.values():
            if other.controls is not None:
                other.controls.setVisible(other is view)
        if self._studied is not None:
            view.appear()
        self._say()

    def _filter(self) -> None:
        self._here.memory.put(_ONLY, self.only_differences.value())
        self._show()

    def _hide_names(self, names: frozenset[str]) -> None:
        self._hidden_names = names
        for view in self._views.values():
            view.hide_names(names)

    def _keep_direction(self, metric: str, direction: str) -> None:
        kept = dict(self._here.memory.get(_DIRECTIONS, {}))
        self._here.memory.put(_DIRECTIONS, {**kept, metric: direction})
        self._begin()

    def _hear(self, event: dict[str, object]) -> None:
        """Look again when a compared run moved; elsewhere, while one has not ended."""
        runs = self._studied.comparison.runs if self._studied else ()
        is_open = any(not run.state.has_ended for run in runs)
        if event.get("run") in self._ids or (event.get("kind") == "poll" and is_open):
            self._settling.start()

    def offer_runs(self) -> RunPicker:
        """Open the list of analyses that could be compared too."""
        picker = RunPicker(self._look, self)
        picker.taken.connect(lambda run: self.compare([*self._ids, run]))
        picker.closed.connect(picker.deleteLater)
        picker.open_for(self._title_row.add)
        self._tasks.start(self._fill(picker), replacing="picker")
        return picker

    async def _fill(self, picker: RunPicker) -> None:
        try:
            found = await self._here.remote.ask(runs_to_offer, self._here.project.id)
        except CytoDeskError as trouble:
            picker.fail(trouble.said(self._look.words))
        else:
            layer = -self._here.project.id
            others = [run for run in found if run.id not in self._ids]
            picker.put(others, None if layer in self._ids else layer)

    # numbers

    async def _ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        passport = passport_of(self._here.remote.connection)
        directions = self._here.memory.get(_DIRECTIONS, {})
        asked = Asked(passport, tuple(self._ids), self._edition, tuple(sorted(directions.items())))
        self._waiting.begin(len(self._ids))
        self._looks.start()
        try:
            return await self._worker.ask(function, asked, *arguments)
        finally:
            if isValid(self) and self._waiting.end():
                self._looks.stop()

    async def _load(self) -> None:
        self.states.loading()
        try:
            await self._show_study()
        except CytoDeskError as trouble:
            self.states.failed(trouble.said(self._look.words), self.refresh)

    async def _show_study(self) -> None:
        plotting = asyncio.to_thread(load_plotting)
        self._studied, _ = await asyncio.gather(self._ask(study), plotting)
        self.states.full()
        self._show()
        self.title_changed.emit(self.title)

    def _show(self) -> None:
        if self._studied is None:
            return
        self._title_row.put(self._studied.comparison)
        only = self.only_differences.value()
        for view in self._views.values():
            view.show_study(self._studied, only_differences=only)
            view.hide_names(self._hidden_names)
        self._turn()

    def _say(self) -> None:
        if self._studied is None:
            return
        said = self._views[str(self.tabs.value())].sentence()
        said = said or self._studied.comparison.plain_sentence(self._look.words)
        self._sentence.set_sentence(weighed(said))

    def cancel(self) -> None:
        """Stop comparing; what was shown before stays."""
        self._tasks.cancel_all()
        words = self._look.words
        if self._studied is None:
            again = ("arrow-clockwise", words("Compare again"), self.refresh)
            self.states.empty(words("The comparison was stopped."), "", again)

    # taking it away

    def take_chart(self, chart: Chart, form: str) -> QFileDialog:
        """Ask where to, and write one chart as png, svg or csv."""
        drawing = chart.drawing
        name = f"{self.title} {drawing.title.said(self._look.words)}"
        return ask_where(
            self, self._look, name, form, lambda path: self._write(path, save_chart, drawing)
        )

    def take_whole(self, form: str) -> QFileDialog:
        """Ask where to, and write the whole as pdf, html, zip or csv."""
        return ask_where(self, self._look, self.title, form, self._write_whole)

    def _write_whole(self, path: Path) -> None:
        self._tasks.start(self._written(path, save_whole, path, self._iou()))

    def _iou(self) -> float:
        agreement = self._views["agreement"]
        return agreement.iou.value() if isinstance(agreement, AgreementView) else 0.5

    def _write(self, path: Path, save: Callable[..., None], drawing: Drawing) -> None:
        self._tasks.start(self._written(path, save, drawing, path))

    async def _written(self, path: Path, save: Callable[..., None], *arguments: Any) -> None:
        words = self._look.words
        await self._ask(save, *arguments, words.language)
        self._here.notices.show(words("Saved as {path}.", path=path))

    def _ask_for_runs(self) -> None:
        self._tasks.cancel("study")
        self._studied = None
        self._title_row.put_ids(self._ids)
        words = self._look.words
        add = ("plus", words("Add an analysis"), self.offer_runs)
        title = words("A comparison needs two analyses or more.")
        help = words("The first one is the baseline: changes are counted from it.")
        self.states.empty(title, help, add)
        self.title_changed.emit(self.title)
