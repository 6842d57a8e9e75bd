"""Where the file of a chosen image is, and what one does where it went."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cytodesk.client.connection import Connection
from cytodesk.client.projects import add_image, new_project
from cytodesk.client.slide_files import file_of, found_at
from cytodesk.errors import BadInput
from cytodesk.ui.here import Here
from cytodesk.ui.project import chosen_bar
from cytodesk.ui.project.chosen_bar import ChosenBar
from tests.ui.places import settled, slide, until

Run = Callable[..., Any]


def test_a_file_that_went_is_said_and_found_in_the_folder_that_is_named(
    run: Run,
    station_place: Connection,
    here_at: Callable[..., Here],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = new_project(station_place, "Of slides that move")
    before, after = tmp_path / "before", tmp_path / "far" / "away" / "after"
    before.mkdir()
    after.mkdir(parents=True)
    image = add_image(station_place, project, slide(before / "moved.tif", pixel_size=0.31))
    shutil.move(before / "moved.tif", after / "renamed.tif")
    before.rmdir()
    (tmp_path / "far" / "away").rename(elsewhere := tmp_path.parent / f"{tmp_path.name}-elsewhere")

    async def chosen(parent: object, title: str) -> list[Path]:
        assert "moved.tif" in title
        return [elsewhere]

    monkeypatch.setattr(chosen_bar, "folder_chosen", chosen)

    async def see() -> None:
        bar = ChosenBar(here_at(station_place, project))
        qtbot.addWidget(bar)
        bar.put([image])
        await until(lambda: bar.find_it.isVisibleTo(bar))
        assert "is gone from" in bar.file.text()
        bar.find_it.click()
        await until(lambda: not bar.find_it.isVisibleTo(bar))
        assert bar.file.text() == str(elsewhere / "after" / "renamed.tif")
        await settled()

    run(see())
    assert file_of(station_place, image).is_there


def test_another_file_is_not_taken_for_it(station_place: Connection, tmp_path: Path) -> None:
    project = new_project(station_place, "Of another slide")
    image = add_image(station_place, project, slide(tmp_path / "one.tif", pixel_size=0.32))
    other = slide(tmp_path / "two.tif", pixel_size=0.33)
    with pytest.raises(BadInput, match="no file there has the same content"):
        found_at(station_place, image, other)
