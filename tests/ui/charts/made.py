"""Drawings of every kind of mark, small enough to know each figure."""

from __future__ import annotations

import numpy as np

from cytodesk.charts.axes import (
    Axis,
    Ticks,
    Vertical,
)
from cytodesk.charts.drawing import (
    Bars,
    Box,
    Boxes,
    Dots,
    Drawing,
    Heat,
    Line,
    Mark,
    Rule,
    Series,
    Steps,
    Target,
    Violins,
)
from cytodesk.charts.figures import Note
from cytodesk.charts.looks import look_of


def reals(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64)


def drawing(*series: Series, x: Axis | None = None, y: Axis | None = None) -> Drawing:
    return Drawing(
        key="made",
        title=Note("Nuclei"),
        sentence=Note("There are {n} nuclei.", {"n": 3}),
        caption=Note("Made by hand."),
        x=x or Axis("Width", "µm"),
        y=y or Axis("Height", "µm"),
        series=series,
    )


def of_run(place: int, *marks: Mark) -> Series:
    return Series(f"#{place + 1}", marks, run=100 + place, look=look_of(place), n=3)


TERMS = Axis("Term", categories=("Nucleus", "Stroma"))
RUNS = Axis("Analysis", categories=("#1", "#2"))
BOX = Box(1.0, 2.0, 3.0, 5.0, 9.0, 3.5, 12)


def bars() -> Drawing:
    """Two runs, two terms; the second run lacks its last value."""
    ends = {"low": reals(900, 300), "high": reals(1300, 500)}
    return drawing(
        of_run(0, Bars(reals(-0.2, 0.8), reals(1113, 400), 0.4, **ends)),
        of_run(1, Bars(reals(0.2, 1.2), reals(600, np.nan), 0.4, targets=[Target(101)] * 2)),
        x=TERMS,
        y=Axis("Objects", ticks=Ticks.WHOLE, low=0.0),
    )


def crowded() -> Drawing:
    """Sixty bars of five digits each."""
    places = np.arange(60, dtype=np.float64)
    names = tuple(f"image {place}" for place in range(60))
    return drawing(of_run(0, Bars(places, 10_000 + places, 0.8)), x=Axis("Image", categories=names))


def boxes() -> Drawing:
    dots = Dots(reals(0.1, 0.2), reals(2, 8), is_faint=True, targets=[Target(100, 7, 70)] * 2)
    return drawing(
        of_run(0, Boxes(reals(0), (BOX,), 0.5), dots),
        of_run(1, Boxes(reals(1), (None,), 0.5)),
        x=RUNS,
    )


def many_boxes(count: int) -> Drawing:
    """Boxes of runs with six figures each, their medians at the very foot."""
    box = Box(100000.0, 100000.0, 100000.5, 123456.0, 150000.0, 0.0, 12)
    names = tuple(f"#{place + 1}" for place in range(count))
    notes = tuple(Note("n = {n}", {"n": 12}) for _ in names)
    marks = [of_run(place, Boxes(reals(place), (box,), 0.36)) for place in range(count)]
    return drawing(*marks, x=Axis("Run", categories=names, notes=notes))


def violins() -> Drawing:
    return drawing(of_run(0, Violins(0.0, reals(1, 2, 3), reals(0.1, 0.4, 0.1))), x=RUNS)


def lines() -> Drawing:
    band = {"low": reals(0.5, 1.5, 2.5), "high": reals(1.5, 2.5, 3.5)}
    return drawing(of_run(0, Line(reals(1, 2, 3), reals(1, 2, 3), **band)))


def steps() -> Drawing:
    share = Axis("Share", ticks=Ticks.SHARE, low=0.0, high=1.0)
    return drawing(of_run(0, Steps(reals(1, 2, 4), reals(0.25, 0.5, 1.0))), y=share)


def histogram() -> Drawing:
    return drawing(of_run(0, Steps(reals(0, 1, 2, 3), reals(5, 0, 2))))


def limits() -> Drawing:
    """As Bland and Altman draw: dots of nobody, a mean and its limits."""
    dots = Dots(reals(1, 2, 5), reals(-1, 0, 2), targets=[Target(image=i) for i in (7, 8, 9)])
    rules = (
        Rule(0.3, Note("mean"), dash=Rule(0, Note("")).dash.SOLID),
        Rule(-2.0, Note("lower limit")),
        Rule(0.5, Note("middle"), direction="upright"),
        Rule(0.0, Note("equal"), direction="diagonal"),
    )
    return drawing(Series("images", (dots, *rules)))


def binned() -> Drawing:
    cells = Heat(reals(0, 1, 2), reals(0, 1, 2), np.array([[0.0, 1.0], [np.nan, 0.5]]), 0.0, 1.0)
    return drawing(Series("cells", (cells,)))


def logarithmic() -> Drawing:
    line = Line(reals(1, 10, 1000), reals(0, 0.1, 100))
    return drawing(of_run(0, line), x=Axis("Size", "px", is_log=True), y=Axis("Count", is_log=True))


def parallel() -> Drawing:
    verticals = (Vertical("Threshold", "", 0, 1), Vertical("Objects", "", 0, 1000))
    made = drawing(of_run(0, Line(reals(0, 1), reals(0.2, 0.9))))
    return Drawing(
        made.key,
        made.title,
        made.sentence,
        made.caption,
        made.x,
        made.y,
        made.series,
        verticals=verticals,
    )


def matrix() -> Drawing:
    """Rows from below: the upper row is Nucleus, 73 and 84."""
    cells = Heat(
        reals(-0.5, 0.5, 1.5),
        reals(-0.5, 0.5, 1.5),
        np.array([[0.0, np.nan], [0.46, 0.54]]),
        0.0,
        1.0,
        labels=tuple(map(Note, ("0\n0 %", "–", "73\n46 %", "84\n54 %"))),
        targets=[Target(cell=(row, col)) for row in "ba" for col in "ab"],
        hovers=[Note("b a"), Note("b b"), Note("a a: 73"), Note("a b: 84")],
        ends=(Note("0 %"), Note("100 %")),
    )
    names = Axis("Term", categories=("a", "b"))
    return drawing(Series("#2", (cells,)), x=names, y=Axis("Term", categories=("b", "a")))


EVERY = (bars, boxes, violins, lines, steps, histogram, limits, binned, logarithmic, parallel)
