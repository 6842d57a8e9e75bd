from __future__ import annotations

import json
import pickle

import pytest

from cytodesk.charts.comparison import Comparison, compare
from cytodesk.charts.figures import MICRON2, PIXEL2, Metric, Quantity
from cytodesk.charts.labels import NO_TERM
from cytodesk.charts.told import SCHEMA, comparison_json
from cytodesk.errors import BadInput
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Term
from cytodesk.wire.runs import RunState

from .made import Declared, box, given, outline, run


def row_of(comparison: Comparison, metric: Metric) -> tuple[float | None, ...]:
    return next(row.values for row in comparison.metrics if row.metric == metric)


def test_the_order_of_the_runs_is_kept_and_the_first_is_the_baseline():
    runs = [run(502, [outline(1, box(4, 2))]), run(500, [outline(i, box(4, 2)) for i in range(3)])]
    comparison = compare(runs)
    assert [one.id for one in comparison.runs] == [502, 500]
    count = comparison.metrics[0]
    assert count.metric == Metric(Quantity.COUNT)
    assert (count.values, count.changes) == ((1, 3), (0, 2))


def test_the_same_runs_give_the_same_comparison():
    runs = [run(500, [outline(i, box(i, 2)) for i in range(1, 9)]), run(501)]
    assert json.dumps(comparison_json(compare(runs))) == json.dumps(comparison_json(compare(runs)))


def test_a_comparison_needs_two_different_runs():
    with pytest.raises(BadInput, match="two runs or more; 1 given"):
        compare([run()])
    with pytest.raises(BadInput, match="itself"):
        compare([run(), run()])


def test_keys_and_what_the_server_fills_in_are_in_no_comparison():
    hidden = [
        *("publicKey", "privateKey", "cytomine_public_key", "CYTOMINE_PRIVATE_KEY", "private-key"),
        *("host", "cytomine_host", "cytomine_id_project", "id_software", "cytomine_software_id"),
    ]
    one = run(500, parameters=[given(name, "TELLTALE") for name in [*hidden, "sigma"]])
    comparison = compare([one, run(501)])
    assert [row.name for row in comparison.parameters] == ["sigma"]
    assert not [name for name in hidden if f'"{name}"' in json.dumps(comparison_json(comparison))]


def test_a_key_stays_out_even_if_it_is_declared_as_entered():
    declared = [Declared("private_key", "TELLTALE"), Declared("host", "localhost")]
    comparison = compare([run(500, declared=declared), run(501)])
    assert [row.name for row in comparison.parameters] == ["host"]


def test_a_parameter_that_is_declared_as_set_by_server_stays_out():
    declared = [Declared("queue", set_by_server=True), Declared("sigma", "2")]
    one = run(500, parameters=[given("queue", "a"), given("sigma", "3")], declared=declared)
    assert [row.name for row in compare([one, run(501)]).parameters] == ["sigma"]


def test_absent_empty_and_default_are_three_things():
    declared = [Declared("sigma", "2", "Number")]
    comparison = compare(
        [
            run(500, parameters=[given("sigma", "2.0", "Number")]),
            run(501, declared=declared),
            run(502, parameters=[given("sigma", None, "Number")]),
            run(503),
        ]
    )
    (row,) = comparison.parameters
    entered, default, empty, absent = row.values
    assert entered
    assert not entered.is_default
    assert default
    assert (default.text, default.is_default) == ("2", True)
    assert empty
    assert empty.text is None
    assert absent is None
    assert row.differs


@pytest.mark.parametrize(
    ("type_", "one", "other", "differs"),
    [
        ("Number", "5", "5.0", False),
        ("Number", "5", "5.01", True),
        ("Number", "9007199254740993", "9007199254740992", True),
        ("Number", "nan", "nan", False),
        ("Boolean", "true", "True", False),
        ("Boolean", "1", "false", True),
        ("String", "5", "5.0", True),
        ("String", " a", "a", True),
        ("ListDomain", "1,2", "[1, 2]", False),
        ("ListDomain", "1,2", "2,1", True),
    ],
)
def test_values_differ_by_what_they_mean(type_: str, one: str, other: str, differs: bool):
    comparison = compare(
        [run(500 + i, parameters=[given("p", v, type_)]) for i, v in enumerate((one, other))]
    )
    assert comparison.parameters[0].differs is differs
    assert len(comparison.only_differences.parameters) == int(differs)
    assert comparison.only_differences.metrics == comparison.metrics


def test_ids_are_shown_by_name():
    values = [given("one", "11", "Domain"), given("many", "1, 2,4000,77", "ListDomain", 1)]
    comparison = compare([run(500, parameters=values), run(501)], {4000: "Ki-67 set"})
    shown = [row.values[0].shown for row in comparison.parameters if row.values[0]]
    assert shown == ["Nucleus", "a.svs, b.svs, Ki-67 set, 77"]


def test_a_number_is_never_taken_for_an_id():
    comparison = compare([run(500, parameters=[given("limit", "11", "Number")]), run(501)])
    value = comparison.parameters[0].values[0]
    assert value
    assert value.shown == "11"


def test_runs_of_different_algorithms_are_compared_and_said():
    comparison = compare(
        [
            run(500, parameters=[given("sigma", "1", index=3), given("a", "1", index=1)]),
            run(600, algorithm="Measure tissue", number=1, parameters=[given("limit", "2")]),
        ]
    )
    assert [row.name for row in comparison.parameters] == ["a", "sigma", "limit"]
    assert comparison.notes[0].said().endswith("algorithms: Detect nuclei, Measure tissue.")
    assert [one.name for one in comparison.runs] == ["#1 (500)", "#1 (600)"]


def test_a_missing_figure_is_missing_and_what_was_not_found_is_0():
    found = [outline(1, box(4, 2), terms=(12,)), outline(2, box(4, 2), 2, terms=())]
    comparison = compare([run(500, found), run(501), run(502, state=RunState.FAILED)])
    stroma = Metric(Quantity.COUNT, "", "Stroma")
    assert row_of(comparison, Metric(Quantity.COUNT)) == (2, 0, None)
    assert row_of(comparison, Metric(Quantity.AREA, MICRON2)) == (33, 0, None)
    assert row_of(comparison, Metric(Quantity.MEAN_AREA, MICRON2)) == (16.5, None, None)
    assert row_of(comparison, stroma) == (1, 0, None)
    assert row_of(comparison, Metric(Quantity.COUNT, "", NO_TERM)) == (1, 0, None)
    assert row_of(comparison, Metric(Quantity.COUNT, "", None, "a.svs")) == (1, None, None)
    changes = next(row.changes for row in comparison.metrics if row.metric == stroma)
    assert changes == (0, -1, None)


def test_areas_of_different_units_stand_in_rows_of_their_own():
    comparison = compare(
        [run(500, [outline(1, box(4, 2))]), run(501, [outline(1, box(4, 2), image=3)])]
    )
    assert row_of(comparison, Metric(Quantity.AREA, MICRON2)) == (1, None)
    assert row_of(comparison, Metric(Quantity.AREA, PIXEL2)) == (None, 8)


def test_images_and_terms_of_other_projects_meet_by_name():
    images = {71: ImageInstance(id=71, project=70, name="a.svs")}
    terms = {73: Term(id=73, ontology=72, name="Nucleus")}
    comparison = compare(
        [
            run(500, [outline(1, box(4, 2))]),
            run(501, [outline(1, box(4, 2), 71, (73,))], images=images, terms=terms),
        ]
    )
    assert row_of(comparison, Metric(Quantity.COUNT, "", "Nucleus", "a.svs")) == (1, 1)


def test_the_sentence_names_each_difference_with_its_values():
    one = run(500, [outline(i, box(1, 1)) for i in range(50)], parameters=[given("sigma", "40")])
    other = run(501, [outline(i, box(1, 1)) for i in range(45)], parameters=[given("sigma", "30")])
    assert compare([one, other]).plain_sentence() == (
        "#2 against #1: Sigma 30 instead of 40. Objects found: 45 instead of 50 (−10 %)."
    )
    many = [one, *(run(600 + i, parameters=[given("sigma", "30")]) for i in range(9))]
    assert compare(many).plain_sentence().startswith("9 others against #1 differ in Sigma. ")
    third = run(502, parameters=[given("sigma", "30")])
    assert compare([one, other, third]).plain_sentence() == (
        "#2, #3 against #1 differ in Sigma. Objects found: 0 to 50."
    )
    assert compare([other, third]).plain_sentence().startswith("#3 against #2: no parameter")
    failed = run(503, state=RunState.FAILED)
    assert compare([one, failed]).plain_sentence() == (
        "#4 against #1: Sigma nothing instead of 40. "
        "Objects found: 50. Without a count of objects: #4."
    )


def test_the_sentence_never_goes_beyond_two_lines():
    many = [given(f"a parameter with a very long name {i}", "x" * 500, index=i) for i in range(40)]
    for count in (2, 3, 100):
        runs = [run(500), *(run(501 + i, parameters=many) for i in range(count - 1))]
        assert len(compare(runs).plain_sentence()) < 320


def test_the_json_has_stable_keys_and_says_its_schema():
    comparison = compare(
        [
            run(500, [outline(1, box(4, 2), terms=())], parameters=[given("sigma", "1")]),
            run(501, state=RunState.RUNNING),
        ]
    )
    json_text = json.dumps(comparison_json(comparison), allow_nan=False)
    assert json.loads(json_text) == comparison_json(comparison)
    told = comparison_json(comparison)
    assert (told["schema"], told["baseline"]) == (SCHEMA, 500)
    assert set(told) == {
        *("schema", "baseline", "sentence", "runs", "parameters", "metrics", "expected", "notes")
    }
    assert told["runs"][1] == {
        "id": 501,
        "number": 2,
        "algorithm": "Detect nuclei",
        "state": "RUNNING",
        "duration_seconds": 12.5,
        "created_milliseconds": 1_790_000_000_501,
        "kind": "run",
        "name": "#2",
        "tags": [],
        **dict.fromkeys(["version", "descriptor_hash", "place", "interpreter", "image_digest"], ""),
    }
    assert told["parameters"] == [
        {
            "name": "sigma",
            "human_name": "Sigma",
            "type": "String",
            "differs": True,
            "values": [{"text": "1", "shown": "1", "is_default": False}, None],
        }
    ]
    assert told["metrics"][0] == {
        "name": "count",
        "unit": "",
        "level": "run",
        "term": None,
        "image": None,
        "source": "",
        "region": None,
        "direction": "none",
        "values": [1, None],
        "changes": [0, None],
    }
    assert {"name": None} in [metric["term"] for metric in told["metrics"]]
    assert told["notes"] == [
        {"text": "#2 is still running: its figures may change.", "runs": [501]}
    ]


def test_a_comparison_can_be_sent_to_a_worker():
    comparison = compare([run(500, [outline(1, box(4, 2))]), run(501)])
    assert comparison_json(pickle.loads(pickle.dumps(comparison))) == comparison_json(comparison)
