"""The page New analysis on a real station."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cytodesk.client.following import follow
from cytodesk.ui.form.editors.many import ManyEditor
from cytodesk.ui.form.editors.one import OneEditor
from cytodesk.ui.form.groups import Group
from cytodesk.ui.form.many.odd import OddDialog
from cytodesk.ui.form.page import FormPage
from cytodesk.ui.form.past import PastRuns
from cytodesk.ui.form.preview import tokens_of
from cytodesk.ui.here import Here
from cytodesk.wire.batches import Batch
from cytodesk.wire.runs import RunState
from tests.ui.form.conftest import Opening, Place, until

Key = Qt.Key


def editor(page: FormPage, id: str) -> Any:
    assert page.form is not None
    found = page.form.fields[id].editor
    return getattr(found, "_list", found)


def line(page: FormPage, id: str) -> QWidget:
    return editor(page, id)._line.edit


def fill(page: FormPage, place: Place) -> None:
    assert page._answers is not None
    page._answers.put("images", (place.images["slide 2.tif"], place.images["slide 10.tif"]))
    page._answers.put("term", place.terms["Nucleus"])
    page._answers.put("title", "A 'b' é\nc 🙂")


def test_each_parameter_has_a_field_and_the_server_ones_have_none(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def look_at() -> None:
        async with opened(furnished.algorithm) as page:
            assert page.form is not None
            shown = set(page.form.fields)
            assert {"images", "term", "title", "seed", "since", "roi"} <= shown
            assert not [id for id in shown if id.startswith("cytomine_")]
            assert "threshold" not in shown, "a folded group is not built"
            page.form.reveal("split")
            await until(lambda: "stain" in page.form.fields)
            assert page.title == "New: Everything"

    run(look_at())


def test_nothing_can_be_launched_before_all_is_filled_and_the_link_leads_there(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def look_at() -> None:
        async with opened(furnished.algorithm) as page:
            bar = page._bar
            assert not bar.launch.isEnabled()
            assert bar._problem.accessibleName() == "Images is still to fill in"
            page._answers.put("images", (furnished.images["slide 1.tif"],))
            bar._problem.click()
            assert QApplication.focusWidget() is line(page, "term")
            assert page.form.fields["term"].problem() == "A value is needed here."
            fill(page, furnished)
            assert bar.launch.isEnabled()
            assert bar._problem.isHidden()
            assert bar._said.text() == "1 analysis on 2 images"

    run(look_at())


def test_problems_stand_beside_their_field_while_one_types(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def look_at() -> None:
        async with opened(furnished.algorithm) as page:
            fill(page, furnished)
            page.form.reveal("threshold")
            edit = editor(page, "threshold")._field.edit
            edit.selectAll()
            said = {}
            for typed in ("1,5", "0,25", "1.000,5", "x"):
                edit.selectAll()
                QTest.keyClicks(edit, typed)
                said[typed] = page.form.fields["threshold"].problem()
            assert said["1,5"] == "1.5 is too large: the most is 1."
            assert said["0,25"] == ""
            assert "no signs between thousands" in said["1.000,5"]
            assert "not a number" in said["x"]
            assert not page._bar.launch.isEnabled()
            assert page._bar._problem.accessibleName().startswith("Threshold: x is not a number")

    run(look_at())


def test_a_form_is_filled_and_launched_by_keyboard_alone(
    run: Any, opened: Opening, furnished: Place, here: Here
) -> None:
    def press(*keys: Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            focused = QApplication.focusWidget()
            assert focused is not None, key
            QTest.keyClick(focused, key, with_)

    def type_(text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    async def go_to(widget: QWidget) -> None:
        for _ in range(60):
            if QApplication.focusWidget() is widget:
                return
            press(Key.Key_Tab)
            await asyncio.sleep(0)
        raise AssertionError("Tab does not lead there")

    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            launched: list[Batch] = []
            page.batch_started.connect(launched.append)
            await until(lambda: QApplication.focusWidget() is line(page, "images"))
            await until(lambda: editor(page, "images")._known.offer() is not None)
            type_("SLIDE 1")
            press(Key.Key_Return, Key.Key_Down, Key.Key_Return, Key.Key_Escape)
            names = [
                page.form.fields["images"].editor._list._known.name(i)
                for i in page._answers.of("images")
            ]
            assert names == ["slide 1.tif", "slide 10.tif"]
            await go_to(line(page, "term"))
            press(Key.Key_Down)
            type_("etoile")
            press(Key.Key_Return)
            await go_to(editor(page, "title")._line.edit)
            type_("T")
            await go_to(editor(page, "seed")._field.edit)
            type_("9007199254740993")
            press(Key.Key_Up)
            await go_to(page._bar.how_many)
            press(Key.Key_Space, Key.Key_Down, Key.Key_Return)
            await until(lambda: QApplication.activeWindow() is None)  # offscreen: popups take it
            page.activateWindow()
            await until(lambda: QApplication.focusWidget() is page._bar.how_many)
            assert page._bar.launch.text() == "Launch 2 analyses"
            await go_to(page._bar.launch)
            press(Key.Key_Return)
            await until(lambda: page.findChildren(OddDialog))
            (odd,) = page.findChildren(OddDialog)
            await until(lambda: QApplication.focusWidget() is odd.launch)
            press(Key.Key_Return)
            await until(lambda: launched)
        runs = [row.id for row in launched[0].rows]
        ended = [
            await here.remote.ask(follow, id, report=lambda news: None, poll=0.1) for id in runs
        ]
        assert [each.state for each in ended] == [RunState.SUCCEEDED] * 2
        values = [{each.name: each.value for each in run.parameters} for run in ended]
        assert [each["images"] for each in values] == [
            str(furnished.images["slide 1.tif"]),
            str(furnished.images["slide 10.tif"]),
        ]
        assert {each["term"] for each in values} == {str(furnished.terms["Étoile"])}
        assert {each["seed"] for each in values} == {"9007199254740994"}
        assert {each["max_area"] for each in values} == {"220"}

    run(work())


def test_tab_leads_through_the_form_from_top_to_bottom_and_then_to_its_foot(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            page.form._sections[Group.DEFAULT].set_open(True)
            await until(lambda: len(page.form.fields) == len(page._answers.parameters))
            await until(lambda: page.form.fields["roi"].reason())
            page._answers.put("images", tuple(furnished.images.values())[:2])
            page._answers.put("threshold", "0.7")
            page._head.past.setFocus()
            seen, rows = set(), []
            for _ in range(80):
                QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
                await asyncio.sleep(0)
                now = QApplication.focusWidget()
                if not page.form.isAncestorOf(now):
                    break
                rows.append(now.mapTo(page.form._inner, QPoint(0, 0)).y())
                seen |= {id for id, each in page.form.fields.items() if each.isAncestorOf(now)}
            assert seen == set(page.form.fields)
            falls = [(one, two) for one, two in itertools.pairwise(rows) if two < one - 60]
            assert not falls

    run(work())


def test_tab_goes_round_the_page_and_begins_again(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            page.form._sections[Group.DEFAULT].set_open(True)
            await until(lambda: len(page.form.fields) == len(page._answers.parameters))
            await until(lambda: page.form.fields["roi"].reason())
            page._head.past.setFocus()
            rounds: list[list[QWidget]] = [[], []]
            for stops in rounds:
                while page._head.past not in stops and len(stops) < 100:
                    QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
                    await asyncio.sleep(0)
                    stops.append(QApplication.focusWidget())
            assert page._head.past in rounds[0]
            assert rounds[0] == rounds[1]
            inside = [page.form.isAncestorOf(stop) for stop in rounds[0]]
            assert sum(one != two for one, two in itertools.pairwise(inside)) <= 2, "in one go"
            assert len(set(rounds[1])) == len(rounds[1])

    run(work())


def test_what_was_entered_comes_back_after_a_crash(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            fill(page, furnished)
            before = page._answers.given()
        async with opened() as page:
            assert page._beginning.installed.id == furnished.algorithm
            assert {**page._answers.given(), "images": ()} == {**before, "images": ()}
            assert tuple(page._answers.given()["images"]) == before["images"]
            assert not page._restored.isHidden()
            page._start_anew()
            assert page._answers.given() == {}

    run(work())


def test_a_group_that_was_unfolded_is_unfolded_after_a_crash(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            assert page.form.open_groups() == {"fill": True, "default": False, "optional": True}
            page.form._sections[Group.DEFAULT].set_open(True)
            page.form._sections[Group.OPTIONAL].set_open(False)
        async with opened(furnished.algorithm) as page:
            assert page.form.open_groups() == {"fill": True, "default": True, "optional": False}
            assert page.form.is_built

    run(work())


def test_a_form_begins_with_the_values_of_an_earlier_analysis(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        launched: list[int] = []
        async with opened(furnished.algorithm) as page:
            page.launched.connect(launched.append)
            fill(page, furnished)
            page._answers.put("threshold", "0,75")
            page._bar.launch.click()
            await until(lambda: launched)
            assert page._unsaved.answers(furnished.algorithm) == {}
        async with opened(launched[0]) as page:
            given = page._answers.given()
            assert given["title"] == "A 'b' é\nc 🙂"
            assert given["threshold"] == "0.75"
            assert page._bar.launch.isEnabled()
            assert "Values of analysis #" in page._restored.text()
            assert editor(page, "title").text() == "A 'b' é\nc 🙂"

    run(work())


def test_what_cannot_be_listed_becomes_a_field_for_ids_that_says_why(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            fields = page.form.fields
            await until(lambda: fields["roi"].reason() and fields["slice"].reason())
            assert "$currentUser$" in fields["slice"].reason()
            assert "cannot be listed" in fields["roi"].reason()
            domain = fields["roi"].editor
            QTest.keyClicks(domain._ids._field.edit, "12")
            assert page._answers.of("roi") == "12"
            QTest.keyClicks(domain._ids._field.edit, "x")
            assert "is not an id" in fields["roi"].problem()

    run(work())


def test_the_preview_has_the_exact_arguments_and_no_secrets(
    run: Any, opened: Opening, furnished: Place, here: Here
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            fill(page, furnished)
            page._answers.put("token", "hunter2")
            tokens = tokens_of(here.look.words, page._answers)
            ids = f"{furnished.images['slide 2.tif']},{furnished.images['slide 10.tif']}"
            assert tokens[:2] == ["--cytomine_host", "(set by Cytomine)"]
            assert tokens[tokens.index("--images") + 1] == ids
            assert tokens[tokens.index("--title") + 1] == "A 'b' é\nc 🙂"
            assert tokens[tokens.index("--token") + 1] == "***"
            assert "--seed" not in tokens
            page._answers.put("threshold", "7")
            assert "--threshold" not in tokens_of(here.look.words, page._answers)

    run(work())


def test_the_image_beside_the_form_is_a_chosen_one_and_turns(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            panel = page._panel
            await until(lambda: panel.shown() is not None)
            assert panel.shown().text == "slide 1.tif"
            assert panel._which.text() == "none chosen, 1 of 12"
            fill(page, furnished)
            assert panel.shown().text == "slide 2.tif"
            panel._after.click()
            assert (panel.shown().text, panel._which.text()) == ("slide 10.tif", "2 of 2")
            await until(lambda: panel._stage._picture is not None)
            assert "pixel size not known" in panel._scale.text()
            assert [term.text for term in panel._stage.terms] == ["Nucleus"]

    run(work())


def test_ranges_all_that_match_and_pasted_names_are_taken(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            many = editor(page, "images")
            assert isinstance(many, ManyEditor)
            await until(lambda: many._known.offer() is not None)
            edit = many._line.edit
            QTest.keyClicks(edit, "slide 1")
            QTest.keyClick(edit, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            assert [many._known.name(id) for id in many.chosen()] == [
                "slide 1.tif", "slide 10.tif", "slide 11.tif", "slide 12.tif",
            ]  # fmt: skip
            many._take([])
            QGuiApplication.clipboard().setText("SLIDE 3.TIF\nslide 77.tif; slide 2.tif")
            QTest.keyClick(edit, Key.Key_Escape)
            QTest.keyClick(edit, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
            await until(lambda: len(many.chosen()) == 2)
            assert [many._known.name(id) for id in many.chosen()] == ["slide 3.tif", "slide 2.tif"]
            assert "slide 77.tif" in many._unknown.text()
            for _ in range(5):
                QTest.keyClick(edit, Key.Key_Down)
            for _ in range(3):
                QTest.keyClick(edit, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
            assert [many._known.name(id) for id in many.chosen()][2:] == [
                "slide 5.tif", "slide 6.tif", "slide 7.tif", "slide 8.tif",
            ]  # fmt: skip

    run(work())


def test_a_thing_that_is_gone_is_kept_and_marked(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            one = editor(page, "term")
            assert isinstance(one, OneEditor)
            await until(lambda: one._known.offer() is not None)
            page._answers.put("term", "999999")
            assert one._line.text() == "#999999"
            assert page.form.fields["term"].note() == "not offered any more"
            assert "term" not in page._answers.problems

    run(work())


def test_what_a_server_refuses_lands_at_the_field_that_it_names(
    run: Any, opened: Opening, furnished: Place, here: Here
) -> None:
    from cytodesk.errors import N_, Refused

    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            fill(page, furnished)
            said: list[object] = []
            here.notices.shown.connect(said.append)
            page._launcher.blame(
                Refused(N_("The server says: {said}"), status=400, said="Argument title is bad !")
            )
            assert page.form.fields["title"].problem() == (
                "The server says: Argument title is bad !"
            )
            assert not page._bar.launch.isEnabled()
            page._answers.put("title", "better")
            assert page._bar.launch.isEnabled()
            page._launcher.blame(Refused(N_("The disk is full."), status=507))
            assert len(said) == 1

    run(work())


def test_images_that_were_picked_elsewhere_are_chosen_already(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        ids = [furnished.images["slide 7.tif"], furnished.images["slide 3.tif"]]
        async with opened(ids) as page:
            assert page._answers.of("images") == tuple(ids)
            await until(lambda: page._panel.shown() is not None)
            assert page._panel.shown().text == "slide 7.tif"

    run(work())


def test_earlier_analyses_say_what_was_set_otherwise_and_give_their_values(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            launched: list[int] = []
            page.launched.connect(launched.append)
            fill(page, furnished)
            page._answers.put("split", False)
            page._answers.put("stain", "H-DAB")
            page._bar.launch.click()
            await until(lambda: launched)
            page._answers.put_all({})
            page._head.past.click()
            await until(lambda: page.findChildren(PastRuns))
            (past,) = page.findChildren(PastRuns)
            assert past._rows[0].key == launched[0]
            assert past._rows[0].detail == "Images 2 chosen, Term Nucleus, Title A 'b' é c 🙂"
            past._take(past._rows[0])
            await until(lambda: page._answers.is_changed("split"))
            assert page._answers.values["split"] is False

    run(work())


@pytest.mark.parametrize("typed", ["2024-12-31", "2024-12-31T23:59:00"])
def test_dates_are_typed_as_iso_writes_them(
    run: Any, opened: Opening, furnished: Place, typed: str
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            fill(page, furnished)
            edit = editor(page, "since")._field.edit
            QTest.keyClicks(edit, typed[:-1] + "x")
            assert "since" in page._answers.problems
            QTest.keyClick(edit, Key.Key_Backspace)
            QTest.keyClicks(edit, typed[-1])
            assert page._answers.values["since"] == typed

    run(work())
