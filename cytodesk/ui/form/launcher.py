"""Launch: what stops it, what it starts, and what the place says to that."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.algorithms.batches.rows import How
from cytodesk.client.beginning import Beginning
from cytodesk.errors import CytoDeskError, InvalidValues
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.blame import parameter_blamed, problem_of
from cytodesk.ui.form.launch_bar import LaunchBar
from cytodesk.ui.form.launches import plan_in_words, problem_in_words, start_batch
from cytodesk.ui.form.many.desk import ManyDesk
from cytodesk.ui.form.parameter_form import ParameterForm
from cytodesk.ui.form.preview import Preview
from cytodesk.ui.form.run_on import RunOn
from cytodesk.ui.form.unsaved import Unsaved
from cytodesk.ui.here import Here
from cytodesk.ui.tasks import Tasks


class Launcher(QObject):
    """Serves one form after the other: `begin`. The foot of the page shows what it knows."""

    launched = Signal(int)
    batch_started = Signal(object)

    def __init__(
        self,
        here: Here,
        page: QWidget,
        bar: LaunchBar,
        desk: ManyDesk,
        unsaved: Unsaved,
        run_on: RunOn,
    ) -> None:
        super().__init__(page)
        self._here, self._page, self._bar, self._desk = here, page, bar, desk
        self._unsaved, self._run_on = unsaved, run_on
        self._words = here.look.words
        self._tasks = Tasks(owner=self, report=here.notices.show)
        self._beginning: Beginning | None = None
        self._answers: Answers | None = None
        self._form: ParameterForm | None = None
        self._is_launching = False
        bar.launch_wanted.connect(self.launch)
        bar.problem_wanted.connect(self.go_to_problem)
        bar.preview_wanted.connect(self._show_preview)
        desk.changed.connect(self.tell)

    def begin(self, beginning: Beginning, answers: Answers, form: ParameterForm) -> None:
        self._beginning, self._answers, self._form = beginning, answers, form
        answers.checked.connect(self.tell)
        self._bar.place.set_choices(self._run_on.choices(beginning))
        self._bar.place.set_value(self._run_on.likely(beginning))
        self._bar.show()
        self.tell()

    def end(self) -> None:
        self._tasks.cancel_all()

    def tell(self) -> None:
        """Say how many analyses will start, or which problem stops them."""
        many = self._desk.many
        if self._answers is None or many is None:
            return
        words, is_ready = self._words, self._is_ready()
        said = words("ready") if is_ready else words("has no program here")
        self._bar.show_readiness(said, is_ready=is_ready)
        self._bar.show_launch(
            many.count if is_ready else 0,
            plan_in_words(words, self._answers, many),
            problem=problem_in_words(words, self._answers) or many.problem(),
            is_busy=self._is_launching,
        )

    def launch(self) -> None:
        many = self._desk.many
        if self._answers is None or many is None or self._is_launching:
            return
        if self._answers.problems or many.problem():
            self.go_to_problem()
        elif self._is_ready():
            self._is_launching = True
            self.tell()
            self._tasks.start(self._launch(), replacing="launch")

    def go_to_problem(self) -> None:
        if self._answers is None or self._form is None:
            return
        if self._answers.problems:
            id = next(iter(self._answers.problems))
            self._answers.see(id)
            self._form.reveal(id)
        else:
            self._desk.go_to_problem()

    def blame(self, trouble: CytoDeskError) -> None:
        """Say what a server refused beside the field that it means, else as a notice."""
        assert self._answers is not None
        assert self._form is not None
        id = parameter_blamed(trouble, self._answers.algorithm)
        if id is None:
            self._here.notices.show(trouble)
            return
        self._answers.blame(id, problem_of(trouble, id))
        self._form.reveal(id)

    def _is_ready(self) -> bool:
        assert self._beginning is not None
        return self._beginning.installed.executable or not self._here.remote.is_station

    def _show_preview(self) -> None:
        if self._answers is not None:
            Preview(self._here.look, self._answers, self._page).open_for(self._bar.preview)

    async def _launch(self) -> None:
        assert self._desk.many is not None
        is_one = self._desk.many.how is How.ONE
        try:
            await (self._launch_one() if is_one else self._launch_batch())
        except InvalidValues:
            self.go_to_problem()
        except CytoDeskError as trouble:
            self.blame(trouble)
        finally:
            self._is_launching = False
            self.tell()

    async def _launch_one(self) -> None:
        assert self._answers is not None
        assert self._beginning is not None
        assert self._answers.values is not None
        where = self._bar.place.value()
        run = await self._run_on.start(self._beginning, self._answers.values, where)
        self._remember()
        self.launched.emit(run)

    async def _launch_batch(self) -> None:
        assert self._beginning is not None
        assert self._desk.many is not None
        near = self._run_on.near(self._beginning, self._bar.place.value())
        batch = await start_batch(self._here, self._page, self._beginning, self._desk.many, near)
        if batch is not None:
            self._remember()
            self.batch_started.emit(batch)

    def _remember(self) -> None:
        """Keep what was launched as the last values; nothing of it is unsaved any more."""
        assert self._answers is not None
        assert self._beginning is not None
        installed = self._beginning.installed
        self._unsaved.keep_last(installed.name, self._answers.given())
        self._unsaved.forget(installed.id)
