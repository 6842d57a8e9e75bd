"""The page 'One analysis' on a real station and on an old server."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from cytodesk.client.launching import cancel
from cytodesk.client.run_care import note_of, set_favourite, set_note
from cytodesk.client.run_lists import run_rows
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.parts.long_texts import LongText
from cytodesk.ui.parts.table import Table
from cytodesk.ui.runs import measuring
from cytodesk.ui.runs.analysis import AnalysisPage
from cytodesk.ui.runs.files import FileTile
from cytodesk.wire.runs import RunState
from tests.client.runs_place import PIXEL, SIDE, Stage
from tests.ui.runs.conftest import Opening, Visit, until


def of(id_: int) -> Any:
    return lambda here: AnalysisPage(here, id_)


async def read(page: Any) -> AnalysisPage:
    """Wait until the page has everything."""
    assert isinstance(page, AnalysisPage)
    await until(lambda: page.details is not None)
    await until(lambda: not page._tasks.is_running("load"))
    return page


def said(page: QWidget) -> str:
    names = [each.accessibleName() for each in page.findChildren(QWidget)]
    return "\n".join([*names, *(each.text() for each in page.findChildren(QLabel))])


def test_names_stand_for_ids_and_what_was_changed_weighs_more(
    run: Any, either: Stage, visit: Visit, opened: Opening
) -> None:
    async def look() -> None:
        async with opened(of(either.done.id)) as shown:
            page = await read(shown)
            told = {fact.label: fact for fact in page._given}
            assert told["Images to look at"].text == "slide 1.tif"
            assert (told["Term"].text, told["Term"].color) == ("Nucleus", "#0072B2")
            assert (told["Threshold"].text, told["Threshold"].is_strong) == ("0.7", True)
            assert not told["Seconds"].is_strong
            assert told["Fails"].text == "No"
            ran = {fact.label: fact.text for fact in page._ran}
            assert ran["Command"].endswith("arguments")
            is_station = visit.here.remote.is_station
            assert ("Exit status" in ran) is is_station
            assert ("Most memory" in ran) is (is_station and sys.platform != "win32")
            assert page.title == "Speaker #1"

    run(look())


def test_results_are_counted_by_term_with_areas_and_densities(
    run: Any, either: Stage, visit: Visit, opened: Opening
) -> None:
    async def look() -> None:
        async with opened(of(either.done.id)) as shown:
            page = await read(shown)
            rows = {row.term: row for row in page.results.table.things()}
            assert {term: row.count for term, row in rows.items()} == {
                "Nucleus": 2, "Stroma": 1, "": 3,
            }  # fmt: skip
            assert rows["Nucleus"].median_area == (20 * PIXEL) ** 2
            square = (SIDE * PIXEL / 1000) ** 2
            assert rows[""].density is not None
            assert abs(rows[""].density - 3 / square) < 1e-6
            await until(lambda: not page.results.picture._picture.isNull())

    run(look())


def test_many_annotations_are_measured_in_a_process_of_their_own_to_the_same_figures(
    run: Any, visit: Visit, opened: Opening, monkeypatch: Any
) -> None:
    async def look() -> list[Any]:
        async with opened(of(visit.stage.done.id)) as shown:
            page = await read(shown)
            return list(page.results.table.things())

    here = run(look())
    monkeypatch.setattr(measuring, "_MANY", 0)
    assert run(look()) == here


def test_the_log_stands_there_with_its_levels(
    run: Any, either: Stage, visit: Visit, opened: Opening
) -> None:
    async def look() -> None:
        async with opened(of(either.done.id)) as shown:
            page = await read(shown)
            await until(lambda: page._log.is_over)
            lines = [(line.level, line.text) for line in page.log.model.lines]
            assert ("warning", "tile 3 is out of focus") in lines
            assert ("info", "begins") in lines

    run(look())


def test_a_failed_run_says_why_and_gives_a_report(
    run: Any, either: Stage, visit: Visit, opened: Opening
) -> None:
    async def look() -> str:
        async with opened(of(either.failed.id)) as shown:
            page = await read(shown)
            await until(lambda: page._log.is_over)
            assert "the slide is no slide" in page.trouble.sentence.text()
            page.trouble.report_pressed.emit()
            page.trouble.details_pressed.emit()
            await until(lambda: any(each.isVisible() for each in page.findChildren(Dialog)))
            (dialog,) = page.findChildren(Dialog)
            dialog.accept()
            await until(lambda: not page.findChildren(Dialog))
            return QGuiApplication.clipboard().text()

    report = run(look())
    assert "the slide is no slide" in report
    assert "Traceback" in report
    assert "Fails: Yes" in report
    assert visit.stage.connection.keys.private not in report
    assert "/workspace/runs/" not in report or not either.connection.is_station


def test_a_table_that_a_run_left_is_looked_into(
    run: Any, either: Stage, visit: Visit, opened: Opening
) -> None:
    async def look() -> None:
        async with opened(of(either.done.id)) as shown:
            page = await read(shown)
            await until(lambda: len(page.results.findChildren(FileTile)) >= 2)
            tile = page.results.findChildren(FileTile)[0]
            button = next(
                each for each in tile.findChildren(QPushButton) if each.text() == "Preview"
            )
            button.click()
            await until(lambda: any(each.isVisible() for each in page.findChildren(Dialog)))
            (dialog,) = page.findChildren(Dialog)
            (table,) = dialog.findChildren(Table)
            assert [row[1] for row in table.things()] == [("nucleus", "12.5"), ("stroma", "3")]
            dialog.accept()
            await until(lambda: not page.findChildren(Dialog))

    run(look())


def test_a_run_is_followed_with_its_log_and_cancelled(
    run: Any, visit: Visit, opened: Opening
) -> None:
    new = visit.stage.start(seconds=60)

    async def look() -> None:
        async with opened(of(new.id)) as shown:
            page = await read(shown)
            await until(lambda: "begins" in page.log.text())
            await until(lambda: page.details.row.state is RunState.RUNNING)  # type: ignore[union-attr]
            assert page.heading.cancel.isVisibleTo(page)
            page.heading.cancel.click()
            await until(lambda: page.details.row.state is RunState.CANCELLED)  # type: ignore[union-attr]
            assert not page.heading.cancel.isVisibleTo(page)
            await until(lambda: page._log.is_over)

    try:
        run(look())
    finally:
        cancel(visit.stage.connection, new.id)


def test_a_note_is_written_and_kept_by_the_place(run: Any, visit: Visit, opened: Opening) -> None:
    id_ = visit.stage.done.id

    async def look() -> None:
        async with opened(of(id_)) as shown:
            page = await read(shown)
            page.heading.edit_note.click()
            await until(lambda: any(each.isVisible() for each in page.findChildren(Dialog)))
            (dialog,) = page.findChildren(Dialog)
            (field,) = dialog.findChildren(LongText)
            field.set_value("the best so far")
            dialog.accept()
            await until(lambda: page.heading.note.text() == "the best so far")

    run(look())
    assert note_of(visit.stage.connection, id_) == "the best so far"
    set_note(visit.stage.connection, id_, "")


def test_what_is_wanted_elsewhere_is_told(run: Any, visit: Visit, opened: Opening) -> None:
    wanted: list[object] = []
    id_ = visit.stage.done.id

    async def look() -> None:
        async with opened(of(id_)) as shown:
            page = await read(shown)
            page.compare_wanted.connect(wanted.append)
            page.new_analysis_wanted.connect(wanted.append)
            page.slide_wanted.connect(lambda view: wanted.append(view.image.name))
            page.heading.compare.click()
            page.heading.again.click()
            page.results.slide.click()
            page.heading.star.click()
            await until(lambda: run_rows(visit.stage.connection, [id_])[0].favourite)

    run(look())
    assert wanted == [[id_], id_, "slide 1.tif"]
    set_favourite(visit.stage.connection, id_, False)


def test_a_run_that_never_began_has_no_start_and_says_nothing(
    run: Any, either: Stage, visit: Visit, opened: Opening
) -> None:
    async def look() -> None:
        async with opened(of(either.idle.id)) as shown:
            page = await read(shown)
            assert "Started" not in {fact.label for fact in page._ran}
            assert page._said.state() == "said"
            assert "No results yet" in said(page)

    run(look())


def test_a_run_that_is_gone_is_said(run: Any, visit: Visit, opened: Opening) -> None:
    async def look() -> None:
        async with opened(of(999_999)) as page:
            assert isinstance(page, AnalysisPage)
            await until(lambda: page._states.state() == "said")
            assert "This analysis is gone." in said(page)

    run(look())
