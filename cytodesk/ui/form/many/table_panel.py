"""A table of analyses beside the form: a row for each, what it leaves empty is the form's."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal

from cytodesk.algorithms.batches.rows import Row
from cytodesk.algorithms.batches.tables import ReadTable, Table
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.errors import Problem
from cytodesk.ui.form.editors.table import Supply
from cytodesk.ui.form.groups import label_of
from cytodesk.ui.form.many.choice_cell import ChoiceCells
from cytodesk.ui.form.many.many import Many
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card, Hairline
from cytodesk.ui.parts.cells import Cell, Inked, Sign
from cytodesk.ui.parts.edit_table import CellField, EditTable
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.picks import ColumnsPick
from cytodesk.ui.parts.rows import Column
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.texts import Elided, Text

_NUMBER, _PROBLEM = "number", "problem"
_NARROWEST = 160
"""Pixels that the sentence of a row has at least."""


class TablePanel(Card):
    csv_wanted = Signal()
    """Somebody wants to choose a file."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, padding=1, spacing=0)
        words = look.words
        self._look, self._words = look, words
        self._many: Many | None = None
        self._cells: ChoiceCells | None = None
        self._rows: dict[int, Row] = {}
        self._count = Elided(look, "", "soft", middle=False)
        self.columns = ColumnsPick(look)
        self.columns.changed.connect(self._choose_columns)
        self.bring = Button(look, words("Bring in a CSV…"), "folder-open")
        self.bring.clicked.connect(self.csv_wanted)
        self.table = EditTable(
            look, self._made_columns(), self._text, self._field, name=words("Analyses")
        )
        self.table.edited.connect(self._edit)
        self.table.pasted.connect(self._paste)
        self.table.ticks_changed.connect(self._tell_ticks)
        self._states = ListStates(look, self.table)
        self.add_row = Button(look, words("Add a row"), "plus", kind="quiet")
        self.add_row.clicked.connect(self._add_row)
        self.remove = Button(look, "", "trash", kind="quiet")
        self.remove.clicked.connect(self._remove)
        title = Text(look, words("A table of analyses"), "title")
        head = row(title, self._count, self.columns, self.bring, margins=(16, 8, 8, 8))
        head.setStretch(1, 1)
        help_ = words("An empty cell takes the value of the form.")
        said = Elided(look, help_, "caption", middle=False)
        foot = row(self.add_row, self.remove, None, said, margins=(8, 4, 16, 4))
        self.add(head, Hairline(look))
        self.body.addWidget(self._states, 1)
        self.add(Hairline(look), foot)
        self._tell_ticks()

    def put(self, many: Many, supply: Supply) -> None:
        """Show the table of `many`, and follow what is wrong in it."""
        self.table.end_editing(is_kept=False)
        if self._cells is not None:
            self._cells.end()
        self._many = many
        self._cells = ChoiceCells(self._look, many.algorithm, supply, self.table.go_on)
        self._rows = {}
        asked = many.algorithm.asked
        self.columns.set_choices([(each.id, label_of(each)) for each in asked])
        self.table.set_ticked(())
        self._show()
        many.shaped.connect(self._show)
        many.changed.connect(self._show_problems)

    def take(self, read: ReadTable) -> str:
        """Take a table that was read; return what is to be said of it, "" if nothing."""
        assert self._many is not None
        self.table.end_editing(is_kept=False)
        self.table.set_ticked(())
        self._many.put_table(read.table)
        return "\n".join(problem.said(self._words) for problem in read.problems)

    def go_to_problem(self) -> None:
        """Make the first cell with a problem current."""
        for place, checked in self._rows.items():
            for problem in checked.problems:
                columns = self.table.rows.columns
                at = [n for n, each in enumerate(columns) if each.known_as == problem.attribute]
                self.table.setFocus()
                self.table.setCurrentIndex(self.table.rows.index(place, at[0] if at else 1))
                return

    @property
    def _shown(self) -> Table:
        return self._many.shape.table if self._many else Table()

    def _show(self) -> None:
        table = self._shown
        self.columns.set_value(table.columns)
        wanted = [column.known_as for column in self._made_columns()]
        if wanted != [column.known_as for column in self.table.rows.columns[1:]]:
            self.table.set_columns(self._made_columns())
        self.table.put(range(len(table.rows)))
        if table.columns and table.rows:
            self._states.full()
        elif table.columns:
            self._states.empty(
                self._words("No row yet"),
                self._words("Each row is one analysis. Rows of a spreadsheet can be pasted."),
                ("plus", self._words("Add a row"), self._add_row),
            )
        else:
            self._states.empty(
                self._words("Which values differ from analysis to analysis?"),
                self._words("Choose the columns, or bring in a CSV whose first line names them."),
                ("folder-open", self._words("Bring in a CSV…"), self.csv_wanted.emit),
            )
        for button in (self.add_row, self.remove):
            button.setVisible(bool(table.columns and table.rows))
        self._tell_ticks()
        self._show_problems()

    def _show_problems(self) -> None:
        if (many := self._many) is None:
            return
        if many.rows is not None:
            self._rows = dict(zip(many.filled_rows(), many.rows, strict=False))
        count = len(many.filled_rows())
        wrong = sum(bool(each.problems) for each in self._rows.values())
        said = self._words.plural("{number} analysis", "{number} analyses", count)
        if wrong:
            bad = self._words.plural("{number} with a problem", "{number} with problems", wrong)
            said = f"{said}  ·  {bad}"
        self._count.set_text(said if count else "")
        self.table.rows.repaint()

    def _made_columns(self) -> list[Column[int]]:
        words = self._words
        asked = self._many.algorithm.asked if self._many else ()
        by_id = {each.id: each for each in asked}
        inner = [self._column(at, by_id[id]) for at, id in enumerate(self._shown.columns)]
        number: Column[int] = Column(
            words("No."), lambda place: Inked(f"{place + 1}", "ink-soft"), "right", name=_NUMBER
        )
        problem: Column[int] = Column(
            words("What is wrong"),
            self._wrong,
            name=_PROBLEM,
            stretch=True,
            width=_NARROWEST,
            tooltip=self._sentence,
        )
        return [number, *inner, problem]

    def _column(self, at: int, parameter: Parameter) -> Column[int]:
        def cell(place: int) -> Cell:
            text = self._cell(place, at)
            checked = self._rows.get(place)
            if checked is not None and checked.problem_of(parameter.id) is not None:
                return Sign("warning-circle", "bad", text or "–", "bad")
            return text

        def said(place: int) -> str:
            problem = self._rows[place].problem_of(parameter.id) if place in self._rows else None
            return problem.said(self._words) if problem else self._cell(place, at)

        align = "right" if parameter.type is ParameterType.NUMBER else "left"
        return Column(label_of(parameter), cell, align, name=parameter.id, tooltip=said)

    def _cell(self, place: int, at: int) -> str:
        rows = self._shown.rows
        return rows[place][at] if place < len(rows) and at < len(rows[place]) else ""

    def _wrong(self, place: int) -> Cell:
        sentence = self._sentence(place)
        return Sign("warning-circle", "bad", sentence, "bad") if sentence else ""

    def _sentence(self, place: int) -> str:
        checked = self._rows.get(place)
        return "  ".join(self._said(each) for each in checked.problems) if checked else ""

    def _said(self, problem: Problem) -> str:
        assert self._many is not None
        names = {each.id: label_of(each) for each in self._many.algorithm.asked}
        name = names.get(problem.attribute, problem.attribute)
        return self._words("{name}: {problem}", name=name, problem=problem.said(self._words))

    def _text(self, place: int, column: int) -> str | None:
        """Return what a cell holds; None where nobody types."""
        name = self.table.rows.columns[column].known_as
        columns = self._shown.columns
        return self._cell(place, columns.index(name)) if name in columns else None

    def _field(self, place: int, column: int) -> CellField | None:
        name = self.table.rows.columns[column].known_as
        return self._cells.field(name) if self._cells is not None else None

    # what the user's hand does

    def _change(self, table: Table) -> None:
        assert self._many is not None
        self._rows = {}
        self._many.put_table(table)

    def _edit(self, place: int, column: int, text: str) -> None:
        at = self._shown.columns.index(self.table.rows.columns[column].known_as)
        self._change(self._shown.with_cell(place, at, text))

    def _paste(self, place: int, column: int, lines: list[list[str]]) -> None:
        table, name = self._shown, self.table.rows.columns[column].known_as
        first = table.columns.index(name) if name in table.columns else 0
        missing = place + len(lines) - len(table.rows)
        if missing > 0:
            table = table.with_rows(missing)
        for down, cells in enumerate(lines):
            for right, text in enumerate(cells[: len(table.columns) - first]):
                table = table.with_cell(place + down, first + right, text)
        self._change(table)

    def _choose_columns(self) -> None:
        chosen = cast(tuple[str, ...], self.columns.value())
        table = self._shown.with_columns([str(each) for each in chosen])
        self._change(table if table.rows or not chosen else table.with_rows())

    def _add_row(self) -> None:
        self._change(self._shown.with_rows())
        self.table.edit_cell(len(self._shown.rows) - 1, 2)

    def _remove(self) -> None:
        current = self.table.current()
        gone = self.table.ticked() or ([current] if current is not None else [])
        self.table.set_ticked(())
        self._change(self._shown.without_rows(gone))

    def _tell_ticks(self) -> None:
        count = max(1, len(self.table.ticked()))
        text = self._words.plural("Remove {number} row", "Remove {number} rows", count)
        self.remove.setText(text)
        self.remove.updateGeometry()
