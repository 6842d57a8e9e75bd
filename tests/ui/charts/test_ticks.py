"""Round numbers along an axis."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cytodesk.charts.writing import number
from cytodesk.ui.charts.ticks import log_ticks, tick_texts, ticks

_ENDS = st.floats(-1e9, 1e9, allow_nan=False)
_MOST = st.integers(2, 12)


@given(_ENDS, st.floats(1e-6, 1e9), _MOST)
def test_ticks_lie_within_their_ends_and_are_few(low: float, span: float, most: int) -> None:
    high = low + span
    found = ticks(low, high, most)
    assert len(found) <= most + 1
    assert found == sorted(found)
    slack = span * 1e-6 + abs(high) * 1e-12
    assert all(low - slack <= value <= high + slack for value in found)


@given(st.floats(1e-3, 1e6), st.floats(1.5, 1e4), _MOST)
def test_texts_of_different_ticks_differ(low: float, factor: float, most: int) -> None:
    found = ticks(low, low * factor, most)
    texts = tick_texts(found)
    assert len(set(texts)) == len(found)
    assert len({len(text.partition(".")[2]) for text in texts}) <= 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3487.0, "3,487"),
        (61.3, "61.3"),
        (-0.04, "−0.04"),
        (1113.4, "1,113"),
        (-1113.0, "−1,113"),
        (0.0, "0"),
        (None, "–"),
        (math.nan, "–"),
        (2e12, "2.000e+12"),
    ],
)
def test_figures_have_thousands_and_the_true_minus(value: float | None, text: str) -> None:
    assert number(value) == text


def test_thousands_are_parted_by_a_narrow_space_outside_english() -> None:
    assert number(3487, "fr") == "3\u202f487"


def test_ticks_of_halves_all_show_their_decimal() -> None:
    assert tick_texts([0.0, 0.5, 1.0]) == ["0.0", "0.5", "1.0"]
    assert tick_texts([-500.0, 0.0, 500.0]) == ["−500", "0", "500"]


@given(st.floats(-6, 6), st.floats(0.05, 8), _MOST)
def test_log_ticks_lie_within_their_powers(low: float, span: float, most: int) -> None:
    found = log_ticks(low, low + span, most)
    assert all(low - 1e-6 <= math.log10(value) <= low + span + 1e-6 for value in found)


def test_an_axis_without_extent_has_one_tick() -> None:
    assert ticks(3.0, 3.0, 5) == [3.0]
    assert ticks(math.nan, math.nan, 5) == []
