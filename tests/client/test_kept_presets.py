"""Presets: mine and the project's, at both kinds of servers; ids find their things elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cytodesk.algorithms.presets import Preset, Thing
from cytodesk.client.connection import Connection
from cytodesk.client.launching import algorithm_of
from cytodesk.client.presets import Presets, exported, imported
from cytodesk.client.project_presets import Whose
from cytodesk.client.projects import NewTerm, new_project, terms_of
from cytodesk.errors import NotFound

from .conftest import Answer, Asked, Place
from .runs_place import Stage, stage


@pytest.fixture(scope="module")
def at_home(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    yield from stage(tmp_path_factory.mktemp("home presets"))


@pytest.fixture(scope="module")
def at_server(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    yield from stage(tmp_path_factory.mktemp("old presets"), is_legacy=True)


@pytest.fixture(params=["at_home", "at_server"])
def place(request: pytest.FixtureRequest) -> Stage:
    found: Stage = request.getfixturevalue(request.param)
    return found


def nucleus(place: Stage) -> int:
    return next(
        each.id for each in terms_of(place.connection, place.project) if each.name[0] == "N"
    )


def test_presets_of_mine_and_of_the_project_are_kept_replaced_and_removed(
    place: Stage, tmp_path: Path
) -> None:
    presets = Presets(place.connection, place.project, tmp_path)
    algorithm = algorithm_of(place.connection, place.speaker)
    for whose in Whose:
        for threshold in ("0.2", "0.3"):
            values = {"threshold": threshold, "term": str(nucleus(place))}
            made = presets.made(" Routine ", place.speaker, algorithm, values)
            presets.keep(made, whose, place.speaker)
    kept = presets.of_algorithm("Speaker", [place.speaker])
    assert [(each.whose, each.preset.name) for each in kept] == [
        (Whose.MINE, "Routine"),
        (Whose.PROJECT, "Routine"),
    ]
    assert {each.preset.values["threshold"] for each in kept} == {"0.3"}
    assert presets.named("routine", "Speaker", [place.speaker]) == kept[0]
    for each in kept:
        assert presets.taken(each.preset, algorithm).answers["term"] == str(nucleus(place))
        presets.remove(each)
    assert presets.of_algorithm("Speaker", [place.speaker]) == []
    with pytest.raises(NotFound):
        presets.named("routine", "Speaker", [place.speaker])


def test_ids_map_by_uuid_then_by_name_and_what_is_not_here_is_kept_and_named(
    at_home: Stage, tmp_path: Path
) -> None:
    place = at_home.connection
    algorithm = algorithm_of(place, at_home.speaker)
    here = Presets(place, at_home.project, tmp_path)
    made = here.made("Out", at_home.speaker, algorithm, {"term": str(nucleus(at_home))})
    (thing,) = made.things
    assert (thing.name, thing.kind, len(thing.uuid)) == ("Nucleus", "Term", 36)
    exported([made], tmp_path / "out.json")
    (read,) = imported(tmp_path / "out.json")
    assert read == made

    elsewhere = Preset("x", "Speaker", "", {"term": "7"}, (Thing(7, "?", thing.uuid),), "another")
    assert here.taken(elsewhere, algorithm).answers == {"term": str(nucleus(at_home))}
    by_name = Preset("x", "Speaker", "", {"term": "7"}, (Thing(7, "Nucleus"),), "another")
    assert here.taken(by_name, algorithm).answers == {"term": str(nucleus(at_home))}

    project = new_project(place, "Other terms", [NewTerm("Nucleus", "#112233")])
    there = Presets(place, project, tmp_path)
    (term,) = terms_of(place, project)
    assert there.taken(made, algorithm).answers == {"term": str(term.id)}
    stroma = Preset("x", "Speaker", "", {"term": "7", "old": "1"}, (Thing(7, "Fat"),), "another")
    taken = there.taken(stroma, algorithm)
    assert taken.answers == {"term": "7"}
    assert [problem.said() for problem in taken.problems] == [
        "Fat of the preset is not in this project."
    ]
    assert taken.gone == ("old",)


def test_a_server_without_job_templates_keeps_presets_as_attached_files(
    place_of_answers: tuple[Place, Connection], at_home: Stage, tmp_path: Path
) -> None:
    server, connection = place_of_answers
    files: dict[int, bytes] = {}

    def attach(asked: Asked) -> Answer:
        start = asked.body.index(b'{\n  "schema"')
        files[len(files) + 1] = asked.body[start : asked.body.index(b"\r\n--", start)]
        return Answer({"id": len(files)})

    def listed(asked: Asked) -> Answer:
        names = [{"id": id, "filename": f"{id}.cytodesk-preset.json"} for id in files]
        return Answer({"collection": names, "size": len(names)})

    def remove(asked: Asked) -> Answer:
        del files[int(asked.path.rpartition("/")[2].removesuffix(".json"))]
        return Answer({})

    project = at_home.project
    server.does(f"/api/domain/be.cytomine.project.Project/{project.id}/attachedfile.json", listed)
    server.does("/api/attachedfile.json", attach, method="POST")
    server.otherwise = lambda asked: (
        remove(asked)
        if asked.method == "DELETE"
        else Answer(files[int(asked.path.split("/")[3])], kind="application/json")
        if "/download" in asked.path
        else Answer({"errors": {"message": "nothing"}}, 404)
    )
    presets = Presets(connection, project, tmp_path)
    for threshold in ("0.2", "0.3"):
        made = Preset("Routine", "Speaker", "", {"threshold": threshold})
        presets.keep(made, Whose.PROJECT, at_home.speaker)
    (kept,) = presets.of_algorithm("Speaker", [at_home.speaker])
    assert kept.preset.values == {"threshold": "0.3"}
    presets.remove(kept)
    assert files == {}


@pytest.fixture
def place_of_answers(connected: object) -> Iterator[tuple[Place, Connection]]:
    server = Place()
    yield server, connected(server)  # type: ignore[operator]
    server.close()
