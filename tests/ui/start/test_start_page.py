"""The first page: drop, sample, recent projects, what this computer can run."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from cytodesk.assets import Words
from cytodesk.client.connection import Connection
from cytodesk.client.station_door import LOCK
from cytodesk.desk import Desk
from cytodesk.engines import Engine, EngineKind
from cytodesk.processes import FileLock, own_environment
from cytodesk.sample.project import NAME
from cytodesk.ui.look import Look
from cytodesk.ui.memory import Drawer, Memory
from cytodesk.ui.notices import Notices
from cytodesk.ui.start.computer import Computer, examine
from cytodesk.ui.start.computer_list import lines_of
from cytodesk.ui.start.page import StartPage
from cytodesk.ui.start.recent import RecentProjects
from cytodesk.wire.projects import Project
from tests.ui.places import app, drop, settled, slide, until

Run = Callable[..., Any]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk of a fresh home; its station, if one was started, ends with the test."""
    monkeypatch.setenv("CYTODESK_HOME", str(tmp_path / "home"))
    with Desk("window") as desk:
        yield desk
        workspace = desk.folders.workspace
        if desk.station_address():
            desk.connect().post("/station/v1/stop", {"now": True})
            give_up, lock = time.monotonic() + 90, FileLock(workspace / LOCK)
            while not lock.acquire() and time.monotonic() < give_up:
                time.sleep(0.05)
            lock.release()


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Drawer]:
    memory = Memory(tmp_path / "memory.json")
    yield memory.drawer("start")
    memory.close()


@pytest.fixture
def page(look: Look, desk: Desk, drawer: Drawer, qtbot: QtBot, run: Run) -> StartPage:
    QApplication.setQuitOnLastWindowClosed(False)

    async def shown() -> StartPage:
        page = StartPage(look, desk, drawer, Notices(look.words))
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        page.refresh()
        await settled()
        return page

    made: StartPage = run(shown())
    return made


def test_what_was_dropped_is_handed_on(page: StartPage, run: Run, tmp_path: Path) -> None:
    paths = [slide(tmp_path / "a.tif"), app(tmp_path / "quiet")]
    handed: list[Path] = []
    page.files_wanted.connect(handed.extend)
    drop(page._drop, *paths)
    assert handed == paths
    drop(page, *paths)
    assert handed == [*paths, *paths]


def test_recent_projects_are_shown_newest_first_and_open_by_keyboard(
    page: StartPage, run: Run, qtbot: QtBot, drawer: Drawer, station_place: Connection
) -> None:
    assert not page._recent_list.isVisible()
    first, second = Project(id=5, name="First"), Project(id=7, name="Second", image_count=2)
    recent = RecentProjects(drawer)
    recent.opened(station_place, first)
    recent.opened(station_place, second)
    recent.opened(station_place, first)
    wanted: list[tuple[str, int]] = []
    page.project_wanted.connect(lambda *which: wanted.append(which))

    page.hide()
    page.show()
    assert page._recent_list.isVisible()
    rows = page._recent_list.findChildren(QPushButton)
    assert [row.accessibleName().split(",")[0] for row in rows] == ["First", "Second"]
    qtbot.keyClick(rows[1], Qt.Key.Key_Return)
    assert wanted == [(station_place.server_id, 7)]


def test_what_was_forgotten_or_is_damaged_is_not_shown(
    drawer: Drawer, station_place: Connection
) -> None:
    recent = RecentProjects(drawer)
    recent.opened(station_place, Project(id=5, name="First"))
    drawer.put("recent projects", [*drawer.get("recent projects"), {"server": "only"}, 7])
    assert [each.project for each in recent.all()] == [5]
    assert recent.url_of(station_place.server_id) == ""
    assert recent.url_of("nobody") is None
    recent.forget(station_place.server_id, 5)
    assert recent.all() == []


def test_the_sample_is_made_and_its_project_asked_for(
    page: StartPage, run: Run, desk: Desk
) -> None:
    wanted: list[tuple[str, int]] = []
    page.project_wanted.connect(lambda *which: wanted.append(which))

    async def make() -> None:
        page.activateWindow()
        page._sample.button.setFocus()
        page._sample.button.click()
        await until(lambda: page._sample.progress.is_going_on)
        assert not page._server.button.hasFocus()
        await until(lambda: wanted)
        await settled()

    run(make())
    assert not page._sample.progress.is_going_on
    place = desk.connect()
    assert wanted[0][0] == place.server_id
    assert place.thing(Project, f"project/{wanted[0][1]}.json").name == NAME


def test_the_sample_stops_where_the_user_wants_no_more(page: StartPage, run: Run) -> None:
    wanted: list[object] = []
    page.project_wanted.connect(lambda *which: wanted.append(which))

    async def stop() -> None:
        page.open_sample()
        await until(lambda: page._sample.progress.is_going_on)
        page._sample.progress.stop()
        await settled()

    run(stop())
    assert wanted == []
    assert page._sample.button.isVisible()


def test_this_computer_is_examined(tmp_path: Path) -> None:
    computer = examine(tmp_path / "not" / "there")
    assert computer.has_python
    assert computer.cores >= 1
    assert computer.memory > 0
    assert computer.disk > 0


@pytest.mark.skipif(sys.platform == "win32", reason="programs are known by their suffix")
def test_an_engine_that_does_not_start_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content in (("podman", b"no program"), ("docker", b"#!/bin/sh\nexit 1\n")):
        (tmp_path / name).write_bytes(content)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("cytodesk.engines._ALSO_HERE", ())
    found = examine(tmp_path).engine
    assert found is not None
    assert (found.kind, found.answers) == (EngineKind.PODMAN, False)
    answer = b'#!/bin/sh\necho \'{"ServerVersion": "27.1"}\'\n'
    (tmp_path / "docker").write_bytes(answer)
    found = examine(tmp_path).engine
    assert found is not None
    assert (found.title, found.answers) == ("Docker 27.1", True)


@pytest.mark.parametrize(
    ("computer", "marks", "words"),
    [
        (Computer(True, 8, 16 * 10**9, 212 * 10**9, None), "good good soft", "8 cores, 16"),
        (Computer(True, 1, 10**9, 10**9, None), "good warn soft", "the sample needs 2 GB"),
        (Computer(False, 1, 8 * 10**9, 10**10, None), "warn good soft", "was not found here"),
        (
            Computer(
                True,
                2,
                8 * 10**9,
                10**10,
                Engine(EngineKind.DOCKER, Path("docker"), trouble="no daemon"),
            ),
            "good good warn",
            "does not answer",
        ),
        (
            Computer(True, 2, 8 * 10**9, 10**10, Engine(EngineKind.PODMAN, Path("podman"))),
            "good good good",
            "Podman answers",
        ),
    ],
)
def test_what_can_run_here_is_said_line_by_line(computer: Computer, marks: str, words: str) -> None:
    lines = list(lines_of(Words(), computer))
    assert [line.mark for line in lines] == marks.split()
    said = " ".join(f"{line.title} {line.about}" for line in lines)
    assert words in said.replace("\N{NO-BREAK SPACE}", " ")


def test_the_first_page_is_painted_before_what_only_its_actions_need() -> None:
    told = "import sys, cytodesk.ui.start.page; print(*sys.modules)"
    environment = own_environment()
    said = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, env=environment, check=True
    )
    assert {"numpy", "requests", "keyring", "qtawesome"}.isdisjoint(said.stdout.split())


def test_files_can_be_chosen_without_a_loop_of_their_own(
    page: StartPage, run: Run, tmp_path: Path
) -> None:
    path = slide(tmp_path / "a.tif")
    handed: list[Path] = []
    page.files_wanted.connect(handed.extend)

    async def choose() -> None:
        for accept in (False, True):
            page._drop.choose.click()
            dialog = await until(lambda: page.findChild(QFileDialog))
            dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
            (dialog.accept if accept else dialog.reject)()
            await settled()
            await until(lambda: page.findChild(QFileDialog) is None)
            assert handed == ([path] if accept else [])

    run(choose())
