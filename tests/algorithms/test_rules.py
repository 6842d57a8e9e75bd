"""Rules between parameters, as a form and `check` obey them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.rule_kinds import (
    AllOrNone,
    Disables,
    Exclusive,
    OneIsRequired,
    Requires,
    RequiresOneOf,
    When,
)
from cytodesk.algorithms.rules import ruling
from cytodesk.algorithms.values import check, in_use, ruled
from cytodesk.errors import InvalidValues

NAMES = "abcd"


def obeyed(algorithm, answers):
    """Return `answers` without those of disabled parameters."""
    disabled = ruling(algorithm, answers).disabled
    return {name: each for name, each in answers.items() if name not in disabled}


def algorithm_of(*rules, **defaults):
    parameters = tuple(
        Parameter(
            name,
            name.upper(),
            ParameterType.STRING,
            optional=True,
            default=defaults.get(name),
        )
        for name in NAMES
    )
    return Algorithm("Frogs", "", None, "", parameters, dialect="boutiques", rules=rules)


def switch_algorithm(*rules):
    wet = Parameter("wet", "Wet", ParameterType.BOOLEAN, optional=True, is_switch=True)
    area = Parameter("area", "Area", ParameterType.NUMBER, optional=True)
    return Algorithm("Frogs", "", None, "", (wet, area), dialect="boutiques", rules=rules)


def problems(algorithm, answers):
    with pytest.raises(InvalidValues) as refused:
        check(algorithm, answers)
    return {(each.rule, each.attribute) for each in refused.value.problems}


def test_without_rules_nothing_is_disabled_or_required():
    ruled = ruling(algorithm_of(), {"a": "1"})
    assert (ruled.disabled, ruled.required, ruled.one_of) == ({}, {}, ())


def test_a_member_of_a_group_disables_the_others():
    algorithm = algorithm_of(Exclusive(("a", "b", "c")))
    assert set(ruling(algorithm, {"b": "1"}).disabled) == {"a", "c"}
    assert problems(algorithm, {"a": "1", "b": "1"}) == {("disabled", "b")}


def test_what_is_disabled_says_because_of_whom():
    reason = ruling(algorithm_of(Exclusive(("a", "b"))), {"a": "1"}).disabled["b"]
    assert reason.said() == '"B" cannot be used beside "A". Leave one of them empty.'


def test_the_value_of_a_disabled_parameter_is_kept_by_the_form_and_not_sent():
    algorithm = algorithm_of(Disables(When("b"), ("a",)))
    kept = {"a": "kept", "b": "1"}
    assert obeyed(algorithm, kept) == {"b": "1"}
    assert obeyed(algorithm, {"a": "kept"}) == {"a": "kept"}
    assert dict(check(algorithm, obeyed(algorithm, kept))) == {"b": "1"}


def test_a_form_asks_with_what_is_in_its_fields_half_typed_numbers_too():
    algorithm = switch_algorithm(Disables(When("area"), ("wet",)))
    answers = {"area": "1.", "wet": "yes"}
    assert set(ruled(algorithm, answers).disabled) == {"wet"}
    assert in_use(algorithm, {"area": "abc", "wet": "yes"}) == {"area": "abc"}
    assert in_use(algorithm, {"area": "", "wet": "yes"}) == {"area": "", "wet": "yes"}
    assert dict(check(algorithm, in_use(algorithm, {"area": "2", "wet": True}))) == {"area": 2}


def test_who_disables_wins_over_who_came_first():
    algorithm = algorithm_of(Disables(When("d"), ("a",)), Disables(When("a"), ("b",)))
    assert set(ruling(algorithm, {"a": "1", "b": "1", "d": "1"}).disabled) == {"a"}


def test_an_answer_outranks_a_default():
    algorithm = algorithm_of(Exclusive(("a", "b")), a="default")
    assert set(ruling(algorithm, {}).disabled) == {"b"}
    assert set(ruling(algorithm, {"b": "1"}).disabled) == {"a"}
    assert dict(check(algorithm, {"b": "1"})) == {"b": "1"}


def test_a_requirement_asks_for_a_value():
    algorithm = algorithm_of(Requires(When("a"), ("b",)))
    assert set(ruling(algorithm, {"a": "1"}).required) == {"b"}
    assert problems(algorithm, {"a": "1"}) == {("needed", "b")}
    assert dict(check(algorithm, {"a": "1", "b": "2"})) == {"a": "1", "b": "2"}


def test_a_rule_of_one_value_holds_for_that_value_only():
    algorithm = algorithm_of(
        Requires(When("a", "deep"), ("b",)), Disables(When("a", "flat"), ("c",))
    )
    assert set(ruling(algorithm, {"a": "deep"}).required) == {"b"}
    assert set(ruling(algorithm, {"a": "flat"}).disabled) == {"c"}
    assert set(ruling(algorithm, {"a": "other"}).disabled) == set()


def test_what_needs_something_disabled_is_disabled_too():
    algorithm = algorithm_of(Requires(When("a"), ("b",)), Disables(When("c"), ("b",)))
    assert set(ruling(algorithm, {"a": "1", "c": "1"}).disabled) == {"a", "b"}


def test_all_or_none():
    algorithm = algorithm_of(AllOrNone(("a", "b", "c")))
    assert set(ruling(algorithm, {}).required) == set()
    assert set(ruling(algorithm, {"a": "1"}).required) == {"b", "c"}


def test_one_is_required():
    algorithm = algorithm_of(OneIsRequired(("a", "b")), Exclusive(("a", "b")))
    ((members, problem),) = ruling(algorithm, {}).one_of
    assert members == ("a", "b")
    assert problem.said() == "One of these needs a value: A, B."
    assert ruling(algorithm, {"b": "1"}).one_of == ()
    assert problems(algorithm, {}) == {("one-needed", "a")}


def test_a_required_group_needs_one_of_its_members():
    algorithm = algorithm_of(RequiresOneOf(When("a"), ("b", "c")))
    assert ruling(algorithm, {"a": "1"}).one_of[0][0] == ("b", "c")
    assert ruling(algorithm, {"a": "1", "c": "1"}).one_of == ()
    assert ruling(algorithm, {}).one_of == ()


def test_a_switch_that_is_off_neither_disables_nor_requires():
    algorithm = switch_algorithm(Disables(When("wet"), ("area",)))
    assert ruling(algorithm, {"wet": False}).disabled == {}
    assert set(ruling(algorithm, {"wet": True}).disabled) == {"area"}


IDS = st.sampled_from(NAMES)
MEMBERS = st.lists(IDS, unique=True, min_size=1).map(tuple)
WHENS = st.builds(When, IDS, st.sampled_from([None, "1", "2"]))
RULES = st.lists(
    st.builds(Exclusive, MEMBERS)
    | st.builds(AllOrNone, MEMBERS)
    | st.builds(OneIsRequired, MEMBERS)
    | st.builds(Requires, WHENS, MEMBERS)
    | st.builds(RequiresOneOf, WHENS, MEMBERS)
    | st.builds(Disables, WHENS, MEMBERS),
    max_size=6,
)
ANSWERS = st.dictionaries(IDS, st.sampled_from("12"))


@settings(derandomize=True, max_examples=400)
@given(RULES, ANSWERS, ANSWERS)
def test_whatever_the_rules_they_are_obeyed_or_said(rules, answers, defaults):
    algorithm = algorithm_of(*rules, **defaults)
    ruled = ruling(algorithm, answers)
    assert not ruled.disabled.keys() & ruled.required.keys()
    try:
        values = check(algorithm, obeyed(algorithm, answers))
    except InvalidValues:
        return
    for rule in rules:
        match rule:
            case Exclusive(members):
                assert sum(each in values for each in members) <= 1
            case AllOrNone(members):
                assert sum(each in values for each in members) in (0, len(members))
            case OneIsRequired(members):
                assert any(each in values for each in members)
            case Disables(when, others) if when.id in values:
                is_on = when.holds(when.id, values[when.id])
                assert not is_on or not (set(others) - {when.id}) & values.keys()
            case Requires(when, others) if when.id in values:
                assert not when.holds(when.id, values[when.id]) or set(others) <= values.keys()
            case _:
                pass
