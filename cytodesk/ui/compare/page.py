"""The page Compare: runs in the title row, tabs, the sentence, then the evidence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from cytodesk.charts.drawing import Target
from cytodesk.client.passport import passport_of
from cytodesk.errors import CytoDeskError
from cytodesk.ui.charts.chart import Chart
from cytodesk.ui.compare.adding import RunPicker
from cytodesk.ui.compare.agreement import AgreementView
from cytodesk.ui.compare.alone import Alone, alone
from cytodesk.ui.compare.choosing import Choosing
from cytodesk.ui.compare.chosen import MOST_RUNS, Chosen, key_of, remember, remembered
from cytodesk.ui.compare.context import SIDE, ContextDialog
from cytodesk.ui.compare.context_study import context_of
from cytodesk.ui.compare.frames import load_plotting
from cytodesk.ui.compare.keeping import Keeping
from cytodesk.ui.compare.questions import Questions
from cytodesk.ui.compare.run_chips import RunChip
from cytodesk.ui.compare.study import Asked, Studied, study
from cytodesk.ui.compare.tabbed import TabbedViews
from cytodesk.ui.compare.taking import Taking
from cytodesk.ui.compare.title_row import TitleRow
from cytodesk.ui.compare.view import Bench, View
from cytodesk.ui.here import Here
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.tasks import Tasks

_DIRECTIONS = "compare.directions"
_NEWS_SETTLES = 1500
"""Milliseconds after a run moved until it is looked at again."""
_MOST_IN_TITLE = 3


class ComparePage(QWidget):
    """Compares `run_ids`, the first as the baseline; of none, analyses can be chosen."""

    run_wanted = Signal(int)
    image_wanted = Signal(int)
    annotation_wanted = Signal(int)
    compare_wanted = Signal(list)
    """Other analyses that shall be compared, on a page of their own."""
    title_changed = Signal(str)
    runs_changed = Signal(list)

    def __init__(
        self, here: Here, run_ids: Sequence[int] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._here, self._look = here, here.look
        self._key = key_of(run_ids)
        self._chosen = remembered(here.memory, self._key, run_ids)
        self._studied: Studied | None = None
        self._alone: Alone | None = None
        self._edition = 0
        self._tasks = Tasks(self, here.notices.show)
        self._questions = Questions(here.look, self)
        self._build()
        self._settling = QTimer(self, singleShot=True, interval=_NEWS_SETTLES)
        self._settling.timeout.connect(self.refresh)
        here.remote.news.happened.connect(self._hear)
        self.refresh()

    @property
    def title(self) -> str:
        if self._studied is None or self._chosen.name:
            only = self._alone.name if self._alone else ""
            return self._chosen.name or only or self._look.words("Compare")
        names = [run.name for run in self._studied.comparison.runs]
        first, more = ", ".join(names[:_MOST_IN_TITLE]), len(names) - _MOST_IN_TITLE
        if more <= 0:
            return first
        return self._look.words("{names} and {more} more", names=first, more=more)

    @property
    def run_ids(self) -> list[int]:
        return list(self._chosen.ids)

    @property
    def chosen(self) -> Chosen:
        return self._chosen

    @property
    def is_ready(self) -> bool:
        """Whether what is shown is what these runs left."""
        return self._studied is not None and self.is_settled

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being compared."""
        return not self._tasks.is_running("study")

    @property
    def only_differences(self) -> QWidget:
        return self.tabbed.only_differences

    def refresh(self) -> None:
        """Look at the runs again, and compare them anew."""
        self._edition += 1
        self._begin()

    def compare(self, run_ids: Sequence[int]) -> None:
        """Compare these runs instead, the first as the baseline; MOST_RUNS at the most."""
        if len(set(run_ids)) > MOST_RUNS:
            words = self._look.words
            sentence = words("The first {most} analyses are compared, no more.", most=MOST_RUNS)
            self._here.notices.show(sentence, "warn")
        self._choose(self._chosen.of_ids(run_ids))

    def chips(self) -> list[RunChip]:
        return self._title_row.chips()

    def view(self, key: str) -> View:
        return self.tabbed.views[key]

    def show_tab(self, key: str) -> None:
        self.tabbed.show_tab(key)

    def close_down(self) -> None:
        """End everything that is under way; the page shows nothing new after that."""
        self._tasks.cancel_all()
        self._questions.close()

    def cancel(self) -> None:
        """Stop comparing; what was shown before stays."""
        self._tasks.cancel_all()
        self._questions.close()
        words = self._look.words
        if self._studied is None:
            again = ("arrow-clockwise", words("Compare again"), self.refresh)
            self.states.empty(words("The comparison was stopped."), "", again)

    # building

    def _build(self) -> None:
        self._title_row = TitleRow(self._look)
        self._title_row.add_wanted.connect(self.offer_runs)
        self._connect_chips()
        bench = Bench(
            look=self._look,
            memory=self._here.memory,
            ask=self._ask,
            picture=self._here.remote.picture,
            start=lambda work, name: self._tasks.start(work, replacing=name),
        )
        self.tabbed = TabbedViews(self._look, self._here.memory, bench)
        self.tabbed.wanted.connect(self._go)
        self.tabbed.hidden.connect(self._hide_names)
        self.tabbed.direction_said.connect(self._keep_direction)
        self.taking = Taking(self, self._look, self._write)
        self.tabbed.export_wanted.connect(self.take_chart)
        self.tabbed.table_wanted.connect(
            lambda rows, form: self.taking.table(self.title, rows, form)
        )
        self._title_row.export_wanted.connect(self.take_whole)
        self.keeping = Keeping(self, self._here, self._tasks)
        self.keeping.saved.connect(self._named)
        self._title_row.save_wanted.connect(lambda: self.keeping.save(self._chosen))
        self._waiting = self._questions.waiting
        self._waiting.cancelled.connect(self.cancel)
        self.states = ListStates(self._look, self.tabbed)
        self.choosing = Choosing(self, self._here, self._tasks, self.keeping)
        self.choosing.added.connect(lambda runs: self.compare([*self._chosen.ids, *runs]))
        self.choosing.compare_wanted.connect(self.compare_wanted)
        self.start = self.choosing.start
        parts = (self._title_row, self.tabbed.row, self._waiting, self.states, self.start)
        self.setLayout(column(*parts, spacing=12, margins=(24, 20, 12, 0)))

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
        self.runs_changed.emit(self.run_ids)
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
        self._tasks.start(self._show_alone(self._chosen.ids[0]), replacing="study")

    async def _show_alone(self, id_: int) -> None:
        """Say what the only one is, and what is missing until it can be compared."""
        here, words = self._here, self._look.words
        try:
            found = await here.remote.ask(alone, words, here.project.id, id_)
        except CytoDeskError as trouble:
            self._title_row.put_told([Alone(id_).told()])
            self.states.failed(trouble.said(words), self.refresh)
            return
        self._alone = found
        self._title_row.put_told([found.told()])
        add = ("plus", words("Add an analysis"), self.offer_runs)
        help = words("The first one is the baseline: changes are counted from it.")
        self.states.empty(found.sentence(words), help, add)
        self.title_changed.emit(self.title)

    def offer_runs(self) -> RunPicker:
        """Open the list of analyses that could be compared too."""
        return self.choosing.offer(self._chosen.ids, self._title_row.add)

    # what happens

    def _go(self, target: Target) -> None:
        """Go where a click leads: as near to the object as is known.

        The slide is seen in a dialog, until there is a page for it.
        """
        if target.image is not None and target.run in self._chosen.ids:
            self._tasks.start(self._look_closer(target), replacing="context")
        for id_, signal in (
            (target.annotation, self.annotation_wanted),
            (target.image, self.image_wanted),
            (target.run, self.run_wanted),
        ):
            if id_ is not None and id_ > 0:  # a layer that is no run has an id below 0
                signal.emit(id_)
                return

    async def _look_closer(self, target: Target) -> None:
        """Show the object that was clicked with what lies around it."""
        context = await self._ask(context_of, target)
        dialog = ContextDialog(self._look, context, self)
        dialog.show_run.clicked.connect(lambda: self._go(Target(target.run)))
        dialog.show_run.clicked.connect(dialog.accept)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        x, y, width, height = context.window
        path = f"imageinstance/{context.image}/window-{x}-{y}-{width}-{height}.png"
        picture = QPixmap()
        picture.loadFromData(await self._here.remote.picture(path, maxSize=2 * SIDE))
        if isValid(dialog):
            dialog.picture.put(picture)

    def _hide_names(self, names: frozenset[str]) -> None:
        """Hide the runs that a legend hides; what it does not name stays as it is."""
        if self._studied is not None:
            runs = self._studied.comparison.runs
            hidden = frozenset(run.id for run in runs if run.name in names)
            self._hide(Chosen(self._chosen.ids, hidden, self._chosen.name))

    def _hide(self, chosen: Chosen) -> None:
        self._keep(chosen)
        if self._studied is not None:
            names = self._hidden_names()
            self.tabbed.hide_names(names)
            self._title_row.put(self._studied.comparison, names)

    def _hidden_names(self) -> frozenset[str]:
        runs = self._studied.comparison.runs if self._studied else ()
        return frozenset(run.name for run in runs if run.id in self._chosen.hidden)

    def _keep_direction(self, metric: str, direction: str) -> None:
        kept = dict(self._here.memory.get(_DIRECTIONS, {}))
        self._here.memory.put(_DIRECTIONS, {**kept, metric: direction})
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
        directions = self._here.memory.get(_DIRECTIONS, {})
        asked = Asked(
            passport=passport_of(self._here.remote.connection),
            project=self._here.project.id,
            runs=self._chosen.ids,
            edition=self._edition,
            directions=tuple(sorted(directions.items())),
        )
        return await self._questions.ask(function, asked, *arguments)

    async def _load(self) -> None:
        self.states.loading()
        try:
            await self._show_study()
        except CytoDeskError as trouble:
            self.states.failed(trouble.said(self._look.words), self.refresh)

    async def _show_study(self) -> None:
        plotting = asyncio.to_thread(load_plotting)
        studied, _ = await asyncio.gather(self._ask(study), plotting)
        self._studied = studied
        self._leave_out(studied.gone)
        self.states.full()
        hidden = self._hidden_names()
        self._title_row.put(studied.comparison, hidden)
        self.tabbed.show_study(studied, hidden)
        self.title_changed.emit(self.title)

    def _leave_out(self, gone: Sequence[int]) -> None:
        """Say which runs are not there any more; the others are compared."""
        if not gone:
            return
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
        agreement = self.view("agreement")
        iou = agreement.iou.value() if isinstance(agreement, AgreementView) else 0.5
        return self.taking.whole(self.title, form, iou)

    def _write(self, save: Callable[..., None], *arguments: Any) -> None:
        self._tasks.start(self._written(save, *arguments))

    async def _written(self, save: Callable[..., None], *arguments: Any) -> None:
        await self._ask(save, *arguments)
        path = next(each for each in arguments if hasattr(each, "suffix"))
        self._here.notices.show(self._look.words("Saved as {path}.", path=path))

    # Qt calls this

    def showEvent(self, event: QShowEvent) -> None:
        """Offer what there is now: analyses and saved comparisons come and go meanwhile."""
        super().showEvent(event)
        if not self._chosen.ids:
            self.choosing.fill_start()
