from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.changes import Kind
from cytodesk.algorithms.descriptors import read_descriptor_text
from cytodesk.algorithms.parameters import ParameterType
from cytodesk.client.beginning import (
    algorithms_of,
    beginning_at,
    from_run,
    runs_of,
    with_images_offered,
)
from cytodesk.client.connection import Connection
from cytodesk.errors import NotFound
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import from_json
from cytodesk.wire.projects import Project
from tests.containers import task

from .conftest import Place

Connect = Callable[..., Connection]
PROJECT = Project(id=10, name="P", ontology=20)


def software(id: int, name: str, version: str, **more: Any) -> dict[str, Any]:
    parameters = [
        {"id": 1, "name": "cytomine_host", "type": "String", "setByServer": True},
        {"id": 2, "name": "radius", "type": "Number", "required": True},
        {"id": 3, "name": "where", "type": "String", "defaultParamValue": "$currentProject$!"},
    ]
    return {
        "class": "be.cytomine.processing.Software",
        "id": id,
        "name": name,
        "softwareVersion": version,
        "parameters": parameters,
        **more,
    }


def job(**values: str) -> dict[str, Any]:
    given = [{"id": i, "name": name, "value": values[name]} for i, name in enumerate(values)]
    return {
        "class": "be.cytomine.processing.Job",
        "id": 500,
        "number": 3,
        "software": 7,
        "jobParameters": given,
    }


@pytest.fixture
def furnished(place: Place) -> Place:
    known = [
        software(7, "Detect", "1.9"),
        software(8, "Detect", "1.10"),
        software(9, "count", "2"),
        software(6, "Old", "1", deprecated=True),
    ]
    place.says("/api/project/10/software.json", {"collection": known, "size": 4})
    for each in known:
        place.says(f"/api/software/{each['id']}.json", each)
    return place


def asked(algorithm: Algorithm) -> dict[str, object]:
    return {parameter.id: parameter.default for parameter in algorithm.asked}


def test_algorithms_come_by_name_with_the_newest_version_first(
    furnished: Place, connected: Connect
) -> None:
    found = algorithms_of(connected(furnished), PROJECT)
    assert [(each.name, each.version) for each in found] == [
        ("count", "2"),
        ("Detect", "1.10"),
        ("Detect", "1.9"),
    ]


def test_a_server_without_algorithms_of_this_kind_says_so(place: Place, connected: Connect) -> None:
    with pytest.raises(NotFound, match="no algorithms"):
        algorithms_of(connected(place), PROJECT)


def test_a_form_begins_with_an_algorithm_and_its_defaults_resolved(
    furnished: Place, connected: Connect
) -> None:
    beginning = beginning_at(connected(furnished), PROJECT, 7)
    assert (beginning.installed.id, beginning.answers, beginning.run) == (7, {}, None)
    assert asked(beginning.algorithm) == {"radius": None, "where": "10!"}


def test_a_form_begins_with_the_values_of_a_run(furnished: Place, connected: Connect) -> None:
    furnished.says("/api/job/500.json", job(radius="2.5", cytomine_host="http://h", smell="x"))
    connection = connected(furnished)
    for beginning in (beginning_at(connection, PROJECT, 500), from_run(connection, PROJECT, 500)):
        assert beginning.run is not None
        assert beginning.run.number == 3
        assert beginning.answers == {"radius": "2.5"}
        (gone,) = beginning.differences
        assert (gone.kind, gone.parameter.id) == (Kind.GONE, "smell")


def test_a_runs_values_go_into_another_version_and_what_differs_is_told(
    furnished: Place, connected: Connect
) -> None:
    newer = software(8, "Detect", "1.10")
    newer["parameters"][1] = {"id": 9, "name": "size", "type": "Number", "required": True}
    furnished.says("/api/software/8.json", newer)
    furnished.says("/api/job/500.json", job(radius="2.5", where="there"))
    into = from_json(InstalledAlgorithm, newer)
    beginning = from_run(connected(furnished), PROJECT, 500, into)
    assert beginning.installed.id == 8
    assert beginning.answers == {"where": "there"}
    assert beginning.since == "1.9"
    assert [each.problem.said() for each in beginning.differences] == [
        "size is new and has no value yet.",
        "radius is not asked for any more; it was 2.5.",
    ]


def test_what_is_neither_algorithm_nor_run_is_not_found(
    furnished: Place, connected: Connect
) -> None:
    with pytest.raises(NotFound):
        beginning_at(connected(furnished), PROJECT, 77)


def test_earlier_runs_come_newest_first(furnished: Place, connected: Connect) -> None:
    furnished.says("/api/job.json", {"collection": [job(radius="1")], "size": 1})
    (run,) = runs_of(connected(furnished), PROJECT)
    query = furnished.asked[-1].query
    assert (query["project"], query["sort"], query["order"]) == ("10", "created", "desc")
    assert (run.number, run.parameters[0].value) == (3, "1")


def test_an_image_input_of_a_task_is_chosen_among_the_images_of_the_project() -> None:
    array = {"id": "array", "subtype": "image", "min_size": 1, "max_size": 3}
    told = task("Slides", {"one": "image", "many": array, "size": "integer"}, {})
    text = yaml.safe_dump(told, sort_keys=False)
    one, many, size = with_images_offered(read_descriptor_text(text, "descriptor.yml")).parameters
    assert (one.type, many.type) == (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN)
    assert "imageinstance" in one.uri
    assert many.entries is None
    assert size.type is ParameterType.NUMBER
