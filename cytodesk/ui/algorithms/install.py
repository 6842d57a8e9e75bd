"""InstallDialog: what installing would copy, fetch and run, said before any of it happens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.client.installing import (
    Looked,
    Needs,
    install,
    look_at,
    make_ready,
    remove_algorithm,
)
from cytodesk.errors import (
    Cancelled,
    CytoDeskError,
    DescriptorError,
)
from cytodesk.ui.algorithms.install_facts import fact_lines, why_not_ready
from cytodesk.ui.algorithms.runs_in_image import RunsInImage
from cytodesk.ui.algorithms.runs_with import RunsWith
from cytodesk.ui.algorithms.standing import Standing, standing_before
from cytodesk.ui.algorithms.standing_line import StandingLine
from cytodesk.ui.algorithms.surroundings import Surroundings
from cytodesk.ui.here import Here
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.scrolling import scrolled
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.progressing import Progressing
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.algorithms import InstalledAlgorithm

_WIDTH = 560
_EDGES = 48
_HEIGHT, _LOADING = 470, 320
"""Pixels of what is found out at the most, and of the shape of it while it is not known."""
_MUCH = 500e6
"""Bytes of an app that are rather somebody's whole folder of downloads."""


class InstallDialog(Dialog):
    """Looks at `path` first; `installed` carries the InstalledAlgorithm once it is there."""

    installed = Signal(object)

    def __init__(self, here: Here, path: Path, parent: QWidget | None = None) -> None:
        look, words = here.look, here.look.words
        super().__init__(look, words("Install an algorithm"), parent)
        self._here, self._path, self._words = here, path, words
        self._tasks = Tasks(owner=self, report=self._fail)
        self._done: InstalledAlgorithm | None = None
        self._looked: Looked | None = None
        self._page = column(spacing=12, margins=(0, 0, 12, 0))
        self._make()
        self._load()

    # what is asked of the station

    def _load(self) -> None:
        self._states.loading()
        self._tasks.start(self._look_at(), replacing="work")

    async def _look_at(self) -> None:
        try:
            looked = await self._here.remote.ask(look_at, self._path)
        except DescriptorError as trouble:
            self._show_problems(trouble)
        except CytoDeskError as trouble:
            sentence = self._words("This cannot be installed.")
            self._states.failed(sentence, self._load, help=trouble.said(self._words))
        else:
            self._show_looked(looked)

    def _install(self) -> None:
        if self._done is not None:
            self._finish()
        elif not self._tasks.is_running("work"):
            self._tasks.start(self._do_install(), replacing="work")

    async def _do_install(self) -> None:
        words, remote = self._words, self._here.remote
        self._problem.hide()
        self._set_busy(True)
        self._progress.begin(words("Copying its files"))
        try:
            chosen = self._runs_with
            self._done = await remote.ask(
                install,
                self._path,
                python=chosen.python,
                wheels=chosen.wheels,
                may_build=chosen.may_build,
            )
            if chosen.fetches_now:
                self._progress.report(-1.0, chosen.fetching)
                await remote.ask(make_ready, self._done, self._hear)
        except Cancelled:
            pass  # what was copied stays installed; its packages come with the first analysis
        finally:
            self._progress.end()
            self._set_busy(False)
        self._finish()

    def _hear(self, share: float, doing: str) -> None:
        """Hear from the thread that asks; raises Cancelled once the user wants no more."""
        self._progress.report(-1.0, self._words(doing) if doing else "")

    def _choose_again(self) -> None:
        """Another choice of what it runs with; what was installed without packages is undone."""
        if self._done is not None:
            self._tasks.start(self._take_back(), replacing="work")
        else:
            self._name_act()

    async def _take_back(self) -> None:
        """Remove what was installed without its packages, so that it is not there twice."""
        done, self._done = self._done, None
        if done is not None and not done.run_count:
            await self._here.remote.ask(remove_algorithm, done)
        self._problem.hide()
        self._name_act()

    # what is shown

    def _fail(self, trouble: CytoDeskError) -> None:
        """Say what went wrong; if its files are there already, it may be closed as it is."""
        is_installed = self._done is not None
        self._problem.setText(why_not_ready(self._words, trouble, is_installed=is_installed))
        self._problem.show()
        self._name_act()

    def _name_act(self) -> None:
        """Name the button by what it does: install, or close what is installed."""
        words, is_done = self._words, self._done is not None
        self._act.setText(words("Close") if is_done else words("Install"))
        self._act.updateGeometry()
        self._act.setEnabled(is_done or (self._looked is not None and self._runs_with.is_ready))
        self._cancel.setVisible(not is_done)

    def _finish(self) -> None:
        self.installed.emit(self._done)
        self.accept()

    def _show_problems(self, trouble: DescriptorError) -> None:
        """Say every problem of the descriptor at its line; nothing can be installed."""
        words = self._words
        count = sum(not problem.is_warning for problem in trouble.problems)
        self._page.addWidget(Text(self._look, self._path.name, "title"))
        sentence = words.plural(
            "Its descriptor cannot be read: {number} thing to mend.",
            "Its descriptor cannot be read: {number} things to mend.",
            count,
        )
        self._add(Standing("bad", sentence))
        for problem in trouble.problems:
            said = problem.said(words)
            where = words("line {line}: {said}", line=problem.line, said=said)
            mark = "warn" if problem.is_warning else "bad"
            self._add(Standing(mark, where if problem.line else said), is_small=True)
        self._act.hide()
        self._cancel.setText(words("Close"))
        self._cancel.setFocus()
        self._show_page()

    def _show_page(self) -> None:
        self._page.addStretch(1)
        self._states.full()

    def _fit_page(self) -> None:
        """Be as high as what was found out, until it is high enough to be scrolled."""
        wanted = self._page.totalHeightForWidth(_WIDTH - _EDGES)
        if self._states.state() == "full" and wanted > 0:
            self._states.setMinimumHeight(min(wanted, _HEIGHT))

    def _show_looked(self, looked: Looked) -> None:
        words, look = self._words, self._look
        name = row(Text(look, looked.name, "title"), Text(look, looked.version, "caption"), None)
        self._page.addLayout(name)
        if looked.description:
            about = " ".join(looked.description.split())
            self._page.addWidget(Text(look, about, "soft", wraps=True))
        self._add(standing_before(words, looked.needs))
        for line in fact_lines(self._look, looked):
            self._page.addLayout(line)
        self._runs_with = self._surroundings_of(looked.needs)
        self._runs_with.changed.connect(self._choose_again)
        self._page.addWidget(self._runs_with)
        if looked.bytes > _MUCH:
            sentence = words("Everything that lies beside its descriptor is copied.")
            self._add(Standing("warn", sentence, words("Put it into a folder of its own first.")))
        for warning in looked.warnings:
            self._add(Standing("warn", warning), is_small=True)
        self._add(
            Standing(
                "warn",
                words("It runs with your rights: it can read and change your files."),
                words("Install only what you trust."),
            )
        )
        self._looked = looked
        self._name_act()
        self._act.setFocus()
        self._show_page()

    def _surroundings_of(self, needs: Needs) -> Surroundings:
        """Return what can be chosen of the way in which it runs."""
        if needs.way == "container":
            return RunsInImage(self._look, needs)
        if needs.way != "program":
            return Surroundings()
        runs_with = RunsWith(self._here)
        runs_with.put(needs)
        return runs_with

    def _add(self, standing: Standing, *, is_small: bool = False) -> None:
        self._page.addWidget(StandingLine(self._look, standing, is_small=is_small))

    def _set_busy(self, is_busy: bool) -> None:
        self._runs_with.setEnabled(not is_busy)
        self._act.setEnabled(not is_busy)

    # Qt calls this

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit_page()
        return super().eventFilter(watched, event)

    # how it is made

    def _make(self) -> None:
        look, words = self._look, self._words
        self.setMinimumWidth(_WIDTH)
        inner = QWidget()
        inner.setLayout(self._page)
        inner.installEventFilter(self)
        area = scrolled(inner, by_keys=True)
        area.setAccessibleName(words("Install an algorithm"))
        self._states = ListStates(look, area)
        self._states.setMinimumHeight(_LOADING)
        self._runs_with = Surroundings()
        """Of what is looked at, once that is known."""
        self._progress = Progressing(look)
        self._problem = Text(look, "", "bad", wraps=True)
        self._problem.hide()
        self.body.addWidget(self._states)
        for widget in (self._problem, self._progress):
            self.body.addWidget(widget)
        self._cancel = self.add_button(Button(look, words("Cancel")))
        self._cancel.clicked.connect(self.reject)
        self._act = self.add_button(Button(look, words("Install"), kind="primary"))
        self._act.setEnabled(False)
        self._act.clicked.connect(self._install)
        self.rejected.connect(self._progress.stop)
