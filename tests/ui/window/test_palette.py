from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.window.commands import Command
from cytodesk.ui.window.palette import Palette


class Done(list[str]):
    def command(self, words: str, *, is_possible: bool = True) -> Command:
        return Command(words, words, lambda: self.append(words), is_possible=lambda: is_possible)


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_is_typed_and_entered_is_done(look: Look, window: QWidget, qtbot: Any) -> None:
    done = Done()
    palette = Palette(look, window)
    palette.open_over(window, [done.command("Preferences"), done.command("New analysis")])
    line = palette.field.findChild(QLineEdit)
    QTest.keyClicks(line, "analy")
    qtbot.waitUntil(lambda: palette._model.rowCount() == 1)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert done == ["New analysis"]
    assert not palette.isVisible()


def test_what_begins_as_typed_comes_first(look: Look, window: QWidget, qtbot: Any) -> None:
    done = Done()
    palette = Palette(look, window)
    palette.open_over(window, [done.command("Open algorithms"), done.command("Algorithms")])
    line = palette.field.findChild(QLineEdit)
    QTest.keyClicks(line, "algo")
    qtbot.waitUntil(lambda: palette._model.commands[0].words == "Algorithms")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert done == ["Algorithms"]


def test_arrows_mark_another_command(look: Look, window: QWidget) -> None:
    done = Done()
    palette = Palette(look, window)
    palette.open_over(window, [done.command("First"), done.command("Second")])
    line = palette.field.findChild(QLineEdit)
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert done == ["Second"]


def test_what_cannot_be_done_now_is_not_offered(look: Look, window: QWidget) -> None:
    done = Done()
    palette = Palette(look, window)
    palette.open_over(window, [done.command("First", is_possible=False), done.command("Second")])
    QTest.keyClick(palette.field.findChild(QLineEdit), Qt.Key.Key_Return)
    assert done == ["Second"]


def test_escape_does_nothing(look: Look, window: QWidget) -> None:
    done = Done()
    palette = Palette(look, window)
    palette.open_over(window, [done.command("First")])
    QTest.keyClick(palette.field.findChild(QLineEdit), Qt.Key.Key_Escape)
    palette.hide()
    assert done == []
