"""The commands that the window always has, by menu."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from cytodesk.errors import N_
from cytodesk.ui.here import Here
from cytodesk.ui.window.book import SavesItself
from cytodesk.ui.window.commands import Command
from cytodesk.ui.window.errands import Errands
from cytodesk.ui.window.following import Following
from cytodesk.ui.window.navigation import PAGES, PREFERENCES
from cytodesk.ui.window.page_makers import House

_FILE, _EDIT, _VIEW, _RUN, _HELP = N_("File"), N_("Edit"), N_("View"), N_("Run"), N_("Help")


class Frame(Protocol):
    """What the commands ask of the main window."""

    house: House
    here: Here | None
    errands: Errands
    following: Following

    def go(self, key: str) -> QWidget: ...
    def open_form(self, beginning: object = None) -> None: ...
    def open_palette(self) -> None: ...
    def close_current(self) -> None: ...
    def refresh(self) -> None: ...
    def close(self) -> bool: ...
    def isFullScreen(self) -> bool: ...
    def showFullScreen(self) -> None: ...
    def showNormal(self) -> None: ...


class Menus:
    def __init__(self, window: Frame) -> None:
        self._window = window

    def commands(self) -> list[Command]:
        return [*self._file(), *self._edit(), *self._view(), *self._run(), *self._help()]

    def _file(self) -> list[Command]:
        window, errands = self._window, self._window.errands
        return [
            Command("sample", N_("Open the sample project"), errands.sample, _FILE, icon="flask"),
            Command(
                "new-project", N_("New project..."), errands.new_project, _FILE,
                ("Ctrl+Shift+N",), "folder-plus",
            ),
            Command(
                "open-files", N_("Open slides or algorithms..."),
                errands.choose_files, _FILE, ("Ctrl+O",), "upload-simple",
            ),
            Command(
                "save-project", N_("Save the project as a file..."), self._save_project, _FILE,
                icon="export", is_possible=self._may_save_project,
            ),
            Command(
                "sign-in", N_("Sign in to a Cytomine server..."), errands.sign_in,
                _FILE, icon="cloud",
            ),
            Command(
                "close", N_("Close what is shown"), window.close_current, _FILE, ("Ctrl+W",), "x"
            ),
            Command("quit", N_("Quit"), window.close, _FILE, ("Ctrl+Q",), "sign-out"),
        ]  # fmt: skip

    def _edit(self) -> list[Command]:
        go = self._window.go
        return [
            Command(
                "preferences", N_("Preferences"), lambda: go("preferences"), _EDIT, ("Ctrl+,",),
                PREFERENCES.icon,
            ),
        ]  # fmt: skip

    def _view(self) -> list[Command]:
        window = self._window
        pages = [
            Command(
                f"go-{page.key}", page.words, partial(window.go, page.key), _VIEW,
                (f"Ctrl+{number}",), page.icon,
            )
            for number, page in enumerate(PAGES, start=1)
        ]  # fmt: skip
        return [
            *pages,
            Command(
                "commands", N_("Search or run a command"), window.open_palette, _VIEW,
                ("Ctrl+L", "Ctrl+Shift+P"), "magnifying-glass",
            ),
            Command(
                "refresh", N_("Read again"), window.refresh, _VIEW, ("F5", "Ctrl+R"),
                "arrow-clockwise",
            ),
            Command("light", N_("Light"), lambda: self._appear("light"), _VIEW, icon="sun"),
            Command("dark", N_("Dark"), lambda: self._appear("dark"), _VIEW, icon="moon"),
            Command(
                "as-system", N_("Light or dark as the system"), lambda: self._appear(None), _VIEW,
                icon="desktop",
            ),
            Command(
                "full-screen", N_("Full screen"), self._full_screen, _VIEW, ("F11",),
                "arrows-out",
            ),
        ]  # fmt: skip

    def _run(self) -> list[Command]:
        window = self._window
        return [
            Command(
                "new-analysis", N_("New analysis"), lambda: window.open_form(None), _RUN,
                ("Ctrl+N",), "plus", is_possible=lambda: window.here is not None,
            ),
            Command(
                "pause-queue", N_("Pause the queue"), partial(self._pause, True), _RUN,
                icon="pause", is_possible=partial(self._may_pause, True),
            ),
            Command(
                "resume-queue", N_("Let the queue go on"), partial(self._pause, False),
                _RUN, icon="play", is_possible=partial(self._may_pause, False),
            ),
        ]  # fmt: skip

    def _help(self) -> list[Command]:
        return [
            Command(
                "log-folder", N_("Open the folder of logs"), self._open_logs, _HELP,
                ("Ctrl+Shift+L",), "folder-open",
            ),
            Command(
                "about", N_("About CytoDesk"), self._window.errands.about, _HELP, ("F1",), "info"
            ),
        ]  # fmt: skip

    def _save_project(self) -> None:
        page = self._window.go("project")
        if isinstance(page, SavesItself):
            page.export()

    def _may_save_project(self) -> bool:
        here = self._window.here
        return here is not None and here.remote.is_station

    def _pause(self, yes: bool) -> None:
        self._window.following.pause(yes)

    def _may_pause(self, yes: bool) -> bool:
        queue = self._window.following.queue
        return queue is not None and queue.is_ours and queue.queue.is_paused is not yes

    def _appear(self, appearance: str | None) -> None:
        self._window.house.look.theme.set_appearance(appearance)

    def _full_screen(self) -> None:
        window = self._window
        window.showNormal() if window.isFullScreen() else window.showFullScreen()

    def _open_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._window.house.desk.folders.log)))
