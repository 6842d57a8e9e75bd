"""The model behind the table: filters, columns, words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cytodesk.assets import Words
from cytodesk.client.run_lists import GivenParameter
from cytodesk.ui.parts.cells import Sign
from cytodesk.ui.parts.rows import Rows
from cytodesk.ui.runs.columns import OPTIONAL, columns_of, known_as, parameters_of, value_said
from cytodesk.ui.runs.filters import Filter
from cytodesk.ui.runs.signs import said_with_duration, sign_of, trouble_in
from cytodesk.ui.runs.times import duration, instant
from cytodesk.wire.runs import RunState
from tests.ui.runs.conftest import listed_run

WORDS = Words()
NOW = datetime(2026, 11, 21, 14, 0)
THRESHOLD = GivenParameter("threshold", "Threshold", "Number", is_image=False)
TERM = GivenParameter("term", "Term", "Domain", is_image=False)
SPLIT = GivenParameter("split", "Split", "Boolean", is_image=False)


def ids(wanted: Filter, *runs: Any) -> list[int]:
    return [run.id for run in wanted.passing(list(runs), NOW)]


def test_the_model_of_the_table_is_sound(qtmodeltester: Any) -> None:
    runs = [listed_run(1, values={THRESHOLD: "0.5"}), listed_run(2, RunState.RUNNING)]
    columns = columns_of(WORDS, [*OPTIONAL, known_as(THRESHOLD)], [THRESHOLD], {}, lambda run: None)
    model = Rows(columns)
    model.put(runs)
    qtmodeltester.check(model)


def test_an_empty_filter_lets_all_pass_in_their_order() -> None:
    assert ids(Filter(), listed_run(3), listed_run(1), listed_run(2)) == [3, 1, 2]


def test_each_wish_of_a_filter_counts() -> None:
    mine, other = listed_run(1, who="me"), listed_run(2, RunState.FAILED, who="you", name="Areas")
    assert ids(Filter(who=("you",)), mine, other) == [2]
    assert ids(Filter(states=("done",)), mine, other) == [1]
    assert ids(Filter(algorithms=("Areas",)), mine, other) == [2]
    assert ids(Filter(algorithms=("Areas",), who=("me",)), mine, other) == []
    assert ids(Filter(only_favourites=True), mine, listed_run(3, favourite=True)) == [3]


def test_words_are_found_in_names_numbers_and_reasons_whatever_their_case() -> None:
    failed = listed_run(14, RunState.FAILED, comment="Le disque était plein")
    assert ids(Filter(text="NUCLEI plein etait"), failed) == [14]
    assert ids(Filter(text="#14"), failed, listed_run(1), listed_run(141)) == [14]


def test_days_are_counted_from_midnight() -> None:
    def at(when: datetime, id_: int) -> Any:
        return listed_run(id_, created=int(when.timestamp() * 1000))

    morning, evening = at(datetime(2026, 11, 21, 0, 1), 1), at(datetime(2026, 11, 20, 23, 59), 2)
    assert ids(Filter(when="today"), morning, evening) == [1]
    assert ids(Filter(when="week"), morning, evening, at(NOW - timedelta(days=7), 3)) == [1, 2]


def test_a_filter_is_remembered_and_forgets_what_is_not_known() -> None:
    wanted = Filter("nuc", ("Areas",), ("done",), ("me",), "week", True)
    assert Filter.from_json(wanted.as_json()) == wanted
    assert Filter.from_json(None) == Filter()
    told = {"states": ["done", "eaten"], "when": "aeon", "unknown": 3}
    assert Filter.from_json(told) == Filter(states=("done",))


def test_a_parameter_has_a_column_of_numbers_that_sort_as_numbers() -> None:
    runs = [listed_run(at, values={THRESHOLD: text}) for at, text in enumerate(("10", "9", "0.5"))]
    model = Rows(columns_of(WORDS, [known_as(THRESHOLD)], parameters_of(runs), {}, print))
    model.put(runs)
    model.sort(len(model.columns) - 1)
    assert [run.id for run in model.things] == [2, 1, 0]


def test_parameters_of_one_name_and_another_meaning_have_columns_of_their_own() -> None:
    other = GivenParameter("threshold", "Optical density", "Number", is_image=False)
    runs = [listed_run(1, values={THRESHOLD: "1"}), listed_run(2, values={other: "2"})]
    assert [each.human_name for each in parameters_of(runs)] == ["Optical density", "Threshold"]


def test_values_are_told_by_names_and_words() -> None:
    assert value_said(WORDS, TERM, "[5, 6]", {5: "Nucleus"}) == "Nucleus, 6"
    assert value_said(WORDS, SPLIT, "true", {}) == "Yes"
    assert value_said(WORDS, THRESHOLD, "", {}) == "–"


@pytest.mark.parametrize("state", list(RunState))
def test_every_state_has_an_icon_and_a_word(state: RunState) -> None:
    sign = sign_of(WORDS, listed_run(1, state))
    assert sign.icon
    assert sign.text
    assert said_with_duration(WORDS, listed_run(1, state, duration=38.0))


def test_a_running_run_has_a_bar_and_a_failed_one_its_reason() -> None:
    assert sign_of(WORDS, listed_run(1, RunState.RUNNING, progress=62)) == Sign(
        "circle-half", "accent", "62 %", share=0.62, has_bar=True
    )
    failed = listed_run(1, RunState.FAILED, comment="no slide\nmore")
    assert sign_of(WORDS, failed).text == "no slide"
    assert trouble_in(WORDS, failed) == "no slide\nmore"
    assert trouble_in(WORDS, listed_run()) == ""


def test_a_run_that_reports_no_progress_says_no_percentage() -> None:
    run = listed_run(1, RunState.RUNNING)
    assert sign_of(WORDS, run) == Sign("circle-half", "accent", "Running", has_bar=True)
    assert said_with_duration(WORDS, run) == "Running"


def test_the_name_of_the_algorithm_takes_the_width_that_is_left() -> None:
    columns = columns_of(WORDS, OPTIONAL, [], {}, star=lambda run: None)
    assert [column.name for column in columns if column.stretch] == ["algorithm"]


def test_a_run_that_is_asked_to_end_says_so() -> None:
    run = listed_run(1, RunState.RUNNING, progress=62, cancel_asked=True)
    assert sign_of(WORDS, run).text == "Being cancelled"
    assert not run.can_be_cancelled


def test_instants_are_told_as_near_as_people_say_them() -> None:
    today = date(2026, 11, 21)

    def said(*when: int) -> str:
        return instant(WORDS, int(datetime(*when).timestamp() * 1000), today)  # type: ignore[arg-type]

    assert said(2026, 11, 21, 14, 21) == "Today 14:21"
    assert said(2026, 11, 20, 17, 52) == "Yesterday 17:52"
    assert said(2026, 11, 18, 10, 14) == "18 Nov 10:14"
    assert said(2025, 11, 18, 10, 14) == "18 Nov 2025"
    assert instant(WORDS, None) == "–"


def test_durations_are_told_in_two_units_at_most() -> None:
    told = [duration(WORDS, seconds) for seconds in (None, 0.4, 38, 62, 751, 3 * 3600 + 300)]
    assert told == ["–", "< 1 s", "38 s", "1 min 02 s", "12 min 31 s", "3 h 05 min"]
