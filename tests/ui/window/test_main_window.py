"""The whole window at a real station of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cytodesk.client.projects import NewTerm, new_project
from cytodesk.desk import Desk
from cytodesk.ui.look import Look
from cytodesk.ui.memory import Memory
from cytodesk.ui.notices import Notices
from cytodesk.ui.runs.activity import ActivityStrip
from cytodesk.ui.window.main_window import MainWindow
from cytodesk.ui.window.navigation import NavigationRow
from cytodesk.ui.window.opening import end
from cytodesk.ui.window.page_makers import House
from cytodesk.ui.window.places import Places
from cytodesk.ui.window.toast import Toast
from tests.ui.places import settled, until

Open = Callable[[], tuple[MainWindow, Places]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("home")
    with Desk("window", {**os.environ, "CYTODESK_HOME": str(home)}) as desk:
        yield desk
        desk.connect().post("/station/v1/stop", {"now": True})


@pytest.fixture
def window_of(desk: Desk, look: Look, qapp: QApplication) -> Open:
    """Open one more window on the same memory, as a new start would."""

    def opened() -> tuple[MainWindow, Places]:
        memory = Memory(desk.folders.data / "window.json")
        places = Places(desk)
        window = MainWindow(House(look, desk, memory, Notices(look.words)), places)
        window.show()
        return window, places

    return opened


async def closed(window: MainWindow, places: Places) -> None:
    window.hide()
    await end(window, places)
    window.deleteLater()
    await settled()


def test_the_window_opens_at_start_and_knows_no_project(run: Any, window_of: Open) -> None:
    async def whole() -> None:
        window, places = window_of()
        window.begin([])
        assert window.book.current == "start"
        window.go("analyses")
        assert window.book.current == "start"
        await closed(window, places)

    run(whole())


def test_after_a_crash_the_window_is_where_it_was(run: Any, window_of: Open, desk: Desk) -> None:
    file = desk.folders.data / "window.json"

    async def until_written(text: str) -> None:
        await until(lambda: file.exists() and text in file.read_text())

    async def whole() -> None:
        project = new_project(desk.connect(), "Liver", [NewTerm("Cell", "#0072B2")])
        window, places = window_of()
        window.begin([])
        window.travel.open_project("", project.id)
        await until(lambda: window.here)
        window.open_form(None)
        await until_written('"form:1"')
        again, other_places = window_of()  # the first one never closed
        again.begin([])
        await until(lambda: again.here)
        assert again.here is not None
        assert again.here.project.name == "Liver"
        assert again.book.current == "form:1"
        await closed(again, other_places)
        await closed(window, places)

    run(whole())


def test_what_is_pressed_before_one_is_back_wins(
    run: Any, window_of: Open, desk: Desk, qtbot: Any
) -> None:
    async def whole() -> None:
        project = new_project(desk.connect(), "Skin", [NewTerm("Cell", "#0072B2")])
        window, places = window_of()
        window.begin([])
        window.travel.open_project("", project.id)
        await until(lambda: window.here)
        window.go("analyses")
        file = desk.folders.data / "window.json"
        await until(lambda: file.exists() and '"analyses"' in file.read_text())
        again, other_places = window_of()
        again.begin([])
        row = next(each for each in again.navigation.findChildren(NavigationRow))
        assert row.text() == "Start"
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        await until(lambda: again.here)
        assert again.book.current == "start"
        again.travel.open_project("", project.id)
        await until(lambda: again.book.current == "analyses")
        await closed(again, other_places)
        await closed(window, places)

    run(whole())


@pytest.fixture
def web_page() -> Iterator[str]:
    """A server that is no Cytomine, and answers every question with a page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<html>Welcome to our intranet</html>")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_web_page_in_place_of_a_cytomine_is_one_sentence(
    run: Any, window_of: Open, web_page: str
) -> None:
    async def whole() -> None:
        window, places = window_of()
        window.begin([])
        window.travel.open_server(web_page)
        notices = window.house.notices
        await until(lambda: notices.unread)
        sentence = notices.unread[-1].sentence
        assert web_page in sentence
        assert "<html>" not in sentence
        assert window.findChild(Toast).isVisible()
        await closed(window, places)

    run(whole())


def test_a_file_that_is_gone_is_one_sentence(run: Any, window_of: Open, tmp_path: Path) -> None:
    async def whole() -> None:
        window, places = window_of()
        window.begin([str(tmp_path / "gone.svs")])
        notices = window.house.notices
        await until(lambda: notices.unread)
        assert "gone.svs is not there any more" in notices.unread[-1].sentence
        await closed(window, places)

    run(whole())


def test_the_queue_is_paused_by_a_command_and_goes_on_from_the_strip(
    run: Any, window_of: Open, desk: Desk
) -> None:
    async def whole() -> None:
        project = new_project(desk.connect(), "Lung", [])
        window, places = window_of()
        by_key = {each.key: each for each in window.commands}
        assert not by_key["pause-queue"].is_possible()
        window.begin([])
        window.travel.open_project("", project.id)
        await until(lambda: window.here and window.here.project.id == project.id)
        assert by_key["pause-queue"].is_possible()
        assert not by_key["resume-queue"].is_possible()
        by_key["pause-queue"].act()
        assert isinstance(window.strip, ActivityStrip)
        switch = window.strip.queue
        await until(lambda: by_key["resume-queue"].is_possible() and switch.isVisible())
        assert "Paused" in switch.said.text()
        assert not by_key["pause-queue"].is_possible()
        switch.button.click()
        await until(lambda: not switch.isVisible())
        await closed(window, places)

    run(whole())
