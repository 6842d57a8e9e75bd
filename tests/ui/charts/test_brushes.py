"""Keeping a part of an axis."""

from __future__ import annotations

import numpy as np

from cytodesk.charts.drawing import Line
from cytodesk.ui.charts.brushes import Brushes
from tests.ui.charts.made import of_run, reals

LOW = of_run(0, Line(reals(0, 1), reals(0.2, 0.9)))
HIGH = of_run(1, Line(reals(0, 1), reals(0.8, 0.1)))
GAP = of_run(2, Line(reals(0, 1), reals(np.nan, 0.5)))


def brushed(axis: int, first: float, last: float) -> Brushes:
    brushes = Brushes()
    brushes.begin(axis, first)
    brushes.move(last)
    brushes.end(last)
    return brushes


def test_without_a_brush_every_line_is_kept() -> None:
    assert all(Brushes().keeps(each) for each in (LOW, HIGH, GAP))


def test_a_brush_keeps_what_passes_it_in_either_direction() -> None:
    for first, last in ((0.0, 0.5), (0.5, -0.3)):
        brushes = brushed(0, first, last)
        assert [brushes.keeps(each) for each in (LOW, HIGH, GAP)] == [True, False, False]


def test_a_click_takes_the_brush_away() -> None:
    brushes = brushed(0, 0.0, 0.5)
    brushes.begin(0, 0.3)
    brushes.move(0.301)
    brushes.end(0.301)
    assert not brushes.spans
