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

Positions on an axis with `categories` are 0, 1, 2, ... Nothing is painted at a NaN.

Sentences are `Note`s: marked for translation, said in a language where they are painted. Other
texts are names and figures, ready to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.axes import Axis, Vertical
from cytodesk.charts.figures import Note
from cytodesk.charts.looks import Dash, Look

Reals: TypeAlias = NDArray[np.float64]
MOST_BY_COLOUR = 4


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


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Pointing:
    """What pointing at the parts of a mark gives: both are empty, or as long as it has parts."""

    targets: Sequence[Target] = ()
    """Where a click leads."""
    hovers: Sequence[Note] = ()
    """What hovering tells."""


@dataclass(frozen=True, slots=True, eq=False)
class Bars(Pointing):
    """`x` are the middles of the bars, `width` the width of each; on each stands its `y`."""

    x: Reals
    y: Reals
    width: float
    low: Reals | None = None
    high: Reals | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Boxes(Pointing):
    """One box (or none) at each `x`."""

    x: Reals
    boxes: tuple[Box | None, ...]
    width: float


@dataclass(frozen=True, slots=True, eq=False)
class Violins(Pointing):
    """One outline: at each height `y` it reaches from x - half to x + half."""

    x: float
    y: Reals
    half: Reals


@dataclass(frozen=True, slots=True, eq=False)
class Dots(Pointing):
    """Points; `is_faint` for those that stand behind a box."""

    x: Reals
    y: Reals
    low: Reals | None = None
    high: Reals | None = None
    is_faint: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Line(Pointing):
    """A line through the points in their order; between `low` and `high` lies a band."""

    x: Reals
    y: Reals
    low: Reals | None = None
    high: Reals | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Steps(Pointing):
    """`y[i]` holds from `x[i]` to `x[i + 1]`.

    An ECDF has as many `x` as `y`; a histogram has one `x` more (the right edge) and stands on 0.
    """

    x: Reals
    y: Reals

    @property
    def is_histogram(self) -> bool:
        return len(self.x) == len(self.y) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Heat(Pointing):
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

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is painted."""
        return not any(map(_has_something, self.marks))


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A chart. `key` is its stable name (for settings and files), the same for the same view.

    `title` says what is seen; `sentence` what it says, with numbers, or why nothing is painted;
    `caption` says what the marks are, and n. `left_out` counts what is not in it. `verticals`
    make it one of parallel coordinates: x is the place of a vertical, y runs from 0 to 1. `against`
    is the name and id of the baseline where all is against it and nothing drawn of it. `hint` says
    what a click does, on a screen.
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
    against: tuple[str, int] | None = None
    hint: Note | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to paint: show title and sentence alone, without a frame."""
        return all(series.is_empty for series in self.series)

    @property
    def legend(self) -> tuple[Series, ...]:
        """Return the series that a legend names: those of a run that are painted, once each."""
        named = {s.name: s for s in self.series if s.look is not None and not s.is_empty}
        return tuple(named.values())

    @property
    def is_crowded(self) -> bool:
        """Whether colours of its runs are too alike to tell them: marks have names beside them."""
        return len(self.legend) > MOST_BY_COLOUR

    @property
    def runs(self) -> dict[int, str]:
        """Return the runs in it by id: figures are cut out and travel alone."""
        named = {self.against[1]: self.against[0]} if self.against else {}
        return named | {s.run: s.name for s in self.series if s.run is not None}


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
