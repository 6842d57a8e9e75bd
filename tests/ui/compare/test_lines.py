"""How differences are written."""

from __future__ import annotations

import pytest

from cytodesk.assets import Words
from cytodesk.charts.comparison import compare
from cytodesk.charts.figures import Direction
from cytodesk.ui.compare.changes import change_of
from cytodesk.ui.compare.lines import lines_of, parameter_lines
from cytodesk.wire.runs import RunState
from tests.charts.made import BOW_TIE, box, given, outline, run


@pytest.mark.parametrize(
    ("change", "baseline", "text"),
    [
        (-31.0, 180.0, "−17 %"),
        (31.0, 180.0, "+17 %"),
        (-0.5, 100.0, "−0.5 %"),
        (0.0, 100.0, "0"),
        (5.0, 0.0, "+5"),
        (-5.0, 0.0, "−5"),
        (None, 100.0, "–"),
        (1.0, None, "–"),
        (-1.0, -10.0, "−10 %"),
    ],
)
def test_a_change_is_a_signed_per_cent_of_the_baseline(
    change: float | None, baseline: float | None, text: str
) -> None:
    assert change_of(change, baseline) == text


def test_a_number_changes_by_the_digits_that_were_given() -> None:
    one = run(500, parameters=[given("threshold", "0.50", "Number")])
    other = run(501, parameters=[given("threshold", "0.35", "Number")])
    (line,) = parameter_lines(compare([one, other]), Words())
    assert line.values == ("0.50", "0.35")
    assert line.changes == ("", "−0.15")
    assert line.differs


def test_a_missing_figure_is_a_dash_and_never_0() -> None:
    one = run(500, [outline(1, box(4, 4))])
    other = run(501, state=RunState.FAILED)
    lines = {line.name: line for line in lines_of(compare([one, other]), Words())}
    assert lines["Objects"].values == ("1", "–")
    assert lines["Objects"].changes == ("", "–")


def test_changes_are_judged_only_once_a_direction_is_stated() -> None:
    runs = [
        run(500, [outline(1, box(4, 4))]),
        run(501, [outline(2, box(4, 4)), outline(3, BOW_TIE)]),
    ]
    silent = {line.name: line for line in lines_of(compare(runs), Words())}
    assert set(silent["Objects"].verdicts) == {""}
    said = {"count": Direction.LOWER}
    judged = {line.name: line for line in lines_of(compare(runs, None, said), Words())}
    assert judged["Objects"].verdicts == ("", "bad")


def test_equal_figures_do_not_differ() -> None:
    same = [run(id_, [outline(id_, box(4, 4))]) for id_ in (500, 501)]
    lines = lines_of(compare(same), Words())
    assert not [line.name for line in lines if line.differs]
