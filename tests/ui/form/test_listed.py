"""Lists that are too long to be had whole, and lists that come late or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.client.choices import Choice
from cytodesk.client.offers import PAGE, Offer
from cytodesk.errors import N_, CytoDeskError, NotReached, Problem
from cytodesk.ui.form.choice_model import ChoiceModel
from cytodesk.ui.form.editors.domain import DomainEditor
from cytodesk.ui.form.editors.many import ManyEditor
from cytodesk.ui.form.offers import Source
from cytodesk.ui.look import Look
from tests.ui.form.conftest import until

ALL = [Choice(number, f"slide {number}", (number,)) for number in range(100_000)]
PICK = Parameter(id="p", name="Pick", type=ParameterType.LIST_DOMAIN, uri="/api/x.json")


class Long(Source):
    """A server with 100,000 things."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, int]] = []

    def offer(self) -> Offer:
        return Offer(tuple(ALL[:PAGE]), len(ALL), is_whole=False)

    async def more(self, search: str, offset: int = 0, after: int | None = None) -> Offer:
        self.asked.append((search, offset))
        found = [choice for choice in ALL if search in choice.text]
        assert after is None or found[offset - 1].id == after
        return Offer(tuple(found[offset : offset + PAGE]), len(found), is_whole=False)

    async def all(self, search: str) -> list[Choice]:
        return [choice for choice in ALL if search in choice.text]

    async def known(self, ids: Sequence[int]) -> dict[int, Choice]:
        return {id: ALL[id] for id in ids if id < len(ALL)}

    async def named(self, names: list[str]) -> tuple[list[Choice], list[Problem]]:
        return [choice for choice in ALL if choice.text in names], []


class Late(Source):
    def __init__(self) -> None:
        super().__init__()
        self.now: Offer | CytoDeskError | None = None

    def offer(self) -> Offer | CytoDeskError | None:
        return self.now

    def says(self, now: Offer | CytoDeskError | None) -> None:
        self.now = now
        self.arrived.emit()

    def retry(self) -> None:
        self.says(Offer.whole(ALL[:3]))


@pytest.fixture
def many(look: Look, loop: object, qapp: Any) -> Any:
    qapp.setQuitOnLastWindowClosed(False)
    editor = ManyEditor(look, PICK, Long(), None)
    editor.resize(400, 500)
    editor.show()
    editor.activateWindow()
    yield editor
    editor.close()
    editor.deleteLater()


def test_a_long_list_is_searched_at_the_server_and_what_is_chosen_stays(
    run: Any, many: ManyEditor
) -> None:
    async def work() -> None:
        edit = many._line.edit
        await until(edit.isVisible)
        QTest.keyClick(edit, Qt.Key.Key_Down)
        assert many._model.total == 100_000
        QTest.keyClick(edit, Qt.Key.Key_Return)
        QTest.keyClicks(edit, "slide 99999")
        await until(lambda: many._model.total == 1)
        QTest.keyClick(edit, Qt.Key.Key_Return)
        assert many.chosen() == [0, 99_999]
        QTest.keyClick(edit, Qt.Key.Key_Escape)
        assert [chip.text() for chip in many._chips.chips()] == ["slide 0", "slide 99999"]
        assert many._source.asked == [("slide 99999", 0)]  # type: ignore[attr-defined]
        QTest.keyClick(edit, Qt.Key.Key_Backspace)
        assert many.chosen() == [0]

    run(work())


def test_any_part_of_a_long_list_comes_when_one_scrolls_there(run: Any, many: ManyEditor) -> None:
    async def work() -> None:
        QTest.keyClick(many._line.edit, Qt.Key.Key_Down)
        view = many._list.view
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
        await until(lambda: many._model.choice(99_999) is not None)
        assert many._model.choice(99_999) == ALL[99_999]
        assert many._source.asked == [("", 100_000 - PAGE)]  # type: ignore[attr-defined]
        for place in range(0, 100_000, 900):
            many._list.go_to(place)
            await asyncio.sleep(0.002)
        await until(lambda: not many._model.missing(*many._list.in_sight()))
        assert len(many._model.loaded()) <= 40 * PAGE, "memory stays flat"

    run(work())


def test_a_range_and_all_that_match_reach_beyond_what_is_here(run: Any, many: ManyEditor) -> None:
    async def work() -> None:
        edit = many._line.edit
        QTest.keyClick(edit, Qt.Key.Key_Down)
        many._anchor = 10
        many._pick_range(2 * PAGE + 5)
        await until(lambda: len(many.chosen()) == 2 * PAGE - 4)
        assert many.chosen() == list(range(10, 2 * PAGE + 6))
        QTest.keyClicks(edit, "slide 999")
        await until(lambda: many._model.total == 111)
        QTest.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: 99_999 in many.chosen())
        assert len(many.chosen()) == 2 * PAGE - 4 + 111

    run(work())


def test_all_of_very_many_are_asked_for_twice(run: Any, many: ManyEditor) -> None:
    async def work() -> None:
        edit = many._line.edit
        QTest.keyClick(edit, Qt.Key.Key_Down)
        QTest.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert many._list._all.text() == "Really select all 100,000?"
        assert many.chosen() == []
        QTest.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: len(many.chosen()) == 100_000)
        assert len(many._chips.chips()) < 250

    run(work())


def test_what_was_chosen_earlier_is_named_or_told_to_be_gone(run: Any, many: ManyEditor) -> None:
    async def work() -> None:
        many.show_answer((70_000, 100_001))
        await until(lambda: many._known.is_gone(100_001))
        assert [chip.text() for chip in many._chips.chips()] == ["slide 70000", "#100001"]
        assert many._gone_said.text() == "Not offered any more: #100001"

    run(work())


def test_a_word_that_stands_for_all_is_shown_while_none_is_chosen(look: Look, qapp: Any) -> None:
    editor = ManyEditor(look, replace(PICK, default="all"), Long(), None)
    editor.show_answer(None)
    assert editor._line.edit.placeholderText() == "all"
    editor._take([3])
    assert editor._line.edit.placeholderText() == "Add more"
    editor._take([])
    assert editor._line.edit.placeholderText() == "default all"
    editor.deleteLater()


def test_a_model_of_choices_is_a_sound_model(look: Look, qtmodeltester: Any) -> None:
    model = ChoiceModel(look, None, many=True)
    model.show_choices(ALL[:PAGE], PAGE + 40, "")
    qtmodeltester.check(model)
    model.put_page(PAGE, ALL[PAGE : PAGE + 20], PAGE + 40)
    assert model.rowCount() == PAGE + 20
    qtmodeltester.check(model)


def test_a_list_that_fails_and_comes_back_changes_the_field_and_keeps_the_answer(
    look: Look, qapp: Any
) -> None:
    source = Late()
    editor = DomainEditor(look, PICK, source, None)
    said: list[str] = []
    editor.explained.connect(said.append)
    editor.show_answer("2,1")
    source.says(NotReached(N_("No answer.")))
    assert (said[-1], editor._now()) == ("No answer.", editor._ids)
    assert editor._ids is not None
    assert editor._ids._field.text() == "2,1"
    editor.retry()
    assert (said[-1], editor._now()) == ("", editor._list)
    assert [chip.text() for chip in editor._list._chips.chips()] == ["slide 2", "slide 1"]  # type: ignore[attr-defined]
    editor.deleteLater()
