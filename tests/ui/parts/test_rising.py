"""What rises over a page, dialogs and popups, has room for what it says and stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import Answer, Dialog, question
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.long_texts import Reading
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.pictures import Picture
from cytodesk.ui.parts.popup import SHADOW, Popup
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.switches import Segmented, Tick
from cytodesk.ui.parts.texts import Text
from tests.ui.parts.conftest import Show

_LONG = "A sentence that is long enough to need several lines in a dialog of this width. " * 3


def _surface(popup: Popup) -> QRect:
    inner = popup.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
    return inner.translated(popup.pos())


def _at(window: QWidget, x: int, y: int) -> QWidget:
    anchor = QWidget(window)
    anchor.setGeometry(x, y, 60, 30)
    anchor.show()
    return anchor


def _shown(dialog: Dialog, qtbot: QtBot) -> Dialog:
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def test_a_question_is_as_high_as_its_words(look: Look, qtbot: QtBot) -> None:
    answers = (Answer("yes", "Remove"), Answer("no", "Keep", "primary"))
    heights = []
    for text in ("Short.", _LONG):
        dialog = _shown(question(look, None, "Remove it?", text, answers), qtbot)  # type: ignore[arg-type]
        labels = dialog.findChildren(Text)
        assert all(label.height() == label.heightForWidth(label.width()) for label in labels)
        heights.append(dialog.height())
    assert heights[0] < heights[1]


def test_a_dialog_makes_room_for_what_comes_later(look: Look, qtbot: QtBot) -> None:
    dialog = Dialog(look, "New")
    button = Button(look, "Add")
    dialog.body.addWidget(button)
    _shown(dialog, qtbot)
    before = dialog.height()
    added = [Button(look, f"Number {number}") for number in range(4)]
    for each in added:
        dialog.body.addWidget(each)
    qtbot.waitUntil(lambda: dialog.height() > before)
    assert {each.height() for each in added} == {button.height()}
    for each in added:
        each.hide()
    qtbot.waitUntil(lambda: dialog.height() == before)


def test_what_stretches_keeps_the_room_that_it_was_given(look: Look, qtbot: QtBot) -> None:
    dialog = Dialog(look, "Log")
    text = Reading(look, "a\nb\nc", "log")
    dialog.body.addWidget(text, 1)
    _shown(dialog, qtbot)
    dialog.resize(600, 700)
    qtbot.waitUntil(lambda: text.height() > 500)
    text.updateGeometry()
    qtbot.wait(20)
    assert dialog.height() == 700


def test_a_popup_of_one_row_is_no_higher_than_that(look: Look, show: Show) -> None:
    pick = Pick(look, "Run on", [("here", "This computer")])
    show(pick)
    pick.open()
    popup = pick.popup()
    assert popup is not None
    assert popup.height() == 32 + 10 + 2 * SHADOW


def test_a_menu_at_the_edge_stays_in_the_window(look: Look, show: Show) -> None:
    window = show(QWidget())
    button = _at(window, window.width() - 40, 4)
    menu = Menu(look, [ListRow("pdf", "A report on paper, as long as a name can be")], button)
    menu.open_below(button)
    inside = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
    assert inside.contains(_surface(menu))
    assert _surface(menu).top() == button.mapToGlobal(QPoint(0, button.height() + 4)).y()


def test_at_the_foot_of_the_window_a_menu_opens_above(look: Look, show: Show) -> None:
    window = show(QWidget())
    button = _at(window, 10, window.height() - 34)
    menu = Menu(look, [ListRow(number, f"row {number}") for number in range(4)], button)
    menu.open_below(button)
    assert _surface(menu).bottom() < button.mapToGlobal(QPoint(0, 0)).y()


def test_a_popup_above_grows_upwards(look: Look, show: Show, qtbot: QtBot) -> None:
    window = show(QWidget())
    button = _at(window, 10, window.height() - 34)
    popup, more = Popup(look, button), QWidget()
    popup.body.addLayout(column(Text(look, "\n".join("abcdef")), more))
    more.setFixedHeight(60)
    more.hide()
    popup.open_below(button, width=200)
    foot, before = _surface(popup).bottom(), popup.height()
    more.show()
    qtbot.waitUntil(lambda: popup.height() > before)
    assert _surface(popup).bottom() == foot


def test_a_menu_begins_at_what_is_current(look: Look, show: Show, qtbot: QtBot) -> None:
    button = Button(look, "Project")
    show(button)
    rows = [ListRow(1, "One"), ListRow(2, "Two", is_apart=True), ListRow(3, "Three")]
    menu = Menu(look, rows, button, current=2)
    menu.open_below(button)
    with qtbot.waitSignal(menu.chosen) as told:
        qtbot.keyClick(menu.focusWidget(), Qt.Key.Key_Return)
    assert told.args == [2]


def test_a_picture_is_shown_whole_and_never_enlarged() -> None:
    image = QImage(400, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    picture = Picture(image, "wide", QSize(300, 300))
    assert picture.sizeHint() == QSize(300, 75)
    picture.resize(200, 200)
    assert picture.shown_size() == QSize(200, 50)
    picture.resize(800, 800)
    assert picture.shown_size() == QSize(400, 100)


def test_enter_on_a_tick_does_what_the_dialog_is_for(look: Look, qtbot: QtBot) -> None:
    dialog = Dialog(look, "Before 3 analyses are launched")
    tick = Tick(look, "Skip one")
    which = Segmented(look, [("mine", "For me"), ("all", "For all")], name="For whom")
    dialog.body.addWidget(tick)
    dialog.body.addWidget(which)
    launch = dialog.add_button(Button(look, "Launch", kind="primary"))
    _shown(dialog, qtbot)
    for focused in (tick, which.segments()[1]):
        focused.setFocus()
        with qtbot.waitSignal(launch.clicked):
            qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert (tick.value(), which.value()) == (False, "mine")
