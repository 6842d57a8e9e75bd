"""A project leaves its workspace as one file and arrives in another."""

from __future__ import annotations

import base64
import json
import re
import shutil
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from cytodesk.client.annotations import annotations_of, download_file, files_of
from cytodesk.client.connection import Connection
from cytodesk.client.exchange import Imported, export_project, import_project
from cytodesk.client.station_keys import Keys, keys_of
from cytodesk.desk import Desk
from cytodesk.errors import BadInput, Refused
from cytodesk.wire.codec import from_json
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Project, Term
from cytodesk.wire.runs import Run, RunState

DESCRIPTOR = {
    "name": "Count",
    "schema-version": "cytomine-0.1",
    "command-line": "python run.py TERM IMAGES",
    "inputs": [
        {"id": "term", "value-key": "[TERM]", "type": "Domain", "uri": "/api/term.json"},
        {"id": "images", "value-key": "[IMAGES]", "type": "ListDomain", "uri": "/api/image.json"},
        {"id": "threshold", "value-key": "[THRESHOLD]", "type": "Number", "default-value": 5},
    ],
}
SQUARE = "POLYGON ((10 10, 20 10, 20 20, 10 20, 10 10))"
TRIANGLE = "POLYGON ((30 30, 40 30, 40 40, 30 30))"


@dataclass(frozen=True, slots=True)
class Room:
    """A workspace with its station, and the keys of everybody in it."""

    place: Connection
    secret: bytes
    workspace: Path

    def keys(self, user: int) -> Keys:
        return keys_of(self.secret, user)

    def as_run(self, run: Run) -> Connection:
        return Connection.open(self.place.url, self.keys(run.user or 0))


@pytest.fixture(scope="module")
def open_room(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Room]]:
    with ExitStack() as house:
        desk = house.enter_context(Desk("test"))

        def made() -> Room:
            workspace = tmp_path_factory.mktemp("room") / "workspace"
            place = desk.connect(workspace=workspace)
            house.callback(place.post, "/station/v1/stop", {"now": True})
            return Room(place, desk.key_file.secret_of(place.server_id) or b"", workspace)

        yield made


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("app")
    (folder / "descriptor.json").write_text(json.dumps(DESCRIPTOR), encoding="utf-8")
    (folder / "model").mkdir()
    (folder / "run.py").write_text("print('counting')\n", encoding="utf-8")
    (folder / "model" / "weights.txt").write_text("1 2 3", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def slide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("slide") / "grey.png"
    Image.new("RGB", (300, 200), (100, 150, 200)).save(path)
    return path


@pytest.fixture(scope="module")
def first(open_room: Callable[[], Room]) -> Room:
    return open_room()


@pytest.fixture(scope="module")
def project(first: Room, app: Path, slide: Path, tmp_path_factory: Any) -> Project:
    """Return a project in which a human drew and reviewed, and two runs were made."""
    place = first.place
    ontology = place.post("ontology.json", {"name": "cells"})["ontology"]["id"]
    cell = place.post("term.json", {"name": "cell", "ontology": ontology})["term"]["id"]
    body = {"name": "lymphocyte", "ontology": ontology, "parent": cell, "color": "#123456"}
    place.post("term.json", body)
    body = {"name": "Études – 細胞", "ontology": ontology}
    project = from_json(Project, place.post("project.json", body)["project"])
    image = place.post("/station/v1/images", {"project": project.id, "path": str(slide)})["id"]
    drawn = place.post("annotation.json", {"image": image, "location": SQUARE, "term": [cell]})
    place.post(f"annotation/{drawn['annotation']['id']}/review.json")
    place.post(f"project/{project.id}/property.json", {"key": "stain", "value": "H&E"})
    place.put(
        f"domain/be.cytomine.project.Project/{project.id}/description.json", {"data": "Two runs."}
    )
    algorithm = place.post("/station/v1/algorithms", {"path": str(app)})["software"]
    parameters = {each["name"]: each["id"] for each in algorithm["parameters"]}
    values = {"term": cell, "images": image, "threshold": f"{cell}"}
    params = [{"softwareParameter": parameters[n], "value": v} for n, v in values.items()]
    body = {"project": project.id, "software": algorithm["id"], "params": params}
    for is_done in (True, False):
        run = from_json(Run, place.post("job.json", body)["job"])
        with first.as_run(run) as program:
            program.put(f"job/{run.id}.json", {"status": 2, "progress": 40})
            found = program.post("annotation.json", {"image": image, "location": TRIANGLE})
            path = f"annotation/{found['annotation']['id']}/term/{cell}.json"
            program.post(path, {"term": cell, "rate": 0.75, "expectedTerm": cell})
            if is_done:
                table = tmp_path_factory.mktemp("table") / "counts.csv"
                table.write_text("cells\n1\n", encoding="utf-8")
                data = program.post(
                    "jobdata.json", {"job": run.id, "key": "Counts", "filename": "counts.csv"}
                )
                program.upload(f"jobdata/{data['jobdata']['id']}/upload", table)
                program.put(f"job/{run.id}.json", {"status": 3, "statusComment": "1 cell"})
    return place.thing(Project, f"project/{project.id}.json")


@pytest.fixture(scope="module")
def exported(first: Room, project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exported") / "project.cytodesk"
    export_project(first.place, project, path)
    return path


@pytest.fixture(scope="module")
def second(open_room: Callable[[], Room]) -> Room:
    room = open_room()
    for number in range(7):  # so that ids differ from those of the first
        room.place.post("ontology.json", {"name": f"other {number}"})
    return room


@pytest.fixture(scope="module")
def arrived(second: Room, exported: Path) -> Imported:
    return import_project(second.place, exported)


def told(path: Path) -> dict[str, Any]:
    """Return what a project file says: rows by UUID, ids in values by what they stand for."""
    rows: dict[str, Any] = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.endswith(".jsonl"):
                rows[name] = archive.read(name) if name != "manifest.json" else None
                continue
            for line in archive.read(name).splitlines():
                row = json.loads(line)
                for thing in row.get("objects", ()):
                    row["value"] = row["value"].replace(thing.pop("id"), thing["uuid"])
                rows[f"{name} {row['uuid']}"] = row
    return rows


def test_what_arrives_is_what_left(
    second: Room, exported: Path, arrived: Imported, tmp_path: Path
) -> None:
    export_project(second.place, arrived.project, tmp_path / "again.cytodesk")
    left, came = told(exported), told(tmp_path / "again.cytodesk")
    (going_on,) = [row for name, row in left.items() if "run.jsonl" in name and row["status"] == 2]
    going_on["status"] = 5  # nobody here follows it any more
    assert came == left
    assert any(name.startswith("files/") for name in left)
    assert any(name.endswith("/model/weights.txt") for name in left)


def test_the_imported_project_is_whole(second: Room, arrived: Imported, tmp_path: Path) -> None:
    place, project = second.place, arrived.project
    assert project.name == "Études – 細胞"
    counts = (project.annotation_count, project.run_annotation_count)
    assert (*counts, project.reviewed_annotation_count) == (1, 2, 1)
    terms = {term.name: term for term in place.things(Term, f"project/{project.id}/term.json")}
    assert terms["lymphocyte"].parent == terms["cell"].id
    lost, done = place.things(Run, "job.json", project=project.id)
    assert (lost.state, done.state, done.comment) == (RunState.LOST, RunState.SUCCEEDED, "1 cell")
    (found,) = annotations_of(place, done)
    assert (found.terms, found.rate, found.user) == ((terms["cell"].id,), 0.75, done.user)
    (file,) = files_of(place, done)
    assert download_file(place, file, tmp_path).read_text() == "cells\n1\n"


def test_values_name_the_things_of_this_workspace(
    first: Room, second: Room, project: Project, arrived: Imported
) -> None:
    place = second.place
    (image,) = place.things(ImageInstance, f"project/{arrived.project.id}/imageinstance.json")
    cell = next(place.things(Term, f"project/{arrived.project.id}/term.json"))
    there = next(first.place.things(Term, f"project/{project.id}/term.json"))
    run = next(place.things(Run, "job.json", project=arrived.project.id))
    values = {each.name: each.value for each in run.parameters}
    assert values == {"term": str(cell.id), "images": str(image.id), "threshold": str(there.id)}
    assert cell.id != there.id


def test_what_is_here_is_not_brought_again(second: Room, exported: Path, arrived: Imported) -> None:
    again = import_project(second.place, exported)
    assert again.project == arrived.project
    assert again.added == {}


def test_what_is_new_in_a_later_export_is_added(
    first: Room, second: Room, project: Project, arrived: Imported, tmp_path: Path
) -> None:
    image = next(first.place.rows(f"project/{project.id}/imageinstance.json"))["id"]
    drawn = first.place.post("annotation.json", {"image": image, "location": TRIANGLE})
    export_project(first.place, project, tmp_path / "later.cytodesk")
    first.place.delete(f"annotation/{drawn['annotation']['id']}.json")
    later = import_project(second.place, tmp_path / "later.cytodesk")
    assert later.added == {"annotation": 1}
    assert later.project.annotation_count == arrived.project.annotation_count + 1


def test_no_key_is_in_the_file(first: Room, project: Project, exported: Path) -> None:
    users = [1, *(run.user for run in first.place.things(Run, "job.json"))]
    keys = [key for user in users for key in _both(first.keys(user or 0))]
    with zipfile.ZipFile(exported) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert not any(key.encode() in content for key in keys), name


def test_a_run_whose_work_is_reviewed_is_not_deleted(first: Room, project: Project) -> None:
    run = next(first.place.things(Run, "job.json", project=project.id))
    found = next(annotations_of(first.place, run))
    first.place.post(f"annotation/{found.id}/review.json")
    with pytest.raises(Refused, match="are reviewed"):
        first.place.delete(f"job/{run.id}.json")
    first.place.delete(f"annotation/{found.id}/review.json")


def test_a_file_of_the_first_schema_is_read_for_ever(
    open_room: Callable[[], Room], data: Path
) -> None:
    place = open_room().place
    imported = import_project(place, data / "projects" / "schema-1.cytodesk")
    assert imported.project.name == "Études – 細胞"
    assert imported.added == {
        "person": 1,
        "ontology": 1,
        "term": 2,
        "project": 1,
        "image": 1,
        "algorithm": 1,
        "parameter": 3,
        "run": 2,
        "run_user": 2,
        "run_parameter": 6,
        "run_file": 1,
        "annotation": 4,
        "property": 1,
        "description": 1,
    }


def _both(keys: Keys) -> tuple[str, str]:
    return keys.public, keys.private


def test_slides_come_along_where_they_are_wanted(
    first: Room, open_room: Callable[[], Room], project: Project, slide: Path, tmp_path: Path
) -> None:
    there = tmp_path / "elsewhere.cytodesk"
    bare = tmp_path / "bare" / "bare.cytodesk"
    bare.parent.mkdir()
    export_project(first.place, project, there, with_images=True)
    export_project(first.place, project, bare)
    away = slide.rename(tmp_path / "moved away.png")
    try:
        third = open_room()
        poor = import_project(third.place, bare)
        assert "grey.png" in poor.warnings[0].said()
        third.place.delete(f"project/{poor.project.id}.json")
        shutil.copy(away, bare.parent / slide.name)
        beside = import_project(third.place, bare)
        assert (beside.warnings, beside.project.image_count) == ((), 1)
        third.place.delete(f"project/{beside.project.id}.json")
        rich = import_project(third.place, there)
        (image,) = third.place.things(
            ImageInstance, f"project/{rich.project.id}/imageinstance.json"
        )
        assert rich.warnings == ()
        third.place.download(f"imageinstance/{image.id}/download", tmp_path / "back.png")
        assert (tmp_path / "back.png").read_bytes() == away.read_bytes()
    finally:
        away.rename(slide)


def changed(path: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Write a copy of a project file of which `change` gives each member's content."""
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(target, "w") as copy:
        for name in archive.namelist():
            content = change(name, archive.read(name))
            if content is not None:
                copy.writestr(name, content)
    return target


def newer(name: str, content: bytes) -> bytes:
    return content.replace(b'"schema": 1', b'"schema": 2') if name == "manifest.json" else content


def without_terms(name: str, content: bytes) -> bytes | None:
    return None if name == "term.jsonl" else content


def with_a_bad_outline(name: str, content: bytes) -> bytes:
    return content.replace(b'"wkb":"AQ', b'"wkb":"Zz') if "reviewed" in name else content


def with_an_endless_outline(name: str, content: bytes) -> bytes:
    endless = base64.b64encode(struct.pack("<BII", 1, 7, 1) * 50_000)
    return re.sub(rb'"wkb":"[^"]*"', b'"wkb":"' + endless + b'"', content)


def with_another_program(name: str, content: bytes) -> bytes:
    return b"print('evil')" if name.endswith("run.py") else content


def of_somebody_else(name: str, content: bytes) -> bytes | None:
    return b"{}" if name == "manifest.json" else content


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (newer, "newer CytoDesk"),
        (without_terms, "no whole project file"),
        (with_a_bad_outline, "no whole project file"),
        (with_an_endless_outline, "no whole project file"),
        (with_another_program, "not what was exported"),
        (of_somebody_else, "not a project file"),
    ],
)
def test_a_refused_file_leaves_nothing(
    open_room: Callable[[], Room],
    exported: Path,
    tmp_path: Path,
    change: Callable[[str, bytes], bytes | None],
    words: str,
) -> None:
    room = open_room()
    with pytest.raises(BadInput, match=words):
        import_project(room.place, changed(exported, tmp_path / "changed.cytodesk", change))
    for path in ("project.json", "ontology.json", "software.json", "job.json", "term.json"):
        assert list(room.place.rows(path)) == []
    for folder in ("files", "images", "algorithms"):
        assert list((room.workspace / folder).rglob("*")) == []


def test_any_other_file_is_refused_in_words(second: Room, slide: Path) -> None:
    with pytest.raises(BadInput, match="no whole project file"):
        import_project(second.place, slide)
    with pytest.raises(BadInput, match="cannot be read"):
        import_project(second.place, slide.with_name("absent.cytodesk"))
