from __future__ import annotations

import re

import pytest
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from cytodesk.assets import Words
from cytodesk.charts.comparison import compare
from cytodesk.charts.figures import Note
from cytodesk.charts.tables import as_text
from cytodesk.charts.writing import columns, elided, number, plain, plain_signed, signed
from cytodesk.wire.runs import RunState

from .made import BOW_TIE, Declared, box, given, outline, run

MANY = [
    run(
        500 + place,
        [outline(i, box(1 + place, 2), image=1 + i % 3) for i in range(place)],
        parameters=[given("threshold", str(place)), given("模型", "细胞" * 30)],
        algorithm="细胞 detector" * place,
    )
    for place in range(9)
]


@pytest.mark.parametrize("width", [20, 60, 80, 81, 120, 1000])
@pytest.mark.parametrize("by_image", [False, True])
def test_no_line_is_wider_than_the_terminal(width: int, by_image: bool):
    text = as_text(compare(MANY), width=width, by_image=by_image)
    assert max(map(columns, text.splitlines())) <= max(width, 60)
    for place in range(9):
        assert f"#{place + 1}" in text


def test_every_block_begins_with_the_baseline():
    heads = [line for line in as_text(compare(MANY), width=60).splitlines() if "Analysis" in line]
    assert len(heads) > 1
    assert all(head.split()[1] == "#1" for head in heads)


def test_figures_stand_beside_their_change():
    one = run(500, [outline(i, box(4, 2)) for i in range(50)], parameters=[given("sigma", "40")])
    other = run(501, [outline(i, box(4, 2)) for i in range(45)], parameters=[given("sigma", "40")])
    lines = as_text(compare([one, other])).splitlines()
    cells = {line[:24].strip(): line[24:].split() for line in lines}
    assert cells["Objects"] == ["50", "45", "−5"]
    assert cells["Total area (µm²)"] == ["50", "45", "−5"]
    assert cells["Sigma"] == ["40", "40"]
    assert "≠ Sigma" not in "\n".join(lines)


def test_instants_are_in_utc():
    lines = as_text(compare([run(500), run(501)])).splitlines()
    place = next(place for place, line in enumerate(lines) if line.startswith("Created (UTC)"))
    assert lines[place].split()[2:] == ["2026-09-21"] * 2
    assert lines[place + 1].split() == ["14:13:20"] * 2


def test_a_missing_figure_is_a_dash():
    text = as_text(compare([run(500), run(501, state=RunState.FAILED)]))
    line = next(line for line in text.splitlines() if line.startswith("  Objects"))
    assert line.split() == ["Objects", "0", "–", "–"]
    assert "#2 failed" in text


def test_every_sentence_goes_through_the_translator():
    def pseudo(sentence: str) -> str:
        return re.sub(r"(\{\w+\})|[a-z]", lambda found: found[1] or "x", sentence)

    flat = outline(1, "POINT (1 1)", image=3, terms=())
    runs = [
        run(500, [flat, outline(2, BOW_TIE, terms=()), outline(3, "?", terms=())], algorithm="A"),
        run(501, state=RunState.LOST, algorithm="B", declared=[Declared("PARAMETER", "7")]),
        run(502, algorithm="A", data_deleted=True),
    ]
    text = as_text(compare(runs), pseudo)
    assert set(re.findall("[a-z]", text.replace("µm", "").replace("px", ""))) <= {"x"}


def test_columns_are_those_of_the_terminal():
    assert columns("细胞") == 4
    assert columns("e\u0301") == 1
    assert columns("µm²") == 3


@settings(derandomize=True, max_examples=300)
@given_by(st.text(), st.integers(2, 40))
def test_what_is_elided_fits_and_stays_on_one_line(text: str, width: int):
    short = elided(text, width)
    assert columns(short) <= width
    assert short.isprintable()


@settings(derandomize=True, max_examples=300)
@given_by(st.floats(-1e90, 1e90).filter(lambda value: value == 0 or abs(value) > 1e-90))
def test_a_number_is_never_too_wide_for_the_narrowest_table(value: float):
    assert columns(plain_signed(value)) <= 10


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0.0, "0"),
        (-5.0, "−5"),
        (12345.678, "12,346"),
        (642.75, "642.8"),
        (0.00012345, "0.0001234"),
        (-1e12, "−1.000e+12"),
        (1e-9, "1e-09"),
    ],
)
def test_a_number_keeps_four_digits(value: float | None, text: str):
    assert number(value) == text


def test_figures_are_written_as_in_the_language():
    assert number(-3487.0, "fr") == "−3\u202f487"
    assert Note("{n} of {m}", {"n": 3487, "m": 12.5}).said(Words("fr")) == "3\u202f487 of 12,5"
    assert plain(12345.678) == "12346"


def test_a_change_has_its_sign():
    assert [signed(v) for v in (2.0, -2.0, 0.0, -0.0, None)] == ["+2", "−2", "0", "0", "–"]
