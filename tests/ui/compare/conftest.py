"""A real station with the sample: two runs of its algorithm with different thresholds."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_algorithm
from cytodesk.client.following import follow
from cytodesk.client.launching import launch
from cytodesk.desk import Desk
from cytodesk.sample.project import make_sample
from cytodesk.ui.compare.page import ComparePage
from cytodesk.ui.here import Here
from cytodesk.ui.look import Look
from cytodesk.ui.memory import Memory
from cytodesk.ui.notices import Notices
from cytodesk.ui.remote import Remote
from cytodesk.wire.projects import Project, Term
from tests.journeys.command_line import ROOT, CommandLine

Opening = Callable[..., AbstractAsyncContextManager[ComparePage]]
THRESHOLDS = (0.25, 0.4)


@dataclass(frozen=True)
class Compared:
    """What stands on the station: runs by threshold, and one that has failed."""

    place: Connection
    project: Project
    runs: tuple[int, ...]
    failed: int
    line: CommandLine


@pytest.fixture(scope="session")
def filled_wheels() -> Path:
    check = [sys.executable, str(ROOT / "packaging" / "wheel_cache.py"), "--check"]
    said = subprocess.run(check, capture_output=True, text=True, check=False)
    if said.returncode:
        pytest.skip(f"no wheels for the sample's environment: {said.stdout or said.stderr}")
    return Path(said.stdout.strip())


@pytest.fixture(scope="session")
def compared(
    home: Path, filled_wheels: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Compared]:
    root = tmp_path_factory.mktemp("compare")
    line = CommandLine(root / "workspace")
    with Desk("test") as desk:
        place = desk.connect(workspace=line.workspace)
        try:
            project = make_sample(place, root, wheels=filled_wheels)
            runs = tuple(ended_run(place, project, threshold) for threshold in THRESHOLDS)
            failed = ended_run(place, project, 0.3, image="0")
            yield Compared(place, project, runs, failed, line)
        finally:
            line.stop()


def ended_run(place: Connection, project: Project, threshold: float, image: str = "") -> int:
    """Return the id of a run with this threshold that has ended."""
    started = begun_run(place, project, threshold, image)
    return follow(place, started, report=lambda _: None).id


def begun_run(place: Connection, project: Project, threshold: float, image: str = "") -> int:
    terms = {each.name: each.id for each in place.things(Term, f"project/{project.id}/term.json")}
    values: dict[str, object] = {
        "cytomine_id_term_nucleus": terms["Tumour nucleus"],
        "cytomine_id_term_lymphocyte": terms["Lymphocyte"],
        "threshold_method": "fixed",
        "threshold": threshold,
    }
    if image:
        values["cytomine_id_images"] = (image,)
    return launch(place, find_algorithm(place, "Detect nuclei"), project.id, values).id  # type: ignore[arg-type]


@pytest.fixture
def opening(
    qapp: QApplication, compared: Compared, look: Look, tmp_path: Path
) -> Iterator[Opening]:
    """Open a page on runs, as a window would; wait until it has compared them."""
    qapp.setQuitOnLastWindowClosed(False)

    @asynccontextmanager
    async def opened(
        *runs: int, tab: str = "results", waits: bool = True
    ) -> AsyncIterator[ComparePage]:
        remote = Remote(compared.place)
        memory = Memory(tmp_path / "memory.json")
        notices = Notices(look.words)
        here = Here(look, remote, compared.project, memory.drawer("project"), notices)
        page = ComparePage(here, runs)
        page.resize(1230, 810)
        page.show_tab(tab)
        page.show()
        try:
            if waits:
                await until(lambda: page.is_settled)
            yield page
        finally:
            page.close_down()
            page.deleteLater()
            QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
            await asyncio.sleep(0)
            remote.close()
            memory.close()

    yield opened
    qapp.setQuitOnLastWindowClosed(True)


async def until(claim: Callable[[], object], seconds: float = 30.0) -> None:
    """Return as soon as `claim` holds."""
    async with asyncio.timeout(seconds):
        while not claim():
            await asyncio.sleep(0.02)
