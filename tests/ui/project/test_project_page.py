"""The images of a project, its terms and who annotated, at a station and at an old server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cytodesk.assets import Words
from cytodesk.client.connection import Connection
from cytodesk.client.projects import images_of, new_project, terms_of
from cytodesk.ui.drop_veil import DropVeil
from cytodesk.ui.here import Here
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.project.facts import all_of
from cytodesk.ui.project.image_model import ImageModel
from cytodesk.ui.project.new_term import NewTermDialog
from cytodesk.ui.project.page import ProjectPage
from cytodesk.wire.images import ImageInstance
from tests.ui.places import app, drop, hover, pictured, settled, slide, until

HereAt = Callable[..., Here]
Run = Callable[..., Any]


def _image(id: int, name: str, **facts: Any) -> ImageInstance:
    return ImageInstance(id=id, name=name, width=2000, height=1000, **facts)


def test_the_model_narrows_to_all_words_whatever_their_case(qtmodeltester: ModelTester) -> None:
    model = ImageModel(Words())
    model.put([_image(1, "KI67-0142.svs"), _image(2, "ki67 0143 Étude.svs"), _image(3, "HE.tif")])
    qtmodeltester.check(model)
    model.search("KI67 etude")
    assert [model.image(row).id for row in range(model.rowCount())] == [2]
    assert model.total == 3
    model.search("")
    assert model.rowCount() == 3


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"magnification": 40.0, "pixel_size_x": 0.2275, "pixel_size_y": 0.2275},
            "40×   0.2275 µm",
        ),
        ({"pixel_size_x": 0.5, "pixel_size_y": 0.7}, "0.5 × 0.7 µm/px"),
        ({}, "no pixel size"),
        ({"magnification": 20.0}, "20×, no pixel size"),
        ({"annotation_count": 1200, "run_annotation_count": 34}, "1,234 annotations"),
        ({"reviewed_annotation_count": 2}, "2 reviewed"),
    ],
)
def test_an_image_says_what_is_known_and_what_is_missing(facts: dict[str, Any], said: str) -> None:
    assert said in all_of(Words(), _image(1, "a.svs", **facts))


@pytest.fixture
def page_of(qtbot: QtBot, here_at: HereAt, tmp_path: Path) -> Callable[..., ProjectPage]:
    def page(place: Connection, project: Any = None) -> ProjectPage:
        page = ProjectPage(here_at(place, project), tmp_path / "thumbnails")
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        return page

    return page


def test_images_terms_and_authors_are_shown(
    run: Run, either_place: Connection, page_of: Callable[..., ProjectPage]
) -> None:
    async def see() -> None:
        page = page_of(either_place)
        await until(lambda: page._images.total == 2)
        await pictured(page)
        assert [page._images.image(row).name for row in (0, 1)] == ["slide 9.tif", "slide 10.tif"]
        await settled()
        assert page._states.state() == "full"
        assert page.side.terms.states.state() == "full"
        assert page.side.authors.states.state() == "full"
        told = [(each.term.name, each.by_people) for each in page.side.terms.table.rows.things]
        assert told == [("tumour", 3), ("x", 0)]
        assert page._add_button.isVisible() is either_place.is_station

    run(see())


def test_pictures_come_when_they_are_seen_and_stay_on_disk(
    run: Run, station_place: Connection, page_of: Callable[..., ProjectPage], tmp_path: Path
) -> None:
    async def see() -> None:
        page = page_of(station_place)
        await until(lambda: page._images.total == 2)
        page.grab()
        await until(lambda: len(list(tmp_path.glob("thumbnails/*/*.jpg"))) == 2)
        await settled()
        assert page._thumbnails.picture(page._images.image(0)) is not None

    run(see())


def test_words_that_no_image_has_offer_the_way_back(
    run: Run, station_place: Connection, page_of: Callable[..., ProjectPage]
) -> None:
    async def see() -> None:
        page = page_of(station_place)
        await until(lambda: page._images.total == 2)
        await pictured(page)
        page._search_for("nothing like it")
        assert page._states.state() == "said"
        page._search_for("")
        assert page._states.state() == "full"
        await settled()

    run(see())


def test_dropped_slides_are_added_and_other_things_handed_on(
    run: Run,
    station_place: Connection,
    page_of: Callable[..., ProjectPage],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    project = new_project(station_place, "Dropped on")
    good, wrong = slide(tmp_path / "new.tif"), tmp_path / "notes.svs"
    wrong.write_text("not a slide", "utf-8")
    algorithm = app(tmp_path / "quiet")

    async def see() -> None:
        page = page_of(station_place, project)
        handed: list[Any] = []
        page.files_wanted.connect(handed.extend)
        await until(lambda: page._states.state() == "said")
        veil = page.findChild(DropVeil)
        data = hover(page, good)
        assert veil.isVisible()
        drop(page, good, wrong, algorithm)
        assert not veil.isVisible()
        del data
        await until(lambda: page._images.total == 1)
        await pictured(page)
        await settled()
        assert handed == [algorithm]
        (notice,) = page._here.notices.unread
        assert "notes.svs" in notice.sentence
        assert notice.kind == "bad"

    run(see())


def test_removing_asks_first_and_leaves_the_file(
    run: Run,
    station_place: Connection,
    page_of: Callable[..., ProjectPage],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    project = new_project(station_place, "Removed from")
    path = slide(tmp_path / "gone.tif")

    async def see() -> None:
        page = page_of(station_place, project)
        page.add_files([path])
        await until(lambda: page._images.total == 1)
        await pictured(page)
        page._grid.selectAll()
        for answer, left in (("Keep", 1), ("Remove", 0)):
            qtbot.keyClick(page._grid, Qt.Key.Key_Delete)
            dialog = await until(lambda: page.findChild(Dialog))
            button = next(
                each for each in dialog.findChildren(type(page._new)) if each.text() == answer
            )
            button.click()
            await settled()
            await until(lambda: page.findChild(Dialog) is None)
            assert len(images_of(station_place, project)) == left
        assert path.exists()

    run(see())


def test_an_analysis_begins_with_the_chosen_images(
    run: Run, station_place: Connection, page_of: Callable[..., ProjectPage], qtbot: QtBot
) -> None:
    async def see() -> None:
        page = page_of(station_place)
        wanted: list[Any] = []
        page.new_analysis_wanted.connect(wanted.append)
        await until(lambda: page._images.total == 2)
        await pictured(page)
        page._new.click()
        page._grid.setCurrentIndex(page._images.index(1, 0))
        qtbot.keyClick(page._grid, Qt.Key.Key_Return)
        assert wanted == [[], [page._images.image(1).id]]
        await settled()

    run(see())


def test_a_place_that_is_gone_is_said_with_a_way_to_try_again(
    run: Run, here_at: HereAt, qtbot: QtBot, station_place: Connection
) -> None:
    here = here_at(station_place)
    gone = new_project(station_place, "Gone")
    station_place.delete(f"project/{gone.id}.json")

    async def see() -> None:
        page = ProjectPage(Here(here.look, here.remote, gone, here.memory, here.notices))
        qtbot.addWidget(page)
        await until(lambda: page._states.state() == "said")
        await settled()

    run(see())


def test_one_more_term_is_added_and_what_is_wrong_with_it_said(
    run: Run, station_place: Connection, page_of: Callable[..., ProjectPage], qtbot: QtBot
) -> None:
    project = new_project(station_place, "Of few words")

    async def add() -> None:
        page = page_of(station_place, project)
        await until(lambda: page.side.terms.states.state() == "said")
        page.side.ask_for_term()
        dialog = await until(lambda: page.findChild(NewTermDialog))
        dialog.make()
        assert dialog.problem.isVisible()
        qtbot.keyClicks(dialog.term.name.edit, "Gland")
        qtbot.keyClick(dialog.term.name.edit, Qt.Key.Key_Return)
        await until(lambda: page.side.terms.states.state() == "full")
        await settled()
        assert [term.name for term in terms_of(station_place, project)] == ["Gland"]

    run(add())
