"""Lists say what they are, come by pages, and stay fluid when they are long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cytodesk.ui.look import Look
from cytodesk.ui.parts.dialogs import Answer, ask
from cytodesk.ui.parts.log_model import LogLine
from cytodesk.ui.parts.logs import LogView
from cytodesk.ui.parts.row_lists import ListRow, RowModel
from cytodesk.ui.parts.states import ListStates

Show = Callable[..., QWidget]
Run = Callable[[Coroutine[Any, Any, Any]], Any]
_MANY = 100_000


def _rows(count: int) -> list[ListRow]:
    return [
        ListRow(number, f"KI67-{number:06}.svs", thumbnail=str(number)) for number in range(count)
    ]


def test_rows_to_choose_from_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = RowModel()
    model.set_ticked([1, 2])
    model.put(_rows(5))
    qtmodeltester.check(model)


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
