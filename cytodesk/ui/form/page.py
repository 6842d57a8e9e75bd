"""New analysis: an algorithm, its form, the image it will run on, and off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cytodesk.client.beginning import Beginning, algorithms_of, beginning_at, from_run, runs_of
from cytodesk.errors import CytoDeskError
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.blame import parameter_blamed, problem_of
from cytodesk.ui.form.chooser import Chooser
from cytodesk.ui.form.editors.table import Supply
from cytodesk.ui.form.guesses import guess
from cytodesk.ui.form.head import Head
from cytodesk.ui.form.image_panel import ImagePanel
from cytodesk.ui.form.images import ids_for, image_parameter, shown_images, shown_terms
from cytodesk.ui.form.launch_bar import LaunchBar
from cytodesk.ui.form.launches import (
    Plan,
    leave_out,
    plan_in_words,
    plan_of,
    problem_in_words,
    start_all,
)
from cytodesk.ui.form.limits import HERE, ON_SERVERS
from cytodesk.ui.form.offers import Offers
from cytodesk.ui.form.parameter_form import ParameterForm
from cytodesk.ui.form.past import PastRuns
from cytodesk.ui.form.preview import Preview
from cytodesk.ui.form.restored import Restored
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.form.unsaved import Unsaved
from cytodesk.ui.here import Here
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.algorithms import InstalledAlgorithm

_FORM = 500
_SETTLES = 500
"""Milliseconds after an image was added until the lists are asked for anew."""
_SMALL = 96
_LARGE = 1024
"""Longest edges of pictures: in device pixels, in pixels of the page."""


class FormPage(QWidget):
    """A form for one or more analyses.

    `start_from` is the id of an algorithm or of a run, a list of ids of images to choose in
    whichever algorithm it will be, or None for what was left unsaved.
    """

    launched = Signal(int)
    """The id of a run that was started."""
    title_changed = Signal(str)

    def __init__(self, here: Here, start_from: int | Sequence[int] | None = None) -> None:
        super().__init__()
        self._here = here
        self._words = here.look.words
        self._tasks = Tasks(owner=self, report=self._fail)
        self._offers = Offers(here.remote, here.project, self)
        self._thumbs = Thumbs(here.remote, edge=_SMALL, parent=self)
        self._unsaved = Unsaved(here.memory)
        self._installed: list[InstalledAlgorithm] = []
        self._beginning: Beginning | None = None
        self._answers: Answers | None = None
        self.form: ParameterForm | None = None
        self._is_launching = False
        self._title = self._words("New analysis")
        self._lay_out()
        self._start_from = start_from if isinstance(start_from, int) else self._unsaved.last()
        self._is_again = start_from is None
        self._wanted_images = start_from if isinstance(start_from, Sequence) else ()
        self._added = QTimer(self, singleShot=True, interval=_SETTLES)
        self._added.timeout.connect(self._offers.refresh)
        here.remote.news.happened.connect(self._hear)
        self.refresh()

    @property
    def title(self) -> str:
        return self._title

    def refresh(self) -> None:
        """Ask again for algorithms and for what can be chosen; what was entered stays."""
        if self._beginning is None:
            self._states.loading()
        else:
            self._offers.refresh()
        self._tasks.start(self._load(), replacing="load")

    def close_down(self) -> None:
        """End what is under way, before the page goes."""
        self._offers.end()
        self._thumbs.end()
        self._panel.end()
        self._tasks.cancel_all()

    def _hear(self, event: dict[str, object]) -> None:
        """Offer images that somebody adds meanwhile, once they are all there."""
        if event.get("kind") == "image added" and self._beginning is not None:
            self._added.start()

    # what stands where

    def _lay_out(self) -> None:
        look, words = self._here.look, self._words
        self._head = Head(look)
        self._head.algorithm_wanted.connect(self._choose_algorithm)
        self._head.past.clicked.connect(self._show_past)
        self._restored = Restored(look)
        self._restored.forgotten.connect(self._start_anew)
        self._card = Card(look, padding=1, spacing=0)
        self._card.setFixedWidth(_FORM)
        self._card.add(self._restored)
        large = round(_LARGE * self.devicePixelRatioF())
        self._panel = ImagePanel(look, Thumbs(self._here.remote, edge=large, parent=self))
        self._body = QWidget()
        self._body.setLayout(row(self._card, self._panel, spacing=16, align=None))
        self._states = ListStates(look, self._body)
        self._bar = LaunchBar(look, self._place_name())
        self._bar.launch_wanted.connect(self._launch)
        self._bar.problem_wanted.connect(self._go_to_problem)
        self._bar.preview_wanted.connect(self._show_preview)
        self._bar.per_image_changed.connect(self._split)
        self._bar.hide()
        self._chooser = Chooser(look)
        self._chooser.algorithm_wanted.connect(self._choose_algorithm)
        title = Text(look, words("New analysis"), "page-title")
        parts = (title, self._head, self._chooser, self._states, self._bar)
        whole = column(*parts, spacing=16, margins=(24, 20, 24, 20))
        whole.setStretch(2, 1)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        keys = QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._launch)

    def _place_name(self) -> str:
        connection = self._here.remote.connection
        if connection.is_station:
            return self._words("This computer")
        return connection.url.partition("://")[2]

    # an algorithm and its values

    async def _load(self) -> None:
        self._installed = await self._here.remote.ask(algorithms_of, self._here.project)
        self._head.show_algorithms(self._installed)
        if self._beginning is not None:
            return
        known = {each.id for each in self._installed}
        is_remembered = self._is_again or bool(self._wanted_images)
        if is_remembered and self._start_from not in known:
            self._start_from = None
        if self._start_from is not None:
            await self._begin_at(self._start_from)
        elif not self._installed:
            help = self._words("Algorithms are added on the page Algorithms.")
            self._states.empty(self._words("This project has no algorithm yet"), help)
        elif len(self._installed) == 1:
            await self._begin_at(self._installed[0].id)
        else:
            self._ask_for_algorithm()

    def _ask_for_algorithm(self) -> None:
        self._states.hide()
        self._chooser.show_algorithms(self._installed)

    def _choose_algorithm(self, id: int) -> None:
        self._chooser.hide()
        self._states.show()
        self._states.loading()
        self._tasks.start(self._begin_at(id), replacing="load")

    async def _begin_at(self, id: int) -> None:
        beginning = await self._here.remote.ask(beginning_at, self._here.project, id)
        self._begin(beginning)

    def _begin(self, beginning: Beginning) -> None:
        """Open the form of an algorithm: with a run's values, else with what was left unsaved."""
        self._beginning = beginning
        id = beginning.installed.id
        self._unsaved.begin(id)
        unsaved = {} if beginning.run else self._unsaved.answers(id)
        most = HERE if self._here.remote.is_station else ON_SERVERS
        self._answers = Answers(beginning.algorithm, {**unsaved, **beginning.answers}, most=most)
        self._choose_wanted_images(self._answers)
        self._answers.changed.connect(self._keep)
        self._answers.checked.connect(self._tell)
        self._head.show_beginning(beginning)
        self._bar.show()
        self._chooser.hide()
        self._states.show()
        self._bar.per_image.set_value(self._unsaved.is_per_image(id))
        self._split()
        self._restored.tell(beginning, has_unsaved=bool(unsaved))
        self._put_form(ParameterForm(self._here.look, self._answers, self._supply()))
        self._title = self._words("New: {algorithm}", algorithm=beginning.algorithm.name)
        self.title_changed.emit(self._title)
        self._states.full()
        self._tell()

    def _choose_wanted_images(self, answers: Answers) -> None:
        images = image_parameter(answers)
        if self._wanted_images and images is not None:
            answers.put(images, ids_for(answers.parameters[images], self._wanted_images))
            self._wanted_images = ()

    def _supply(self) -> Supply:
        return Supply(self._offers, self._thumbs)

    def _put_form(self, form: ParameterForm) -> None:
        if self.form is not None:
            self._card.body.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = form
        self._card.body.addWidget(form, 1)
        form.tab_after(self._head.past)
        for source in self._offers.sources():
            source.arrived.connect(self._show_image)
            source.arrived.connect(self._guess)
        self._guess()
        form.focus_first()

    def _guess(self) -> None:
        if self._answers is not None and self._beginning and self._beginning.run is None:
            guess(self._answers, self._offers)

    def _start_anew(self) -> None:
        assert self._beginning is not None
        assert self._answers is not None
        self._unsaved.forget(self._beginning.installed.id)
        self._answers.put_all({})
        self._restored.hide()

    def _keep(self, _: str = "") -> None:
        assert self._beginning is not None
        assert self._answers is not None
        id = self._beginning.installed.id
        self._unsaved.keep(id, self._answers.given(), is_per_image=self._bar.per_image.value())

    def _show_past(self) -> None:
        self._tasks.start(self._open_past(), replacing="past")

    async def _open_past(self) -> None:
        assert self._beginning is not None
        algorithm = self._beginning.algorithm
        runs = await self._here.remote.ask(runs_of, self._here.project)
        alike = {each.id for each in self._installed if each.name == algorithm.name}
        alike.add(self._beginning.installed.id)
        alike_runs = [run for run in runs if run.algorithm in alike]
        names = self._offers.names()
        past = PastRuns(self._here.look, alike_runs, algorithm, names, self)
        past.taken.connect(lambda id: self._tasks.start(self._take_run(id), replacing="load"))
        past.open_for(self._head.past)

    async def _take_run(self, id: int) -> None:
        """Take a run's values; if it was of another version, what is gone is said."""
        past = await self._here.remote.ask(from_run, self._here.project, id)
        self._begin(past)

    # what can be launched

    def _tell(self) -> None:
        if self._answers is None or self._beginning is None:
            return
        plan, words = self._plan(), self._words
        is_ready = self._is_ready()
        self._bar.per_image.setVisible(plan.can_split)
        said = words("ready") if is_ready else words("has no program here")
        self._bar.show_readiness(said, is_ready=is_ready)
        self._bar.show_launch(
            max(len(plan.runs), 1) if is_ready else 0,
            plan_in_words(words, self._answers, plan),
            problem=problem_in_words(words, self._answers),
            is_busy=self._is_launching,
        )
        self._show_image()

    def _plan(self) -> Plan:
        assert self._answers is not None
        return plan_of(self._answers, per_image=self._bar.per_image.value())

    def _split(self) -> None:
        """Check anew: what goes out one by one may be longer in all."""
        if self._answers is not None:
            plan = self._plan()
            self._answers.split_by(plan.images if plan.is_split else None)
            self._keep()
            self._tell()

    def _is_ready(self) -> bool:
        assert self._beginning is not None
        return self._beginning.installed.executable or not self._here.remote.is_station

    def _go_to_problem(self) -> None:
        if self._answers is not None and self.form is not None and self._answers.problems:
            id = next(iter(self._answers.problems))
            self._answers.see(id)
            self.form.reveal(id)

    def _show_preview(self) -> None:
        if self._answers is not None:
            Preview(self._here.look, self._answers, self).open_for(self._bar.preview)

    def _show_image(self) -> None:
        if self._answers is None:
            return
        images, is_chosen = shown_images(self._answers, self._offers)
        none = self._words("This algorithm asks for no image.")
        said = none if image_parameter(self._answers) is None else ""
        self._panel.show_images(images, is_chosen=is_chosen, said=said)
        self._panel.show_terms(shown_terms(self._answers, self._offers))

    def _launch(self) -> None:
        if self._answers is None or self._is_launching:
            return
        if self._answers.problems:
            self._go_to_problem()
        elif self._is_ready():
            self._is_launching = True
            self._tell()
            self._tasks.start(self._launch_all(), replacing="launch")

    async def _launch_all(self) -> None:
        assert self._answers is not None
        assert self._beginning is not None
        plan, installed = self._plan(), self._beginning.installed
        try:
            started, trouble = await start_all(
                self._here.remote, self._here.project, installed, plan
            )
        finally:
            self._is_launching = False
            self._tell()
        if trouble is None:
            self._unsaved.forget(installed.id)
        else:
            leave_out(self._answers, plan, len(started))
            self._blame(trouble)
        for id in started:
            self.launched.emit(id)

    def _blame(self, trouble: CytoDeskError) -> None:
        """Say what a server refused beside the field that it means, else as a notice."""
        assert self._answers is not None
        assert self.form is not None
        id = parameter_blamed(trouble, self._answers.algorithm)
        if id is None:
            self._here.notices.show(trouble)
            return
        self._answers.blame(id, problem_of(trouble, id))
        self.form.reveal(id)

    def _fail(self, trouble: CytoDeskError) -> None:
        if self._beginning is None:
            self._states.failed(trouble.said(self._words), self.refresh)
        else:
            self._states.full()
            self._head.pick.set_value(self._beginning.installed.id)
            self._here.notices.show(trouble)
