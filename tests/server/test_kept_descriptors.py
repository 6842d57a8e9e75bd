"""An algorithm keeps the descriptor it was installed with, a run the one it was launched with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cytodesk.algorithms.descriptors import read_descriptor, read_descriptor_text
from cytodesk.errors import BadInput
from cytodesk.runs.containers.images import reference_of
from cytodesk.server.installing import install, update
from cytodesk.workspace import algorithms, people, projects, runs
from cytodesk.workspace.store import Workspace

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path / "workspace")
    people.ensure_human(workspace, "ada")
    yield workspace
    workspace.close()


def put(workspace: Workspace, file: Path) -> int:
    installed, _ = install(workspace, file.parent, python=None, wheels=None)
    return installed.id


def kept(workspace: Workspace, id: int) -> str:
    return algorithms.source_of(workspace.reading(), id).descriptor


def test_a_changed_descriptor_is_another_version_and_runs_keep_theirs(workspace, tmp_path):
    file = tmp_path / "app" / "descriptor.json"
    file.parent.mkdir()
    original = (DATA / "check" / "types_of_others.json").read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(original)
    first = put(workspace, file)
    project = workspace.write(lambda change: projects.add_project(change, "Pond", None))
    run = workspace.write(lambda change: runs.add_run(change, project.id, first, people.HUMAN, {}))
    file.write_bytes(original.replace(b'"Depth"', b'"How deep"'))
    second = put(workspace, file)
    assert second != first
    assert kept(workspace, first).encode() == original
    assert b"How deep" in kept(workspace, second).encode()
    launched = runs.run(workspace.reading(), run.id).algorithm
    assert launched == first
    assert read_descriptor_text(kept(workspace, launched), "kept").parameters[6].name == "Depth"


def test_mending_a_descriptor_outside_changes_nothing_that_is_installed(workspace, tmp_path):
    file = tmp_path / "app" / "descriptor.json"
    file.parent.mkdir()
    shutil.copyfile(DATA / "check" / "trailing_commas.json", file)
    before = file.read_text(encoding="utf-8")
    id = put(workspace, file)
    shutil.copyfile(DATA / "check" / "clean.json", file)
    assert kept(workspace, id) == before
    folder = workspace.folder / algorithms.source_of(workspace.reading(), id).folder
    assert (folder / "descriptor.json").read_text(encoding="utf-8") == before


def test_two_descriptors_of_one_folder_are_two_algorithms(workspace, tmp_path):
    names = ("trailing_commas.json", "clean.json")
    for name in names:
        shutil.copyfile(DATA / "check" / name, tmp_path / name)
    ids = [install(workspace, tmp_path / name)[0].id for name in (*names, *names)]
    assert [kept(workspace, id) for id in ids[:2]] == [
        (tmp_path / name).read_text(encoding="utf-8") for name in names
    ]
    assert ids[:2] == ids[2:], "each is installed once"


@pytest.mark.parametrize("name", ["task.yml", "boutiques.json", "bilayers.yaml"])
def test_every_dialect_is_installed_and_read_again_from_what_is_kept(name, workspace, tmp_path):
    file = tmp_path / "app" / f"descriptor{Path(name).suffix}"
    file.parent.mkdir()
    shutil.copyfile(DATA / "dialects" / name, file)
    algorithm = read_descriptor(file)
    id = put(workspace, file)
    assert read_descriptor_text(kept(workspace, id), "descriptor.json") == algorithm
    stored = algorithms.parameters(workspace.reading(), id, with_set_by_server=True)
    assert [each.name for each in stored] == [each.id for each in algorithm.parameters]


def test_what_only_some_servers_read_survives_too(workspace, tmp_path):
    file = tmp_path / "app" / "descriptor.json"
    file.parent.mkdir()
    told = {
        "name": "Far",
        "container-image": {"image": "lab/far:2", "type": "singularity", "index": "quay.io"},
        "schema-version": "cytomine-0.1",
        "command-line": "python run.py DEPTH",
        "default-processing-server-name": "cluster",
        "inputs": [
            {
                "id": "depth",
                "name": "Depth",
                "description": "How deep, in metres",
                "type": "Number",
                "value-key": "DEPTH",
                "command-line-flag": "--depth",
            }
        ],
    }
    file.write_text(json.dumps(told))
    id_ = put(workspace, file)
    read = read_descriptor_text(kept(workspace, id_), "kept")
    assert read.processing_server == "cluster"
    assert read.container_image is not None
    assert reference_of(read.container_image) == "quay.io/lab/far:2"
    (parameter,) = algorithms.algorithm(workspace.reading(), id_).parameters
    assert parameter.description == "How deep, in metres"


def test_an_algorithm_is_updated_from_where_it_came_and_the_old_one_stays(workspace, tmp_path):
    file = tmp_path / "app" / "descriptor.json"
    file.parent.mkdir()
    shutil.copyfile(DATA / "check" / "clean.json", file)
    first = put(workspace, file)
    same, _ = update(workspace, first)
    assert same.id == first
    (file.parent / "more.py").write_text("pass")
    second, _ = update(workspace, first)
    assert second.id != first
    assert second.full_name != same.full_name
    assert algorithms.algorithm(workspace.reading(), first).deprecated
    shutil.rmtree(file.parent)
    with pytest.raises(BadInput, match="not there any more"):
        update(workspace, second.id)
