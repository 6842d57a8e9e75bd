"""Cells of a table of analyses that choose things: the field's own list, by keys alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cytodesk.algorithms.batches.rows import How
from cytodesk.algorithms.batches.tables import Table
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.client.choices import Choice
from cytodesk.client.offers import Offer
from cytodesk.errors import N_, NotReached
from cytodesk.ui.form.editors.known import Known
from cytodesk.ui.form.many.choice_cell import ChoiceCell
from cytodesk.ui.form.many.many import Many
from cytodesk.ui.form.page import FormPage
from cytodesk.ui.look import Look
from cytodesk.ui.parts.edit_table import EditTable
from tests.ui.form.conftest import Opening, Place, until
from tests.ui.form.test_listed import Late

Key = Qt.Key


def edited(page: FormPage, columns: Sequence[str], rows: int = 2) -> tuple[Many, EditTable]:
    """Show a table with empty rows, its first cell current."""
    many = page._desk.many
    assert many is not None
    many.choose(How.TABLE)
    many.put_table(Table(tuple(columns), (("",) * len(columns),) * rows))
    table = page._side.table.table
    table.setFocus()
    table.setCurrentIndex(table.rows.index(0, 2))
    return many, table


def press(table: EditTable, *keys: Key | str) -> None:
    """Press keys where the focus is: in the cell that is edited, else in the table."""
    for key in keys:
        widget = table if table._edited_at is None else table._field.edit
        if isinstance(key, str):
            QTest.keyClicks(widget, key[0])
            QTest.keyClicks(table._field.edit, key[1:])
        else:
            QTest.keyClick(widget, key)


def test_terms_images_and_choices_are_taken_from_their_lists_by_keys(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            many, table = edited(page, ("term", "stain", "images", "title"))
            await until(lambda: {"Stroma"} <= set(page._offers.names().values()))
            press(table, "str", Key.Key_Return)
            assert table._edited_at == (1, 2), "one was taken: on to the next row"
            assert table._field.widget._is_open  # type: ignore[attr-defined]
            press(table, Key.Key_Down, Key.Key_Return)
            assert [row[0] for row in many.shape.table.rows] == ["Stroma", "Étoile"]
            table.setFocus()
            table.setCurrentIndex(table.rows.index(0, 3))
            press(table, Key.Key_F2, Key.Key_Down, Key.Key_Down, Key.Key_Tab)
            assert many.shape.table.rows[0][1] == "", "what was not taken is not entered"
            press(table, Key.Key_Backtab, "pa", Key.Key_Return)
            assert many.shape.table.rows[0][1] == "PAS"
            table.setFocus()
            table.setCurrentIndex(table.rows.index(0, 4))
            await until(lambda: "slide 1.tif" in page._offers.names().values())
            press(table, "slide 10", Key.Key_Return, "12", Key.Key_Return, Key.Key_Return)
            assert many.shape.table.rows[0][2] == "slide 10.tif; slide 12.tif"
            assert table._edited_at == (1, 4), "nothing is searched: Enter goes on"
            press(table, Key.Key_Escape)
            assert table._edited_at is not None, "the first Escape closes the list"
            press(table, Key.Key_Escape)
            assert table._edited_at is None
            await until(lambda: many.rows is not None)
            of_row = (many.rows or [])[0].answers
            ids = [furnished.images["slide 10.tif"], furnished.images["slide 12.tif"]]
            assert of_row["images"] == ",".join(map(str, ids))
            assert of_row["term"] == str(furnished.terms["Stroma"])

    run(work())


def test_what_is_typed_in_full_stays_as_it_was_typed(
    run: Any, opened: Opening, furnished: Place
) -> None:
    async def work() -> None:
        async with opened(furnished.algorithm) as page:
            many, table = edited(page, ("images", "slice"))
            await until(lambda: "slide 1.tif" in page._offers.names().values())
            id = str(furnished.images["slide 3.tif"])
            press(table, "slide 1.tif; " + id, Key.Key_Return)
            press(table, "nothing of that", Key.Key_Tab)
            assert [row[0] for row in many.shape.table.rows] == [
                f"slide 1.tif; {id}",
                "nothing of that",
            ]
            assert table._field.widget._list._said.text().startswith("Slice offers")  # type: ignore[attr-defined]
            press(table, "12", Key.Key_Return)
            assert many.shape.table.rows[1][1] == "12", "a list that cannot be had takes ids"
            table.setFocus()
            table.setCurrentIndex(table.rows.index(0, 2))
            press(table, Key.Key_F2)
            model = table._field.widget._model  # type: ignore[attr-defined]
            assert model.ticked == {furnished.images["slide 1.tif"], int(id)}
            row = model.row_of(int(id))
            table._field.widget._pick(row)  # type: ignore[attr-defined]
            press(table, Key.Key_Tab)
            assert many.shape.table.rows[0][0] == "slide 1.tif"

    run(work())


PICK = Parameter(id="p", name="Pick", type=ParameterType.LIST_DOMAIN, uri="/api/x.json")


@pytest.mark.parametrize(
    ("kind", "texts", "taken", "said"),
    [
        (ParameterType.DOMAIN, ("a", "b"), 1, "b"),
        (ParameterType.DOMAIN, ("a", "a"), 1, "12"),
        (ParameterType.DOMAIN, ("7", "b"), 0, "11"),
        (ParameterType.DOMAIN, ("a, b", "b"), 0, "a, b"),
        (ParameterType.LIST_DOMAIN, ("a, b", "b"), 0, "11"),
        (ParameterType.LIST_DOMAIN, ("a", "b"), 0, "a"),
    ],
)
def test_a_name_stands_in_the_cell_unless_it_would_be_read_otherwise(
    look: Look, qapp: Any, kind: ParameterType, texts: tuple[str, ...], taken: int, said: str
) -> None:
    source = Late()
    source.says(Offer.whole([Choice(11 + n, text, (n,)) for n, text in enumerate(texts)]))
    cell = ChoiceCell(look, replace(PICK, type=kind), source, None)
    cell._fill()
    cell._pick(taken)
    assert cell.field.text() == said
    source.says(NotReached(N_("No answer.")))
    assert cell.field.text() == said
    cell.deleteLater()


def test_known_things_of_a_long_list_are_ticked(run: Any, look: Look, loop: object) -> None:
    from tests.ui.form.test_listed import Long

    async def work() -> None:
        cell = ChoiceCell(look, PICK, Long(), None)
        assert isinstance(cell._known, Known)
        cell.field.edit.setText("slide 70000; slide 3")
        cell.field.begin(False)
        await until(lambda: cell._model.ticked == {3, 70_000})
        cell.close()
        cell.deleteLater()

    run(work())
