"""Pages on a real station in which something has run, and on the same as an old server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from cytodesk.client.run_lists import ListedRun
from cytodesk.ui.here import Here
from cytodesk.ui.look import Look
from cytodesk.ui.memory import Memory
from cytodesk.ui.notices import Notices
from cytodesk.ui.remote import Remote
from cytodesk.wire.runs import RunState
from tests.client.runs_place import Stage, stage

Opening = Callable[[Callable[[Here], QWidget]], AbstractAsyncContextManager[QWidget]]
_NOON = 1_795_000_000_000


@dataclass
class Visit:
    """A page's surroundings, and what it told the user."""

    here: Here
    stage: Stage
    told: list[str]


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("analyses")


@pytest.fixture(scope="session")
def at_station(root: Path) -> Iterator[Stage]:
    yield from stage(root / "new")


@pytest.fixture(scope="session")
def at_server(root: Path) -> Iterator[Stage]:
    yield from stage(root / "old", is_legacy=True)


@pytest.fixture(params=["station", "server"])
def either(request: pytest.FixtureRequest) -> Stage:
    found: Stage = request.getfixturevalue(f"at_{request.param}")
    return found


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, look: Look, qapp: QApplication, tmp_path: Path, loop: object
) -> Iterator[Visit]:
    """Be in the project of the station, or of either where the test asks for `either`."""
    name = "either" if "either" in request.fixturenames else "at_station"
    there: Stage = request.getfixturevalue(name)
    qapp.setQuitOnLastWindowClosed(False)
    remote = Remote(there.connection)
    memory = Memory(tmp_path / "memory.json")
    notices = Notices(look.words)
    told: list[str] = []
    notices.shown.connect(lambda notice: told.append(notice.sentence))
    remote.news.begin()
    yield Visit(Here(look, remote, there.project, memory.drawer("Demo"), notices), there, told)
    remote.close()
    memory.close()


@pytest.fixture
def opened(visit: Visit) -> Opening:
    """Open a page, and close it down in the end with all of its tasks."""

    @asynccontextmanager
    async def open_page(make: Callable[[Here], QWidget]) -> AsyncIterator[QWidget]:
        page = make(visit.here)
        page.resize(1232, 812)
        page.show()
        page.activateWindow()
        try:
            yield page
        finally:
            page.close()
            page.deleteLater()
            await asyncio.sleep(0.02)
            await until(lambda: len(asyncio.all_tasks()) == 1)

    return open_page


async def until(claim: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until `claim` holds."""
    for _ in range(int(seconds / 0.01)):
        if claim():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not become so")


def listed_run(id: int = 1, state: RunState = RunState.SUCCEEDED, **changed: object) -> ListedRun:
    """Return a row as a place might tell it."""
    row = ListedRun(
        id=id,
        number=id,
        project=1,
        algorithm=9,
        name="Detect nuclei",
        version="1.2.0",
        state=state,
        progress=0,
        comment="",
        favourite=False,
        data_deleted=False,
        created=_NOON + id,
        who="me",
    )
    return replace(row, **changed)  # type: ignore[arg-type]
