"""The blocks that a report is made of, and how figures are written in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from cytodesk.charts.drawing import Drawing
from cytodesk.charts.figures import language_of
from cytodesk.charts.writing import MISSING, chance, number, signed
from cytodesk.errors import N_


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    is_soft: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Columns in `words` are words, at the left; the others figures, at the right.

    `runs` are the places of the runs that columns stand for, `per_run` columns each: a table too
    wide for a page goes on below with other runs.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    per_run: int = 0
    caption: str = ""
    words: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    drawing: Drawing


def ids_of(drawing: Drawing, translate: Callable[[str], str]) -> str:
    """Return which runs are in a figure, by their ids: figures are cut out and travel alone.

    A layer that no run made has an id below 0, which nobody but us knows: its name is enough.
    """
    named = (f"{name} = {run}" if run > 0 else name for run, name in drawing.runs.items())
    ids = ", ".join(named)
    return translate(N_("Analyses: {ids}.")).format(ids=ids) if ids else ""


Block: TypeAlias = Heading | Paragraph | Table | Figure


@dataclass(frozen=True, slots=True)
class Speech:
    """Sentences by `translate`, and figures as its language writes them."""

    translate: Callable[[str], str]

    @property
    def language(self) -> str:
        return language_of(self.translate)

    def __call__(self, sentence: str) -> str:
        return self.translate(sentence)

    def number(self, value: float | None) -> str:
        return number(value, self.language)

    def signed(self, value: float | None) -> str:
        return signed(value, self.language)

    def span(self, low: float | None, high: float | None) -> str:
        """Return `−0.2 to 0.4`, a dash where an end is missing."""
        if low is None or high is None:
            return MISSING
        return self(N_("{low} to {high}")).format(low=self.number(low), high=self.number(high))

    def chance(self, p: float | None) -> str:
        """Return a p-value with three decimals, `< 0.001` for less."""
        return chance(p, self.language)
