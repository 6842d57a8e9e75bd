"""The numbers of a drawing as rows: what the CSV beside a chart holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import astuple

from cytodesk.charts.drawing import (
    Bars,
    Boxes,
    Dots,
    Drawing,
    Heat,
    Line,
    Mark,
    Reals,
    Rule,
    Steps,
    Violins,
)
from cytodesk.charts.figures import untranslated

HEADER = ("run", "series", "mark", "x", "y", "low", "high", "text", "n", "image", "annotation")


def rows_of(drawing: Drawing) -> Iterator[tuple[object, ...]]:
    """Yield one row per part of each mark, in the columns of HEADER; what is missing is None.

    A box has a row for each of its numbers, with its name as the text; a cell of a heat the names
    or edges of its row and column. The run comes first: names such as #1 would read as comments.
    """
    for series in drawing.series:
        for mark in series.marks:
            for row in _rows(mark, drawing):
                yield (series.run, series.name, *row)


def as_csv(drawing: Drawing, translate: Callable[[str], str] = untranslated) -> str:
    """Return the data of `drawing` as CSV: comma, point, title and axes as comments in front."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    for text in (drawing.title.said(translate), drawing.caption.said(translate)):
        file.write(f"# {text}\n")
    for name, axis in (("x", drawing.x), ("y", drawing.y)):
        unit = f" ({axis.unit})" if axis.unit else ""
        file.write(f"# {name}: {translate(axis.title) if axis.title else ''}{unit}\n")
    writer.writerow(HEADER)
    for row in rows_of(drawing):
        writer.writerow(["" if each is None else each for each in row])
    return file.getvalue()


_Row = tuple[object, ...]


def _rows(mark: Mark, drawing: Drawing) -> Iterator[_Row]:
    match mark:
        case Bars() | Dots() | Line():
            kind = type(mark).__name__.lower()
            for place, (x, y) in enumerate(zip(mark.x.tolist(), mark.y.tolist(), strict=True)):
                low, high = _at(mark.low, place), _at(mark.high, place)
                text = None if isinstance(mark, Line) else _category(drawing, round(x))
                yield (kind, _known(x), _known(y), low, high, text, None, *_target(mark, place))
        case Boxes():
            names = ("whisker low", "quartile low", "median", "quartile high", "whisker high")
            for x, box in zip(mark.x.tolist(), mark.boxes, strict=True):
                if box is not None:
                    for name, value in zip((*names, "mean"), astuple(box)[:6], strict=True):
                        yield ("box", x, value, None, None, name, box.n, None, None)
        case Violins():
            for y, half in zip(mark.y.tolist(), mark.half.tolist(), strict=True):
                yield ("violin", mark.x, y, None, None, half, None, None, None)
        case Steps():
            ends = mark.x[1:].tolist() if mark.is_histogram else [None] * len(mark.y)
            for x, end, y in zip(mark.x.tolist(), ends, mark.y.tolist(), strict=False):
                yield ("step", x, y, None, end, None, None, None, None)
        case Heat():
            columns = mark.values.shape[1]
            held = mark.values if mark.counts is None else mark.counts
            for place, value in enumerate(held.ravel().tolist()):
                row, column = divmod(place, columns)
                cell = mark.targets[place].cell if mark.targets else None
                text = " / ".join(cell) if cell else None
                yield ("cell", column, row, None, None, text, value, None, None)
        case Rule():
            yield ("rule", None, mark.at, None, None, mark.label.said(), None, None, None)


def _at(values: Reals | None, place: int) -> float | None:
    return None if values is None else _known(float(values[place]))


def _known(value: float) -> float | None:
    return value if value == value else None


def _category(drawing: Drawing, place: int) -> str | None:
    names = drawing.x.categories
    return names[place] if 0 <= place < len(names) else None


def _target(mark: Bars | Dots | Line, place: int) -> tuple[int | None, int | None]:
    target = mark.targets[place] if mark.targets else None
    return (target.image, target.annotation) if target else (None, None)
