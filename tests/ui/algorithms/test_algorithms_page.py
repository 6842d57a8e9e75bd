"""What is installed at a place, why it can run or cannot, installing and removing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from cytodesk.assets import Words
from cytodesk.client.connection import Connection
from cytodesk.client.installing import Needs, algorithms_of, install
from cytodesk.ui.algorithms.install import InstallDialog
from cytodesk.ui.algorithms.page import AlgorithmsPage
from cytodesk.ui.algorithms.runs_with import RunsWith
from cytodesk.ui.algorithms.standing import standing_here, standing_there
from cytodesk.ui.here import Here
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.wire.algorithms import InstalledAlgorithm
from tests.ui.places import app, settled, until

HereAt = Callable[..., Here]
Run = Callable[..., Any]


def name_python(chosen: RunsWith, path: Path) -> None:
    """Name an interpreter as the user's hand would."""
    chosen.choice.segments()[1].click()
    chosen.path.field.set_value(str(path))
    chosen._show_choice()


def _said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.mark.parametrize(
    ("needs", "mark", "word"),
    [
        (Needs(program="run.py"), "good", "this computer"),
        (Needs(program="run.py", python="3.7"), "warn", "3.7"),
        (Needs(program="run.py", python="3.7", named_python="/my/python"), "good", "/my/python"),
        (Needs(program="run.py", python="3.7", python_is_here=True), "good", "Python 3.7"),
        (Needs(program="i", way="container", image="i", engine="Podman 5"), "good", "Podman 5"),
        (Needs(program="i", way="container", image="i"), "bad", "container engine"),
        (Needs(program="tool", way="command"), "good", "by its command"),
        (Needs(way="command", trouble="no command tool"), "bad", "Cannot run here"),
        (Needs(trouble="no program"), "bad", "no Python program"),
        (Needs(), "bad", "without its program"),
        (Needs(program="run.py", missing_python="/gone/python"), "bad", "/gone/python"),
    ],
)
def test_an_algorithm_says_whether_it_can_run_here(needs: Needs, mark: str, word: str) -> None:
    algorithm = InstalledAlgorithm(id=1, name="A", executable=True)
    standing = standing_here(Words(), algorithm, needs)
    assert (standing.mark, standing.can_run) == (mark, mark != "bad")
    assert word in standing.sentence


def test_a_server_without_its_program_cannot_start_it() -> None:
    told = standing_there(Words(), InstalledAlgorithm(id=1, name="A"), "cyto.example.org")
    assert not told.can_run
    assert told.help
    running = InstalledAlgorithm(id=1, name="A", executable=True)
    assert standing_there(Words(), running, "cyto.example.org").can_run


@pytest.fixture
def page_at(qtbot: QtBot, here_at: HereAt) -> Callable[[Connection], AlgorithmsPage]:
    def page(place: Connection) -> AlgorithmsPage:
        page = AlgorithmsPage(here_at(place))
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        return page

    return page


def test_cards_tell_what_is_installed(
    run: Run, either_place: Connection, page_at: Callable[[Connection], AlgorithmsPage]
) -> None:
    async def see() -> None:
        page = page_at(either_place)
        await until(lambda: page._cards)
        await settled()
        (quiet,) = [card for card in page._cards if card.algorithm.name == "Quiet"]
        assert "never used" in _said(quiet)
        assert "Does nothing" in _said(quiet)
        assert quiet.new.isEnabled()
        assert page._folder.isVisible() is either_place.is_station

    run(see())


def test_a_card_begins_an_analysis_with_its_algorithm(
    run: Run, station_place: Connection, page_at: Callable[[Connection], AlgorithmsPage]
) -> None:
    async def see() -> None:
        page = page_at(station_place)
        wanted: list[int] = []
        page.new_analysis_wanted.connect(wanted.append)
        await until(lambda: page._cards)
        await settled()
        page._cards[0].new.click()
        assert wanted == [page._cards[0].algorithm.id]

    run(see())


def test_installing_tells_first_then_copies_and_fetches(
    run: Run, station_place: Connection, here_at: HereAt, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = app(tmp_path / "told", name="Told first")
    (folder / "Dockerfile").write_text("FROM python:3.8\nENTRYPOINT python run.py\n", "utf-8")

    async def see() -> None:
        dialog = InstallDialog(here_at(station_place), folder)
        qtbot.addWidget(dialog)
        dialog.show()
        await until(dialog._act.isEnabled)
        said = _said(dialog)
        for words in ("Told first", str(folder), "run.py", "with your rights", "3.8"):
            assert words in said
        assert "Told first" not in [each.name for each in algorithms_of(station_place)]
        done: list[InstalledAlgorithm] = []
        dialog.installed.connect(done.append)
        dialog._act.click()
        await until(lambda: done)
        await settled()
        assert done[0].id in [each.id for each in algorithms_of(station_place)]

    run(see())


def test_packages_that_cannot_be_fetched_are_told_in_the_dialog(
    run: Run, station_place: Connection, here_at: HereAt, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = app(tmp_path / "greedy", name="Greedy")
    (folder / "requirements.txt").write_text("./no-such-wheel.whl\n", "utf-8")

    async def see() -> None:
        dialog = InstallDialog(here_at(station_place), folder)
        qtbot.addWidget(dialog)
        dialog.show()
        await until(dialog._act.isEnabled)
        assert "no-such-wheel" in _said(dialog)
        dialog._act.click()
        await until(dialog._problem.isVisible)
        await settled()
        assert "no-such-wheel" in dialog._problem.text()
        assert "requirements.txt" not in dialog._problem.text()
        assert dialog._act.text() == "Close"
        assert not dialog._cancel.isVisible()
        await dialog._take_back()
        assert dialog._act.text() == "Install"
        assert "Greedy" not in [each.name for each in algorithms_of(station_place)]

    run(see())


def test_a_python_answers_before_it_is_installed_with(
    run: Run, station_place: Connection, here_at: HereAt, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = app(tmp_path / "named", name="Named")
    (folder / "requirements.txt").write_text("no-such-package\n", "utf-8")
    here = here_at(station_place)

    async def see() -> None:
        dialog = InstallDialog(here, folder)
        qtbot.addWidget(dialog)
        dialog.show()
        await until(dialog._act.isEnabled)
        chosen = dialog._found.runs_with
        assert chosen.fetches_now
        name_python(chosen, tmp_path / "nothing")
        await settled()
        assert "There is no interpreter" in chosen.path.problem.text()
        assert not dialog._act.isEnabled()
        name_python(chosen, Path(sys.executable))
        await until(dialog._act.isEnabled)
        await settled()
        assert "It lacks no-such-package" in _said(chosen)
        assert (chosen.python, chosen.fetches_now) == (Path(sys.executable), False)
        done: list[InstalledAlgorithm] = []
        dialog.installed.connect(done.append)
        dialog._act.click()
        await until(lambda: done)
        await settled()
        again = RunsWith(here)
        qtbot.addWidget(again)
        again.choice.set_value("named")
        again._show_choice()
        await until(lambda: again.is_ready)
        await settled()
        assert again.python == Path(sys.executable)

    run(see())


def test_a_wrong_descriptor_is_shown_with_every_problem_and_cannot_be_installed(
    run: Run, station_place: Connection, here_at: HereAt, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = app(tmp_path / "wrong", inputs=[{"id": "a", "type": "Colour"}, {"type": "Number"}])

    async def see() -> None:
        dialog = InstallDialog(here_at(station_place), folder)
        qtbot.addWidget(dialog)
        dialog.show()
        await until(lambda: dialog._states.state() == "full")
        await settled()
        assert _said(dialog).count("line 1:") >= 2
        assert not dialog._act.isEnabled()

    run(see())


def test_removing_asks_first(
    run: Run,
    station_place: Connection,
    page_at: Callable[[Connection], AlgorithmsPage],
    tmp_path: Path,
) -> None:
    installed = install(station_place, app(tmp_path / "gone", name="Gone soon"))

    async def see() -> None:
        page = page_at(station_place)
        await until(lambda: page._cards)
        await settled()
        for answer in ("Keep", "Remove"):
            page._want_removal(installed)
            dialog = await until(lambda: page.findChild(Dialog))
            button = next(
                each for each in dialog.findChildren(type(page._folder)) if each.text() == answer
            )
            button.click()
            await settled()
            await until(lambda: page.findChild(Dialog) is None)
            ids = [each.id for each in algorithms_of(station_place)]
            assert (installed.id in ids) is (answer == "Keep")

    run(see())
