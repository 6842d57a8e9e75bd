from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from cytodesk.ui.look import Look
from cytodesk.ui.window.navigation import Navigation, NavigationRow, parent_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def navigation(look: Look, qtbot: Any) -> Navigation:
    made = Navigation(look)
    made.resize(208, 700)
    qtbot.addWidget(made)
    made.show()
    return made


def row(navigation: Navigation, key: str) -> NavigationRow:
    return navigation.findChild(NavigationRow, f"go-{key}")


def test_pages_of_a_project_cannot_be_reached_without_one(navigation: Navigation) -> None:
    navigation.set_project(False)
    reachable = {each.key for each in navigation.findChildren(NavigationRow) if each.isEnabled()}
    assert reachable == {"start", "algorithms", "preferences"}


def test_a_click_announces_the_page(navigation: Navigation, qtbot: Any) -> None:
    with qtbot.waitSignal(navigation.wanted) as told:
        QTest.mouseClick(row(navigation, "analyses"), LEFT)
    assert told.args == ["analyses"]


def test_the_keyboard_reaches_every_page(navigation: Navigation, qtbot: Any) -> None:
    row(navigation, "project").setFocus()
    with qtbot.waitSignal(navigation.wanted) as told:
        QTest.keyClick(row(navigation, "project"), Qt.Key.Key_Return)
    assert told.args == ["project"]


def test_the_cross_of_an_open_thing_closes_it(navigation: Navigation, qtbot: Any) -> None:
    navigation.open("run:7", "#7", "flask")
    it = row(navigation, "run:7")
    qtbot.waitUntil(it.isVisible)
    with qtbot.waitSignal(navigation.closed) as told, qtbot.assertNotEmitted(navigation.wanted):
        QTest.mouseClick(it, LEFT, pos=QPoint(it.width() - 15, it.height() // 2))
    assert told.args == ["run:7"]


def test_an_open_thing_is_told_once_and_takes_its_new_title(navigation: Navigation) -> None:
    navigation.open("run:7", "#7", "flask")
    navigation.open("run:7", "Detect nuclei #7", "flask")
    titles = [each.text() for each in navigation.findChildren(NavigationRow) if ":" in each.key]
    assert titles == ["Detect nuclei #7"]


def test_an_open_thing_belongs_to_a_page() -> None:
    assert parent_of("run:7") == "analyses"
    assert parent_of("compare:1+2") == "compare"
    assert parent_of("compare") is None
