"""The page Compare: runs in the title row, tabs, the sentence, then the evidence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from cytodesk.charts.drawing import Target
from cytodesk.errors import CytoDeskError
from cytodesk.ui.charts.chart import Chart
from cytodesk.ui.compare.adding import RunPicker
from cytodesk.ui.compare.alone import Alone, alone
from cytodesk.ui.compare.chosen import MOST_RUNS, Chosen, key_of, remember, remembered, title_of
from cytodesk.ui.compare.laid import Laid
from cytodesk.ui.compare.study import Studied, study
from cytodesk.ui.here import Here
from cytodesk.ui.imports import NUMBERS, PLOTTING, imported

_NEWS_SETTLES = 1500
"""Milliseconds after a run moved until it is looked at again."""


class ComparePage(Laid):
    """Compares `run_ids`, the first as the baseline; of none, analyses can be chosen."""

    run_wanted = Signal(int)
    compare_wanted = Signal(list)
    """Other analyses that shall be compared, on a page of their own."""
    title_changed = Signal(str)

    def __init__(
        self, here: Here, run_ids: Sequence[int] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(here, parent)
        self._key = key_of(run_ids)
        self._chosen = remembered(here.memory, self._key, run_ids)
        self._studied: Studied | None = None
        self._alone: Alone | None = None
        self._connect()
        self._connect_chips()
        self._settling = QTimer(self, singleShot=True, interval=_NEWS_SETTLES)
        self._settling.timeout.connect(self.refresh)
        here.remote.news.happened.connect(self._hear)
        self.refresh()

    @property
    def title(self) -> str:
        if self._studied is None or self._chosen.name:
            only = self._alone.name if self._alone else ""
            return self._chosen.name or only or self._look.words("Compare")
        return title_of([run.name for run in self._studied.comparison.runs], self._look.words)

    @property
    def run_ids(self) -> list[int]:
        return list(self._chosen.ids)

    @property
    def is_ready(self) -> bool:
        """Whether what is shown is what these runs left."""
        return self._studied is not None and self.is_settled

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being compared."""
        return not self._tasks.is_running("study")

    def refresh(self) -> None:
        """Look at the runs again, and compare them anew."""
        self._questions.begin_anew()
        self._begin()

    def compare(self, run_ids: Sequence[int]) -> None:
        """Compare these runs instead, the first as the baseline; MOST_RUNS at the most."""
        if len(set(run_ids)) > MOST_RUNS:
            words = self._look.words
            sentence = words("The first {most} analyses are compared, no more.", most=MOST_RUNS)
            self._here.notices.show(sentence, "warn")
        self._choose(self._chosen.of_ids(run_ids))

    def cancel(self) -> None:
        """Stop comparing; what was shown before stays."""
        self.close_down()
        if self._studied is None:
            self.show_stopped(self.refresh)

    # wiring

    def _connect(self) -> None:
        self._title_row.add_wanted.connect(self.offer_runs)
        self._title_row.export_wanted.connect(self.take_whole)
        self._title_row.save_wanted.connect(lambda: self.keeping.save(self._chosen))
        self.tabbed.wanted.connect(self._go)
        self.tabbed.hidden.connect(self._hide_names)
        self.tabbed.direction_said.connect(self._keep_direction)
        self.tabbed.export_wanted.connect(self.take_chart)
        self.tabbed.table_wanted.connect(lambda *table: self.taking.table(self.title, *table))
        self.going.run_wanted.connect(self.run_wanted)
        self.keeping.saved.connect(self._named)
        self._questions.waiting.cancelled.connect(self.cancel)
        self.choosing.added.connect(lambda runs: self.compare([*self._chosen.ids, *runs]))
        self.choosing.compare_wanted.connect(self.compare_wanted)

    def _connect_chips(self) -> None:
        flow = self._title_row.flow
        flow.removed.connect(lambda run: self._choose(self._chosen.without(run)))
        flow.pinned.connect(lambda run: self._choose(self._chosen.with_baseline(run)))
        flow.moved.connect(lambda run, to: self._choose(self._chosen.moved(run, to)))
        flow.hidden.connect(lambda run: self._hide(self._chosen.toggled(run)))
        flow.run_wanted.connect(lambda run: self._go(Target(run)))

    # what is compared

    def _choose(self, chosen: Chosen) -> None:
        self._keep(chosen)
        self._begin()

    def _keep(self, chosen: Chosen) -> None:
        self._chosen = chosen
        remember(self._here.memory, self._key, chosen)

    def _begin(self) -> None:
        number = len(self._chosen.ids)
        for widget in (self.tabbed.row, self.states, self._title_row.flow):
            widget.setVisible(number > 0)
        self.start.setVisible(number == 0)
        self._alone = None if number != 1 else self._alone
        if number > 1:
            self._tasks.start(self._load(), replacing="study")
        else:
            self._ask_for_runs()

    def _ask_for_runs(self) -> None:
        self._tasks.cancel("study")
        self._studied = None
        self.tabbed.forget_study()
        if not self._chosen.ids:
            self._title_row.put_told(())
            self.choosing.fill_start()
            return
        self.states.loading()
        self._tasks.start(self._show_alone(self._chosen.ids[0]), replacing="study")

    async def _show_alone(self, id_: int) -> None:
        """Say what the only one is, and what is missing until it can be compared."""
        here, words = self._here, self._look.words
        try:
            self._alone = await here.remote.ask(alone, words, here.project.id, id_)
        except CytoDeskError as trouble:
            self._title_row.put_told([Alone(id_).told()])
            self.states.failed(trouble.said(words), self.refresh)
            return
        self.show_alone(self._alone, self.offer_runs)
        self.title_changed.emit(self.title)

    def offer_runs(self) -> RunPicker:
        """Open the list of analyses that could be compared too."""
        return self.choosing.offer(self._chosen.ids, self._title_row.add)

    # what happens

    def _go(self, target: Target) -> None:
        self.going.go(target, self._chosen.ids)

    def _hide_names(self, names: frozenset[str]) -> None:
        """Hide the runs that a legend hides; what it does not name stays as it is."""
        if self._studied is not None:
            runs = self._studied.comparison.runs
            hidden = frozenset(run.id for run in runs if run.name in names)
            self._hide(Chosen(self._chosen.ids, hidden, self._chosen.name))

    def _hide(self, chosen: Chosen) -> None:
        self._keep(chosen)
        if self._studied is not None:
            names = self._chosen.hidden_names(self._studied.comparison.runs)
            self.tabbed.hide_names(names)
            self._title_row.put(self._studied.comparison, names)

    def _keep_direction(self, metric: str, direction: str) -> None:
        self._questions.keep_direction(metric, direction)
        self._begin()

    def _named(self, name: str) -> None:
        self._keep(Chosen(self._chosen.ids, self._chosen.hidden, name))
        self.title_changed.emit(self.title)

    def _hear(self, event: dict[str, object]) -> None:
        """Look again when a compared run moved; elsewhere, while one has not ended."""
        runs = self._studied.comparison.runs if self._studied else ()
        is_open = any(not run.state.has_ended for run in runs)
        is_open |= self._alone is not None and not self._alone.has_ended
        if event.get("run") in self._chosen.ids or (event.get("kind") == "poll" and is_open):
            self._settling.start()

    # numbers

    async def _ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await self._questions.ask(self._chosen.ids, function, *arguments)

    async def _load(self) -> None:
        self.states.loading()
        try:
            await self._show_study()
        except CytoDeskError as trouble:
            self.states.failed(trouble.said(self._look.words), self.refresh)

    async def _show_study(self) -> None:
        plotting = imported(PLOTTING, first=NUMBERS)
        studied, _ = await asyncio.gather(self._ask(study), plotting)
        self._studied = studied
        if studied.gone:
            self._leave_out(studied.gone)
        self.states.full()
        hidden = self._chosen.hidden_names(studied.comparison.runs)
        self._title_row.put(studied.comparison, hidden)
        self.tabbed.show_study(studied, hidden)
        self.title_changed.emit(self.title)

    def _leave_out(self, gone: Sequence[int]) -> None:
        """Say which runs are not there any more; the others are compared."""
        words = self._look.words
        self._keep(self._chosen.of_ids(each for each in self._chosen.ids if each not in gone))
        listed = ", ".join(map(str, gone))
        self._here.notices.show(
            words("Left out, as they are not there any more: {runs}.", runs=listed)
        )

    # taking it away

    def take_chart(self, chart: Chart, form: str) -> QFileDialog:
        """Ask where to, and write one chart as png, svg or csv."""
        return self.taking.chart(self.title, chart, form)

    def take_whole(self, form: str) -> QFileDialog:
        """Ask where to, and write the whole as pdf, html, zip, csv or json."""
        return self.taking.whole(self.title, form, self.iou())

    # Qt calls this

    def showEvent(self, event: QShowEvent) -> None:
        """Offer what there is now: analyses and saved comparisons come and go meanwhile."""
        super().showEvent(event)
        if not self._chosen.ids:
            self.choosing.fill_start()
