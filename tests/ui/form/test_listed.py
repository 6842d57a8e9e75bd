"""Lists that are too long to be had whole, and lists that come late or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.client.choices import Choice
from cytodesk.client.offers import Offer
from cytodesk.errors import N_, CytoDeskError, NotReached, Problem
from cytodesk.ui.form.choice_model import ChoiceModel
from cytodesk.ui.form.editors.domain import DomainEditor
from cytodesk.ui.form.editors.many import ManyEditor
from cytodesk.ui.form.offers import Source
from cytodesk.ui.look import Look
from tests.ui.form.conftest import until

ALL = [Choice(number, f"slide {number}", (number,)) for number in range(100_000)]
PAGE = 500
PICK = Parameter(id="p", name="Pick", type=ParameterType.LIST_DOMAIN, uri="/api/x.json")


class Long(Source):
    """A server with 100,000 things."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, int]] = []

    def offer(self) -> Offer:
        return Offer(tuple(ALL[:PAGE]), len(ALL), is_whole=False)

    async def more(self, search: str, offset: int = 0) -> Offer:
        self.asked.append((search, offset))
        found = [choice for choice in ALL if search in choice.text]
        return Offer(tuple(found[offset : offset + PAGE]), len(found), is_whole=False)

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
        await until(lambda: len(many._model.choices) == 1)
        QTest.keyClick(edit, Qt.Key.Key_Return)
        assert many.chosen() == [0, 99_999]
        QTest.keyClick(edit, Qt.Key.Key_Escape)
        assert [chip.text() for chip in many._chips.chips()] == ["slide 0", "slide 99999"]
        assert many._source.asked == [("slide 99999", 0)]  # type: ignore[attr-defined]
        QTest.keyClick(edit, Qt.Key.Key_Backspace)
        assert many.chosen() == [0]

    run(work())


def test_a_long_list_goes_on_where_one_scrolls_to_its_end(run: Any, many: ManyEditor) -> None:
    async def work() -> None:
        QTest.keyClick(many._line.edit, Qt.Key.Key_Down)
        view = many._list.view
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
        await until(lambda: len(many._model.choices) == 2 * PAGE)
        assert many._model.choices[PAGE].text == f"slide {PAGE}"

    run(work())


def test_a_model_of_choices_is_a_sound_model(look: Look, qtmodeltester: Any) -> None:
    model = ChoiceModel(look, None, many=True)
    model.show_choices(ALL[:20], 40, "")
    qtmodeltester.check(model)
    model.add(ALL[20:40], 40)
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
