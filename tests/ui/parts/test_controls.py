"""Controls act by keyboard, tell what the user's hand did, and have names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cytodesk.assets import Words
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button, IconButton
from cytodesk.ui.parts.cards import Card, Group
from cytodesk.ui.parts.chips import ChipData, ChipRow
from cytodesk.ui.parts.dates import Calendar, DateField
from cytodesk.ui.parts.fields import SearchField, TextField
from cytodesk.ui.parts.logs import LogView
from cytodesk.ui.parts.long_texts import LongText
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.numbers import NumberField, read_number, write_number
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.problems import ProblemLine
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.switches import Segmented, Switch, Tick
from cytodesk.ui.parts.tabs import Tabs

Show = Callable[..., QWidget]
_KEY = Qt.Key


@pytest.mark.parametrize("key", [_KEY.Key_Space, _KEY.Key_Return, _KEY.Key_Enter])
@pytest.mark.parametrize("kind", ["primary", "plain", "quiet", "link", "icon"])
def test_a_button_acts_on_space_and_enter(
    look: Look, show: Show, qtbot: QtBot, kind: str, key: Qt.Key
) -> None:
    button = Button(look, "Launch", kind=kind)
    show(button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_tab_goes_from_part_to_part_and_rings_the_one_it_reaches(
    look: Look, show: Show, qtbot: QtBot
) -> None:
    parts = [TextField(look, "Name"), Tick(look, "on"), Button(look, "Go"), Pick(look, "State")]
    window = show(*parts)
    parts[0].setFocus()
    for part in parts[1:]:
        qtbot.keyClick(window.focusWidget(), _KEY.Key_Tab)
        assert QApplication.focusWidget() is part
        assert part.property("ringed")


def test_a_click_needs_no_ring(look: Look, show: Show, qtbot: QtBot) -> None:
    button = Button(look, "Go")
    show(TextField(look), button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.property("ringed")


@pytest.mark.parametrize("kind", [Tick, Switch])
@pytest.mark.parametrize("key", [_KEY.Key_Space, _KEY.Key_Return])
def test_only_the_hand_announces_a_tick(
    look: Look, show: Show, qtbot: QtBot, kind: type[Tick], key: Qt.Key
) -> None:
    tick = kind(look, "Per image")
    show(tick)
    with qtbot.assertNotEmitted(tick.changed):
        tick.set_value(True)
    with qtbot.waitSignal(tick.changed):
        qtbot.keyClick(tick, key)
    assert not tick.value()


def test_arrows_move_between_segments(look: Look, show: Show, qtbot: QtBot) -> None:
    choice = Segmented(look, [("all", "All"), ("warnings", "Warnings 2")])
    show(choice)
    first = choice.segments()[0]
    first.setFocus()
    with qtbot.waitSignal(choice.changed):
        qtbot.keyClick(first, _KEY.Key_Right)
    assert choice.value() == "warnings"


def test_arrows_move_between_tabs_and_filling_is_silent(
    look: Look, show: Show, qtbot: QtBot
) -> None:
    tabs = Tabs(look, [("a", "Results"), ("b", "Slide")])
    show(tabs)
    with qtbot.assertNotEmitted(tabs.changed):
        tabs.set_value("b")
    with qtbot.waitSignal(tabs.changed):
        qtbot.keyClick(tabs, _KEY.Key_Left)
    assert tabs.value() == "a"


def test_a_text_field_announces_typing_but_not_filling(
    look: Look, show: Show, qtbot: QtBot
) -> None:
    field = TextField(look, "Name")
    show(field)
    with qtbot.assertNotEmitted(field.changed):
        field.set_value("before")
    with qtbot.waitSignal(field.changed):
        qtbot.keyClicks(field.edit, "!")
    assert field.value() == "before!"


def test_a_search_is_told_once_the_typing_rests(look: Look, show: Show, qtbot: QtBot) -> None:
    field = SearchField(look, "Search")
    show(field)
    with qtbot.waitSignal(field.searched) as told:
        qtbot.keyClicks(field.edit, "ki67")
    assert told.args == ["ki67"]


def test_up_and_down_step_a_number_within_its_range(look: Look, show: Show, qtbot: QtBot) -> None:
    field = NumberField(look, low=0, high=1, step=0.1, unit="µm")
    show(field)
    field.set_value(0.95)
    qtbot.keyClick(field.edit, _KEY.Key_Up)
    assert field.value() == 1
    for _ in range(3):
        qtbot.keyClick(field.edit, _KEY.Key_Down)
    assert field.value() == 0.7
    qtbot.keyClick(field.edit, _KEY.Key_PageDown)
    assert field.value() == 0


def test_the_step_of_a_number_is_its_last_figure(look: Look, show: Show, qtbot: QtBot) -> None:
    field = NumberField(look)
    show(field)
    field.set_value(0.55)
    qtbot.keyClick(field.edit, _KEY.Key_Up)
    assert field.value() == 0.56


def test_letters_cannot_be_typed_into_a_number(look: Look, show: Show, qtbot: QtBot) -> None:
    field = NumberField(look)
    show(field)
    qtbot.keyClicks(field.edit, "1a2,5")
    assert field.text() == "125"


def test_a_comma_is_a_decimal_point_where_the_language_writes_it(
    look: Look, show: Show, qtbot: QtBot
) -> None:
    field = NumberField(Look(look.theme, Words("fr")))
    show(field)
    qtbot.keyClicks(field.edit, "2,5")
    assert field.value() == 2.5


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_what_is_written_reads_as_the_same_number(number: float) -> None:
    assert read_number(write_number(number)) == number


@pytest.mark.parametrize("text", ["", "-", "abc", "1.2.3", "nan", "inf"])
def test_what_is_no_number_reads_as_none(text: str) -> None:
    assert read_number(text) is None


def test_a_field_says_its_name_and_its_problem_to_a_screen_reader(look: Look, show: Show) -> None:
    field = NumberField(look)
    field.setAccessibleName("Smallest area")
    show(field)
    field.set_problem("Must be 0 or more")
    assert field.edit.accessibleName() == "Smallest area"
    assert field.edit.accessibleDescription() == "Must be 0 or more"


def test_one_choice_is_picked_by_arrows_and_enter(look: Look, show: Show, qtbot: QtBot) -> None:
    pick = Pick(look, "State", [("done", "Done"), ("failed", "Failed")])
    show(pick)
    qtbot.keyClick(pick, _KEY.Key_Down)
    opened = pick.popup()
    assert opened is not None
    rows = opened.focusWidget()
    with qtbot.waitSignal(pick.changed):
        qtbot.keyClick(rows, _KEY.Key_Down)
        qtbot.keyClick(rows, _KEY.Key_Return)
    assert pick.value() == "failed"
    assert pick.accessibleName() == "State Failed"
    assert not opened.isVisible()


def test_several_choices_are_ticked_with_space(look: Look, show: Show, qtbot: QtBot) -> None:
    pick = Pick(look, "State", [("done", "Done"), ("failed", "Failed")], several=True)
    show(pick)
    pick.open()
    opened = pick.popup()
    assert opened is not None
    rows = opened.focusWidget()
    qtbot.keyClick(rows, _KEY.Key_Space)
    qtbot.keyClick(rows, _KEY.Key_Down)
    qtbot.keyClick(rows, _KEY.Key_Space)
    assert pick.value() == ("done", "failed")
    assert pick.accessibleName() == "State Done, failed"
    qtbot.keyClick(rows, _KEY.Key_Escape)
    assert not opened.isVisible()


def test_a_click_on_the_open_pick_closes_it(look: Look, show: Show, qtbot: QtBot) -> None:
    pick = Pick(look, "State", [("done", "Done")])
    show(pick)
    pick.open()
    opened = pick.popup()
    assert opened is not None
    place = opened.mapFromGlobal(pick.mapToGlobal(QPoint(10, 10)))
    qtbot.mouseClick(opened, Qt.MouseButton.LeftButton, pos=place)
    assert not opened.isVisible()


def test_many_choices_are_searched(look: Look, show: Show, qtbot: QtBot) -> None:
    pick = Pick(look, "Image", [(number, f"image {number}") for number in range(40)])
    show(pick)
    pick.open()
    opened = pick.popup()
    assert opened is not None
    search = opened.focusWidget()
    qtbot.keyClicks(search, "image 37")
    qtbot.keyClick(search, _KEY.Key_Return)
    assert pick.value() == 37


def test_a_menu_tells_what_was_chosen(look: Look, show: Show, qtbot: QtBot) -> None:
    button = IconButton(look, "dots-three", "More")
    show(button)
    menu = Menu(look, [ListRow("copy", "Copy"), ListRow("delete", "Delete")], button)
    menu.open_below(button)
    with qtbot.waitSignal(menu.chosen) as told:
        qtbot.keyClick(menu.focusWidget(), _KEY.Key_Return)
    assert told.args == ["copy"]


def test_delete_lets_a_chip_go(look: Look, show: Show, qtbot: QtBot) -> None:
    chips = ChipRow(look)
    show(chips)
    chips.put([ChipData(1, "KI67-0142"), ChipData(2, "KI67-0143")])
    with qtbot.waitSignal(chips.removed) as told:
        qtbot.keyClick(chips.chips()[1], _KEY.Key_Delete)
    assert told.args == [2]


def test_beyond_the_limit_chips_are_counted(look: Look, show: Show) -> None:
    chips = ChipRow(look, limit=3)
    show(chips)
    chips.put([ChipData(number, str(number)) for number in range(10)])
    assert len(chips.chips()) == 3
    assert chips.keys() == list(range(10))


def test_a_day_is_typed_as_iso_writes_it(look: Look, show: Show, qtbot: QtBot) -> None:
    field = DateField(look)
    show(field)
    qtbot.keyClicks(field.edit, "2026-11-0")
    assert field.value() is None
    qtbot.keyClicks(field.edit, "1")
    assert field.value() == date(2026, 11, 1)


def test_arrows_and_enter_pick_a_day(look: Look, show: Show, qtbot: QtBot) -> None:
    month = Calendar(look, date(2026, 1, 31))
    show(month)
    qtbot.keyClick(month.grid, _KEY.Key_PageDown)
    qtbot.keyClick(month.grid, _KEY.Key_Right)
    with qtbot.waitSignal(month.picked) as told:
        qtbot.keyClick(month.grid, _KEY.Key_Return)
    assert told.args == [date(2026, 3, 1)]


def test_tab_leaves_a_long_text(look: Look, show: Show, qtbot: QtBot) -> None:
    text, after = LongText(look, "Notes"), Button(look, "Save")
    show(text, after)
    text.setFocus()
    qtbot.keyClick(text.edit, _KEY.Key_Tab)
    assert QApplication.focusWidget() is after


class _Windows(QObject):
    """Notes each widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_window = isinstance(watched, QWidget) and watched.isWindow()
        if event.type() == QEvent.Type.Show and is_window:
            self.shown.append(watched)
        return False


def test_no_part_becomes_a_window_while_it_is_made(look: Look, qapp: QApplication) -> None:
    windows = _Windows()
    qapp.installEventFilter(windows)
    chips = ChipRow(look)
    chips.put([ChipData(1, "KI67-0142")])
    states = ListStates(look, QWidget())
    states.empty("No analyses yet", "Run one.", ("plus", "New analysis", print))
    made = [
        Group(look, "Optional"),
        Card(look, "Results"),
        ProblemLine(look, "Wrong"),
        LogView(look),
    ]
    made += [SearchField(look)]
    qapp.removeEventFilter(windows)
    assert windows.shown == []


def test_what_has_no_words_has_a_name(look: Look, show: Show) -> None:
    assert IconButton(look, "trash", "Delete").accessibleName() == "Delete"
    assert SearchField(look, "Search the log").edit.accessibleName() == "Search the log"
