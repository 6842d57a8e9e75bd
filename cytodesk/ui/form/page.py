"""New analysis: an algorithm, its form, what it will run on, and off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cytodesk.client.beginning import Beginning
from cytodesk.errors import CytoDeskError
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.beginnings import Beginnings
from cytodesk.ui.form.chooser import Chooser
from cytodesk.ui.form.editors.table import Supply
from cytodesk.ui.form.guesses import guess
from cytodesk.ui.form.head import Head
from cytodesk.ui.form.images import ids_for, image_parameter
from cytodesk.ui.form.launch_bar import LaunchBar
from cytodesk.ui.form.launcher import Launcher
from cytodesk.ui.form.limits import HERE, ON_SERVERS
from cytodesk.ui.form.many.desk import ManyDesk
from cytodesk.ui.form.many.side import Side
from cytodesk.ui.form.news import News
from cytodesk.ui.form.offers import Offers
from cytodesk.ui.form.parameter_form import ParameterForm
from cytodesk.ui.form.past import PastRuns
from cytodesk.ui.form.presets import PresetDesk
from cytodesk.ui.form.restored import Restored
from cytodesk.ui.form.run_on import RunOn
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.form.unsaved import Unsaved
from cytodesk.ui.here import Here
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.remote import Remote
from cytodesk.ui.tasks import Tasks

_FORM = 500
_SMALL = 96
_LARGE = 1024
"""Longest edges of pictures: in device pixels, in pixels of the page."""


class FormPage(QWidget):
    """A form for one or more analyses.

    `start_from` is the id of an algorithm or of a run, a list of ids of images to choose in
    whichever algorithm it will be, or None for what was left unsaved. `station` returns this
    computer's, which can run what is saved at a server. `thumbnails` is the folder in which
    pictures are kept for the next time.
    """

    launched = Signal(int)
    """The id of a run that was started."""
    batch_started = Signal(object)
    """A Batch: many runs were asked for at once."""
    title_changed = Signal(str)

    def __init__(
        self,
        here: Here,
        start_from: int | Sequence[int] | None = None,
        station: Callable[[], Awaitable[Remote]] | None = None,
        thumbnails: Path | None = None,
    ) -> None:
        super().__init__()
        self._here = here
        self._words = here.look.words
        self._tasks = Tasks(owner=self, report=self._fail)
        self._offers = Offers(here.remote, here.project, self)
        self._news = News(here, self._offers, self)
        self._thumbnails = thumbnails
        self._thumbs = Thumbs(here.remote, edge=_SMALL, folder=thumbnails, parent=self)
        self._unsaved = Unsaved(here.memory)
        self._beginning: Beginning | None = None
        self._answers: Answers | None = None
        self.form: ParameterForm | None = None
        self._title = self._words("New analysis")
        self._is_remembered = not isinstance(start_from, int)
        wanted = start_from if isinstance(start_from, int) else self._unsaved.last()
        self._wanted_images = start_from if isinstance(start_from, Sequence) else ()
        self._run_on = RunOn(here, station)
        self._beginnings = Beginnings(here, self._tasks, wanted, self._run_on)
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def title(self) -> str:
        return self._title

    def refresh(self) -> None:
        """Ask again for algorithms and for what can be chosen; what was entered stays."""
        is_open = self._beginning is not None
        if is_open:
            self._offers.refresh()
        else:
            self._states.loading()
        self._beginnings.load(is_open=is_open, is_remembered=self._is_remembered)

    def close_down(self) -> None:
        """End what is under way, before the page goes."""
        self._offers.end()
        self._thumbs.end()
        self._panel.end()
        self._desk.end()
        self._launcher.end()
        self._tasks.cancel_all()

    # what stands where

    def _lay_out(self) -> None:
        look, words = self._here.look, self._words
        self._head = Head(look)
        self._presets = PresetDesk(self._here, self, self._head.presets, self._tasks)
        self._restored = Restored(look)
        self._card = Card(look, padding=1, spacing=0)
        self._card.setFixedWidth(_FORM)
        self._card.add(self._restored)
        large = round(_LARGE * self.devicePixelRatioF())
        remote, kept = self._here.remote, self._thumbnails
        self._side = Side(look, Thumbs(remote, edge=large, folder=kept, parent=self))
        self._panel = self._side.image
        body = QWidget()
        body.setLayout(row(self._card, self._side, spacing=16, align=None))
        self._states = ListStates(look, body)
        self._bar = LaunchBar(look)
        self._bar.hide()
        supply = Supply(self._offers, self._thumbs)
        self._desk = ManyDesk(self._here, self, self._bar.how_many, self._side, supply)
        self._launcher = Launcher(
            self._here, self, self._bar, self._desk, self._unsaved, self._run_on
        )
        self._chooser = Chooser(look)
        title = Text(look, words("New analysis"), "page-title")
        parts = (title, self._head, self._chooser, self._states, self._bar)
        whole = column(*parts, spacing=16, margins=(24, 20, 24, 20))
        whole.setStretch(2, 1)
        whole.setStretch(3, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self._head.algorithm_wanted.connect(self._choose_algorithm)
        self._head.past.clicked.connect(
            lambda: self._tasks.start(self._open_past(), replacing="past")
        )
        self._restored.forgotten.connect(self._start_anew)
        self._restored.newer_wanted.connect(self._choose_algorithm)
        self._desk.shaped.connect(self._keep)
        self._launcher.launched.connect(self.launched)
        self._launcher.batch_started.connect(self.batch_started)
        self._chooser.algorithm_wanted.connect(self._choose_algorithm)
        self._beginnings.listed.connect(
            lambda: self._head.show_algorithms(self._beginnings.installed)
        )
        self._beginnings.begun.connect(self._begin)
        self._beginnings.undecided.connect(self._ask_for_algorithm)
        keys = QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._launcher.launch)

    # an algorithm and its values

    def _ask_for_algorithm(self) -> None:
        if not self._beginnings.installed:
            help = self._words("Algorithms are added on the page Algorithms.")
            self._states.empty(self._words("This project has no algorithm yet"), help)
            return
        self._states.hide()
        self._chooser.show_algorithms(self._beginnings.installed)

    def _choose_algorithm(self, id: int) -> None:
        """Begin with another algorithm; another version of this one takes the answers along."""
        self._chooser.hide()
        self._states.show()
        self._states.loading()
        before, answers = self._beginning, self._answers
        given = answers.given() if answers is not None else {}
        if before is not None and given and self._beginnings.is_other_version(before, id):
            self._beginnings.carry(before, id, given)
        else:
            self._beginnings.begin_at(id)

    def _begin(self, beginning: Beginning) -> None:
        """Open the form of an algorithm: with a run's values, else with what was left unsaved."""
        self._beginning = beginning
        self._news.begin()
        id = beginning.installed.id
        self._unsaved.begin(id)
        is_given = bool(beginning.run or beginning.answers)
        unsaved = {} if is_given else self._unsaved.answers(id)
        most = HERE if self._here.remote.is_station else ON_SERVERS
        self._answers = Answers(beginning.algorithm, {**unsaved, **beginning.answers}, most=most)
        self._choose_wanted_images(self._answers)
        self._desk.begin(self._answers, self._unsaved.shape(id))
        self._answers.changed.connect(self._keep)
        self._answers.checked.connect(self._show_image)
        versions = self._beginnings.versions(beginning)
        last = self._unsaved.last_values(beginning.installed.name)
        self._presets.begin(beginning, self._answers, versions, last)
        self._head.show_beginning(beginning)
        self._chooser.hide()
        self._states.show()
        newest = versions[0] if versions[0].id not in (id, -id) and versions[0].id > 0 else None
        self._restored.tell(beginning, has_unsaved=bool(unsaved), newest=newest)
        supply = Supply(self._offers, self._thumbs)
        open_groups = self._unsaved.open_groups(id)
        form = ParameterForm(self._here.look, self._answers, supply, open_groups)
        form.folded.connect(lambda: self._unsaved.keep_open_groups(id, form.open_groups()))
        self._put_form(form)
        self._launcher.begin(beginning, self._answers, form)
        self._title = self._words("New: {algorithm}", algorithm=beginning.algorithm.name)
        self.title_changed.emit(self._title)
        self._states.full()
        self._show_image()

    def _choose_wanted_images(self, answers: Answers) -> None:
        images = image_parameter(answers)
        if self._wanted_images and images is not None:
            answers.put(images, ids_for(answers.parameters[images], self._wanted_images))
            self._wanted_images = ()

    def _put_form(self, form: ParameterForm) -> None:
        if self.form is not None:
            self._card.body.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = form
        self._card.body.addWidget(form, 1)
        form.tab_after(self._head.past)
        form.split_wanted.connect(self._desk.split)
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
        many = self._desk.many
        if self._beginning is not None and self._answers is not None and many is not None:
            id = self._beginning.installed.id
            self._unsaved.keep(id, self._answers.given(), many.shape.as_json())

    async def _open_past(self) -> None:
        assert self._beginning is not None
        now, look = self._beginning, self._here.look
        runs = await self._beginnings.runs_like(now)
        past = PastRuns(look, runs, now.algorithm, self._offers.names(), self)
        past.taken.connect(lambda id: self._beginnings.take_run(id, now.installed))
        past.open_for(self._head.past)

    def _show_image(self) -> None:
        if self._answers is not None:
            self._side.show_image(self._answers, self._offers)

    def _fail(self, trouble: CytoDeskError) -> None:
        if self._beginning is None:
            self._states.failed(trouble.said(self._words), self.refresh)
        else:
            self._states.full()
            self._head.pick.set_value(self._beginning.installed.id)
            self._here.notices.show(trouble)
