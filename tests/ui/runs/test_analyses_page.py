"""The page 'Analyses' on a real station and on an old server."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from cytodesk.client.launching import cancel
from cytodesk.client.run_care import left_behind, set_favourite
from cytodesk.client.run_lists import run_rows
from cytodesk.errors import NotReached
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.runs.analyses import AnalysesPage
from cytodesk.wire.runs import RunState
from tests.client.runs_place import Stage
from tests.ui.runs.conftest import Opening, Visit, until


async def full(page: Any) -> AnalysesPage:
    await until(lambda: len(page.table.things()) >= 3)
    assert isinstance(page, AnalysesPage)
    return page


def test_the_runs_of_the_project_stand_there_newest_first(
    run: Any, either: Stage, visit: Visit, opened: Opening
) -> None:
    async def look() -> None:
        async with opened(AnalysesPage) as shown:
            page = await full(shown)
            states = [each.state for each in page.table.things()][-3:]
            assert states == [RunState.CREATED, RunState.FAILED, RunState.SUCCEEDED]

    run(look())


def test_a_run_that_is_started_appears_and_ends_before_our_eyes(
    run: Any, either: Stage, visit: Visit, opened: Opening
) -> None:
    async def look() -> None:
        async with opened(AnalysesPage) as shown:
            page = await full(shown)
            seen: set[RunState] = set()
            page.book.changed.connect(
                lambda: seen.update(each.state for each in page.book.runs if each.id == new.id)
            )
            new = await visit.here.remote.ask(lambda _: either.start(seconds=1))
            await until(lambda: RunState.SUCCEEDED in seen)
            assert page.table.things()[0].id == new.id
            await until(lambda: (told := page.book.get(new.id)) and told.duration is not None)
            assert RunState.RUNNING in seen or not visit.here.remote.is_station

    run(look())


def test_ticked_runs_are_compared_and_a_filter_does_not_let_go_of_them(
    run: Any, visit: Visit, opened: Opening
) -> None:
    wanted: list[list[int]] = []

    async def look() -> None:
        async with opened(AnalysesPage) as shown:
            page = await full(shown)
            page.compare_wanted.connect(wanted.append)
            page.table.setFocus()
            page.table.go_to(visit.stage.failed.id)
            assert not page.bar.compare.isEnabled()
            QTest.keyClick(page.table, Qt.Key.Key_Space)
            page.table.go_to(visit.stage.done.id)
            QTest.keyClick(page.table, Qt.Key.Key_Space)
            page.bar.states.set_value(("done",))
            page.bar.states.changed.emit()
            assert {each.state for each in page.table.things()} == {RunState.SUCCEEDED}
            assert page.bar.compare.text() == "Compare 2"
            page.bar.compare.click()

    run(look())
    assert wanted == [[visit.stage.done.id, visit.stage.failed.id]]


def test_every_row_is_ticked_and_opened_by_keyboard(
    run: Any, visit: Visit, opened: Opening
) -> None:
    wanted: list[int] = []

    async def look() -> None:
        async with opened(AnalysesPage) as shown:
            page = await full(shown)
            page.run_wanted.connect(wanted.append)
            page.table.setFocus()
            QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            assert len(page.table.ticked()) == len(page.table.things())
            page.table.go_to(visit.stage.done.id)
            QTest.keyClick(page.table, Qt.Key.Key_Return)

    run(look())
    assert wanted == [visit.stage.done.id]


def test_a_star_is_set_by_a_click_and_kept_by_the_place(
    run: Any, visit: Visit, opened: Opening
) -> None:
    id_ = visit.stage.done.id

    async def look() -> None:
        async with opened(AnalysesPage) as shown:
            page = await full(shown)
            index = page.table.rows.index(page.table.rows.place_of(id_), 1)
            place = page.table.visualRect(index).center()
            QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
            told = page.book.get(id_)
            assert told is not None
            assert told.favourite
            await until(lambda: run_rows(visit.stage.connection, [id_])[0].favourite)
            page.table.go_to(id_)
            QTest.keyClick(page.table, Qt.Key.Key_S)
            await until(lambda: not run_rows(visit.stage.connection, [id_])[0].favourite)

    run(look())
    set_favourite(visit.stage.connection, id_, False)


def test_data_is_counted_and_deleted_only_after_asking(
    run: Any, either: Stage, visit: Visit, opened: Opening, tmp_path: Any
) -> None:
    new = either.leaves(tmp_path)

    async def answer(page: AnalysesPage, words: str) -> str:
        QTest.keyClick(page.table, Qt.Key.Key_Delete)
        await until(lambda: any(each.isVisible() for each in page.findChildren(Dialog)))
        (dialog,) = page.findChildren(Dialog)
        said = " ".join(each.text() for each in dialog.findChildren(QPushButton))
        assert words in said
        texts = " ".join(each.text() for each in dialog.findChildren(QLabel))
        next(each for each in dialog.findChildren(QPushButton) if each.text() == words).click()
        await until(lambda: not page.findChildren(Dialog))
        return texts

    async def look() -> None:
        async with opened(AnalysesPage) as shown:
            page = await full(shown)
            await until(lambda: page.book.get(new.id))
            page.table.setFocus()
            page.table.go_to(new.id)
            assert "2 files" in await answer(page, "Keep")
            assert not left_behind(either.connection, new.id).is_nothing
            await answer(page, "Delete")
            await until(lambda: (told := page.book.get(new.id)) is None or told.data_deleted)

    run(look())
    assert left_behind(either.connection, new.id).is_nothing


def test_a_run_is_cancelled_from_its_menu(run: Any, visit: Visit, opened: Opening) -> None:
    new = visit.stage.start(seconds=60)

    async def look() -> None:
        async with opened(AnalysesPage) as shown:
            page = await full(shown)
            await until(lambda: (told := page.book.get(new.id)) and told.can_be_cancelled)
            told = page.book.get(new.id)
            assert told is not None
            page.acts.do("cancel", told)
            await until(lambda: (now := page.book.get(new.id)) and now.state is RunState.CANCELLED)

    try:
        run(look())
    finally:
        cancel(visit.stage.connection, new.id)


def test_columns_filter_and_order_are_there_at_the_next_start(
    run: Any, visit: Visit, opened: Opening
) -> None:
    async def leave() -> None:
        async with opened(AnalysesPage) as shown:
            page = await full(shown)
            page.bar.columns.set_value(("duration", "parameter:threshold:Threshold"))
            page.bar.columns.changed.emit()
            page.bar.search.set_value("speaker")
            page.bar.search.searched.emit("speaker")
            page.table.sort_by("duration")
            page.table.sorted.emit()

    async def come_back() -> None:
        async with opened(AnalysesPage) as shown:
            page = await full(shown)
            names = [column.known_as for column in page.table.rows.columns]
            assert names[-2:] == ["duration", "parameter:threshold:Threshold"]
            assert page.bar.search.value() == "speaker"
            assert page.table.rows.sorted_by == names.index("duration")

    run(leave())
    run(come_back())


def test_a_filter_that_lets_nothing_pass_says_so_and_can_be_cleared(
    run: Any, visit: Visit, opened: Opening
) -> None:
    async def look() -> None:
        async with opened(AnalysesPage) as shown:
            page = await full(shown)
            page.bar.search.set_value("nobody")
            page.bar.search.searched.emit("nobody")
            assert page._states.state() == "said"
            page.bar.clear_all()
            assert page._states.state() == "full"

    run(look())


def test_a_place_that_does_not_answer_is_said_with_retry(
    run: Any, visit: Visit, opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise NotReached("{url} does not answer.", url="there")

    async def look() -> None:
        with monkeypatch.context() as patch:
            patch.setattr("cytodesk.ui.runs.book.run_page", gone)
            async with opened(AnalysesPage) as page:
                assert isinstance(page, AnalysesPage)
                await until(lambda: page._states.state() == "said")
                patch.undo()
                retry = [each for each in page.findChildren(QPushButton) if each.text() == "Retry"]
                retry[-1].click()
                await full(page)

    run(look())


def test_an_empty_project_offers_to_begin(run: Any, visit: Visit, opened: Opening) -> None:
    wanted: list[object] = []

    async def look() -> None:
        async with opened(AnalysesPage) as shown:
            page = await full(shown)
            page.new_analysis_wanted.connect(wanted.append)
            page.book._runs.clear()
            page.book.changed.emit()
            assert page._states.state() == "said"
            page.new.click()
            await asyncio.sleep(0)

    run(look())
    assert wanted == [None]
