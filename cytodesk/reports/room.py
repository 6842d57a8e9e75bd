"""How much room a drawing wants on paper, in inches, and what its legend names."""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.charts.axes import Axis
from cytodesk.charts.drawing import Boxes, Drawing, Rule, Series
from cytodesk.charts.writing import elided

LONGEST_CATEGORY = 14
LEGEND_COLUMNS = 8
MOST_IN_LEGEND = 16
_MOST_LETTERS = 70
"""More letters below an axis would stand on each other: they are slanted."""


@dataclass(frozen=True, slots=True)
class Room:
    """`inner` is the height of the chart itself; the others are what stands around it."""

    left: float
    right: float
    above: float
    inner: float
    below: float

    @property
    def height(self) -> float:
        return self.above + self.inner + self.below


def room_of(drawing: Drawing) -> Room:
    """Return the room of a drawing that is not empty."""
    rows = len(drawing.y.categories)
    marks = [mark for series in drawing.series for mark in series.marks]
    least = 2.5 if any(isinstance(mark, Boxes) for mark in marks) else 2.2
    lines = -(-len(named_in(drawing)) // LEGEND_COLUMNS)
    return Room(
        left=1.5 if drawing.y.categories else 0.7,
        right=1.0 if any(is_named_beside(mark) for mark in marks) else 0.05,
        above=0.12 + (0.1 + 0.17 * min(lines, MOST_IN_LEGEND // LEGEND_COLUMNS) if lines else 0),
        inner=max(least, 0.9 + 0.3 * rows),
        below=0.5 + (0.4 if is_slanted(drawing.x) else 0.1 if has_notes(drawing.x) else 0.0),
    )


def named_in(drawing: Drawing) -> tuple[Series, ...]:
    """Return the series that the legend names: none where there is one, or the axis says it."""
    named = drawing.legend
    says_it = drawing.x.categories and all(s.name in drawing.x.categories for s in named)
    return () if len(named) < 2 or says_it else named


def is_named_beside(mark: object) -> bool:
    """Return whether a line of reference has its name at the right, where no mark covers it."""
    return isinstance(mark, Rule) and mark.direction == "level" and bool(mark.label.template)


def is_slanted(axis: Axis) -> bool:
    names = axis.categories
    longest = max((len(elided(name, LONGEST_CATEGORY)) for name in names), default=0)
    return longest * len(names) > _MOST_LETTERS


def has_notes(axis: Axis) -> bool:
    """Return whether the notes of an axis find room below its names."""
    longest = max((len(note.said()) for note in axis.notes), default=0)
    return 0 < longest * len(axis.notes) <= _MOST_LETTERS
