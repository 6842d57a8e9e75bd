"""What takes space on this computer is listed with who needs it, and freed after asking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cytodesk.client.connection import Connection
from cytodesk.client.installing import install, make_ready
from cytodesk.errors import N_, PlaceError
from cytodesk.ui.look import Look
from cytodesk.ui.notices import Notices
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.preferences.space import KeptLine, SpaceCard
from cytodesk.ui.remote import Remote
from tests.server.stations import serving
from tests.ui.places import app, settled, until

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("space")


@pytest.fixture(scope="module")
def place(home: Path) -> Iterator[Connection]:
    """A station whose algorithm has an environment of its own."""
    with (
        serving(home / "workspace", home) as station,
        Connection.open(station.url, station.keys()) as place,
    ):
        make_ready(place, install(place, app(home / "app", name="Needs it")))
        yield place


@pytest.fixture
def leftovers(home: Path, place: Connection) -> list[Path]:
    """What no algorithm needs: two environments, and models of which nobody knows."""
    (cache,) = {each.parents[1] for each in home.glob("**/environments/*") if each.is_dir()}
    made = [cache / "environments" / "left-1", cache / "environments" / "left-2"]
    for size, folder in enumerate([*made, cache / "models" / "nuclei"], start=1):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "weights").write_bytes(b"x" * size * 3_000_000)
    return made


@pytest.fixture
def card(look: Look, place: Connection, qtbot: QtBot, loop: object) -> Iterator[SpaceCard]:
    remote = Remote(place)

    async def station() -> Remote:
        return remote

    card = SpaceCard(look, Notices(look.words), station)
    qtbot.addWidget(card)
    yield card
    remote.close()


def _line(card: SpaceCard, word: str) -> KeptLine:
    (line,) = [each for each in card.lines if word in each.title]
    return line


async def _answer(card: SpaceCard, answer: str) -> str:
    dialog = await until(lambda: next(iter(card.window().findChildren(Dialog)), None))
    said = " ".join(each.text() for each in dialog.findChildren(type(card.title)))
    next(each for each in dialog.findChildren(QPushButton) if each.text() == answer).click()
    await settled()
    return said


def test_each_thing_says_its_size_and_who_needs_it_once_the_card_is_shown(
    run: Run, card: SpaceCard, leftovers: list[Path]
) -> None:
    async def see() -> None:
        assert not card.lines
        card.show()
        await until(lambda: card.lines)
        needed = next(each for each in card.lines if each.kept.needed_by)
        assert "For Needs it" in needed.help.text()
        assert "last used today" in needed.help.text()
        assert "No installed algorithm needs it" in _line(card, "left-1").help.text()
        assert "3.0" in _line(card, "left-1").free.accessibleName()
        assert "Comes again" in _line(card, "Models nuclei").help.text()
        assert "9.0" in card.free_unneeded.text()
        assert card.matches("needs it")
        assert not card.matches("appearance")
        await settled()

    run(see())


def test_one_thing_is_freed_only_after_asking(
    run: Run, card: SpaceCard, leftovers: list[Path]
) -> None:
    async def see() -> None:
        card.show()
        await until(lambda: card.lines)
        _line(card, "left-1").free.click()
        assert "fetches or makes it again" in await _answer(card, "Keep")
        assert leftovers[0].exists()
        _line(card, "left-1").free.click()
        await _answer(card, "Free")
        assert not leftovers[0].exists()
        assert leftovers[1].exists()
        assert not [each for each in card.lines if "left-1" in each.title]

    run(see())


def test_what_nothing_needs_is_freed_at_once_and_all_else_stays(
    run: Run, card: SpaceCard, leftovers: list[Path]
) -> None:
    async def see() -> None:
        card.show()
        await until(lambda: card.lines)
        before = len(card.lines)
        card.free_unneeded.click()
        assert "2 things" in await _answer(card, "Free")
        assert not any(each.exists() for each in leftovers)
        assert len(card.lines) == before - 2
        assert not card.free_unneeded.isVisible()
        assert any(each.kept.needed_by for each in card.lines)
        assert "free again" in card._notices.unread[-1].sentence

    run(see())


def test_a_station_that_does_not_answer_is_said_and_asked_again(
    run: Run, look: Look, qtbot: QtBot
) -> None:
    async def nowhere() -> Remote:
        raise PlaceError(N_("{place} does not answer."), place="This computer")

    async def see() -> None:
        card = SpaceCard(look, Notices(look.words), nowhere)
        qtbot.addWidget(card)
        card.show()
        await until(lambda: card.states.state() == "said")
        assert "Retry" in [each.text() for each in card.findChildren(QPushButton)]
        await settled()

    run(see())
