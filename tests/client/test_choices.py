from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.client.choices import (
    Choice,
    ChoicesUnavailable,
    choices_for,
    resolved,
)
from cytodesk.client.connection import Connection
from cytodesk.client.named_choices import UnknownChoices, ids_of
from cytodesk.wire.projects import Project

from .conftest import Answer, Asked, Place

Connect = Callable[..., Connection]
PROJECT = Project(id=10, name="P", ontology=20, created=1700000000000)
BARE = Project(id=11, name="Q")


def domain(uri: str, print_attribute: str = "name", sort_attribute: str = "name") -> Parameter:
    return Parameter(
        id="p",
        name="Pick",
        type=ParameterType.DOMAIN,
        uri=uri,
        print_attribute=print_attribute,
        sort_attribute=sort_attribute,
    )


def listed(place: Place, path: str, *rows: dict[str, Any]) -> None:
    place.says(path, {"collection": list(rows), "size": len(rows)})


@pytest.mark.parametrize(
    "uri",
    [
        "/api/ontology/$currentOntology$/term.json",
        "api/ontology/$currentOntology$/term.json",
        "ontology/$currentOntology$/term.json",
        "$cytomineHost$/api/ontology/$currentOntology$/term.json",
        " /api/ontology/20/term.json ",
    ],
)
def test_terms_are_offered_with_their_colours_however_the_uri_begins(
    place: Place, connected: Connect, uri: str
) -> None:
    term = {"class": "be.cytomine.ontology.Term", "id": 5, "name": "Nucleus", "color": "#ff0000"}
    listed(place, "/api/ontology/20/term.json", term)
    (choice,) = choices_for(connected(place), domain(uri), PROJECT)
    assert (choice.id, choice.text, choice.kind, choice.color) == (5, "Nucleus", "Term", "#ff0000")


def test_each_placeholder_is_replaced_wherever_it_stands() -> None:
    text = (
        "$currentProject$/$currentProject$/$currentOntology$"
        "?a=$currentProjectCreationDate$&b=$currentDate$&c=$cytomineHost$"
    )
    assert resolved(text, PROJECT, host="http://h", now=9) == (
        "10/10/20?a=1700000000000&b=9&c=http://h"
    )


@settings(derandomize=True, max_examples=200)
@given(st.text(), st.text())
def test_text_without_placeholders_stays_as_it_is(before: str, after: str) -> None:
    text = f"{before}$currentProject${after}"
    if "$" not in before + after:
        assert resolved(text, PROJECT, host="h") == f"{before}10{after}"
        assert resolved(before, PROJECT, host="h") == before


def test_other_words_between_dollars_stay_in_a_default() -> None:
    assert resolved("$currentUser$ $5 $", PROJECT, host="h") == "$currentUser$ $5 $"
    assert resolved("$currentOntology$", BARE, host="h") == ""


def test_the_query_of_an_uri_reaches_the_server(place: Place, connected: Connect) -> None:
    connection = connected(place)
    listed(place, "/api/job.json", {"id": 1})
    choices_for(connection, domain("/api/job.json?project=$currentProject$&software=3"), PROJECT)
    query = place.asked[-1].query
    assert (query["project"], query["software"]) == ("10", "3")


def test_runs_are_shown_with_name_date_and_number(place: Place, connected: Connect) -> None:
    run = {
        "class": "be.cytomine.processing.Job",
        "id": 500,
        "softwareName": "Detect (1.0)",
        "created": "1700000000000",
        "number": 3,
    }
    listed(place, "/api/job.json", run)
    (choice,) = choices_for(connected(place), domain("/api/job.json", "softwareName"), PROJECT)
    assert choice.text.startswith("Detect (1.0) - 2023-11-1")
    assert choice.text.endswith(" (#3)")
    assert choice.kind == "Job"


def test_a_missing_print_attribute_gives_the_name_and_a_missing_name_the_id(
    place: Place, connected: Connect
) -> None:
    listed(
        place,
        "/api/x.json",
        {"id": 1, "title": "T", "name": "N"},
        {"id": 2, "title": " ", "name": "N"},
        {"id": 3, "name": None},
    )
    found = choices_for(connected(place), domain("/api/x.json", "title", ""), PROJECT)
    assert [choice.text for choice in found] == ["T", "N", "3"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["image 10", "Image 9", "étage", "Zoo", "eau"], [4, 2, 1, 0, 3]),
        (["1700000000000", "999", None, "1600000000000"], [1, 3, 0, 2]),
        ([10, 9, 2.5], [2, 1, 0]),
    ],
)
def test_choices_come_in_the_order_that_a_person_expects(
    place: Place, connected: Connect, values: list[Any], expected: list[int]
) -> None:
    rows = [{"id": i, "name": f"n{i}", "key": value} for i, value in enumerate(values)]
    listed(place, "/api/x.json", *rows)
    found = choices_for(connected(place), domain("/api/x.json", "name", "key"), PROJECT)
    assert [choice.id for choice in found] == expected


def test_without_sort_attribute_the_servers_order_stays(place: Place, connected: Connect) -> None:
    listed(place, "/api/x.json", {"id": 3, "name": "b"}, {"id": 1, "name": "a"})
    found = choices_for(connected(place), domain("/api/x.json", sort_attribute=""), PROJECT)
    assert [choice.id for choice in found] == [3, 1]


def test_thousands_of_images_come_in_pages(place: Place, connected: Connect) -> None:
    connection = connected(place)
    rows = [{"id": i, "instanceFilename": f"{i}.svs", "thumb": f"t{i}"} for i in range(1203)]

    def reply(asked: Asked) -> Answer:
        offset = int(asked.query["offset"])
        shown = rows[offset : offset + int(asked.query["max"])]
        return Answer({"collection": shown, "size": len(rows)})

    place.does("/api/project/10/imageinstance.json", reply)
    uri = "/api/project/$currentProject$/imageinstance.json"
    parameter = domain(uri, "instanceFilename", "instanceFilename")
    found = choices_for(connection, parameter, PROJECT)
    assert [choice.text for choice in found] == [f"{i}.svs" for i in range(1203)]
    assert found[0].thumb == "t0"


@pytest.mark.parametrize(
    ("uri", "project", "words"),
    [
        ("", PROJECT, "give an id"),
        ("/api/user/$currentUser$/x.json", PROJECT, r"\$currentUser\$"),
        ("/api/ontology/$currentOntology$/term.json", BARE, "does not have"),
        ("https://evil.example.org/api/x.json", PROJECT, "another server"),
        ("/api/nothing.json", PROJECT, "nothing at"),
        ("/api/object.json", PROJECT, "not a list"),
        ("/api/object.json?max=3", PROJECT, "not a list"),
        ("/api/page.json", PROJECT, "page"),
        ("/api/noid.json", PROJECT, "id"),
    ],
)
def test_what_cannot_be_listed_is_said_so_that_an_id_can_be_asked(
    place: Place, connected: Connect, uri: str, project: Project, words: str
) -> None:
    connection = connected(place)
    place.says("/api/object.json", {"id": 1})
    place.says("/api/page.json", b"<html>x</html>", kind="text/html")
    listed(place, "/api/noid.json", {"name": "x"})
    with pytest.raises(ChoicesUnavailable, match=words):
        choices_for(connection, domain(uri), project)


def test_a_server_that_is_gone_makes_choices_unavailable(place: Place, connected: Connect) -> None:
    connection = connected(place)
    place.close()
    connection.close()
    with pytest.raises(ChoicesUnavailable, match="connection"):
        choices_for(connection, domain("/api/x.json"), PROJECT)


CHOICES = [
    Choice(1, "Nucleus", (1,)),
    Choice(2, "Tumour", (2,)),
    Choice(3, "tumour", (3,)),
    Choice(12, "7", (4,)),
    Choice(7, "Stroma", (5,)),
    Choice(8, "Café", (6,)),
]


def test_a_name_an_id_and_another_case_mean_the_same_thing() -> None:
    assert ids_of(["Nucleus", "1", "nucleus ", "Tumour", "tumour"], CHOICES) == [1, 1, 1, 2, 3]
    assert ids_of(["CAFE"], CHOICES) == [8]


def test_an_id_comes_before_a_name_of_digits() -> None:
    assert ids_of(["7"], CHOICES) == [7]


def test_every_unknown_name_is_told_at_once_with_the_nearest() -> None:
    with pytest.raises(UnknownChoices) as raised:
        ids_of(["Nucles", "TUMOUR", "99", "Stroma"], CHOICES)
    said = [problem.said() for problem in raised.value.problems]
    assert "Nearest: Nucleus" in said[0]
    assert "2, 3" in said[1]
    assert "99" in said[2]
    assert len(said) == 3
