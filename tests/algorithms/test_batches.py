"""Tables, sweeps and splits: which values each run of a batch gets."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.batches.rows import MOST_ROWS, Change, rows_of, sound_values
from cytodesk.algorithms.batches.splits import image_parameter, split, term_parameter
from cytodesk.algorithms.batches.sweeps import Spacing, Sweep, points, read_sweep, swept
from cytodesk.algorithms.batches.tables import Table, read_table, written
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.errors import BadInput, CytoDeskError, InvalidValues

NUMBER = ParameterType.NUMBER
THRESHOLD = Parameter("threshold", "Threshold", NUMBER, default=0.5, minimum=0, maximum=1)
SIZE = Parameter("size", "Smallest size", NUMBER, is_integer=True, optional=True)
STAIN = Parameter("stain", "Stain", ParameterType.STRING, choices=("H", "DAB"), default="H")
IMAGES = Parameter(
    "images",
    "Images",
    ParameterType.LIST_DOMAIN,
    uri="/api/project/$currentProject$/imageinstance.json?light=true",
)
TERM = Parameter(
    "term", "Term", ParameterType.DOMAIN, uri="/api/project/$currentProject$/term.json",
    optional=True,
)  # fmt: skip
ALGORITHM = Algorithm("Detect", "", None, "", (IMAGES, TERM, THRESHOLD, SIZE, STAIN))


def values_at(parameter: Parameter, word: str) -> tuple[object, ...]:
    return points(parameter, read_sweep(word))


def test_a_linear_sweep_holds_both_ends_and_makes_no_rounding_errors() -> None:
    tenths = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
    assert values_at(THRESHOLD, "threshold=0.1:0.9:0.1") == tenths
    assert values_at(SIZE, "size=10:1:-3") == (10, 7, 4, 1)
    assert values_at(SIZE, "size=1:10:4") == (1, 5, 9)


def test_a_logarithmic_sweep_multiplies_and_ends_exactly() -> None:
    assert values_at(THRESHOLD, "threshold=log:0.001:1:4") == (0.001, 0.01, 0.1, 1)
    assert values_at(SIZE, "size=log:1:1000:4") == (1, 10, 100, 1000)
    assert values_at(SIZE, "size=log:1:3:5") == (1, 2, 3), "whole numbers come once"


def test_a_list_goes_through_what_it_names_once() -> None:
    assert values_at(STAIN, "stain=H,DAB,H") == ("H", "DAB")
    assert values_at(THRESHOLD, "threshold=0.25") == (0.25,)


@pytest.mark.parametrize(
    "word",
    [
        "threshold",
        "threshold=",
        "=1:2:1",
        "threshold=0:1:0",
        "threshold=0:1:-0.1",
        "threshold=0:2:0.5",
        "threshold=log:0:1:4",
        "threshold=log:0.1:1:1",
        "threshold=log:0.1:1:2.5",
        "threshold=0:1:1e-9",
        "stain=1:5:1",
        "stain=H,E",
        "threshold=a:b:c",
        "nobody=1,2",
    ],
)
def test_what_is_no_sweep_is_said_in_words(word: str) -> None:
    with pytest.raises(BadInput) as refused:
        swept(ALGORITHM, [read_sweep(word)])
    assert refused.value.said()


def test_two_sweeps_make_all_pairs_each_with_a_label() -> None:
    changes = swept(ALGORITHM, [read_sweep("threshold=0.2,0.4"), read_sweep("size=1:3:1")])
    assert len(changes) == 6
    assert changes[0].label == "Threshold 0.2, Smallest size 1"
    assert changes[-1].answers == {"threshold": 0.4, "size": 3}


def test_a_sweep_is_over_one_or_two_different_parameters() -> None:
    one = read_sweep("size=1,2")
    for sweeps in ([], [one, one], [one] * 3):
        with pytest.raises(BadInput):
            swept(ALGORITHM, sweeps)


def test_more_runs_than_anybody_means_are_refused_before_they_are_made() -> None:
    wide = Sweep("size", Spacing.LINEAR, ("1", str(MOST_ROWS), "1"))
    assert len(swept(ALGORITHM, [wide])) == MOST_ROWS
    with pytest.raises(BadInput):
        swept(ALGORITHM, [wide, read_sweep("threshold=0.1,0.2")])


@given(st.text(max_size=40))
def test_any_word_is_a_sweep_or_refused_in_words(word: str) -> None:
    with contextlib.suppress(CytoDeskError):
        swept(ALGORITHM, [read_sweep(word)])


def test_columns_are_found_by_id_and_by_name_whatever_separates_them() -> None:
    for separator in ",;\t|":
        text = f"\ufeffImages{separator}smallest SIZE\n1{separator}20\n\n2{separator}\n"
        for content in (text.encode(), text.encode("utf-16-le"), text[1:]):
            read = read_table(content, ALGORITHM)
            assert read.problems == ()
            assert read.table == Table(("images", "size"), (("1", "20"), ("2", "")))


def test_one_column_is_not_cut_at_decimal_commas() -> None:
    read = read_table("threshold\n0,1\n0,25\n", ALGORITHM)
    assert read.table.rows == (("0,1",), ("0,25",))
    assert read.problems == ()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_first_line_that_tells_the_separator_is_heard(separator: str) -> None:
    lines = ["sep=" + separator, separator.join(("images", "threshold")), separator.join("17")]
    read = read_table("\ufeff".encode() + "\r\n".join(lines).encode(), ALGORITHM)
    assert read.table == Table(("images", "threshold"), (("1", "7"),))


def test_a_problem_is_at_the_line_of_the_file_where_its_row_begins() -> None:
    text = 'sep=;\nstain;threshold\n"H";"0,3"\n;;\n"DAB\n";2\nH;3;4\n'
    read = read_table(text, ALGORITHM)
    assert read.lines == (3, 5, 7)
    assert [problem.line for problem in read.problems] == [7]
    changes = [Change("", dict(read.table.texts(place))) for place in range(3)]
    rows = rows_of(ALGORITHM, {"images": (1,)}, changes)
    with pytest.raises(InvalidValues) as refused:
        sound_values(ALGORITHM, rows, read.lines)
    assert {problem.line for problem in refused.value.problems} == {5, 7}


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows() -> None:
    with pytest.raises(BadInput, match="Line 4"):
        read_table('images,stain\na.tif,"H\nb.tif,DAB\nc.tif,DAB\n', ALGORITHM)


def test_columns_that_are_nobodys_are_left_out_and_named() -> None:
    read = read_table("images,treshold,remark\n1,2,hello\n", ALGORITHM)
    assert read.table == Table(("images",), (("1",),))
    said = [problem.said() for problem in read.problems]
    assert said == [
        "Column treshold is no parameter. Did you mean threshold?",
        "Column remark is no parameter.",
    ]


def test_a_table_without_any_known_column_is_refused() -> None:
    for text in ("", "\n\n", "a,b\n1,2\n"):
        with pytest.raises(BadInput):
            read_table(text, ALGORITHM)


def test_a_cell_that_is_missing_is_empty_and_one_too_many_is_said() -> None:
    read = read_table("images,size\n1\n2,3,4\n", ALGORITHM)
    assert read.table.rows == (("1", ""), ("2", "3"))
    assert [problem.line for problem in read.problems] == [3]


_CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)


@given(st.lists(st.tuples(_CELLS, _CELLS).filter(lambda row: any(map(str.strip, row))), max_size=6))
def test_a_written_table_is_read_again_as_it_was(rows: list[tuple[str, str]]) -> None:
    table = Table(("images", "stain"), tuple(rows))
    assert read_table(written(table).encode(), ALGORITHM).table == table


@given(st.binary(max_size=80))
def test_any_bytes_are_a_table_or_refused_in_words(content: bytes) -> None:
    with contextlib.suppress(CytoDeskError):
        read_table(b"images,size\n" + content, ALGORITHM)


def test_a_table_is_edited_without_losing_its_neighbours() -> None:
    table = Table(("images", "size"), (("1", "20"), ("2", "")))
    assert table.with_cell(1, 1, "7").rows == (("1", "20"), ("2", "7"))
    assert table.with_rows(2).rows[2:] == (("", ""), ("", ""))
    assert table.without_rows([0]).rows == (("2", ""),)
    other = table.with_columns(["stain", "images"])
    assert other == Table(("stain", "images"), (("", "1"), ("", "2")))
    assert table.texts(1) == {"images": "2"}


def test_a_row_lays_its_cells_over_what_all_have_in_common() -> None:
    changes = [Change("a", {"images": "1"}), Change("b", {"images": "2", "threshold": "0,9"})]
    rows = rows_of(ALGORITHM, {"threshold": "0.25"}, changes)
    assert [row.values and row.values["threshold"] for row in rows] == [0.25, 0.9]
    assert [label for label, _ in sound_values(ALGORITHM, rows)] == ["a", "b"]


def test_the_problems_of_a_row_name_the_cell_and_its_line() -> None:
    changes = [Change("a", {"images": "1"}), Change("b", {"images": "2", "threshold": "3"})]
    rows = rows_of(ALGORITHM, {}, changes)
    assert rows[0].values is not None
    problem = rows[1].problem_of("threshold")
    assert problem is not None
    assert "too large" in problem.said()
    with pytest.raises(InvalidValues) as invalid:
        sound_values(ALGORITHM, rows)
    assert [(each.line, each.attribute) for each in invalid.value.problems] == [(3, "threshold")]


def test_a_split_makes_a_run_for_each_image_and_each_term() -> None:
    images, term = image_parameter(ALGORITHM), term_parameter(ALGORITHM)
    assert images is IMAGES
    assert term is TERM
    assert split(IMAGES, [7, 8], {7: "a.svs"}) == [
        Change("a.svs", {"images": (7,)}),
        Change("8", {"images": (8,)}),
    ]
    assert split(TERM, [3], {}) == [Change("3", {"term": 3})]
