"""What the user prefers is kept at once, and looks so at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cytodesk.desk import Desk
from cytodesk.settings import Settings, read_settings
from cytodesk.ui.look import Look
from cytodesk.ui.notices import Notices
from cytodesk.ui.preferences.page import PreferencesPage


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("CYTODESK_HOME", str(tmp_path))
    with Desk("window") as desk:
        yield desk


@pytest.fixture
def page(look: Look, desk: Desk, qtbot: QtBot) -> Iterator[PreferencesPage]:
    page = PreferencesPage(look, desk, Notices(look.words))
    qtbot.addWidget(page)
    page.show()
    yield page
    look.theme.set_appearance("light")


def _kept(desk: Desk) -> Settings:
    return read_settings(desk.folders.settings_file)


def test_dark_is_dark_at_once_and_at_the_next_start(
    page: PreferencesPage, look: Look, desk: Desk
) -> None:
    page._appearance.pick.segments()[2].click()
    assert look.theme.is_dark
    assert _kept(desk).appearance == "dark"
    page._appearance.pick.segments()[1].click()
    assert not look.theme.is_dark


def test_a_number_out_of_range_is_said_and_not_kept(
    page: PreferencesPage, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClicks(page._limit.number.edit, "3")
    assert _kept(desk).queue_limit == 3
    qtbot.keyClicks(page._limit.number.edit, "00")
    assert page._limit._problem.isVisible()
    assert page._limit._problem.text() == "1 to 64"
    assert _kept(desk).queue_limit == 30
    page._limit.number.edit.selectAll()
    page._limit.number.edit.del_()
    page._limit.number.edit.textEdited.emit("")
    assert _kept(desk).queue_limit is None


def test_a_language_is_kept_for_the_next_start(page: PreferencesPage, desk: Desk) -> None:
    page._language.pick.set_value("fr")
    page._language.pick.changed.emit()
    assert _kept(desk).language == "fr"
    assert page._language._notices.unread


def test_a_search_leaves_what_it_means(page: PreferencesPage) -> None:
    page._find("dark")
    assert [group.isVisible() for group in page._groups] == [True, False, False]
    page._find("")
    assert all(group.isVisible() for group in page._groups)


def test_all_goes_back_to_the_default(page: PreferencesPage, desk: Desk) -> None:
    page._appearance.pick.segments()[2].click()
    page._reset()
    assert _kept(desk) == Settings()
    assert page._appearance.pick.value() == "system"


def test_signing_out_forgets_the_keys(look: Look, desk: Desk, qtbot: QtBot) -> None:
    page = PreferencesPage(
        look, desk, Notices(look.words), [("server-1", "https://cyto.example.org")]
    )
    qtbot.addWidget(page)
    out: list[str] = []
    page.signed_out.connect(out.append)
    button = next(
        each for each in page.findChildren(QPushButton) if "cyto.example" in each.accessibleName()
    )
    button.click()
    assert out == ["server-1"]
    assert not button.isEnabled()


def test_the_container_engine_is_chosen_here_and_kept(page: PreferencesPage, desk: Desk) -> None:
    page._engine.pick.set_value("podman")
    page._engine.pick.changed.emit()
    assert _kept(desk).container_engine == "podman"
    page._engine.pick.set_value("first")
    page._engine.pick.changed.emit()
    assert _kept(desk).container_engine is None
