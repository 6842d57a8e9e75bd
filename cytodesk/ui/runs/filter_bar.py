"""The line above the table: what is looked for, which columns there are, and Compare."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.client.natural import natural_key
from cytodesk.client.run_lists import GivenParameter, ListedRun
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button, StarButton
from cytodesk.ui.parts.fields import SearchField
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.picks import ColumnsPick, Pick
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.runs.columns import OPTIONAL, known_as
from cytodesk.ui.runs.filters import STATES, WHEN, Filter
from cytodesk.ui.runs.signs import ICONS


class FilterBar(QWidget):
    """`changed` tells of another filter, `columns_changed` of other columns."""

    changed = Signal()
    columns_changed = Signal()
    compare_pressed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        words = look.words
        self.search = SearchField(look, words("Filter by name, number or reason"))
        self.search.setMinimumWidth(180)
        self.search.setMaximumWidth(300)
        self.algorithms = Pick(look, words("Algorithm"), several=True)
        self.states = Pick(look, words("State"), self._state_rows(), several=True)
        self.who = Pick(look, words("Who"), several=True)
        self.when = Pick(look, words("When"), self._when_rows())
        self.clear = Button(look, words("Clear"), kind="quiet")
        self.star = StarButton(look, words("Only favourites"))
        self.columns = ColumnsPick(look)
        self.compare = Button(look, words("Compare"), "scales", "primary")
        line = row(
            self.search, self.algorithms, self.states, self.who, self.when, self.clear,
            None, self.star, 4, self.columns, 8, self.compare,
        )  # fmt: skip
        line.setStretch(0, 100)  # it grows before the gap does
        self.setLayout(line)
        self._connect()
        self.set_compared(0)
        self._tell()

    def value(self) -> Filter:
        return Filter(
            text=self.search.value(),
            algorithms=_texts(self.algorithms),
            states=_texts(self.states),
            who=_texts(self.who),
            when=str(self.when.value() or ""),
            only_favourites=self.star.isChecked(),
        )

    def set_value(self, wanted: Filter) -> None:
        """Show a filter; that is silent."""
        self.search.set_value(wanted.text)
        self.algorithms.set_value(wanted.algorithms)
        self.states.set_value(wanted.states)
        self.who.set_value(wanted.who)
        self.when.set_value(wanted.when or None)
        self.star.blockSignals(True)
        self.star.setChecked(wanted.only_favourites)
        self.star.set_icon("star-fill" if wanted.only_favourites else "star")
        self.star.blockSignals(False)
        self._tell()

    def offer(self, runs: Iterable[ListedRun], parameters: Sequence[GivenParameter]) -> None:
        """Offer what there is in `runs`; what was picked and is gone stays to be let go."""
        names, people = {run.name for run in runs}, {run.who for run in runs if run.who}
        _offer(self.algorithms, names)
        _offer(self.who, people)
        words = self._look.words
        rows = [ListRow(key, words(title)) for key, title in OPTIONAL.items()]
        rows += [ListRow(known_as(each), each.human_name) for each in parameters]
        self.columns.set_choices(rows)

    def shown_columns(self) -> tuple[str, ...]:
        return _texts(self.columns)

    def set_compared(self, count: int) -> None:
        """Say how many are ticked; two can be compared."""
        words = self._look.words
        self.compare.setText(words("Compare {number}", number=count) if count else words("Compare"))
        self.compare.setEnabled(count > 1)
        self.compare.setToolTip("" if count > 1 else words("Tick two or more analyses"))
        self.compare.updateGeometry()

    def clear_all(self) -> None:
        self.set_value(Filter())
        self.changed.emit()

    def _connect(self) -> None:
        self.search.searched.connect(self._say)
        for pick in (self.algorithms, self.states, self.who, self.when):
            pick.changed.connect(self._say)
        self.star.toggled.connect(self._say)
        self.clear.clicked.connect(self.clear_all)
        self.columns.changed.connect(self.columns_changed)
        self.compare.clicked.connect(self.compare_pressed)

    def _say(self, *_: object) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        self.clear.setVisible(not self.value().is_empty)

    def _state_rows(self) -> list[ListRow]:
        words = self._look.words
        return [
            ListRow(key, words(title), icon=ICONS[states[-1]][0])
            for key, (title, states) in STATES.items()
        ]

    def _when_rows(self) -> list[ListRow]:
        words = self._look.words
        near = [ListRow(key, words(title)) for key, (title, _) in WHEN.items()]
        return [ListRow(None, words("At any time")), *near]


def _offer(pick: Pick, found: set[str]) -> None:
    wanted = found | set(_texts(pick))
    pick.set_choices([(each, each) for each in sorted(wanted, key=natural_key)])
    pick.setVisible(len(wanted) > 1 or bool(_texts(pick)))


def _texts(pick: Pick) -> tuple[str, ...]:
    return tuple(str(key) for key in cast(tuple[Hashable, ...], pick.value()))
