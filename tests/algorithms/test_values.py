from __future__ import annotations

import datetime
import pickle
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.values import Values, as_text, check, from_text
from cytodesk.errors import InvalidValues

TYPE_OF = {each.value: each for each in ParameterType}


def parameter(kind, **attributes):
    return Parameter(id="x", name="x", type=TYPE_OF[kind], **attributes)


def algorithm_of(*parameters):
    return Algorithm("Frogs", "", None, "", parameters)


def checked(one, answer):
    return check(algorithm_of(one), {"x": answer}).get("x")


def trouble(one, answer):
    with pytest.raises(InvalidValues) as refused:
        checked(one, answer)
    (problem,) = refused.value.problems
    assert problem.attribute == "x"
    return problem.said()


@pytest.mark.parametrize(
    ("kind", "answer", "value"),
    [
        ("String", " a  b ", " a  b "),
        ("String", 5, "5"),
        ("Number", "12", 12),
        ("Number", " -3 ", -3),
        ("Number", "\u22123", -3),
        ("Number", "9007199254740993", 9007199254740993),
        ("Number", "0.5", 0.5),
        ("Number", "0,125", 0.125),
        ("Number", "1,5", 1.5),
        ("Number", "1.500", 1.5),
        ("Number", "1e-3", 0.001),
        ("Number", ".5", 0.5),
        ("Number", 2.5, 2.5),
        ("Number", Decimal("0.1"), 0.1),
        ("Boolean", "Yes", True),
        ("Boolean", "0", False),
        ("Boolean", 1, True),
        ("Boolean", False, False),
        ("Date", "2024-02-29", "2024-02-29"),
        ("Date", datetime.date(2024, 2, 29), "2024-02-29"),
        ("Date", "2024-02-29T10:00:00Z", "2024-02-29T10:00:00Z"),
        ("Domain", "42", 42),
        ("Domain", 42, 42),
        ("ListDomain", "1,2,3", (1, 2, 3)),
        ("ListDomain", "[1, 2]", (1, 2)),
        ("ListDomain", [3, "1"], (3, 1)),
        ("ListDomain", 7, (7,)),
        ("List", "a,b", "a,b"),
        ("List", ["a", 2], "a,2"),
    ],
)
def test_an_answer_becomes_a_value_of_its_type(kind, answer, value):
    found = checked(parameter(kind), answer)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        *[("Number", text) for text in ("twelve", "1,000", "1,000,000", "1.000,5", "1'000")],
        *[("Number", text) for text in ("1 000", "nan", "inf", "1e999", "0x10", "1_000", "--1")],
        ("Number", True),
        ("Number", float("nan")),
        ("Number", "1" * 5000),
        ("Number", [1]),
        ("Boolean", "perhaps"),
        ("Boolean", 2),
        ("Date", "31.12.2024"),
        ("Date", "2024-13-01"),
        ("Domain", "frog"),
        ("Domain", "-1"),
        ("Domain", "1,2"),
        ("Domain", "9" * 19),
        ("ListDomain", "1,frog"),
        ("ListDomain", "all"),
        ("String", "a\0b"),
        ("String", "half \ud800"),
        ("String", {}),
    ],
)
def test_an_answer_of_another_type_is_a_problem_in_words(kind, answer):
    assert trouble(parameter(kind), answer)


def test_thousands_are_refused_with_a_hint():
    assert "no signs between thousands" in trouble(parameter("Number"), "1,000")


@pytest.mark.parametrize(("answer", "value"), [("5.0", 5), ("1e3", 1000), ("-2", -2), (4.0, 4)])
def test_a_whole_number_may_be_written_with_a_point(answer, value):
    found = checked(parameter("Number", is_integer=True), answer)
    assert (found, type(found)) == (value, int)


def test_a_broken_number_is_refused_where_a_whole_one_is_asked():
    assert "whole" in trouble(parameter("Number", is_integer=True), "5,5")


def test_bounds_are_allowed_and_what_is_beyond_is_not():
    one = parameter("Number", minimum=0, maximum=1.5)
    assert [checked(one, answer) for answer in ("0", "1.5")] == [0, 1.5]
    assert "least is 0" in trouble(one, "-0.1")
    assert "most is 1.5" in trouble(one, "2")


def test_dates_are_bounded_by_time_not_by_spelling():
    one = parameter("Date", minimum="2024-01-01", maximum="2024-12-31T12:00:00+02:00")
    assert checked(one, "20240101") == "20240101"
    assert trouble(one, "2023-12-31")
    assert trouble(one, "2024-12-31T11:00:00Z")


def test_only_what_is_offered_can_be_chosen():
    assert checked(parameter("Number", choices=(1, 2.5)), "2,5") == 2.5
    assert "green, brown" in trouble(parameter("String", choices=("green", "brown")), "red")


def test_a_word_counts_as_ids_only_where_it_is_the_default():
    assert checked(parameter("ListDomain", default="all"), "all") == "all"


@pytest.mark.parametrize("nothing", ["", None, [], ()])
def test_nothing_means_the_default(nothing):
    assert checked(parameter("Number", default=3), nothing) == 3
    assert checked(parameter("Number", optional=True), nothing) is None
    assert trouble(parameter("Number"), nothing) == "A value is needed here."


def test_false_and_zero_are_answers():
    assert checked(parameter("Boolean", default=True), False) is False
    assert checked(parameter("Number", default=3), 0) == 0


def test_all_problems_come_at_once_and_unknown_names_get_the_nearest():
    algorithm = algorithm_of(
        Parameter("frog_area", "Area", ParameterType.NUMBER),
        Parameter("pond", "Pond", ParameterType.DOMAIN),
        Parameter("cytomine_host", "Host", ParameterType.STRING, set_by_server=True),
    )
    answers = {"frog_area": "much", "Frog_aera": 1, "toad": 1, "cytomine_host": "x"}
    with pytest.raises(InvalidValues) as refused:
        check(algorithm, answers)
    said = {problem.attribute: problem.said() for problem in refused.value.problems}
    rules = {problem.attribute: problem.rule for problem in refused.value.problems}
    assert (rules["frog_area"], rules["pond"]) == ("unfit-value", "missing-value")
    assert said.keys() == {"frog_area", "pond", "Frog_aera", "toad", "cytomine_host"}
    assert "Did you mean frog_area?" in said["Frog_aera"]
    assert "frog_area, pond" in said["toad"]


def test_values_stand_in_parameter_order_without_those_not_given():
    algorithm = algorithm_of(
        Parameter("b", "b", ParameterType.NUMBER),
        Parameter("a", "a", ParameterType.STRING, optional=True),
        Parameter("c", "c", ParameterType.LIST_DOMAIN, default=(1, 2)),
    )
    values = check(algorithm, {"b": "1"})
    assert list(values.items()) == [("b", 1), ("c", (1, 2))]
    assert values == {"b": 1, "c": (1, 2)}
    assert pickle.loads(pickle.dumps(values)) == values
    assert len({values, Values({"c": (1, 2), "b": 1})}) == 1


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("Boolean", True, "true"),
        ("Boolean", False, "false"),
        ("Number", 12, "12"),
        ("Number", 0.001, "0.001"),
        ("Number", 2**60 + 1, "1152921504606846977"),
        ("Domain", 42, "42"),
        ("ListDomain", (3, 1, 2), "3,1,2"),
        ("String", ' "a" ', ' "a" '),
        ("Date", "2024-01-01", "2024-01-01"),
        ("List", "a,b", "a,b"),
    ],
)
def test_stored_text_is_that_of_cytomine_and_reads_back(kind, value, text):
    one = parameter(kind)
    assert as_text(one, value) == text
    assert from_text(one, text) == value


def test_no_stored_text_is_no_value_and_a_strange_one_is_kept():
    one = parameter("Number")
    assert from_text(one, "") is None
    assert from_text(one, None) is None
    assert from_text(one, "frog") == "frog"


@settings(derandomize=True)
@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_survives_its_text(number):
    one = parameter("Number")
    assert from_text(one, as_text(one, number)) == number
    assert checked(one, as_text(one, number)) == number


@settings(derandomize=True, max_examples=300)
@given(st.sampled_from(list(ParameterType)), st.text(max_size=12))
def test_any_text_is_a_value_or_a_problem(kind, text):
    one = Parameter("x", "x", kind, optional=True)
    try:
        check(algorithm_of(one), {"x": text})
        problems = ()
    except InvalidValues as refused:
        problems = refused.problems
    assert all(problem.said() for problem in problems)
