"""The table 'Matching': what became of the baseline's objects in each run, and how they agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.charts.agreement.fates import Fate
from cytodesk.charts.writing import decimals, number
from cytodesk.errors import N_
from cytodesk.ui.compare.agreement_study import Agreed, Matching
from cytodesk.ui.compare.table_taking import TakeTable
from cytodesk.ui.look import Look
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.cells import Cell, Inked
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.rows import Column
from cytodesk.ui.parts.table import ROW, Table
from cytodesk.ui.parts.texts import Text

_HEADER = 33
_NAME, _RUN = 170, 76
"""Pixels that the names and each run want at the least."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line is called, and what it says of a run; None where that is not known."""

    name: str
    value: Callable[[Matching], float | None]
    is_count: bool = False
    is_part: bool = False


def _count(fate: Fate) -> Callable[[Matching], float | None]:
    return lambda matching: matching.counts[fate] if matching.is_known else None


_KAPPA = N_("κ, term")
_LINES = (
    Line(N_("Matched"), _count(Fate.MATCHED), True),
    Line(N_("with another term"), _count(Fate.RELABELLED), True, is_part=True),
    Line(N_("Missed"), _count(Fate.MISSED), True),
    Line(N_("Extra"), _count(Fate.EXTRA), True),
    Line(N_("Split"), _count(Fate.SPLIT), True),
    Line(N_("Merged"), _count(Fate.MERGED), True),
    Line(N_("F1"), lambda each: each.f1),
    Line(N_("Mean IoU"), lambda each: each.mean_iou),
    Line(N_("Dice of pixels"), lambda each: each.dice),
    Line(_KAPPA, lambda each: each.kappa),
)


class MatchingTable(Card):
    export_wanted = Signal(object, str)
    """The rows of the table, and csv or copy."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        words = look.words
        super().__init__(look, padding=1, spacing=6, parent=parent)
        self._look = look
        self._agreed: Agreed | None = None
        self.table: Table[Line] = Table(
            look, (), lambda each: each.name, sortable=False, name=words("Matching")
        )
        self.take = TakeTable(look)
        self.take.wanted.connect(lambda form: self.export_wanted.emit(self.rows(), form))
        title = Text(look, words("Matching"), "title")
        heading = row(title, None, self.take, margins=(15, 7, 8, 0))
        self.add(heading, self.table)
        self.body.addStretch(1)

    def put(self, agreed: Agreed, places: dict[int, int]) -> None:
        """Show what agrees; `places` says where each run stands in the comparison."""
        before, self._agreed = self._agreed, agreed
        names = [(each.run, each.name) for each in agreed.columns]
        if before is None or names != [(each.run, each.name) for each in before.columns]:
            self.table.set_columns(self._columns(agreed, places))
        self.table.put(_LINES)
        self.table.setFixedHeight(_HEADER + ROW * len(_LINES) + 1)
        self.table.setMinimumWidth(_NAME + _RUN * len(agreed.columns))

    def rows(self) -> list[list[object]]:
        """Return what is shown as a table for other programs."""
        if self._agreed is None:
            return []
        words, columns = self._look.words, self._agreed.columns
        names = [each.name for each in columns]
        rows: list[list[object]] = [[self._against(self._agreed), *names]]
        for line in _LINES:
            rows.append([words(line.name), *map(line.value, columns)])
        for term in dict.fromkeys(term for each in columns for term in each.kappa_by_term):
            rows.append([f"κ, {term}", *(each.kappa_by_term.get(term) for each in columns)])
        return rows

    def _against(self, agreed: Agreed) -> str:
        return self._look.words("Against {baseline}", baseline=agreed.baseline)

    def _columns(self, agreed: Agreed, places: dict[int, int]) -> list[Column[Line]]:
        title = self._against(agreed)
        columns: list[Column[Line]] = [Column(title, self._named, name="name", stretch=True)]
        for at, each in enumerate(agreed.columns):
            written = self._written(at)
            columns.append(
                Column(
                    each.name,
                    written,
                    "right",
                    mark=places.get(each.run),
                    name=str(each.run),
                    tooltip=lambda line, at=at: self._by_term(at) if line.name == _KAPPA else "",  # type: ignore[misc]
                )
            )
        return columns

    def _by_term(self, at: int) -> str:
        """Return Cohen's kappa of each term against all others."""
        assert self._agreed is not None
        found = self._agreed.columns[at].kappa_by_term
        language = self._look.words.language
        return ", ".join(f"{term} {decimals(kappa, 3, language)}" for term, kappa in found.items())

    def _named(self, line: Line) -> Cell:
        name = self._look.words(line.name)
        return Inked(f"    {name}", "ink-soft") if line.is_part else name

    def _written(self, at: int) -> Callable[[Line], Cell]:
        language = self._look.words.language

        def text(line: Line) -> Cell:
            assert self._agreed is not None
            value = line.value(self._agreed.columns[at])
            return number(value, language) if line.is_count else decimals(value, 3, language)

        return text
