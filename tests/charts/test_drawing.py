from __future__ import annotations

import pickle

import numpy as np
import pytest

from cytodesk.charts.comparison import compare
from cytodesk.charts.drawing import (
    Bars,
    Boxes,
    Dots,
    Drawing,
    Mark,
    Steps,
)
from cytodesk.charts.drawings.distributions import Form, distribution
from cytodesk.charts.drawings.parts import MOST_BINS, MOST_DOTS, MOST_POINTS, bins_of, spread
from cytodesk.charts.drawings.samples import Sample
from cytodesk.charts.figures import MICRON2, PIXEL2
from cytodesk.charts.looks import PALETTE, look_of
from cytodesk.charts.results import RunResults
from cytodesk.wire.runs import RunState

from .made import box, drawings_of, outline, run


def drawn(*runs: RunResults) -> dict[str, Drawing]:
    found: dict[str, Drawing] = {}
    for drawing in drawings_of(compare(runs)):
        found[drawing.key + (drawing.y.unit if drawing.key.endswith("term") else "")] = drawing
    return found


def heights(drawing: Drawing) -> list[list[float | None]]:
    return [
        [None if np.isnan(y) else y for mark in series.marks for y in mark.y.tolist()]
        for series in drawing.series
        for mark in series.marks
        if isinstance(mark, Bars)
    ]


def mark_of(drawing: Drawing, place: int, kind: type[Mark]) -> Mark:
    return next(mark for mark in drawing.series[place].marks if isinstance(mark, kind))


def test_bars_show_counts_and_areas_by_term_in_their_units():
    one = run(500, [outline(1, box(4, 2)), outline(2, box(8, 2), terms=(11, 12))])
    drawings = drawn(one, run(501), run(502, state=RunState.FAILED))
    counts = drawings["count-by-term"]
    assert counts.x.categories == ("Nucleus", "Stroma")
    assert heights(counts) == [[2, 1], [0, 0], [None, None]]
    assert heights(drawings[f"area-by-term{MICRON2}"]) == [[3, 2], [0, 0], [None, None]]


def test_bars_of_a_group_stand_beside_each_other():
    runs = [run(500 + n, [outline(1, box(4, 2))]) for n in range(4)]
    bars = [mark_of(drawn(*runs)["count-by-term"], place, Bars) for place in range(4)]
    assert [bar.width for bar in bars] == [0.2] * 4
    assert [bar.x[0] for bar in bars] == pytest.approx([-0.3, -0.1, 0.1, 0.3])


def test_a_box_holds_the_quartiles_and_whiskers_of_the_areas():
    sides = [1, 2, 3, 4, 100]
    runs = run(500, [outline(s, box(s, 1), image=3) for s in sides]), run(501)
    drawing = drawn(*runs)[f"area-{PIXEL2}-boxes"]
    (found,), (nothing,) = (mark_of(drawing, place, Boxes).boxes for place in (0, 1))
    assert nothing is None
    assert found
    assert (found.quartile_low, found.median, found.quartile_high) == (2, 3, 4)
    assert (found.whisker_low, found.whisker_high) == (1, 4)
    assert (found.mean, found.n) == (22, 5)
    assert mark_of(drawing, 0, Dots).y.tolist() == sides


def test_an_ecdf_rises_to_1_over_the_sorted_areas():
    runs = run(500, [outline(s, box(s, 1), image=3) for s in (3, 1, 2, 2)]), run(501)
    drawing = drawn(*runs)[f"area-{PIXEL2}-ecdf"]
    found, nothing = (mark_of(drawing, place, Steps) for place in (0, 1))
    assert (found.x.tolist(), found.y.tolist()) == ([1, 2, 2, 3], [0.25, 0.5, 0.75, 1])
    assert (len(nothing.x), len(nothing.y), drawing.series[1].n) == (0, 0, 0)


def sample(*columns: list[float]) -> Sample:
    runs = compare([run(500 + place) for place in range(max(2, len(columns)))]).runs
    values = tuple(np.array(column, dtype=np.float64) for column in columns)
    return Sample("x", "Area", "µm²", runs[: len(columns)], values)


def test_an_ecdf_of_many_values_is_bounded_and_keeps_both_ends():
    steps = mark_of(distribution(sample(list(range(1, 2002))), Form.ECDF), 0, Steps)
    assert len(steps.x) == MOST_POINTS
    assert (steps.x[0], steps.x[-1], steps.y[-1]) == (1, 2001, 1)
    assert steps.x / 2001 == pytest.approx(steps.y)


def test_a_histogram_holds_every_value_once():
    chance = np.random.default_rng(1).lognormal(3, 1, 5000)
    for is_log in (False, True):
        drawing = distribution(sample(chance.tolist(), [1.0]), Form.HISTOGRAM, is_log=is_log)
        many, one = (mark_of(drawing, place, Steps) for place in (0, 1))
        assert many.is_histogram
        assert (many.y.sum(), one.y.sum()) == (5000, 1)
        assert len(many.y) <= MOST_BINS
        assert np.array_equal(many.x, one.x)


def test_what_a_log_axis_cannot_show_is_counted():
    drawing = distribution(sample([0, 1, 10, -3]), Form.BOXES, is_log=True)
    assert [note.said() for note in drawing.left_out] == [
        "Left out on the logarithmic axis, not above 0: 2."
    ]
    assert drawing.series[0].n == 2


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("is_log", [False, True])
@pytest.mark.parametrize("column", [[], [5.0], [5.0, 5.0, 5.0], [0.0], [1.0, 1e9]])
def test_degenerate_data_have_a_drawing_and_a_sentence(form, is_log, column):
    drawing = distribution(sample(column, []), form, is_log=is_log)
    shown = [value for value in column if value > 0] if is_log else column
    assert drawing.is_empty is not shown
    assert drawing.is_empty == (not shown)
    expected = {0: "No values: Area.", 1: f"There is one value only: {(column and 5) or 0} µm²."}
    if column != [0.0] and len(shown) in expected:
        assert drawing.sentence.said() == expected[len(shown)]
    pickle.loads(pickle.dumps(drawing))


def test_a_million_values_are_binned_and_none_is_drawn_singly():
    values = np.random.default_rng(1).normal(10, 2, 1_000_000)
    runs = compare([run(500), run(501)]).runs[:1]
    big = Sample("x", "Area", "", runs, (values,))
    for form in Form:
        (series,) = distribution(big, form).series
        assert series.n == 1_000_000
        assert all(len(getattr(mark, "y", ())) <= MOST_POINTS for mark in series.marks)


def test_areas_of_two_units_are_two_drawings():
    drawings = drawn(run(500, [outline(1, box(4, 2))]), run(501, [outline(1, box(4, 2), image=3)]))
    for unit, places in ((MICRON2, [1, 0]), (PIXEL2, [0, 1])):
        assert [series.n for series in drawings[f"area-{unit}-boxes"].series] == places


def test_runs_differ_in_colour_or_shape():
    assert len({look_of(place) for place in range(32)}) == 32
    assert len({(look.shape, look.dash) for look in map(look_of, range(4))}) == 4
    assert len(PALETTE) == 8


def test_a_drawing_of_nothing_says_that_it_is_empty():
    counts = drawn(run(500), run(501))["count-by-term"]
    assert counts.is_empty
    assert counts.sentence.said() == "None of these analyses left objects."


def test_sentences_say_what_is_seen():
    runs = [run(500 + n, [outline(i, box(4, 2 + n)) for i in range(n)]) for n in range(6)]
    few = [drawing.sentence.said() for drawing in drawings_of(compare(runs[:3]))]
    assert few == [
        "Objects in all: #1 0, #2 1, #3 2.",
        "Total area in all: #1 0, #2 1.5, #3 4 µm².",
        "Area, median: #1 –, #2 1.5, #3 2 µm².",
        "Area, median: #1 –, #2 1.5, #3 2 µm².",
    ]
    assert drawings_of(compare(runs))[0].sentence.said() == "Objects in all: 0–5."


def test_spread_dots_stay_in_their_place_and_are_apart():
    places = spread(MOST_DOTS, 2.0, 0.36)
    assert (abs(places - 2.0) <= 0.18).all()
    assert len(np.unique(places)) == MOST_DOTS


def test_bins_of_one_value_hold_it():
    edges = bins_of([np.array([5.0])])
    assert edges[0] < 5 < edges[-1]
