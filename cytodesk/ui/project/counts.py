"""Counts: a card with a table of numbers, of terms and of those who drew annotations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cytodesk.assets import Words
from cytodesk.client.counting import AuthorCount, TermCount
from cytodesk.ui.amounts import number_said
from cytodesk.ui.look import Look
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.cells import Cell, Inked, Sign, Swatch
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.rows import Column
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.table import ROW, Table
from cytodesk.ui.parts.texts import Text

T = TypeVar("T")
_HEADER = 34
_NARROWEST = 72
_FEWEST, _MOST = 3, 16
"""Rows for which there is room; more scroll inside."""


class _Fitting(Table[T]):
    """Its first column gives way, so that no number is cut."""

    def fit(self) -> None:
        super().fit()
        others = sum(self.columnWidth(at) for at in range(1, len(self.rows.columns)))
        room = max(_NARROWEST, self.viewport().width() - others)
        header = self.horizontalHeader()
        header.blockSignals(True)
        header.resizeSection(0, room)
        header.blockSignals(False)
        self.updateGeometries()
        self.viewport().update()


class Counts(Card, Generic[T]):
    """A card with a table that is as high as its rows, in one of the four states of a list."""

    def __init__(
        self,
        look: Look,
        title: str,
        columns: Sequence[Column[T]],
        *buttons: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, padding=1, spacing=0, parent=parent)
        self.table: Table[T] = _Fitting(look, columns, id, sortable=False, name=title)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.states = ListStates(look, self.table)
        self.states.set_inset(16)
        heading = row(Text(look, title, "title"), None, *buttons, margins=(15, 8, 8, 2))
        heading.setSpacing(8)
        self.add(heading, self.states)
        self.body.addSpacing(2)
        self._fit(_FEWEST)

    def put(self, counts: Sequence[T]) -> None:
        self.table.put(counts)
        self._fit(len(counts))
        self.states.full()

    def _fit(self, rows: int) -> None:
        self.states.setFixedHeight(_HEADER + ROW * max(_FEWEST, min(rows, _MOST)))


def term_columns(words: Words) -> list[Column[TermCount]]:
    def name(count: TermCount) -> Cell:
        if count.term is None:
            return Inked(words("without a term"), "ink-soft")
        return Swatch(count.term.color, count.term.name)

    return [
        Column(words("Term"), name, stretch=True),
        Column(words("People"), lambda count: _figure(words, count.by_people), "right"),
        Column(words("Analyses"), lambda count: _figure(words, count.by_runs), "right"),
        Column(words("Reviewed"), lambda count: _figure(words, count.reviewed), "right"),
    ]


def author_columns(words: Words) -> list[Column[AuthorCount]]:
    def name(count: AuthorCount) -> Cell:
        icon = "puzzle-piece" if count.is_algorithm else "user"
        return Sign(icon, "ink-soft", count.name)

    def runs(count: AuthorCount) -> Cell:
        return _figure(words, count.runs) if count.is_algorithm else ""

    return [
        Column(words("Drawn by"), name, stretch=True),
        Column(words("Analyses"), runs, "right"),
        Column(words("Annotations"), lambda count: _figure(words, count.annotations), "right"),
    ]


def _figure(words: Words, number: int) -> Cell:
    return number_said(number, words) if number else Inked("–", "ink-soft")
