"""The whole window on a station where something has run, of the size of a small screen."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cytodesk.client.connection import Connection
from cytodesk.client.projects import terms_of
from cytodesk.desk import Desk
from cytodesk.ui.look import Look
from cytodesk.ui.memory import Memory
from cytodesk.ui.notices import Notices
from cytodesk.ui.window.main_window import MainWindow
from cytodesk.ui.window.opening import end
from cytodesk.ui.window.page_makers import House
from cytodesk.ui.window.places import Places
from tests.client.runs_place import Stage, run_that_leaves, stage
from tests.ui.places import settled, until

SIZE = (1280, 800)
Opening = Callable[[], AbstractAsyncContextManager[MainWindow]]


@dataclass(frozen=True)
class Stocked:
    """A project with runs in several states; `compared` are two that left annotations."""

    connection: Connection
    project: int
    failed: int
    compared: tuple[int, int]


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stocked]:
    root = tmp_path_factory.mktemp("looks")
    for there in stage(root):
        compared = (_drawn(there, root, 0.5, "NNNS"), _drawn(there, root, 0.6, "NNSS"))
        yield Stocked(there.connection, there.project.id, there.failed.id, compared)


def _drawn(there: Stage, root: Path, threshold: float, kinds: str) -> int:
    """Return a run that drew a square for each letter: N is a nucleus, S stroma."""
    place, project = there.connection, there.project
    image = int(next(place.rows(f"project/{project.id}/imageinstance.json"))["id"])
    terms = {term.name[0]: term.id for term in terms_of(place, project)}
    drawn = [terms[kind] for kind in kinds]
    values: dict[str, object] = {"images": (image,), "threshold": threshold}
    return run_that_leaves(place, there.speaker, project.id, values, image, drawn, root).id


class _DeskAt(Desk):
    """A desk whose computer is a place that is there already."""

    def __init__(self, place: Connection, environment: dict[str, str]) -> None:
        super().__init__("window", environment)
        self._place = place

    def connect(self, *, workspace: Path | None = None, server: str | None = None) -> Connection:
        return self._place


@pytest.fixture
def opening(stocked: Stocked, look: Look, tmp_path: Path, qapp: QApplication) -> Iterator[Opening]:
    """Open a window in the project."""
    qapp.setQuitOnLastWindowClosed(False)
    environment = {**os.environ, "CYTODESK_HOME": str(tmp_path)}

    @asynccontextmanager
    async def opened() -> AsyncIterator[MainWindow]:
        with _DeskAt(stocked.connection, environment) as desk:
            places = Places(desk)
            memory = Memory(tmp_path / "window.json")
            window = MainWindow(House(look, desk, memory, Notices(look.words)), places)
            window.resize(*SIZE)
            window.show()
            try:
                window.begin([])
                window.travel.open_project("", stocked.project)
                await until(lambda: window.here is not None)
                yield window
            finally:
                look.theme.set_appearance("light")
                window.hide()
                await end(window, places)
                window.deleteLater()
                await settled()

    yield opened
    qapp.setQuitOnLastWindowClosed(True)
