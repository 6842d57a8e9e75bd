"""What was entered, checked, without a widget."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.rule_kinds import Exclusive
from cytodesk.assets import Words
from cytodesk.errors import N_, NotReached, Problem, Refused
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.blame import parameter_blamed
from cytodesk.ui.form.groups import Group
from cytodesk.ui.form.images import image_parameter, in_words
from cytodesk.ui.form.limits import Room
from cytodesk.ui.form.summary import note_of, summary_of

IMAGES = "/api/project/$currentProject$/imageinstance.json"


def parameter(id: str, type: str = "Number", **more: Any) -> Parameter:
    return Parameter(id=id, name=id.capitalize(), type=ParameterType(type), **more)


def algorithm(*parameters: Parameter) -> Algorithm:
    return Algorithm("A", "", None, "run", parameters)


@pytest.fixture
def answers() -> Answers:
    return Answers(
        algorithm(
            parameter("images", "ListDomain", uri=IMAGES),
            parameter("size"),
            parameter("threshold", default=0.5, maximum=1),
            parameter("fast", "Boolean"),
            parameter("note", "String", optional=True),
        )
    )


def test_what_a_rule_puts_out_of_use_is_kept_and_not_sent() -> None:
    wet, dry = (parameter(name, "String", optional=True) for name in ("wet", "dry"))
    ruled = replace(algorithm(wet, dry), rules=(Exclusive(("wet", "dry")),))
    answers = Answers(ruled, {"wet": "rain"})
    answers.put("dry", "sun")
    assert (answers.of("dry"), answers.problems) == ("sun", {})
    assert dict(answers.values or {}) == {"wet": "rain"}
    answers.put("wet", "")
    assert dict(answers.values or {}) == {"dry": "sun"}


def test_an_untouched_field_is_missing_without_a_word(answers: Answers) -> None:
    assert list(answers.problems) == ["images", "size"]
    assert answers.visible_problem("size") is None
    answers.see("size")
    assert answers.visible_problem("size") is not None
    answers.reset("size")
    assert answers.visible_problem("size") is None


def test_a_switch_that_must_be_set_is_off(answers: Answers) -> None:
    answers.put("images", (3, 1))
    answers.put("size", "7")
    assert answers.values is not None
    assert dict(answers.values) == {"images": (3, 1), "size": 7, "threshold": 0.5, "fast": False}


def test_what_equals_the_default_is_not_changed(answers: Answers) -> None:
    for text, is_changed in (("0.5", False), ("0,50", False), ("", False), ("0.6", True)):
        answers.put("threshold", text)
        assert answers.is_changed("threshold") is is_changed
    answers.put("threshold", "x")
    assert answers.given() == {"threshold": "x"}


def test_sound_values_leave_out_what_has_a_problem(answers: Answers) -> None:
    answers.put("threshold", "7")
    answers.put("note", "n")
    assert dict(answers.sound_values()) == {"fast": False, "note": "n"}


def test_what_a_server_says_stays_until_the_answer_changes(answers: Answers) -> None:
    answers.put("images", "1")
    answers.put("size", "7")
    answers.blame("note", Problem(N_("Too short."), attribute="note", rule="refused"))
    assert list(answers.problems) == ["note"]
    assert answers.values is None
    answers.put("size", "8")
    assert list(answers.problems) == ["note"]
    answers.put("note", "longer")
    assert answers.values is not None


@given(st.dictionaries(st.sampled_from(["images", "size", "threshold", "fast", "x"]), st.text()))
def test_any_texts_are_either_values_or_problems(given_: dict[str, str]) -> None:
    parameters = (
        parameter("images", "ListDomain"),
        parameter("size", is_integer=True),
        parameter("threshold", default=0.5),
        parameter("fast", "Boolean", optional=True),
    )
    answers = Answers(algorithm(*parameters), given_)
    assert (answers.values is None) is bool(answers.problems)
    answers.sound_values()
    summary_of(Words(), answers, parameters)


def test_each_chosen_image_is_counted_in_words(answers: Answers) -> None:
    answers.put("images", "3,1,2")
    answers.put("size", "7")
    id = image_parameter(answers)
    assert id == "images"
    assert in_words(Words(), answers, id, 3) == "3 analyses on 3 images"
    assert in_words(Words(), answers, id, 1) == "1 analysis on 3 images"


def test_a_folded_group_says_what_it_holds_and_what_was_changed_first(answers: Answers) -> None:
    members = [
        parameter("area", default=12, description="in µm²."),
        parameter("threshold", default=0.5, maximum=1),
        parameter("fast", "Boolean", default=True),
        parameter("zoom", default=3),
    ]
    answers = Answers(algorithm(*members))
    said = note_of(Words(), answers, Group.DEFAULT, members, is_open=False)
    assert said == "area 12 µm², threshold 0.5, fast on, zoom 3"
    answers.put("zoom", "5")
    assert summary_of(Words(), answers, members).startswith("zoom 5, area")
    answers.put("threshold", "9")
    assert note_of(Words(), answers, Group.DEFAULT, members, is_open=False) == "1 problem"


def test_the_parameter_that_a_server_names_is_blamed(answers: Answers) -> None:
    def blamed(sentence: str) -> str | None:
        trouble = Refused(N_("The server says: {said}"), status=400, said=sentence)
        return parameter_blamed(trouble, answers.algorithm)

    assert blamed("Argument size is required !") == "size"
    assert blamed("The size of threshold is odd") == "threshold"
    assert blamed("Something resized") is None
    trouble = NotReached(N_("No answer about {said}"), said="size")
    assert parameter_blamed(trouble, answers.algorithm) is None


def test_a_list_that_is_too_long_for_a_server_says_how_many_fit(answers: Answers) -> None:
    ids = tuple(range(100_000, 100_800))
    answers = Answers(answers.algorithm, {"images": ids, "size": 1}, most=5000)
    assert answers.problems["images"].said() == (
        "800 are too many at once: 714 fit. Start several analyses instead."
    )
    answers.put("images", ids[:714])
    assert answers.values is not None
    answers.put("images", ids[:715])
    assert answers.values is None
    answers.split_by("images")
    assert answers.values is not None
    assert answers.room_left("images") is None
    answers.put("note", "é" * 2501)
    assert "2501 letters are too many" in answers.problems["note"].said()


def test_a_list_says_how_many_more_fit_once_that_matters(answers: Answers) -> None:
    ids = tuple(range(100_000, 100_800))
    answers = Answers(answers.algorithm, {"images": ids[:100], "size": 1}, most=5000)
    assert answers.room_left("images") is None
    answers.put("images", ids[:700])
    assert answers.room_left("images") == 14
    answers.put("images", ids[:714])
    assert answers.room_left("images") == 0
    answers.put("images", ids)
    assert answers.room_left("images") == 0


def test_where_there_is_one_room_for_all_the_longest_has_to_give_way() -> None:
    parameters = {each.id: each for each in (parameter("a", "String"), parameter("b", "String"))}
    room = Room(10, is_for_all=True)
    assert room.problems(parameters, {"a": "12345", "b": "12345"}) == {}
    problem = room.problems(parameters, {"a": "12345", "b": "123456"})["b"]
    assert problem.said() == "6 letters are too many: 5 fit."
    images = parameter("images", "ListDomain")
    assert room.left({"images": images}, {"images": (1, 2, 3)}, "images") == 2


def test_what_a_mere_default_puts_out_of_use_can_still_be_entered() -> None:
    wet = parameter("wet", "String", optional=True, default="rain")
    dry = parameter("dry", "String", optional=True)
    ruled = replace(algorithm(wet, dry), rules=(Exclusive(("wet", "dry")),))
    answers = Answers(ruled)
    moved: list[str] = []
    answers.moved.connect(moved.append)
    assert (set(answers.disabled), set(answers.out_of_reach)) == ({"dry"}, set())
    answers.put("dry", "sun")
    assert (set(answers.out_of_reach), moved) == ({"wet"}, ["wet"])
    answers.put("dry", "")
    assert (set(answers.out_of_reach), moved) == (set(), ["wet", "wet"])
