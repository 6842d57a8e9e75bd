"""What is asked in a dialog before one goes anywhere: a new project, keys, files, a goodbye.

Each dialog is imported when it is first asked for: together they would double the start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cytodesk.errors import N_, BadInput
from cytodesk.ui.arrivals import SLIDES, Arrivals, sorted_out
from cytodesk.ui.choosing import files_chosen
from cytodesk.ui.parts.dialogs import Answer, ask
from cytodesk.ui.start.page import StartPage
from cytodesk.ui.tasks import Tasks
from cytodesk.ui.window.book import Installs, TakesSlides
from cytodesk.ui.window.page_makers import House
from cytodesk.ui.window.travel import Travel

if TYPE_CHECKING:
    from cytodesk.desk import SignedIn
    from cytodesk.wire.projects import Project


class Errands:
    """Dialogs above the window; what comes out of them goes to travel and to the pages."""

    def __init__(
        self,
        window: QWidget,
        house: House,
        travel: Travel,
        tasks: Tasks,
        go: Callable[[str], QWidget],
    ) -> None:
        self._window, self._house = window, house
        self._travel, self._tasks, self._go = travel, tasks, go

    def sign_in(self, url: str = "") -> None:
        from cytodesk.ui.start.sign_in import SignInDialog

        dialog = SignInDialog(self._house.look, self._house.desk, url=url, parent=self._window)
        dialog.signed_in.connect(self._signed_in)
        dialog.open()

    def new_project(self) -> None:
        self._tasks.start(self._new_project(), replacing="new project")

    def about(self) -> None:
        from cytodesk.ui.about.about import AboutDialog

        AboutDialog(self._house.look, self._window).open()

    def sample(self) -> None:
        """Go where the sample is made, and have it made."""
        page = self._go("start")
        if isinstance(page, StartPage):
            page.open_sample()

    def choose_files(self) -> None:
        self._tasks.start(self._choose_files(), replacing="choose files")

    def take(self, paths: Sequence[str | Path]) -> None:
        """Answer files that were dropped, chosen, or handed over by a second start."""
        self._tasks.start(self._take([Path(each) for each in paths]), replacing="take files")

    async def may_close(self, running: int) -> bool:
        """Say once that runs go on without a window."""
        words = self._house.look.words
        answers = (
            Answer("stay", words("Stay")),
            Answer("close", words("Close the window"), "primary"),
        )
        title = words.plural("{number} analysis goes on", "{number} analyses go on", running)
        sentence = words(
            "Closing the window ends no analysis: its results are here when you come back. "
            "This is said only once."
        )
        return await ask(self._house.look, self._window, title, sentence, answers) == "close"

    def _signed_in(self, signed_in: SignedIn) -> None:
        connection = signed_in.connection
        self._travel.remember_server(connection.server_id, connection.url)

    async def _new_project(self) -> None:
        from cytodesk.ui.start.new_project import NewProjectDialog

        remote = await self._travel.here()
        dialog = NewProjectDialog(self._house.look, remote, self._window)
        dialog.made.connect(lambda made: self._open(remote.server_id, made))
        dialog.open()

    def _open(self, server_id: str, project: Project) -> None:
        self._travel.open_project_at(server_id, project.id)

    async def _choose_files(self) -> None:
        words = self._house.look.words
        slides = " ".join(f"*{suffix}" for suffix in SLIDES)
        names = words("Slides and algorithms") + f" ({slides} *.json *.zip *.cytodesk)"
        if paths := await files_chosen(self._window, words("Choose files"), names):
            await self._take(paths)

    async def _take(self, paths: list[Path]) -> None:
        missing = [path for path in paths if not path.exists()]
        if missing:
            raise BadInput(N_("{path} is not there any more."), path=missing[0])
        arrived: Arrivals = await asyncio.to_thread(sorted_out, paths)
        here = self._travel.place
        if here is None or not here.remote.is_station:
            await self._travel.into_a_project()
        self._hand_on(arrived)
        for file in arrived.projects:
            await self._import(file)

    async def _import(self, file: Path) -> None:
        """Bring in a project that is a file, say what it lacked, and open it."""
        from cytodesk.ui.window.importing import imported_from

        words, notices = self._house.look.words, self._house.notices
        remote = await self._travel.here()
        imported = await imported_from(self._house.look, remote, file, self._window)
        if imported is None:
            return
        for warning in imported.warnings:
            notices.show(warning.said(words), "warn")
        self._open(remote.server_id, imported.project)

    def _hand_on(self, arrived: Arrivals) -> None:
        if arrived.images:
            page = self._go("project")
            if isinstance(page, TakesSlides):
                page.add_files(arrived.images)
        if arrived.algorithms:
            page = self._go("algorithms")
            if isinstance(page, Installs):
                page.install(arrived.algorithms)
