"""Numeric columns of what runs left, found by themselves."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cytodesk.charts.comparison import compare
from cytodesk.charts.drawings.data import rows_of
from cytodesk.charts.figures import Metric, Quantity
from cytodesk.charts.found import FoundColumn, FoundTable, number_in, of_properties, read_table
from cytodesk.charts.metrics import read_metrics
from cytodesk.charts.rated import Rated, class_success_rate, confusion_of, success_rate
from cytodesk.charts.results import RunResults
from cytodesk.charts.told import comparison_json

from .made import drawings_of, run

NAMES = {"1": "a.svs", "2": "b.svs", "a.svs": "a.svs", "b.svs": "b.svs"}


def columns(source: str, content: str) -> dict[str, FoundColumn]:
    return {c.name: c for c in read_table(source, content.encode(), NAMES).columns}


def test_a_wide_table_has_a_column_per_figure_and_a_row_per_image():
    found = columns("r.csv", "image,count,area (µm²),remark\na.svs,3,1.5,good\nb.svs,5,,bad\n")
    assert set(found) == {"count", "area"}
    assert found["count"].values == (3, 5)
    assert found["count"].images == ("a.svs", "b.svs")
    area = found["area"]
    assert (area.unit, area.values, area.images, area.missing) == ("µm²", (1.5,), ("a.svs",), 1)


def test_a_long_table_names_its_figures_in_a_column():
    text = "slide\tmetric\tvalue\n1\tKi67\t0.25\n2\tKi67\t0.5\n1\tcells\t30\n"
    found = columns("r.tsv", text)
    assert found["Ki67"].values == (0.25, 0.5)
    assert found["Ki67"].images == ("a.svs", "b.svs")
    assert found["cells"].images == ("a.svs",)


def test_semicolons_decimal_commas_and_a_byte_order_mark_are_read():
    found = columns("r.csv", "\ufefffile;score\na.svs;0,5\nb.svs;1,25\n")
    assert found["score"].values == (0.5, 1.25)


@pytest.mark.parametrize(
    "told",
    [
        [{"image": 1, "score": 0.5}, {"image": 2, "score": 0.75}],
        {"results": [{"image": "a.svs", "score": 0.5}, {"image": "b.svs", "score": 0.75}]},
        {"image": ["a.svs", "b.svs"], "score": [0.5, 0.75]},
        {"a.svs": {"score": 0.5}, "b.svs": {"score": 0.75}},
    ],
)
def test_json_of_four_shapes_is_one_table(told: object):
    found = columns("r.json", json.dumps(told))
    assert found["score"].values == (0.5, 0.75)
    assert found["score"].images == ("a.svs", "b.svs")


def test_an_object_of_figures_is_of_the_run_and_inner_names_are_joined():
    found = columns("r.json", '{"dice": 0.8, "time": {"total": 12}, "name": "x", "ok": true}')
    assert found["dice"].values == (0.8,)
    assert found["dice"].images == (None,)
    assert found["time.total"].values == (12,)
    assert set(found) == {"dice", "time.total"}


@pytest.mark.parametrize(
    "content", ["", "\n\n", "no table here", "1,2\n3,4\n", "{broken", "[1, 2]"]
)
def test_what_is_no_table_has_no_columns(content: str):
    assert columns("r.csv", content) == {}
    assert columns("r.json", content) == {}


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.tsv", "a.json"]))
def test_any_bytes_are_read_or_left_alone(content: bytes, name: str):
    read_table(name, content, NAMES)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5", 1.5),
        ("1,5", 1.5),
        ("-2e3", -2000),
        (7, 7),
        ("1,234,567", None),
        ("nan", None),
        ("inf", None),
        (True, None),
        ("12 px", None),
        (None, None),
    ],
)
def test_a_number_is_a_number_and_nothing_else_is(text: object, value: float | None):
    assert number_in(text) == value


def test_properties_are_figures_too():
    table = of_properties([("dice", "0.9", None), ("note", "fine", None), ("dice", "0.7", "a.svs")])
    (column,) = table.columns
    assert (column.name, column.values, column.images) == ("dice", (0.9, 0.7), (None, "a.svs"))


def with_tables(id_: int, *tables: FoundTable, rated: tuple[Rated, ...] = ()) -> RunResults:
    bare = run(id_)
    return RunResults(bare.run, (), bare.images, bare.terms, found=tables, rated=rated)


def test_columns_are_metrics_by_image_and_pooled_and_missing_in_other_runs():
    table = read_table("r.csv", b"image,score (%)\na.svs,10\na.svs,20\nb.svs,60\n", NAMES)
    comparison = compare([with_tables(500, table), run(501)])
    rows = {row.metric: row.values for row in comparison.metrics}
    pooled = Metric("score", "%", source="r.csv")
    assert rows[pooled] == (30, None)
    assert rows[Metric("score", "%", image="a.svs", source="r.csv")] == (15, None)
    assert pooled.said() == "score (%) · r.csv"
    assert comparison.aggregates(pooled)[0].mean == 37.5
    assert comparison.aggregates(pooled)[1].missing == 2


RATED = (Rated(1, 11, 11), Rated(2, 12, 11), Rated(3, 12, 12), Rated(4, 12, 12))


def test_success_is_the_share_of_expected_terms_that_were_given():
    assert success_rate(RATED) == 3 / 4
    assert class_success_rate(RATED) == (1 / 2 + 1) / 2
    assert (success_rate(()), class_success_rate(())) == (None, None)
    table = read_metrics(with_tables(500, rated=RATED))
    assert table.value(Metric(Quantity.SUCCESS_RATE)) == 0.75
    assert read_metrics(run(501)).value(Metric(Quantity.SUCCESS_RATE)) is None


def test_the_confusion_has_expected_terms_as_rows():
    confusion = confusion_of(RATED, str)
    assert confusion is not None
    assert confusion.terms == ("11", "12")
    assert confusion.counts == ((1, 1), (0, 2))
    assert [confusion.success_of(row) for row in (0, 1)] == [0.5, 1.0]
    assert confusion_of((), str) is None


def test_the_confusion_is_drawn_and_told():
    comparison = compare([with_tables(500, rated=RATED), run(501)])
    told, nothing = comparison_json(comparison)["expected"]
    assert (told["labels"], told["counts"]) == (["Nucleus", "Stroma"], [(1, 1), (0, 2)])
    assert nothing is None
    (drawing,) = (each for each in drawings_of(comparison) if each.key.startswith("expected"))
    assert drawing.sentence.said() == "#1 gave the expected term to 3 of 4 annotations."
    assert [row[7] for row in rows_of(drawing)] == ["Stroma / Nucleus", "Stroma / Stroma", *BELOW]


BELOW = ("Nucleus / Nucleus", "Nucleus / Stroma")
