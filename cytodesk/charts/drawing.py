"""A chart as data: what is painted, in the units of its axes. The window and the report paint it.

A `Drawing` has two axes and series; a series belongs to a run (or to nobody: a line of reference)
and consists of marks. Marks hold positions that are ready to paint: bars and boxes are already
beside each other, dots already spread, curves already binned. A painter decides about pixels only:
fonts, where ticks stand, whether a label has room.

    Bars      rectangles from 0 to y, each with an optional interval and its figure on it
    Boxes     five numbers and a mean at a place
    Violins   how often values occur, as a width along y
    Dots      points, each with an optional interval in y
    Line      a line through points, with an optional band
    Steps     a line that stays until the next x (an ECDF) or a histogram's outline
    Heat      a grid of cells with a value and a text (a confusion matrix, binned points)
    Rule      a straight line of reference across the chart

Positions on an axis with `categories` are 0, 1, 2, ... A mark may say for each of its parts where
a click leads (`targets`) and what hovering tells (`hovers`); both are empty, or as long as the
mark has parts. Missing is NaN in arrays: nothing is painted there.

Sentences are `Note`s: marked for translation, said in a language where they are painted. Other
texts are names and figures, ready to show.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.figures import Note

COLOUR_SLOTS = 8
"""Okabe-Ito's seven and ink (`PALETTE`)."""
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "")
"""The fill of each colour slot; the last is the ink of the page."""

Reals: TypeAlias = NDArray[np.float64]


class Shape(enum.StrEnum):
    CIRCLE = "circle"
    TRIANGLE = "triangle"
    SQUARE = "square"
    DIAMOND = "diamond"


class Dash(enum.StrEnum):
    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"
    DASH_DOT = "dash-dot"


@dataclass(frozen=True, slots=True)
class Look:
    """How one run is drawn, the same in every chart and on the slide."""

    colour_slot: int
    shape: Shape
    dash: Dash


def look_of(place: int) -> Look:
    """Return the look of the run in this place (0 is the baseline); 32 places differ."""
    # Shifted by one each time the colours begin anew, so that shapes and colours part.
    turn = (place + place // COLOUR_SLOTS) % len(Shape)
    return Look(place % COLOUR_SLOTS, list(Shape)[turn], list(Dash)[turn])


class Ticks(enum.StrEnum):
    """How numbers on an axis are written."""

    NUMBER = "number"
    WHOLE = "whole"
    SHARE = "share"
    """0..1, written in per cent."""
    INSTANT = "instant"
    """UTC epoch milliseconds."""


@dataclass(frozen=True, slots=True)
class Axis:
    """`title` is marked for translation; `unit` is "" for counts, shares and categories.

    `categories` are names at 0, 1, 2, ..., marked for translation where they are words of ours.
    `low` and `high` fix an end that the data do not decide (a share ends at 1). `notes` stand
    after the categories where there is room for them.
    """

    title: str
    unit: str = ""
    categories: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    ticks: Ticks = Ticks.NUMBER
    is_log: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a click leads: a run, an image of it, an annotation there, or a cell of a matrix."""

    run: int | None = None
    image: int | None = None
    annotation: int | None = None
    cell: tuple[str, str] | None = None
    """Names of the row and the column whose objects are meant."""


@dataclass(frozen=True, slots=True)
class Box:
    """Quartiles by linear interpolation (Hyndman & Fan 1996, type 7).

    Whiskers end at the outermost values within 1.5 interquartile ranges of the box (Tukey 1977).
    """

    whisker_low: float
    quartile_low: float
    median: float
    quartile_high: float
    whisker_high: float
    mean: float
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """`x` are the middles of the bars, `width` the width of each; on each stands its `y`."""

    x: Reals
    y: Reals
    width: float
    low: Reals | None = None
    high: Reals | None = None
    targets: Sequence[Target] = ()
    hovers: Sequence[Note] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """One box (or none) at each `x`."""

    x: Reals
    boxes: tuple[Box | None, ...]
    width: float
    targets: Sequence[Target] = ()
    hovers: Sequence[Note] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Violins:
    """One outline: at each height `y` it reaches from x - half to x + half."""

    x: float
    y: Reals
    half: Reals
    targets: Sequence[Target] = ()
    hovers: Sequence[Note] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Dots:
    """Points; `is_faint` for those that stand behind a box."""

    x: Reals
    y: Reals
    low: Reals | None = None
    high: Reals | None = None
    is_faint: bool = False
    targets: Sequence[Target] = ()
    hovers: Sequence[Note] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line through the points in their order; between `low` and `high` lies a band."""

    x: Reals
    y: Reals
    low: Reals | None = None
    high: Reals | None = None
    targets: Sequence[Target] = ()
    hovers: Sequence[Note] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """`y[i]` holds from `x[i]` to `x[i + 1]`.

    An ECDF has as many `x` as `y`; a histogram has one `x` more (the right edge) and stands on 0.
    """

    x: Reals
    y: Reals
    targets: Sequence[Target] = ()
    hovers: Sequence[Note] = ()

    @property
    def is_histogram(self) -> bool:
        return len(self.x) == len(self.y) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Heat:
    """Cells by row (from below) and column, painted with cividis from `low` to `high`.

    `x` and `y` are the edges of the columns and rows: one more than there are. `labels`,
    `targets` and `hovers` are row by row.
    """

    x: Reals
    y: Reals
    values: NDArray[np.float64]
    low: float
    high: float
    labels: tuple[Note, ...] = ()
    targets: Sequence[Target] = ()
    hovers: Sequence[Note] = ()
    counts: NDArray[np.int64] | None = None
    """How many each cell holds, where `values` are shares."""
    ends: tuple[Note, ...] = ()
    """What `low` and `high` are in words, for the bar of its colours."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of reference: `y = at` (level), `x = at` (upright) or `y = x + at` (diagonal)."""

    at: float
    label: Note
    direction: str = "level"
    dash: Dash = Dash.DASHED


Mark: TypeAlias = Bars | Boxes | Violins | Dots | Line | Steps | Heat | Rule


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """What one run draws; without `run` and `look` it belongs to all and is drawn in ink.

    `name` stands in the legend, which toggles all marks of the series at once. `n` is how many
    values its marks stand for.
    """

    name: str
    marks: tuple[Mark, ...]
    run: int | None = None
    look: Look | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Vertical:
    """One axis of parallel coordinates: its ends are painted at y = 0 and y = 1.

    `names` are the values in between for parameters that are no numbers, at even distances.
    """

    title: str
    unit: str
    low: float
    high: float
    names: tuple[str, ...] = ()
    metric: str = ""
    """How JSON calls it; brushing is remembered by it."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A chart. `key` is its stable name (for settings and files), the same for the same view.

    `title` says what is seen; `sentence` what it says, with numbers, or why nothing is painted;
    `caption` says what the marks are, and n. `left_out` counts what is not in it. `verticals`
    make it one of parallel coordinates: x is the place of a vertical, y runs from 0 to 1.
    """

    key: str
    title: Note
    sentence: Note
    caption: Note
    x: Axis
    y: Axis
    series: tuple[Series, ...] = ()
    left_out: tuple[Note, ...] = ()
    verticals: tuple[Vertical, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to paint: show title and sentence alone, without a frame."""
        return not any(_has_something(mark) for series in self.series for mark in series.marks)

    @property
    def legend(self) -> tuple[Series, ...]:
        """Return the series that a legend names: those with a look, once each."""
        return tuple({s.name: s for s in self.series if s.look is not None}.values())

    @property
    def runs(self) -> tuple[int, ...]:
        """Return the ids of the runs in it, for the figure's caption on paper."""
        return tuple(dict.fromkeys(s.run for s in self.series if s.run is not None))


def _has_something(mark: Mark) -> bool:
    match mark:
        case Rule():
            return False
        case Boxes():
            return any(box is not None for box in mark.boxes)
        case Heat():
            return bool(mark.values.size)
        case _:
            return bool(np.isfinite(mark.y).any())
