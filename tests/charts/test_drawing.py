from __future__ import annotations

import pytest

from cytodesk.charts.comparison import compare
from cytodesk.charts.drawing import MOST_POINTS, Drawing, Kind, drawings_of
from cytodesk.charts.figures import MICRON2, PIXEL2
from cytodesk.charts.results import RunResults
from cytodesk.wire.runs import RunState

from .made import box, outline, run


def drawn(*runs: RunResults) -> dict[tuple[Kind, str], Drawing]:
    return {(d.kind, d.y.unit or d.x.unit): d for d in drawings_of(compare(runs))}


def test_bars_show_counts_and_areas_by_term_in_their_units():
    one = run(500, [outline(1, box(4, 2)), outline(2, box(8, 2), terms=(11, 12))])
    drawings = drawn(one, run(501), run(502, state=RunState.FAILED))
    counts = drawings[Kind.BARS, ""]
    assert counts.x.categories == ("Nucleus", "Stroma")
    assert [series.y for series in counts.series] == [(2, 1), (0, 0), (None, None)]
    areas = drawings[Kind.BARS, MICRON2]
    assert [series.y for series in areas.series] == [(3, 2), (0, 0), (None, None)]


def test_a_box_holds_the_quartiles_and_whiskers_of_the_areas():
    sides = [1, 2, 3, 4, 100]
    drawings = drawn(run(500, [outline(s, box(s, 1), image=3) for s in sides]), run(501))
    found, nothing = drawings[Kind.BOXES, PIXEL2].series
    assert nothing.box is None
    assert found.box
    quartiles = (found.box.quartile_low, found.box.median, found.box.quartile_high)
    assert quartiles == (2, 3, 4)
    assert (found.box.whisker_low, found.box.whisker_high) == (1, 4)
    assert (found.box.mean, found.box.n) == (22, 5)


def test_an_ecdf_rises_to_1_over_the_sorted_areas():
    drawings = drawn(run(500, [outline(s, box(s, 1), image=3) for s in (3, 1, 2, 2)]), run(501))
    found, nothing = drawings[Kind.ECDF, PIXEL2].series
    assert (found.x, found.y) == ((1, 2, 2, 3), (0.25, 0.5, 0.75, 1))
    assert (nothing.x, nothing.y, nothing.n) == ((), (), 0)


def test_an_ecdf_of_many_objects_is_bounded_and_keeps_both_ends():
    many = [outline(s, box(s, 1), image=3) for s in range(1, 2002)]
    series = drawn(run(500, many), run(501))[Kind.ECDF, PIXEL2].series[0]
    assert len(series.x) == MOST_POINTS
    assert (series.x[0], series.x[-1], series.y[-1]) == (1, 2001, 1)
    assert all(x / 2001 == pytest.approx(y) for x, y in zip(series.x, series.y, strict=True))


def test_areas_of_two_units_are_two_drawings():
    drawings = drawn(run(500, [outline(1, box(4, 2))]), run(501, [outline(1, box(4, 2), image=3)]))
    for unit, places in ((MICRON2, [1, 0]), (PIXEL2, [0, 1])):
        assert [series.n for series in drawings[Kind.BOXES, unit].series] == places


def test_runs_differ_in_colour_or_shape():
    (counts, *_) = drawings_of(compare([run(500 + place) for place in range(32)]))
    assert len({(series.colour_slot, series.shape) for series in counts.series}) == 32


def test_a_drawing_of_nothing_says_that_it_is_empty():
    (counts,) = drawings_of(compare([run(500), run(501)]))
    assert counts.is_empty
    assert counts.title.said() == "None of these analyses left objects."


def test_titles_say_what_is_seen():
    runs = [run(500 + n, [outline(i, box(4, 2 + n)) for i in range(n)]) for n in range(6)]
    few = [drawing.title.said() for drawing in drawings_of(compare(runs[:3]))]
    assert few == [
        "Objects by term (in all: #1 0, #2 1, #3 2)",
        "Total area by term (in all: #1 0, #2 1.5, #3 4 µm²)",
        "Areas of objects (median: #1 –, #2 1.5, #3 2 µm²)",
        "Share of objects up to an area (median: #1 –, #2 1.5, #3 2 µm²)",
    ]
    assert drawings_of(compare(runs))[0].title.said() == "Objects by term (in all: 0–5)"
