"""The page on a real station: two runs of the sample that differ in a threshold."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.drawing import Target
from cytodesk.client.annotations import annotations_of
from cytodesk.client.finding import find_run
from cytodesk.client.following import follow
from cytodesk.ui.charts.matrix import MatrixView
from cytodesk.ui.charts.plot import Plot
from cytodesk.ui.compare.agreement import AgreementView
from cytodesk.ui.compare.context import ContextDialog
from cytodesk.ui.compare.distributions import DistributionsView
from cytodesk.ui.compare.parameters import ParametersView
from cytodesk.ui.compare.results import ResultsView
from cytodesk.wire.images import ImageInstance
from tests.ui.compare.conftest import THRESHOLDS, Compared, Opening, begun_run, until

Run = Callable[[Coroutine[Any, Any, Any]], Any]


def texts_of(page: Any) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]


def view_of(page: Any, key: str, kind: type) -> Any:
    view = page.view(key)
    assert isinstance(view, kind)
    return view


def test_results_begin_with_what_differs_and_what_came_out(
    run: Run, compared: Compared, opening: Opening
) -> None:
    counts = [
        len(list(annotations_of(compared.place, find_run(compared.place, id_))))
        for id_ in compared.runs
    ]

    async def play() -> None:
        async with opening(*compared.runs) as page:
            view = view_of(page, "results", ResultsView)
            lines = {line.name: line for line in view.table.table.things()}
            density = lines["Haematoxylin density"]
            assert density.values == tuple(str(each) for each in THRESHOLDS)
            assert density.changes == ("", "+0.15")
            assert lines["Objects"].values == tuple(f"{count:,}" for count in counts)
            charts = [card.chart for card in view.charts.cards()]
            assert all(isinstance(chart.picture, Plot) for chart in charts)
            assert page.title == "#1, #2"
            assert page.chips()[0].accessibleName().endswith("baseline")

    run(play())


def test_only_differences_is_remembered(run: Run, compared: Compared, opening: Opening) -> None:
    async def play() -> None:
        async with opening(*compared.runs, tab="parameters") as page:
            table = view_of(page, "parameters", ParametersView).table.table
            names = [line.name for line in table.things()]
            assert "Haematoxylin density" in names
            assert "Smoothing" not in " ".join(names)
            page.tabbed.only_differences.click()
            assert len(table.things()) > len(names)
        async with opening(*compared.runs, tab="parameters") as page:
            assert not page.tabbed.only_differences.value()

    run(play())


def test_the_baseline_is_pinned_and_runs_are_removed(
    run: Run, compared: Compared, opening: Opening
) -> None:
    one, other = compared.runs

    async def play() -> None:
        async with opening(one, other) as page:
            page.chips()[1].pinned.emit()
            await until(lambda: page.title == "#2, #1")
            assert page.run_ids == [other, one]
            page.chips()[1].removed.emit()
            assert page.run_ids == [other]
            await until(lambda: page.states.state() == "said")

    run(play())


def test_every_form_of_a_distribution_is_drawn(
    run: Run, compared: Compared, opening: Opening
) -> None:
    async def play() -> None:
        async with opening(*compared.runs, tab="distributions") as page:
            view = view_of(page, "distributions", DistributionsView)
            await until(lambda: view.card)
            seen = {view.card.chart.drawing.key}
            for segment in view.form.segments()[1:]:
                before = view.card.chart.drawing
                segment.click()
                await until(lambda before=before: view.card.chart.drawing is not before)
                assert view.card.chart.picture.spots()
                seen.add(view.card.chart.drawing.key)
            assert len(seen) == 4

    run(play())


def test_the_agreement_is_what_the_outlines_say(
    run: Run, compared: Compared, opening: Opening, qtbot: QtBot
) -> None:
    matches = _matches(compared, 0.5)

    async def play() -> None:
        async with opening(*compared.runs, tab="agreement") as page:
            view = view_of(page, "agreement", AgreementView)
            await until(lambda: view.agreed)
            agreed = view.agreed
            counts = agreed.chosen.counts
            assert counts[Fate.MATCHED] == matches
            for fate in (Fate.MISSED, Fate.EXTRA, Fate.SPLIT, Fate.MERGED):
                assert f"{fate.word} {counts[fate]}" in view.sentence()
            await until(lambda: view.crops.crops.pictures)
            assert view.crops.crops.crops[0].fate in (Fate.MISSED, Fate.RELABELLED)
            qtbot.keyClick(view.iou, Qt.Key.Key_Home)
            await until(lambda: view.agreed.iou == pytest.approx(0.1))
            assert view.agreed.chosen.counts[Fate.MATCHED] >= matches

    run(play())


def _matches(compared: Compared, iou: float) -> int:
    """Return the matches at an IoU from one half on: a pair above it has no rival."""
    layers = [
        np.array(
            [
                shapely.make_valid(shapely.from_wkt(each.location))
                for each in annotations_of(compared.place, find_run(compared.place, id_))
            ]
        )
        for id_ in compared.runs
    ]
    first, second = shapely.STRtree(layers[1]).query(layers[0])
    one, other = layers[0][first], layers[1][second]
    shared = shapely.area(shapely.intersection(one, other))
    return int(np.sum(shared / shapely.area(shapely.union(one, other)) >= iou))


def test_a_cell_of_the_matrix_shows_its_objects(
    run: Run, compared: Compared, opening: Opening
) -> None:
    async def play() -> None:
        async with opening(*compared.runs, tab="agreement") as page:
            view = view_of(page, "agreement", AgreementView)
            await until(lambda: view.matrix and view.crops.crops.pictures)
            matrix = view.matrix.chart.picture
            assert isinstance(matrix, MatrixView)
            matrix.wanted.emit(Target(cell=("Tumour nucleus", "no partner")))
            await until(lambda: {c.terms for c in view.crops.crops.crops} == {CELL})
            with_picture = view.crops.crops.pictures
            await until(lambda: with_picture)

    run(play())


CELL = ("Tumour nucleus", "no partner")


def test_a_click_looks_closer_at_an_image_and_opens_a_run(
    run: Run, compared: Compared, opening: Opening, qtbot: QtBot
) -> None:
    place, first = compared.place, compared.runs[0]
    (image,) = place.things(ImageInstance, f"project/{compared.project.id}/imageinstance.json")

    async def play() -> None:
        async with opening(*compared.runs) as page:
            view = page.view("results")
            with qtbot.assertNotEmitted(page.run_wanted):
                view.wanted.emit(Target(first, image.id))
                await until(lambda: page.findChildren(ContextDialog))
            page.findChildren(ContextDialog)[0].reject()
            with qtbot.waitSignal(page.run_wanted) as wanted:
                view.wanted.emit(Target(first))
            assert wanted.args == [first]

    run(play())


def test_a_failed_run_has_dashes_and_a_note(run: Run, compared: Compared, opening: Opening) -> None:
    async def play() -> None:
        async with opening(compared.runs[0], compared.failed) as page:
            view = view_of(page, "results", ResultsView)
            lines = {line.name: line for line in view.table.table.things()}
            assert lines["Objects"].values[1] == "–"
            assert "failed" in view.notes()

    run(play())


def test_a_run_that_is_not_there_is_said_with_retry(
    run: Run, compared: Compared, opening: Opening
) -> None:
    async def play() -> None:
        async with opening(compared.runs[0], 999_999_999) as page:
            assert page.states.state() == "said"

    run(play())


def test_a_run_alone_has_its_name_and_says_whether_it_has_ended(
    run: Run, compared: Compared, opening: Opening
) -> None:
    async def play() -> None:
        started = begun_run(compared.place, compared.project, 0.3, image="0")
        async with opening(started) as page:
            name = page.chips()[0].accessibleName().split(",")[0]
            assert page.title == name
            assert name.startswith("#")
            await asyncio.to_thread(follow, compared.place, started, report=lambda _: None)
            page._hear({"kind": "run moved", "run": started})
            await until(lambda: "A comparison needs two analyses or more." in texts_of(page))

    run(play())


def test_a_comparison_can_be_stopped_and_begun_again(
    run: Run, compared: Compared, opening: Opening
) -> None:
    async def play() -> None:
        async with opening(*compared.runs, waits=False) as page:
            page.cancel()
            assert page.states.state() == "said"
            page.refresh()
            await until(lambda: page.is_settled)
            assert page.states.state() == "full"

    run(play())


def test_one_run_alone_asks_for_another(run: Run, compared: Compared, opening: Opening) -> None:
    async def play() -> None:
        async with opening(compared.runs[0]) as page:
            assert page.states.state() == "said"
            picker = page.offer_runs()
            await until(lambda: picker.rows())
            assert compared.runs[0] not in [row.key for row in picker.rows()]
            picker.taken.emit([compared.runs[1]])
            picker.close()
            await until(lambda: page.is_settled and page.title == "#1, #2")

    run(play())


def test_the_reviewed_layer_can_be_the_baseline(
    run: Run, compared: Compared, opening: Opening, qtbot: QtBot
) -> None:
    async def play() -> None:
        async with opening(-compared.project.id, compared.runs[0], tab="agreement") as page:
            view = view_of(page, "agreement", AgreementView)
            await until(lambda: view.agreed)
            assert view.agreed.chosen.f1 > 0.5
            with qtbot.assertNotEmitted(page.run_wanted):
                page.chips()[0].run_wanted.emit()

    run(play())


def test_a_chart_and_the_whole_are_written_where_the_user_says(
    run: Run, compared: Compared, opening: Opening, tmp_path: Path
) -> None:
    async def play() -> None:
        async with opening(*compared.runs) as page:
            chart = view_of(page, "results", ResultsView).charts.cards()[0].chart
            for form, begins in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("csv", b"# Objects")):
                path = tmp_path / f"chart.{form}"
                page.take_chart(chart, form).fileSelected.emit(str(path))
                await until(path.exists)
                assert path.read_bytes().startswith(begins)
            for form, begins in (("csv", b"kind,name"), ("pdf", b"%PDF")):
                path = tmp_path / f"whole.{form}"
                page.take_whole(form).fileSelected.emit(str(path))
                await until(path.exists, 60)
                assert path.read_bytes().startswith(begins)

    run(play())


def test_relations_of_two_runs_are_a_sentence(
    run: Run, compared: Compared, opening: Opening
) -> None:
    async def play() -> None:
        async with opening(*compared.runs, tab="relations") as page:
            view = page.view("relations")
            assert not view.charts.isVisible()
        async with opening(*compared.runs, compared.failed, tab="relations") as page:
            view = page.view("relations")
            await until(lambda: view.charts.cards())
            assert view.sentence()

    run(play())
