"""RunsWith: what an algorithm runs with, an environment of its own or a Python that one has."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from cytodesk.client.installing import Needs
from cytodesk.client.interpreters import InterpreterFound, ask_python
from cytodesk.errors import CytoDeskError
from cytodesk.ui.algorithms.standing import Standing, standing_of_python
from cytodesk.ui.algorithms.standing_line import StandingLine
from cytodesk.ui.algorithms.surroundings import Surroundings
from cytodesk.ui.asked import Asked
from cytodesk.ui.choosing import file_chosen, folder_chosen
from cytodesk.ui.here import Here
from cytodesk.ui.parts.buttons import Button, IconButton
from cytodesk.ui.parts.fields import TextField
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.switches import Segmented, Tick
from cytodesk.ui.parts.texts import Elided, Text
from cytodesk.ui.tasks import Tasks

_OWN, _NAMED = "own", "named"
_QUIET = 400
"""Milliseconds after the last letter of a path until it is tried."""
_LAST = "python"
"""Where the memory keeps the interpreter that was named last."""


class RunsWith(Surroundings):
    """An environment of its own, or a Python that has to answer first."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._here, self._words = here, here.look.words
        self._tasks = Tasks(owner=self, report=self._refuse)
        self._needs = Needs()
        self._found: InterpreterFound | None = None
        self._wheels: Path | None = None
        self._make()
        self._lay_out()
        self._connect()
        self._show_choice()

    @property
    def is_ready(self) -> bool:
        return not self._is_named or self._found is not None

    @property
    def python(self) -> Path | None:
        return self._found.path if self._is_named and self._found else None

    @property
    def wheels(self) -> Path | None:
        return None if self._is_named else self._wheels

    @property
    def may_build(self) -> bool:
        return not self._is_named and bool(self._needs.requirements) and self.build.value()

    @property
    def fetches_now(self) -> bool:
        return not self._is_named and bool(self._needs.requirements) and self._fetch.value()

    @property
    def fetching(self) -> str:
        return self._words("Fetching its packages")

    def put(self, needs: Needs) -> None:
        """Say what `needs` asks for."""
        self._needs = needs
        packages = ", ".join(needs.requirements)
        self._packages.setText(
            self._words("Fetched once, for it alone: {packages}.", packages=packages)
            if packages
            else self._words("It asks for no packages: nothing is fetched.")
        )
        self._fetch.setVisible(bool(packages))
        self._wheels_row.setVisible(bool(packages))
        self._building.setVisible(bool(packages))

    # what is asked of the station

    def _try(self) -> None:
        """Let the interpreter say what it is; the newest path counts."""
        if path := self.path.field.value().strip():
            self._tasks.start(self._ask(Path(path)), replacing="asking")

    async def _ask(self, path: Path) -> None:
        self._say(Standing("soft", self._words("Asking it…")))
        self._found = await self._here.remote.ask(ask_python, path)
        self._here.memory.put(_LAST, str(path))
        self._say(standing_of_python(self._words, self._found, self._needs))
        self.changed.emit()

    async def _choose_python(self) -> None:
        title = self._words("Choose the Python that has its packages")
        begin = Path(self.path.field.value() or sys.prefix)
        if (path := await file_chosen(self, title, begin)) is not None:
            self.path.field.set_value(str(path))
            self._hear_path()
            self._try()

    async def _choose_wheels(self) -> None:
        title = self._words("Choose the folder with its packages as wheels")
        if paths := await folder_chosen(self, title):
            self._set_wheels(paths[0])

    # what is shown

    def _show_choice(self) -> None:
        self._own.setVisible(not self._is_named)
        self._named.setVisible(self._is_named)
        if self._is_named and self._found is None:
            if not self.path.field.value():
                self.path.field.set_value(str(self._here.memory.get(_LAST, "")))
            self._try()
        self.changed.emit()

    def _hear_path(self) -> None:
        """Another path is typed: what the one before said counts no more."""
        self._tasks.cancel("asking")
        self._found = None
        self._say(None)
        self._quiet.start()
        self.changed.emit()

    def _refuse(self, trouble: CytoDeskError) -> None:
        self._say(None)
        self.path.say(trouble.said(self._words))

    def _say(self, standing: Standing | None) -> None:
        self.path.say(None)
        self._standing.setVisible(standing is not None)
        if standing is not None:
            self._standing.put(standing)

    def _set_wheels(self, folder: Path | None) -> None:
        self._wheels = folder
        self._from.set_text(
            self._words("From {folder}, without network.", folder=folder) if folder else ""
        )
        self._from.setVisible(folder is not None)
        self._index.setVisible(folder is not None)
        self._folder.setVisible(folder is None)
        self.changed.emit()

    @property
    def _is_named(self) -> bool:
        return self.choice.value() == _NAMED

    # how it is made

    def _make(self) -> None:
        look, words = self._here.look, self._words
        self.choice = Segmented(
            look,
            [
                (_OWN, words("An environment of its own")),
                (_NAMED, words("A Python that you have")),
            ],
            name=words("What it runs with"),
        )
        self._packages = Text(look, "", "caption", wraps=True)
        self._fetch = Tick(
            look, words("Fetch its packages now, so that its first analysis starts at once")
        )
        self._fetch.set_value(True)
        self.build = Tick(look, words("May build packages from their sources"))
        self._folder = Button(look, words("Take them from a folder of wheels..."), kind="link")
        self._from = Elided(look, "", "caption")
        self._index = Button(look, words("Take them from the network"), kind="link")
        self.path = Asked(
            look, words("Interpreter"), TextField(look, "/opt/python/bin/python3"),
            words("The file that starts Python, or the folder of an environment."),
        )  # fmt: skip
        self._browse = IconButton(look, "folder-open", words("Choose it..."), size=24)
        self.path.field.add_trailing(self._browse)
        self._standing = StandingLine(look)
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET)

    def _lay_out(self) -> None:
        self._wheels_row = QWidget()
        self._wheels_row.setLayout(row(self._folder, self._from, self._index, None, spacing=8))
        meant = Text(
            self._here.look,
            self._words("Where no wheel is published: that takes longer and runs their code."),
            "caption",
            wraps=True,
        )
        self._building = QWidget()
        self._building.setLayout(column(self.build, meant, spacing=0))
        parts = (self._packages, self._fetch, self._building, self._wheels_row)
        self._own = QWidget()
        self._own.setLayout(column(*parts, spacing=4, margins=(0, 4, 0, 0)))
        self._named = QWidget()
        self._named.setLayout(
            column(self.path, self._standing, spacing=8, margins=(0, 4, 0, 0)),
        )
        title = Text(self._here.look, self._words("What it runs with"), "label")
        self.setLayout(
            column(
                title, row(self.choice, None), self._own, self._named, spacing=8,
                margins=(0, 8, 0, 4),
            )
        )  # fmt: skip
        self._standing.hide()
        self._set_wheels(None)

    def _connect(self) -> None:
        self.choice.changed.connect(self._show_choice)
        self.path.field.changed.connect(self._hear_path)
        self._quiet.timeout.connect(self._try)
        self._browse.clicked.connect(
            lambda: self._tasks.start(self._choose_python(), replacing="choosing")
        )
        self._folder.clicked.connect(
            lambda: self._tasks.start(self._choose_wheels(), replacing="choosing")
        )
        self._index.clicked.connect(lambda: self._set_wheels(None))
        self._fetch.changed.connect(self.changed)
        self.build.changed.connect(self.changed)
