"""Lists say what they are, come by pages, and stay fluid when they are long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cytodesk.errors import NotReached
from cytodesk.ui.look import Look
from cytodesk.ui.parts.dialogs import Answer, ask
from cytodesk.ui.parts.logs import LogLine, LogView
from cytodesk.ui.parts.paged import PAGE, ListSource, Page
from cytodesk.ui.parts.row_lists import ListRow, RowModel
from cytodesk.ui.parts.search_lists import SearchList, SearchPick
from cytodesk.ui.parts.states import ListStates

Show = Callable[..., QWidget]
Run = Callable[[Coroutine[Any, Any, Any]], Any]
_MANY = 100_000


def _rows(count: int) -> list[ListRow]:
    return [
        ListRow(number, f"KI67-{number:06}.svs", thumbnail=str(number)) for number in range(count)
    ]


async def _until(claim: Callable[[], bool]) -> None:
    while not claim():
        await asyncio.sleep(0.005)


def test_rows_to_choose_from_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = RowModel()
    model.set_ticked([1, 2])
    model.put(_rows(5))
    qtmodeltester.check(model)


def test_a_long_list_comes_by_pages(look: Look, show: Show, run: Run) -> None:
    async def scroll() -> None:
        rows = SearchList(look, ListSource(_rows(_MANY)))
        show(rows)
        rows.ask("")
        await _until(lambda: len(rows.model.rows) == PAGE)
        assert rows.model.total == _MANY
        assert rows.model.canFetchMore(QModelIndex())
        rows.model.fetchMore(QModelIndex())
        await _until(lambda: len(rows.model.rows) == 2 * PAGE)
        rows.stop()

    run(scroll())


def test_a_search_asks_the_source_and_all_that_match_are_ticked(
    look: Look, show: Show, run: Run
) -> None:
    async def search() -> None:
        rows = SearchList(look, ListSource(_rows(2_000)))
        show(rows)
        rows.ask("0012")
        await _until(lambda: rows.model.query == "0012")
        rows._all.click()
        await _until(lambda: bool(rows.chosen))
        assert {row.text[5:11] for row in rows.chosen.values()} >= {"000012", "001234"}
        assert len(rows.chosen) == rows.model.total
        rows._all.click()
        await _until(lambda: not rows.chosen)
        rows.stop()

    run(search())


def test_pictures_are_asked_for_rows_that_are_seen(look: Look, show: Show, run: Run) -> None:
    asked: list[str] = []

    async def picture(key: str) -> QImage:
        asked.append(key)
        return QImage(8, 8, QImage.Format.Format_RGB32)

    async def look_at() -> None:
        rows = SearchList(look, ListSource(_rows(500)), picture=picture)
        show(rows)
        rows.ask("")
        await _until(lambda: "3" in rows.model.pictures)
        assert len(asked) < 30
        rows.stop()

    run(look_at())


class _Deaf:
    async def page(self, query: str, offset: int, count: int) -> Page:
        raise NotReached("The server did not answer in {seconds} s.", seconds=10)


def test_a_list_that_cannot_be_read_says_why(look: Look, show: Show, run: Run) -> None:
    async def fail() -> None:
        rows = SearchList(look, _Deaf())
        show(rows)
        rows.ask("")
        await _until(lambda: rows.states.state() == "said")
        rows.stop()

    run(fail())


def test_typing_opens_the_list_and_enter_ticks(
    look: Look, show: Show, run: Run, qtbot: QtBot
) -> None:
    async def pick() -> None:
        field = SearchPick(look, ListSource(_rows(50)), "Add images")
        show(field)
        field.setFocus()
        QTest.keyClick(field.edit, Qt.Key.Key_Down)
        opened = field.opened()
        assert opened is not None
        await _until(lambda: bool(opened.list.model.rows))
        QTest.keyClick(opened, Qt.Key.Key_Down)
        QTest.keyClick(opened, Qt.Key.Key_Return)
        QTest.keyClicks(opened, "ki")
        assert field.text() == "ki"
        assert [row.key for row in field.chosen()] == [1]
        QTest.keyClick(opened, Qt.Key.Key_Escape)
        await _until(lambda: field.opened() is None)

    run(pick())


def test_a_list_that_is_quick_never_shows_a_skeleton(look: Look, show: Show, qtbot: QtBot) -> None:
    states = ListStates(look, QWidget())
    show(states)
    states.loading()
    assert states.state() == "full"
    states.full()
    qtbot.wait(250)
    assert states.state() == "full"


def test_a_list_that_is_slow_shows_the_shape_of_what_comes(
    look: Look, show: Show, qtbot: QtBot
) -> None:
    states = ListStates(look, QWidget())
    show(states)
    states.loading()
    qtbot.waitUntil(lambda: states.state() == "loading")


def test_an_empty_list_offers_the_one_action(look: Look, show: Show, qtbot: QtBot) -> None:
    acted: list[bool] = []
    states = ListStates(look, QWidget())
    window = show(states)
    states.empty("No analyses yet", action=("plus", "New analysis", lambda: acted.append(True)))
    button = next(each for each in window.findChildren(QWidget) if _says(each, "New analysis"))
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert acted


def _says(widget: QWidget, text: str) -> bool:
    return widget.isVisible() and widget.property("text") == text


def _log(count: int) -> Sequence[LogLine]:
    levels = ("info", "debug", "warning", "error")
    return [LogLine("14:02:11.204", levels[at % 4], f"tile {at}") for at in range(count)]


def test_a_log_is_found_by_level_and_words(look: Look, show: Show, qtbot: QtBot) -> None:
    log = LogView(look)
    show(log)
    log.put(_log(_MANY))
    assert log.view.model().rowCount() == _MANY
    log.levels.segments()[2].click()
    assert log.view.model().rowCount() == _MANY // 4
    with qtbot.waitSignal(log.search.searched):
        qtbot.keyClicks(log.search.edit, "tile 99999")
    assert [line.text for line in log.model.shown] == ["tile 99999"]
    log.add([LogLine("14:02:12.000", "error", "tile 999990"), LogLine("", "info", "tile 99999")])
    assert [line.text for line in log.model.shown] == ["tile 99999", "tile 999990"]


def test_a_log_that_is_followed_stays_at_its_end(look: Look, show: Show, qtbot: QtBot) -> None:
    log = LogView(look)
    show(log)
    log.put(_log(1_000))
    bar = log.view.verticalScrollBar()
    assert bar.value() == 0
    log.follow.click()
    log.add(_log(10))
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())


def test_a_question_is_awaited(look: Look, show: Show, run: Run) -> None:
    window = show(QWidget())

    async def answer(key: Qt.Key) -> str | None:
        answers = [Answer("keep", "Keep"), Answer("delete", "Delete", "primary")]
        asking = asyncio.ensure_future(ask(look, window, "Delete it?", "For good.", answers))
        await asyncio.sleep(0.02)
        dialog = window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)[-1]
        QTest.keyClick(dialog, key)
        return await asking

    assert run(answer(Qt.Key.Key_Return)) == "delete"
    assert run(answer(Qt.Key.Key_Escape)) is None
