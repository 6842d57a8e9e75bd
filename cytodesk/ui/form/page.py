"""New analysis: an algorithm, its form, what it will run on, and off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from cytodesk.client.beginning import Beginning
from cytodesk.errors import CytoDeskError
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.beginnings import Beginnings
from cytodesk.ui.form.editors.table import Supply
from cytodesk.ui.form.guesses import guess
from cytodesk.ui.form.images import ids_for, image_parameter
from cytodesk.ui.form.laid import Laid
from cytodesk.ui.form.limits import HERE, ON_SERVERS
from cytodesk.ui.form.news import News
from cytodesk.ui.form.parameter_form import ParameterForm
from cytodesk.ui.form.past import PastRuns
from cytodesk.ui.here import Here
from cytodesk.ui.remote import Remote


class FormPage(Laid):
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
        super().__init__(here, station, thumbnails)
        self._news = News(here, self._offers, self)
        self._beginning: Beginning | None = None
        self._answers: Answers | None = None
        self._title = self._words("New analysis")
        self._is_remembered = not isinstance(start_from, int)
        wanted = start_from if isinstance(start_from, int) else self._unsaved.last()
        self._wanted_images = start_from if isinstance(start_from, Sequence) else ()
        self._beginnings = Beginnings(here, self._tasks, wanted, self._run_on)
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

    # wiring

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
        self._beginnings.undecided.connect(lambda: self._show_chooser(self._beginnings.installed))
        keys = QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._launcher.launch)

    # an algorithm and its values

    def _choose_algorithm(self, id: int) -> None:
        """Begin with another algorithm; another version of this one takes the answers along."""
        self._hide_chooser()
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
        self._hide_chooser()
        newest = versions[0] if versions[0].id not in (id, -id) and versions[0].id > 0 else None
        self._restored.tell(beginning, has_unsaved=bool(unsaved), newest=newest)
        form = self._opened_form(self._answers, id)
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

    def _opened_form(self, answers: Answers, id: int) -> ParameterForm:
        supply = Supply(self._offers, self._thumbs)
        form = ParameterForm(self._here.look, answers, supply, self._unsaved.open_groups(id))
        form.folded.connect(lambda: self._unsaved.keep_open_groups(id, form.open_groups()))
        self._put_form(form)
        for source in self._offers.sources():
            source.arrived.connect(self._show_image)
            source.arrived.connect(self._guess)
        self._guess()
        form.focus_first()
        return form

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
