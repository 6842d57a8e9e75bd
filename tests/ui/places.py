"""A real station with a project in it, once as itself and once as an old server, for pages."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from cytodesk.client.connection import Connection
from cytodesk.client.installing import install
from cytodesk.client.projects import NewTerm, add_image, new_project, terms_of
from cytodesk.ui.here import Here
from cytodesk.ui.look import Look
from cytodesk.ui.memory import Memory
from cytodesk.ui.notices import Notices
from cytodesk.ui.remote import Remote
from cytodesk.wire.projects import Project
from tests.server.stations import serving

PATIENCE = 90.0
"""Seconds after which something will not happen any more."""
SQUARE = "POLYGON((10 10, 60 10, 60 60, 10 60, 10 10))"
_COPY, _LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier
DESCRIPTOR = {
    "name": "Quiet",
    "description": "Does nothing, and says so.",
    "schema-version": "cytomine-0.1",
    "container-image": {"image": "none/quiet", "type": "singularity"},
    "command-line": "python run.py [WORD]",
    "inputs": [{"id": "word", "name": "Word", "type": "String", "value-key": "[@ID]"}],
}


async def until(look: Callable[[], object]) -> Any:
    """Return what `look` finds, as soon as it finds it."""
    give_up = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < give_up, "it did not happen"
        await asyncio.sleep(0.01)
    return found


async def settled() -> None:
    """Return once every other task has ended."""
    this = asyncio.current_task()
    await until(lambda: all(task is this for task in asyncio.all_tasks()))


async def pictured(page: QWidget) -> None:
    """Have what a page shows asked for and come: a paint after the test would find no loop."""
    page.grab()
    await settled()


def app(folder: Path, **changed: object) -> Path:
    """Make the folder of a small algorithm."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "descriptor.json").write_text(json.dumps(DESCRIPTOR | changed), "utf-8")
    (folder / "run.py").write_text("print('hush')\n", "utf-8")
    return folder


def slide(path: Path, pixel_size: float | None = 0.5) -> Path:
    """Write a small slide; None leaves its pixel size out."""
    scale: dict[str, Any] = {}
    if pixel_size:
        scale = {"resolution": (10000 / pixel_size,) * 2, "resolutionunit": 3}
    tifffile.imwrite(path, np.full((300, 400, 3), 200, np.uint8), tile=(256, 256), **scale)
    return path


def hover(widget: QWidget, *paths: Path) -> QMimeData:
    """Hold files above `widget` as a file manager does; the data must live until the drop."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    middle = widget.rect().center()
    QApplication.sendEvent(widget, QDragEnterEvent(middle, _COPY, data, _LEFT, _NONE))
    return data


def drop(widget: QWidget, *paths: Path) -> None:
    """Drop files on `widget`."""
    data = hover(widget, *paths)
    middle = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QDropEvent(middle, _COPY, data, _LEFT, _NONE))


@pytest.fixture(scope="session")
def station_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    yield from _served(tmp_path_factory.mktemp("station"), is_legacy=False)


@pytest.fixture(scope="session")
def legacy_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    yield from _served(tmp_path_factory.mktemp("legacy"), is_legacy=True)


@pytest.fixture(params=["station", "legacy"])
def either_place(request: pytest.FixtureRequest) -> Connection:
    place: Connection = request.getfixturevalue(f"{request.param}_place")
    return place


@pytest.fixture
def here_at(look: Look, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Here]]:
    """Be in a project of a place, and leave it at the end of the test."""
    qapp.setQuitOnLastWindowClosed(False)  # the loop outlives a dialog
    remotes: list[Remote] = []
    memory = Memory(tmp_path / "memory.json")

    def here(place: Connection, project: Project | None = None) -> Here:
        remotes.append(Remote(place))
        project = project or next(iter(place.things(Project, "project.json")))
        return Here(look, remotes[-1], project, memory.drawer("project"), Notices(look.words))

    yield here
    for remote in remotes:
        remote.close()
    memory.close()


def _served(root: Path, *, is_legacy: bool) -> Iterator[Connection]:
    workspace = root / "workspace"
    if is_legacy:
        with serving(workspace, root) as station, _connected(station) as place:
            _furnish(place, root)
    with serving(workspace, root, is_legacy=is_legacy) as station, _connected(station) as place:
        if not is_legacy:
            _furnish(place, root)
        yield place


def _connected(station: Any) -> Connection:
    return Connection.open(station.url, station.keys())


def _furnish(place: Connection, root: Path) -> None:
    project = new_project(place, "Demo", [NewTerm("tumour", "#D55E00"), NewTerm("x", "#0072B2")])
    image = add_image(place, project, slide(root / "slide 10.tif"))
    add_image(place, project, slide(root / "slide 9.tif", None))
    tumour = terms_of(place, project)[0].id
    drawn = [{"image": image.id, "location": SQUARE, "term": [tumour]} for _ in range(3)]
    place.post("annotation.json", drawn)
    install(place, app(root / "quiet"), python=Path(sys.executable))
