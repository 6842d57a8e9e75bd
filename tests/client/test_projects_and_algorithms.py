"""Projects, counts and algorithms of a real station, which may pretend to be an old server."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile

from cytodesk.client.connection import Connection
from cytodesk.client.counting import count_by_author, count_by_term
from cytodesk.client.finding import find_project
from cytodesk.client.installing import (
    algorithms_of,
    install,
    last_used,
    look_at,
    make_ready,
    needs_of,
    remove_algorithm,
)
from cytodesk.client.projects import (
    NewTerm,
    add_image,
    images_of,
    images_with,
    new_project,
    projects_of,
    remove_image,
    terms_of,
)
from cytodesk.client.station_keys import Keys
from cytodesk.errors import BadInput, Cancelled, DescriptorError, EnvironmentFailed
from tests.server.stations import serving

SQUARE = "POLYGON((10 10, 60 10, 60 60, 10 60, 10 10))"
DESCRIPTOR = {
    "name": "Quiet",
    "description": "Does nothing, and says so.",
    "schema-version": "cytomine-0.1",
    "container-image": {"image": "none/quiet", "type": "singularity"},
    "command-line": "python run.py [WORD]",
    "inputs": [{"id": "word", "name": "Word", "type": "String", "value-key": "[@ID]"}],
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("things")


@pytest.fixture(scope="module", params=["station", "legacy"])
def place(request: pytest.FixtureRequest, root: Path) -> Iterator[Connection]:
    workspace = root / "workspace"
    if not workspace.exists():
        with serving(workspace, root) as station, _connected(station) as connection:
            _furnish(connection, root)
    with (
        serving(workspace, root, is_legacy=request.param == "legacy") as station,
        _connected(station) as connection,
    ):
        yield connection


def _connected(station: object) -> Connection:
    return Connection.open(station.url, station.keys())  # type: ignore[attr-defined]


def _furnish(place: Connection, root: Path) -> None:
    """Make a project with two images, three terms, annotations of one person and of one run."""
    for name in ("slide 10.tif", "slide 9.tif"):
        tifffile.imwrite(root / name, np.full((300, 400, 3), 200, np.uint8), tile=(256, 256))
    terms = [NewTerm("tumour 10", "#112233"), NewTerm("Tumour 9", "#445566"), NewTerm("x", "#0f0")]
    project = new_project(place, "Demo", terms)
    image = add_image(place, project, root / "slide 10.tif")
    add_image(place, project, root / "slide 9.tif")
    nine, ten, _ = (term.id for term in terms_of(place, project))
    drawn = [[nine], [nine], [ten], []]
    place.post(
        "annotation.json",
        [{"image": image.id, "location": SQUARE, "term": each} for each in drawn],
    )
    quiet = install(place, _app(root / "quiet"), python=Path(sys.executable))
    run = place.post("job.json", {"project": project.id, "software": quiet.id})["job"]
    user = place.get(f"user/{run['userJob']}.json")  # of a run that nobody starts, so it stays
    keys = Keys(user["publicKey"], user["privateKey"])
    with Connection.open(place.url, keys) as of_run:
        of_run.post(
            "algoannotation.json",
            [{"image": image.id, "location": SQUARE, "term": [ten]} for _ in range(3)],
        )


def _app(folder: Path, **changed: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "descriptor.json").write_text(json.dumps(DESCRIPTOR | changed), "utf-8")
    (folder / "run.py").write_text("print('hush')\n", "utf-8")
    return folder


def test_images_and_terms_come_in_the_order_in_which_people_count(place: Connection) -> None:
    project = find_project(place, "Demo")
    assert [image.name for image in images_of(place, project)] == ["slide 9.tif", "slide 10.tif"]
    assert [term.name for term in terms_of(place, project)] == ["Tumour 9", "tumour 10", "x"]
    assert project in projects_of(place)


@pytest.mark.parametrize("filters", [True, False])
def test_images_with_some_ids_come_alone_whether_or_not_a_server_filters(
    place: Connection, monkeypatch: pytest.MonkeyPatch, filters: bool
) -> None:
    project = find_project(place, "Demo")
    wanted = images_of(place, project)[1]
    page = Connection.page
    if not filters:

        def unfiltered(place: Connection, path: str, **query: Any) -> Any:
            return page(place, path, **{key: query[key] for key in query if key != "id[in]"})

        monkeypatch.setattr(Connection, "page", unfiltered)
    assert images_with(place, project, [wanted.id, 999_999]) == {wanted.id: wanted}
    assert images_with(place, project, []) == {}


def test_annotations_are_counted_by_term_for_people_and_runs_apart(place: Connection) -> None:
    counts = count_by_term(place, find_project(place, "Demo"))
    told = [(each.term and each.term.name, each.by_people, each.by_runs) for each in counts]
    assert told == [("Tumour 9", 2, 0), ("tumour 10", 1, 3), ("x", 0, 0), (None, 1, 0)]


def test_annotations_are_counted_by_person_and_by_algorithm(place: Connection) -> None:
    person, algorithm = count_by_author(place, find_project(place, "Demo"))
    assert (person.annotations, person.is_algorithm) == (4, False)
    assert (algorithm.name, algorithm.annotations, algorithm.runs) == ("Quiet", 3, 1)


def test_a_project_name_is_given_once(place: Connection) -> None:
    for name in ("Demo", "  "):
        with pytest.raises(BadInput):
            new_project(place, name)


def test_an_algorithm_says_when_it_was_used_last(place: Connection) -> None:
    (quiet,) = [each for each in algorithms_of(place) if each.name == "Quiet"]
    assert (last_used(place, quiet) or 0) > 1_600_000_000_000


def test_what_is_installed_says_what_it_starts_where_that_is_known(place: Connection) -> None:
    (quiet,) = [each for each in algorithms_of(place) if each.name == "Quiet"]
    needs = needs_of(place, quiet)
    assert needs.trouble is None
    assert needs.program == ("run.py" if place.is_station else None)


def test_what_an_algorithm_does_is_told_without_its_markup(place: Connection) -> None:
    (quiet,) = [each for each in algorithms_of(place) if each.name == "Quiet"]
    if not place.is_station:
        kind = "be.cytomine.processing.Software"
        body = {"data": "<p>Does &amp; says</p> <b>nothing</b>"}
        place.post(f"domain/{kind}/{quiet.id}/description.json", body)
    expected = "Does nothing, and says so." if place.is_station else "Does & says nothing"
    assert needs_of(place, quiet).description == expected


def test_a_server_takes_neither_files_nor_algorithms_by_their_paths(
    place: Connection, root: Path
) -> None:
    if place.is_station:
        pytest.skip("a station does")
    with pytest.raises(BadInput, match="upload"):
        add_image(place, find_project(place, "Demo"), root / "slide 9.tif")
    with pytest.raises(BadInput, match="own tools"):
        look_at(place, root / "quiet")


@pytest.fixture
def station(place: Connection) -> Connection:
    if not place.is_station:
        pytest.skip("only a station can")
    return place


def test_a_file_that_is_no_image_is_refused_in_one_sentence(
    station: Connection, tmp_path: Path
) -> None:
    (tmp_path / "notes.svs").write_text("not a slide", "utf-8")
    with pytest.raises(BadInput, match=r"notes\.svs"):
        add_image(station, find_project(station, "Demo"), tmp_path / "notes.svs")


def test_an_image_leaves_its_project_and_its_file_stays(station: Connection, root: Path) -> None:
    project = new_project(station, "For a moment")
    image = add_image(station, project, root / "slide 9.tif")
    remove_image(station, image)
    assert images_of(station, project) == []
    assert (root / "slide 9.tif").exists()


@pytest.mark.parametrize("kind", ["folder", "zip", "descriptor"])
def test_a_look_keeps_nothing_and_tells_what_would_be_fetched(
    station: Connection, tmp_path: Path, kind: str
) -> None:
    app = _app(tmp_path / "app", name=f"Looked at as {kind}")
    (app / "requirements.txt").write_text("numpy==2.2.0  # arrays\nscipy\n", "utf-8")
    (app / "Dockerfile").write_text("FROM python:3.8\nENTRYPOINT python run.py\n", "utf-8")
    path = {"folder": app, "zip": tmp_path / "app.zip", "descriptor": app / "descriptor.json"}[kind]
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for file in app.iterdir():
                archive.write(file, f"app/{file.name}")
    looked = look_at(station, path)
    assert (looked.name, looked.files) == (f"Looked at as {kind}", 4)
    assert looked.needs.requirements == ("numpy==2.2.0", "scipy")
    assert (looked.needs.python, looked.needs.program) == ("3.8", "run.py")
    assert looked.name not in [each.name for each in algorithms_of(station)]


def test_without_a_program_the_look_says_which_names_were_looked_for(
    station: Connection, tmp_path: Path
) -> None:
    app = _app(tmp_path / "app")
    (app / "run.py").unlink()
    bare = {name: value for name, value in DESCRIPTOR.items() if name != "container-image"}
    (app / "descriptor.json").write_text(json.dumps(bare), "utf-8")  # no engine can run it either
    looked = look_at(station, app)
    assert looked.needs.program is None
    assert "run.py" in (looked.needs.trouble or "")
    assert str(app) in (looked.needs.trouble or "")


def test_a_wrong_descriptor_is_told_with_every_problem(station: Connection, tmp_path: Path) -> None:
    app = _app(tmp_path / "app", inputs=[{"id": "a", "type": "Colour"}, {"type": "Number"}])
    with pytest.raises(DescriptorError) as trouble:
        look_at(station, app)
    assert len(trouble.value.problems) >= 2
    assert all(problem.line for problem in trouble.value.problems)


def test_what_has_no_requirements_is_ready_at_once(station: Connection, tmp_path: Path) -> None:
    installed = install(station, _app(tmp_path / "app", name="Bare"), python=Path(sys.executable))
    heard: list[str] = []
    make_ready(station, installed, lambda share, doing: heard.append(doing))
    remove_algorithm(station, installed)
    assert installed.id not in [each.id for each in algorithms_of(station)]


def test_packages_that_nobody_has_are_told_before_the_first_run(
    station: Connection, tmp_path: Path
) -> None:
    app = _app(tmp_path / "app", name="Greedy")
    (app / "requirements.txt").write_text("no-such-package==1\n", "utf-8")
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    installed = install(station, app, wheels=wheels)
    with pytest.raises(EnvironmentFailed, match="no-such-package"):
        make_ready(station, installed)


def test_fetching_stops_where_nobody_wants_it(station: Connection, tmp_path: Path) -> None:
    app = _app(tmp_path / "app", name="Unwanted")
    (app / "requirements.txt").write_text("no-such-package==2\n", "utf-8")
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    installed = install(station, app, wheels=wheels)

    def stop(share: float, doing: str) -> None:
        raise Cancelled("Stopped as you wished.")

    with pytest.raises(Cancelled):
        make_ready(station, installed, stop)
