"""The table 'What differs': each run has a value and, but for the baseline, a change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cytodesk.charts.comparison import ComparedRun
from cytodesk.charts.figures import Direction
from cytodesk.ui.compare.difference_columns import baseline_columns, run_columns, spark_column
from cytodesk.ui.compare.lines import Line, tabled
from cytodesk.ui.compare.pinned import PinnedTable
from cytodesk.ui.compare.table_taking import TakeTable
from cytodesk.ui.look import Look
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.table import ROW, Table
from cytodesk.ui.parts.texts import Text

_HEADER = 33


class DifferenceTable(Card):
    """Lines of a comparison, `most` of them without scrolling; name and baseline stay in sight.

    `run_wanted` by a double click or Enter below a run's name.
    """

    run_wanted = Signal(int)
    direction_said = Signal(str, str)
    """The name of a figure, and higher, lower or none: which way is better."""
    export_wanted = Signal(object, str)
    """The rows of the table, and csv or copy."""

    def __init__(
        self, look: Look, title: str, *, most: int = 100, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, padding=1, spacing=0, parent=parent)
        self._look = look
        self._heading = title
        self._most = most
        self._runs: tuple[ComparedRun, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._hidden: frozenset[str] = frozenset()
        self._has_sparks = False
        self._pinned: PinnedTable[Line] = PinnedTable(
            look, lambda line: (line.group, line.name, line.unit), name=title
        )
        self._pinned.opened.connect(self._open)
        self._pinned.menu_wanted.connect(self._ask_direction)
        self._nothing = Text(look, "", "soft", wraps=True)
        self._nothing.setContentsMargins(15, 12, 15, 12)
        self.add(self._pinned, self._nothing)
        self.take = TakeTable(look, self)
        self.take.wanted.connect(lambda form: self.export_wanted.emit(self.rows(), form))

    @property
    def table(self) -> Table[Line]:
        """Return the table that scrolls; its things are those of the pinned one."""
        return self._pinned.table

    def rows(self) -> list[list[object]]:
        """Return what is shown as a table for other programs."""
        return tabled(self._runs, self._lines, self._look.words)

    def set_heading(self, heading: str) -> None:
        if heading != self._heading:
            self._heading = heading
            self._show_columns()

    def put(
        self, runs: Sequence[ComparedRun], lines: Sequence[Line], nothing: str, *, fewer: int = 0
    ) -> None:
        """Show `lines` of `runs`; `nothing` is the sentence that stands where there are none.

        `fewer` lines are seen at once where something else needs their room.
        """
        has_sparks = any(line.spark for line in lines)
        if tuple(runs) != self._runs or has_sparks != self._has_sparks:
            self._runs, self._has_sparks = tuple(runs), has_sparks
            self._show_columns()
        self._lines = tuple(lines)
        self._pinned.put(lines)
        bar = self._pinned.scroll_room()
        self._pinned.setFixedHeight(_HEADER + ROW * min(len(lines), self._most - fewer) + 1 + bar)
        self._pinned.setVisible(bool(lines))
        self.take.setVisible(bool(lines))
        self._nothing.setText(nothing)
        self._nothing.setVisible(not lines)

    def hide_runs(self, names: frozenset[str]) -> None:
        """Hide the columns of these runs; the baseline's stays."""
        if names != self._hidden:
            self._hidden = names
            self._show_columns()

    def _show_columns(self) -> None:
        shown = [
            (place, run)
            for place, run in enumerate(self._runs)
            if place == 0 or run.name not in self._hidden
        ]
        others = run_columns(self._look, shown[1:])
        if self._has_sparks:
            others.append(spark_column(self._look, [place for place, _ in shown]))
        self._pinned.set_columns(baseline_columns(self._look, self._heading, self._runs), others)

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

    def _open(self, column: str) -> None:
        name = column.partition(" ")[0]
        if name.isdecimal():
            self.run_wanted.emit(int(name))

    # Qt calls this

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.take.move(self.width() - self.take.width() - 4, 3)
