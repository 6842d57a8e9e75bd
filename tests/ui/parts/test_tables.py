"""Tables keep what the user did while rows come and go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cytodesk.ui.look import Look
from cytodesk.ui.parts.cells import Mark, Pair, Share, Sign, Star, Swatch
from cytodesk.ui.parts.rows import Column, Rows
from cytodesk.ui.parts.table import Table

Show = Callable[..., QWidget]
_KEY = Qt.Key


@dataclass(frozen=True)
class Run:
    id: int
    seconds: int | None = 1


def _columns() -> list[Column[Run]]:
    return [
        Column("No.", lambda run: f"#{run.id}", order=lambda run: run.id),
        Column("Star", lambda run: Star(run.id == 1), act=lambda run: _STARRED.append(run.id)),
        Column("Algorithm", lambda run: Pair("Detect nuclei", "1.2.0"), stretch=True),
        Column(
            "State", lambda run: Sign("circle-half", "accent", "62 %", share=0.62, has_bar=True)
        ),
        Column("Term", lambda run: Swatch("#D55E00", "Nucleus")),
        Column("Run", lambda run: Mark(run.id, f"#{run.id}"), mark=1),
        Column("Share", lambda run: Share(0.4), width=90),
        Column(
            "Duration",
            lambda run: None if run.seconds is None else str(run.seconds),
            align="right",
            unit="s",
            order=lambda run: run.seconds,
        ),
    ]


_STARRED: list[int] = []


@pytest.fixture
def table(look: Look, show: Show) -> Table[Run]:
    table = Table(look, _columns(), ticks=True, name="Analyses")
    show(table)
    table.put(Run(number, number) for number in (3, 1, 2))
    return table


def test_the_rows_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    rows = Rows(_columns())
    rows.put(Run(number) for number in range(5))
    qtmodeltester.check(rows)


def test_every_cell_says_its_words(table: Table[Run]) -> None:
    said = [table.rows.index(0, at).data() for at in range(1, 9)]
    assert said == ["#3", "", "Detect nuclei 1.2.0", "62 %", "Nucleus", "#3", "", "3"]


def test_rows_stand_in_the_order_of_a_column_and_what_is_missing_comes_last(
    table: Table[Run],
) -> None:
    table.put([Run(3, 3), Run(1, None), Run(2, 9)])
    table.sort_by("Duration", descending=True)
    assert [run.id for run in table.things()] == [2, 3, 1]
    table.sort_by("Duration")
    assert [run.id for run in table.things()] == [3, 2, 1]


def test_ticks_and_the_current_row_stay_when_rows_come(table: Table[Run]) -> None:
    table.set_ticked([1, 2])
    table.go_to(2)
    table.put(Run(number) for number in range(10, 0, -1))
    assert [run.id for run in table.ticked()] == [2, 1]
    current = table.current()
    assert current is not None
    assert current.id == 2


def test_ticks_of_rows_that_went_are_forgotten(table: Table[Run], qtbot: QtBot) -> None:
    table.set_ticked([1, 2])
    with qtbot.waitSignal(table.ticks_changed):
        table.put([Run(2)])
    assert [run.id for run in table.ticked()] == [2]


def test_space_ticks_and_enter_opens(table: Table[Run], qtbot: QtBot) -> None:
    table.go_to(3)
    qtbot.keyClick(table, _KEY.Key_Space)
    qtbot.keyClick(table, _KEY.Key_Down)
    qtbot.keyClick(table, _KEY.Key_Space)
    assert [run.id for run in table.ticked()] == [3, 1]
    with qtbot.waitSignal(table.opened) as told:
        qtbot.keyClick(table, _KEY.Key_Return)
    assert told.args == [Run(1, 1)]


def test_tab_reaches_the_first_row(table: Table[Run], qtbot: QtBot) -> None:
    QApplication.sendEvent(table, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert table.current() == Run(3, 3)


def test_a_click_with_shift_ticks_a_range(table: Table[Run], qtbot: QtBot) -> None:
    boxes = [table.visualRect(table.rows.index(row, 0)).center() for row in range(3)]
    button, shift = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    qtbot.mouseClick(table.viewport(), button, pos=boxes[0])
    qtbot.mouseClick(table.viewport(), button, shift, boxes[2])
    assert table.all_ticked()


def test_the_box_of_the_header_ticks_all_then_none(table: Table[Run], qtbot: QtBot) -> None:
    header = table.horizontalHeader().viewport()
    for expected in (True, False):
        qtbot.mouseClick(header, Qt.MouseButton.LeftButton, pos=QPoint(16, 16))
        assert table.all_ticked() is expected


def test_a_click_on_a_heading_sorts(table: Table[Run], qtbot: QtBot) -> None:
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(1) + 20, 16)
    with qtbot.waitSignal(table.sorted):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [run.id for run in table.things()] == [1, 2, 3]


def test_a_cell_that_acts_does_not_choose_its_row(table: Table[Run], qtbot: QtBot) -> None:
    _STARRED.clear()
    place = table.visualRect(table.rows.index(1, 2)).center()
    with qtbot.assertNotEmitted(table.chosen):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert _STARRED == [1]


def test_the_ticked_rows_are_copied_with_their_headings(table: Table[Run], qtbot: QtBot) -> None:
    table.set_ticked([1])
    qtbot.keyClick(table, _KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].startswith("No.\t")
    assert lines[1].startswith("#1\t")


def test_columns_are_as_wide_as_their_words(table: Table[Run]) -> None:
    metrics = table.fontMetrics()
    for at in range(1, 5):
        words = metrics.horizontalAdvance(str(table.rows.index(0, at).data()))
        assert table.columnWidth(at) >= words + 24
