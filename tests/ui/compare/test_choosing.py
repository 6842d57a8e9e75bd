"""Choosing what is compared: order, hiding, saving, layers of people, what is gone."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cytodesk.charts.drawing import Dots
from cytodesk.client.layers import layers_of
from cytodesk.ui.compare.chip_flow import FOLDED, ChipFlow, Told
from cytodesk.ui.compare.context import ContextDialog
from cytodesk.ui.compare.distributions import DistributionsView
from cytodesk.ui.compare.page import ComparePage
from cytodesk.ui.compare.results import Level, ResultsView
from cytodesk.ui.compare.saving import NameDialog
from cytodesk.ui.look import Look
from tests.ui.compare.conftest import Compared, Opening, until

Run = Callable[[Coroutine[Any, Any, Any]], Any]


def results(page: ComparePage) -> ResultsView:
    view = page.view("results")
    assert isinstance(view, ResultsView)
    return view


def headings(page: ComparePage) -> list[str]:
    return [column.title for column in results(page).table.table.rows.columns]


def test_a_run_that_is_hidden_is_gone_from_charts_and_tables_and_comes_back(
    run: Run, compared: Compared, opening: Opening
) -> None:
    async def play() -> None:
        async with opening(*compared.runs) as page:
            assert "#2" in headings(page)
            page.chips()[1].act("hide")
            assert "#2" not in headings(page)
            assert page.run_ids == list(compared.runs)
            page.chips()[1].act("hide")
            assert "#2" in headings(page)

    run(play())


def test_order_and_what_is_hidden_are_remembered(
    run: Run, compared: Compared, opening: Opening
) -> None:
    one, other = compared.runs
    failed = compared.failed

    async def play() -> None:
        async with opening(one, other, failed) as page:
            page.chips()[2].act("hide")
            page.chips()[2].stepped.emit(-1)
            await until(lambda: page.is_settled)
            assert page.run_ids == [one, failed, other]
        async with opening(one, other, failed) as page:
            assert page.run_ids == [one, failed, other]
            assert page.chips()[1].accessibleName().endswith("hidden")

    run(play())


def test_a_saved_comparison_is_opened_again_with_its_name(
    run: Run, compared: Compared, opening: Opening, qtbot: QtBot
) -> None:
    runs = list(reversed(compared.runs))

    async def play() -> None:
        async with opening(*runs) as page:
            page.chips()[1].act("hide")
            page.keeping.save(page._chosen)
            await until(lambda: _dialog() is not None)
            dialog = _dialog()
            assert dialog is not None
            assert not dialog.save.isEnabled()
            dialog.field.set_value("Two thresholds")
            dialog.accept()
            await until(lambda: page.title == "Two thresholds")
        async with opening() as page:
            await until(lambda: page.start.saved.things())
            (saved,) = page.start.saved.things()
            assert (saved.name, list(saved.layers), saved.hidden) == ("Two thresholds", runs, (1,))
            with qtbot.waitSignal(page.compare_wanted) as wanted:
                page.start.saved_wanted.emit(saved)
            assert wanted.args == [runs]
            page.keeping.forget("Two thresholds", lambda _: None)
            await until(lambda: not page.keeping.is_busy)
            page.hide()
            page.show()
            await until(lambda: not page.start.saved.things())

    run(play())


def _dialog() -> NameDialog | None:
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, NameDialog)]
    return found[0] if found and found[0].isVisible() else None


def test_analyses_are_chosen_on_the_empty_page_by_search_and_ticks(
    run: Run, compared: Compared, opening: Opening, qtbot: QtBot
) -> None:
    async def play() -> None:
        async with opening() as page:
            runs = page.start.runs
            await until(runs.rows)
            qtbot.keyClicks(runs.search.edit, "nuclei failed")
            await until(lambda: [row.key for row in runs.rows()] == [compared.failed])
            runs.search.clear()
            await until(lambda: len(runs.rows()) > 2)
            assert not page.start.compare.isEnabled()
            runs.tick(compared.runs)
            with qtbot.waitSignal(page.compare_wanted) as wanted:
                page.start.compare.click()
            assert wanted.args == [list(compared.runs)]

    run(play())


def test_what_a_person_drew_can_be_the_baseline(
    run: Run, compared: Compared, opening: Opening
) -> None:
    layers = layers_of(compared.place, compared.project.id)
    person = next(layer for layer in layers if layer.person)

    async def play() -> None:
        async with opening(person.id, compared.runs[0]) as page:
            lines = {line.name: line for line in results(page).table.table.things()}
            assert lines["Objects"].values[0] == f"{person.annotations:,}"

    run(play())


def test_a_run_that_is_gone_is_said_and_the_others_are_compared(
    run: Run, compared: Compared, opening: Opening
) -> None:
    async def play() -> None:
        async with opening(compared.runs[0], 999_999_999, compared.runs[1]) as page:
            assert page.run_ids == list(compared.runs)
            assert page.states.state() == "full"
            assert "999999999" in page._here.notices.unread[-1].sentence

    run(play())


def test_figures_are_shown_by_image_and_over_images(
    run: Run, compared: Compared, opening: Opening
) -> None:
    async def play() -> None:
        async with opening(*compared.runs) as page:
            view = results(page)
            pooled = {line.name: line for line in view.table.table.things()}
            view.level.segments()[1].click()
            await until(view.detail.table.things)
            (line,) = view.detail.table.things()
            assert line.name == "sample-nuclei.tif"
            assert line.figures == pooled["Objects"].figures
            view.level.segments()[2].click()
            await until(lambda: len(view.detail.table.things()) > 5)
            means = {line.name: line.figures for line in view.detail.table.things()}
            assert means["Mean"] == line.figures
            view.level.set_value(Level.POOLED)

    run(play())


def test_a_click_on_a_dot_shows_its_object_on_the_slide(
    run: Run, compared: Compared, opening: Opening
) -> None:
    async def play() -> None:
        async with opening(*compared.runs, tab="distributions") as page:
            view = page.view("distributions")
            assert isinstance(view, DistributionsView)
            await until(lambda: view.card)
            assert view.card is not None
            series = view.card.chart.drawing.series[0]
            dots = next(mark for mark in series.marks if isinstance(mark, Dots))
            assert "sample-nuclei.tif" in dots.hovers[0].said()
            view.wanted.emit(dots.targets[0])
            await until(lambda: page.findChildren(ContextDialog))
            (dialog,) = page.findChildren(ContextDialog)
            await until(lambda: dialog.picture._pixmap)
            assert dialog.picture._context.chosen
            assert len(dialog.picture._context.outlines) == 2
            dialog.reject()

    run(play())


def test_a_table_is_copied_with_all_digits(run: Run, compared: Compared, opening: Opening) -> None:
    async def play() -> None:
        async with opening(*compared.runs) as page:
            view = results(page)
            view.table.take.wanted.emit("copy")
            rows = [r.split("\t") for r in QGuiApplication.clipboard().text().splitlines()]
            assert rows[0] == ["Name", "Unit", "#1", "#2"]
            table = {row[0]: row[2:] for row in rows}
            objects = next(line for line in view.table.table.things() if line.name == "Objects")
            assert table["Objects"] == [str(figure) for figure in objects.figures]

    run(play())


def test_a_chip_is_dragged_to_its_place_and_never_before_the_baseline(
    look: Look, qtbot: QtBot
) -> None:
    flow = ChipFlow(look)
    qtbot.addWidget(flow)
    flow.put([Told(500 + n, f"#{n}") for n in range(4)])
    flow.resize(900, 40)
    flow.show()
    chip, first = flow.chips()[3], flow.chips()[0]
    middle = chip.rect().center()
    for target, to in ((flow.chips()[1], 1), (first, 1)):
        with qtbot.waitSignal(flow.moved) as moved:
            qtbot.mousePress(chip, Qt.MouseButton.LeftButton, pos=middle)
            where = chip.mapFromGlobal(target.mapToGlobal(QPoint(4, 15)))
            chip.dragged.emit(chip.mapToGlobal(where))
            chip.dropped.emit(chip.mapToGlobal(where))
        assert moved.args == [503, to]


def test_a_hundred_runs_are_folded_and_can_all_be_reached(look: Look, qtbot: QtBot) -> None:
    flow = ChipFlow(look)
    qtbot.addWidget(flow)
    flow.put([Told(500 + n, f"#{n}") for n in range(100)])
    assert len(flow.chips()) == FOLDED
    assert f"and {100 - FOLDED} more" in flow.rest.accessibleName()
