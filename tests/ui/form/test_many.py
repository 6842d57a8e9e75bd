"""Tables, sweeps and presets of a form on a real station."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cytodesk.algorithms.batches.rows import How
from cytodesk.algorithms.batches.sweeps import Spacing, Sweep
from cytodesk.algorithms.batches.tables import Table, read_table
from cytodesk.algorithms.presets import read_presets
from cytodesk.ui.form.many.many import Many
from cytodesk.ui.form.many.odd import OddDialog
from cytodesk.ui.form.page import FormPage
from cytodesk.ui.form.preset_dialog import PresetDialog
from cytodesk.ui.parts.menu import Menu
from cytodesk.wire.batches import Batch
from tests.ui.form.conftest import Opening, Place, until

Key = Qt.Key


def many_of(page: FormPage) -> Many:
    assert page._desk.many is not None
    return page._desk.many


def fill(page: FormPage, place: Place) -> None:
    assert page._answers is not None
    page._answers.put("images", (place.images["slide 2.tif"],))
    page._answers.put("term", place.terms["Nucleus"])
    page._answers.put("title", "T")


async def launched(page: FormPage) -> Batch:
    """Launch, go past what looks odd, and return the batch."""
    started: list[Batch] = []
    page.batch_started.connect(started.append)
    page._bar.launch.click()
    await until(lambda: started or page.findChildren(OddDialog))
    for odd in page.findChildren(OddDialog):
        odd.launch.click()
    await until(lambda: started)
    return started[0]


def test_a_row_overrides_the_form_and_its_problems_stand_beside_its_cells(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            fill(page, furnished)
            page._answers.put("images", ())
            many, panel = many_of(page), page._side.table
            many.choose(How.TABLE)
            assert page._side.currentWidget() is panel
            text = "images,threshold\nslide 1.tif,\nslide 99.tif,0.25\nslide 3.tif,many\n"
            panel.take(read_table(text, many.algorithm))
            await until(lambda: many.rows is not None)
            assert page._answers.problems == {}, "the images come from the rows"
            assert [row.values is not None for row in many.rows or ()] == [True, False, False]
            assert "There is no slide 99.tif" in panel._sentence(1)
            assert panel._sentence(2).startswith("Threshold: many is not a number")
            assert not page._bar.launch.isEnabled()
            columns = [column.known_as for column in panel.table.rows.columns]
            panel.table.edited.emit(1, columns.index("images"), "slide 2.tif")
            panel.table.edited.emit(2, columns.index("threshold"), "0,75")
            await until(lambda: many.rows and all(row.values is not None for row in many.rows))
            assert page._bar.launch.text() == "Launch 3 analyses"
            batch = await launched(page)
            assert [row.label for row in batch.rows][:2] == ["slide 1.tif", "slide 2.tif, 0.25"]
            assert batch.how == "table"

    run(work())


def test_cells_are_typed_in_pasted_and_removed_by_keys(
    run: Any, opened: Opening, furnished: Place
) -> None:
    def press(widget: QWidget, *keys: Key) -> None:
        for key in keys:
            QTest.keyClick(widget, key)

    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            many, table = many_of(page), page._side.table.table
            many.choose(How.TABLE)
            many.put_table(Table(("threshold", "title"), (("", ""), ("", ""))))
            table.setCurrentIndex(table.rows.index(0, 2))
            QTest.keyClicks(table, "0")
            field = table._plain.edit
            QTest.keyClicks(field, ".5")
            press(field, Key.Key_Return)
            QTest.keyClicks(field, "0.6")
            press(field, Key.Key_Tab)
            QTest.keyClicks(field, "no")
            press(field, Key.Key_Escape)
            assert many.shape.table.rows == (("0.5", ""), ("0.6", ""))
            QGuiApplication.clipboard().setText("0.7\ta\n0.8\t'b'\n0.9\tc\n")
            table.setCurrentIndex(table.rows.index(1, 2))
            table._paste()
            assert many.shape.table.rows == (
                ("0.5", ""),
                ("0.7", "a"),
                ("0.8", "'b'"),
                ("0.9", "c"),
            )
            table.tick_row(0)
            table.tick_row(2)
            page._side.table.remove.click()
            assert many.shape.table.rows == (("0.7", "a"), ("0.9", "c"))
            press(table, Key.Key_Delete)
            assert many.shape.table.rows[1] in (("0.9", "c"), ("", "c"))

    run(work())


def test_a_sweep_is_counted_before_it_is_launched(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            fill(page, furnished)
            many = many_of(page)
            many.choose(How.SWEEP)
            assert not page._bar.launch.isEnabled()
            axis = page._side.sweep.first
            axis.pick.set_value("threshold")
            axis._choose()
            for field, text in zip(axis.fields[Spacing.LINEAR], ("0.2", "0.6", "0.2"), strict=True):
                field.set_value(text)
            axis.changed.emit()
            assert many.shape.sweeps == (Sweep("threshold", Spacing.LINEAR, ("0.2", "0.6", "0.2")),)
            assert page._bar.launch.text() == "Launch 3 analyses"
            batch = await launched(page)
            assert [row.label for row in batch.rows] == [
                "Threshold 0.2",
                "Threshold 0.4",
                "Threshold 0.6",
            ]

    run(work())


def test_what_makes_many_comes_back_after_a_crash(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            fill(page, furnished)
            many_of(page).choose(How.TABLE)
            many_of(page).put_table(Table(("threshold",), (("0.1",), ("0.2",))))
            page._answers.put("title", "kept")
        async with opened() as page:
            assert many_of(page).shape.table == Table(("threshold",), (("0.1",), ("0.2",)))
            assert page._side.currentWidget() is page._side.table

    run(work())


def test_one_for_each_term_of_a_single_field_becomes_a_table(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            terms = page._offers.source(page._answers.parameters["term"])
            await until(lambda: terms.offer() is not None)
            many = many_of(page)
            many.choose(How.TERMS)
            assert many.how is How.TABLE
            names = {row[0] for row in many.shape.table.rows}
            assert {"Nucleus", "Stroma", "Étoile"} <= names

    run(work())


def test_a_preset_is_saved_taken_again_and_leaves_as_a_file(
    run: Any, opened: Opening, furnished: Place, tmp_path: Path
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            fill(page, furnished)
            page._answers.put("threshold", "0.25")
            desk = page._presets
            desk._do("save")
            await until(lambda: page.findChildren(PresetDialog))
            (dialog,) = page.findChildren(PresetDialog)
            dialog.field.field.set_value("Routine")
            dialog.save.click()
            await until(lambda: desk.pick.value() == "Routine")
            page._answers.put("threshold", "0.75")
            page._answers.put("term", None)
            desk.pick.click()
            await until(lambda: page.findChildren(Menu))
            (menu,) = page.findChildren(Menu)
            assert [row.text for row in menu._model.rows if str(row.key).startswith("take")] == [
                "Routine"
            ]
            menu.close()
            desk._do("take 0")
            await until(lambda: page._answers.of("threshold") == "0.25")
            assert page._answers.of("term") == str(furnished.terms["Nucleus"])
            assert page._answers.of("images") == (furnished.images["slide 2.tif"],)
            preset = desk._kept[0].preset
            assert [(thing.name, bool(thing.uuid)) for thing in preset.things] == [
                ("Nucleus", True)
            ]
            path = page._here.kept / "presets.json"
            assert read_presets(path.read_bytes(), path)[-1].name == "Routine"
            await desk.bring_in(path, page._beginning.installed.name)
            desk._do("last")

    run(work())
