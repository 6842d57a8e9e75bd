"""InstallDialog: what installing would copy, fetch and run, said before any of it happens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.client.installing import Looked, install, look_at, make_ready, remove_algorithm
from cytodesk.errors import Cancelled, CytoDeskError, DescriptorError
from cytodesk.ui.algorithms.found_out import FoundOut
from cytodesk.ui.algorithms.install_facts import why_not_ready
from cytodesk.ui.here import Here
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import Dialog
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
            chosen = self._found.runs_with
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
        self._act.setEnabled(
            is_done or (self._looked is not None and self._found.runs_with.is_ready)
        )
        self._cancel.setVisible(not is_done)

    def _finish(self) -> None:
        self.installed.emit(self._done)
        self.accept()

    def _show_problems(self, trouble: DescriptorError) -> None:
        """Say what is wrong with the descriptor; nothing can be installed."""
        self._found.show_problems(self._path.name, trouble)
        self._act.hide()
        self._cancel.setText(self._words("Close"))
        self._cancel.setFocus()
        self._states.full()

    def _show_looked(self, looked: Looked) -> None:
        self._found.show_looked(looked)
        self._found.runs_with.changed.connect(self._choose_again)
        self._looked = looked
        self._name_act()
        self._act.setFocus()
        self._states.full()

    def _fit_page(self) -> None:
        """Be as high as what was found out, until it is high enough to be scrolled."""
        wanted = self._found.height_at(_WIDTH - _EDGES)
        if self._states.state() == "full" and wanted > 0:
            self._states.setMinimumHeight(min(wanted, _HEIGHT))

    def _set_busy(self, is_busy: bool) -> None:
        self._found.runs_with.setEnabled(not is_busy)
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
        self._found = FoundOut(self._here)
        self._found.installEventFilter(self)
        area = scrolled(self._found, by_keys=True)
        area.setAccessibleName(words("Install an algorithm"))
        self._states = ListStates(look, area)
        self._states.setMinimumHeight(_LOADING)
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
