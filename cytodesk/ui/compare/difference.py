"""The table 'What differs': each run has a value and, but for the baseline, a change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.charts.comparison import ComparedRun
from cytodesk.charts.figures import Direction
from cytodesk.ui.compare.lines import Line
from cytodesk.ui.look import Look
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.cells import Cell, Inked, Pair
from cytodesk.ui.parts.picks import Menu
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.rows import Column
from cytodesk.ui.parts.table import ROW, Table
from cytodesk.ui.parts.texts import Text

_HEADER = 33


class DifferenceTable(Card):
    """Lines of a comparison, `most` of them without scrolling.

    `run_wanted` by a double click or Enter below a run's name.
    """

    run_wanted = Signal(int)
    direction_said = Signal(str, str)
    """The name of a figure, and higher, lower or none: which way is better."""

    def __init__(
        self, look: Look, title: str, *, most: int = 100, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, padding=1, spacing=0, parent=parent)
        self._look = look
        self._heading = title
        self._most = most
        self._runs: tuple[ComparedRun, ...] = ()
        self.table: Table[Line] = Table(
            look,
            self._columns(()),
            lambda line: (line.group, line.name),
            sortable=False,
            name=title,
        )
        self.table.opened.connect(lambda _: self._open())
        self.table.menu_wanted.connect(self._ask_direction)
        self._nothing = Text(look, "", "soft", wraps=True)
        self._nothing.setContentsMargins(15, 12, 15, 12)
        self.add(self.table, self._nothing)

    def put(self, runs: Sequence[ComparedRun], lines: Sequence[Line], nothing: str) -> None:
        """Show `lines` of `runs`; `nothing` is the sentence that stands where there are none."""
        if tuple(runs) != self._runs:
            self._runs = tuple(runs)
            self.table.set_columns(self._columns(self._runs))
        self.table.put(lines)
        self.table.setFixedHeight(_HEADER + ROW * min(len(lines), self._most) + 1)
        self.table.setVisible(bool(lines))
        self._nothing.setText(nothing)
        self._nothing.setVisible(not lines)

    def _columns(self, runs: Sequence[ComparedRun]) -> list[Column[Line]]:
        words = self._look.words
        columns: list[Column[Line]] = [
            Column(self._heading, _name, name="name", stretch=True, tooltip=lambda line: line.name)
        ]
        for place, run in enumerate(runs):
            title = words("{run} baseline", run=run.name) if place == 0 else run.name
            columns.append(
                Column(title, _value(place), "right", mark=place, name=f"{run.id}", stretch=True)
            )
            if place:
                columns.append(
                    Column(
                        words("Change"), self._change(place), name=f"{run.id} change", stretch=True
                    )
                )
        return columns

    def _ask_direction(self, line: Line, place: QPoint) -> None:
        """Ask which way is better: only then changes have a colour."""
        if not line.metric:
            return
        words = self._look.words
        rows = [
            ListRow(Direction.HIGHER, words("Higher is better"), icon="arrow-up"),
            ListRow(Direction.LOWER, words("Lower is better"), icon="arrow-down"),
            ListRow(Direction.NONE, words("Neither is better"), icon="minus"),
        ]
        menu = Menu(self._look, rows, self)
        menu.chosen.connect(lambda key: self.direction_said.emit(line.metric, str(key)))
        menu.open_at(place)

    def _change(self, place: int):  # type: ignore[no-untyped-def]
        words = self._look.words
        said = {"good": words("better"), "bad": words("worse")}

        def cell(line: Line) -> Cell:
            verdict = line.verdicts[place] if line.verdicts else ""
            text = line.changes[place]
            if verdict and text:
                return Inked(f"{text} {said[verdict]}", verdict)
            return Inked(text, "ink-soft")

        return cell

    def _open(self) -> None:
        names = [column.known_as for column in self.table.rows.columns]
        name = names[self.table.currentIndex().column()].partition(" ")[0]
        if name.isdecimal():
            self.run_wanted.emit(int(name))


def _name(line: Line) -> Cell:
    return Pair(line.name, line.unit, 400) if line.unit else Inked(line.name)


def _value(place: int):  # type: ignore[no-untyped-def]
    """Return what a run's column says of a line; the baseline's weighs more."""
    weight = 500 if place == 0 else 400
    return lambda line: Inked(line.values[place], weight=weight)
