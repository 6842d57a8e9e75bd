"""A real station with a project to fill a form for, and a page that is opened on it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PySide6.QtWidgets import QApplication

from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_project
from cytodesk.ui.form.page import FormPage
from cytodesk.ui.here import Here
from cytodesk.ui.look import Look
from cytodesk.ui.memory import Memory
from cytodesk.ui.notices import Notices
from cytodesk.ui.remote import Remote
from tests.server.stations import Station, serving
from tests.ui.form.every import write_app

IMAGES = 12
Opening = Callable[..., AbstractAsyncContextManager[FormPage]]


@dataclass
class Place:
    """What stands on the station."""

    station: Station
    algorithm: int
    terms: dict[str, int]
    images: dict[str, int]

    def connect(self) -> Connection:
        return Connection.open(self.station.url, self.station.keys())


@pytest.fixture(scope="session")
def furnished(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    root = tmp_path_factory.mktemp("form")
    folder = root / "workspace"
    folder.mkdir()
    with serving(folder, home) as station:
        with Connection.open(station.url, station.keys()) as connection:
            place = furnish(connection, station, root)
        yield place


def furnish(connection: Connection, station: Station, root: Path) -> Place:
    ontology = connection.post("ontology.json", {"name": "Words"})["ontology"]["id"]
    body = {"name": "Demo", "ontology": ontology}
    project = connection.post("project.json", body)["project"]["id"]
    terms = {}
    for name, color in (("Nucleus", "#0072B2"), ("Stroma", "#009E73"), ("Étoile", "#E69F00")):
        term = {"name": name, "ontology": ontology, "color": color}
        terms[name] = connection.post("term.json", term)["term"]["id"]
    images = {}
    for number in range(1, IMAGES + 1):
        path = root / f"slide {number}.tif"
        tifffile.imwrite(path, np.full((300, 400, 3), 255 - 9 * number, np.uint8))
        added = connection.post("/station/v1/images", {"project": project, "path": str(path)})
        images[path.name] = added["id"]
    app = {"path": str(write_app(root / "everything")), "python": sys.executable}
    algorithm = connection.post("/station/v1/algorithms", app)["software"]["id"]
    return Place(station, algorithm, terms, images)


@pytest.fixture
def here(
    furnished: Place, look: Look, loop: object, qapp: QApplication, tmp_path: Path
) -> Iterator[Here]:
    qapp.setQuitOnLastWindowClosed(False)
    with furnished.connect() as connection:
        remote = Remote(connection)
        memory = Memory(tmp_path / "memory.json")
        project = find_project(connection, "Demo")
        yield Here(look, remote, project, memory.drawer("Demo"), Notices(look.words))
        remote.close()
        memory.close()


@pytest.fixture
def opened(here: Here) -> Opening:
    """Open the page at an algorithm or a run, wait for its form, and close it down in the end."""

    @asynccontextmanager
    async def open_page(
        start_from: int | list[int] | None = None, at: Here = here
    ) -> AsyncIterator[FormPage]:
        page = FormPage(at, start_from)
        page.resize(1232, 812)
        page.show()
        page.activateWindow()
        await until(lambda: page.form is not None and page.form.is_built)
        try:
            yield page
        finally:
            page.close_down()
            page.close()
            page.deleteLater()
            await asyncio.sleep(0.02)

    return open_page


async def until(claim: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until `claim` holds."""
    for _ in range(int(seconds / 0.01)):
        if claim():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not become so")
