"""Unmodified Cytomine clients, each in an environment of its own, against the real station.

What they say to each other is compared with tests/traffic/*.jsonl. After a change that is meant:

    CYTODESK_RECORD=1 make test PYTEST="tests/traffic/test_real_clients.py"

writes these files anew; read the difference before it is committed. Clients of one generation (the
number in a file's name) must say the same.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from cytodesk.processes import clean_environment
from tests.acceptance.apps import checked_out, place_of
from tests.server.stations import Station, World, make_world, serving
from tests.traffic.recorder import Recorder
from tests.traffic.replaying import Replaying, recorded_lines
from tests.wheels_env import apps_environment, client_environment

HERE = Path(__file__).parent
JOB_CLIENTS = ("2.3.4", "2.4.1", "3.0.0")
NEWEST = "4.3.0"
_numbers = itertools.count(1)

Told = Any


@dataclass(frozen=True, slots=True)
class Place:
    """A project, an image and a software that nobody else uses."""

    project: int
    image: int
    software: int


@pytest.fixture(scope="module")
def interpreters(wheels, tmp_path_factory) -> Callable[[str], Path]:
    made: dict[str, Path] = {NEWEST: Path(sys.executable)}

    def interpreter(version: str) -> Path:
        if version not in made:
            folder = tmp_path_factory.mktemp("client") / version
            made[version] = client_environment(wheels, folder, version)
        return made[version]

    return interpreter


@pytest.fixture(scope="module")
def served(home) -> Iterator[tuple[Station, World, Path]]:
    folder = home / "clients"
    folder.mkdir()
    world = make_world(folder / "workspace")
    with serving(folder / "workspace", folder) as station:
        yield station, world, folder / "workspace.png"


@pytest.fixture
def apart(home) -> Iterator[tuple[Station, World, Path]]:
    """Serve a workspace in which nobody else has made anything: for lists of everything."""
    folder = home / f"apart-{next(_numbers)}"
    folder.mkdir()
    world = make_world(folder / "workspace")
    with serving(folder / "workspace", folder) as station:
        yield station, world, folder / "workspace.png"


@pytest.fixture
def human(served) -> Iterator[httpx.Client]:
    with served[0].client() as client:
        yield client


@pytest.fixture
def place(served, human) -> Place:
    return _place_in(served, human)


def _place_in(served: tuple[Station, World, Path], human: httpx.Client) -> Place:
    number = next(_numbers)

    def made(kind: str, **body: Any) -> int:
        return human.post(f"/api/{kind}.json", json=body).json()[kind]["id"]

    ontology = made("ontology", name=f"Ontology {number}")
    for name, color in (("tumour", "#0072B2"), ("stroma", "#E69F00")):
        made("term", name=name, ontology=ontology, color=color)
    project = made("project", name=f"Project {number}", ontology=ontology)
    body = {"project": project, "path": str(served[2]), "name": "slide.png"}
    image = human.post("/station/v1/images", json=body).json()["id"]
    software = made("software", name=f"Drive {number}")
    for index, (name, words) in enumerate(_PARAMETERS.items()):
        made("softwareparameter", software=software, name=name, index=index, **words)
    return Place(project, image, software)


_SET = {"setByServer": True, "required": True}
_PARAMETERS: dict[str, dict[str, Any]] = {
    "cytomine_host": {"type": "String", **_SET},
    "cytomine_public_key": {"type": "String", **_SET},
    "cytomine_private_key": {"type": "String", **_SET},
    "cytomine_id_project": {"type": "Domain", **_SET},
    "cytomine_id_software": {"type": "Domain", **_SET},
    "images": {"type": "ListDomain", "required": True},
    "threshold": {"type": "Number", "defaultParamValue": "0.5"},
    "count": {"type": "Number", "defaultParamValue": "4"},
    "smooth": {"type": "Boolean", "defaultParamValue": "false"},
    "note": {"type": "String"},
}


@pytest.mark.parametrize("by", ["human", "run"])
@pytest.mark.parametrize("version", JOB_CLIENTS)
def test_an_app_uses_all_of_its_client(served, human, place, interpreters, tmp_path, version, by):
    user, job = _signer(human, place, by)
    words = ["--note", '$(touch X); "a b" --y', "--images", str(place.image), "--count", "7"]
    told = _driven(served, interpreters(version), "work", version, by, user, place, words, tmp_path)
    _look_at(told)
    jobs = human.get("/api/job.json", params={"project": place.project}).json()["collection"]
    assert len(jobs) == 1
    assert job is None or jobs[0]["id"] == job
    assert (jobs[0]["status"], jobs[0]["statusComment"]) == (3, "Job successfully terminated")
    values = {each["name"]: each["value"] for each in jobs[0]["jobParameters"]}
    if by == "human":
        assert values == {
            "images": str(place.image),
            "threshold": "0.5",
            "count": "7",
            "smooth": "false",
            "note": '$(touch X); "a b" --y',
        }
    assert not (tmp_path / "X").exists()


def _look_at(told: Told) -> None:
    assert told["algo"] is True
    assert told["parameters"]["smooth"] is False
    assert told["parameters"]["threshold"] == 0.5
    counted, looked = told["counting"], told["looking"]
    assert counted["saved"] == [True] * 6
    assert counted["partly"] == [0, 2]
    assert counted["given"] == [0.5, True, True]
    assert counted["refused"] is False
    assert counted["found"] == {
        "all": 78,
        "of term": 76,
        "of terms": 77,
        "of image": 78,
        "in box": 12,
        "without": 1,
        "reviewed": 0,
        "empty words": 78,
        "nobody": 0,
    }
    assert counted["by pages"] == 78
    assert counted["deleted"] is True
    assert counted["left"] == 77
    assert counted["shown"][1:] == [100, "int"]
    assert looked["crops"] == [[100, 100], ["ffd8ff"], [50, 50], [200, 200], [100, 100], [100, 100]]
    assert looked["thumb"] == [256, 192]
    assert looked["window"] == [30, 40]
    assert looked["outside"] == [90, 80]
    assert looked["file"] == [640, 480]
    assert looked["slices"] == 1
    assert looked["missing"] is False
    assert told["filing"]["came"] == "image;count\n7;76\n"
    assert told["filing"]["data"] == [["Report", "report.csv", 17]]
    assert told["filing"]["files"] == ["report.csv"]
    assert told["filing"]["properties"] == ["true"] * 4
    assert told["forking"]["terms"] == [2] * 6
    assert told["monitored"] == 6


@pytest.mark.parametrize("version", JOB_CLIENTS)
def test_whatever_leaves_the_block_but_its_end_is_a_failure(
    served, human, place, interpreters, tmp_path, version
):
    words = ["--images", str(place.image)]
    told = _driven(
        served, interpreters(version), "ends", version, "human", 1, place, words, tmp_path
    )
    assert [error for _, error in told] == [
        "nothing",
        "ValueError",
        "SystemExit",
        "KeyboardInterrupt",
    ]
    jobs = [human.get(f"/api/job/{job}.json").json() for job, _ in told]
    assert [job["status"] for job in jobs] == [3, 4, 4, 4]
    assert [job["statusComment"] for job in jobs] == [
        "Job successfully terminated",
        ("boom é " + "x" * 300)[:255],
        "0",
        None,
    ]


def test_the_client_of_today_lists_what_is_there(home, interpreters, tmp_path):
    folder = home / "today"
    folder.mkdir()
    world = make_world(folder / "workspace")
    with serving(folder / "workspace", folder) as station, station.client() as human:
        place = Place(world.project, world.image, world.software)
        for outline in ("POINT (1 2)", "POLYGON ((0 0, 9 0, 9 9, 0 0))"):
            body = {"image": world.image, "location": outline, "term": [world.terms[0]]}
            human.post("/api/annotation.json", json=body)
        served = station, world, folder / "workspace.png"
        told = _driven(
            served, interpreters(NEWEST), "lists", NEWEST, "human", 1, place, None, tmp_path
        )
    assert told["user"] == "ada"
    assert told["projects"] == [told["project"]] == ["Demo"]
    assert told["ontologies"] == ["Tissue", "Weather"]
    assert [name for name, _ in told["terms"]] == ["tumour", "stroma"]
    assert told["images"] == [["plain.png", 640, 480], ["measured.png", 640, 480]]
    assert told["annotations"] == ["POINT (1 2)", "POLYGON ((0 0, 9 0, 9 9, 0 0))"]
    assert told["missing"] is False


@pytest.mark.parametrize("version", [*JOB_CLIENTS, NEWEST])
def test_a_script_keeps_what_stands_around(served, place, interpreters, tmp_path, version):
    told = _driven(
        served, interpreters(version), "around", version, "human", 1, place, None, tmp_path
    )
    assert told["human"] == "ada"
    *things, storages = told["things"]
    assert things == [
        *(True, "deep", [True, True], True, True, ["above", "deep"], True, 1, ["ada"]),
        *(True, True, True, False),
    ]
    assert storages == ["ada"]
    assert told["images"] == ["slide.png", 640, "renamed.png", 640, True, True, True, [0, True]]
    assert told["tags"] == [True, True, True, 1, True, "<b>all</b>", True]
    larger = "POLYGON ((1 1, 20 1, 20 20, 1 1))"
    assert told["drawn"] == [larger, True, [True], 0, [larger], True]
    if version != NEWEST:
        assert told["processing"] == [
            *("DownloadFiles", "Radius", 0, 1, 1, "6", ["6"], "other", True, [True], 1, 1),
            *(True, True, True, ["local-server"], 0, True, True, True),
        ]


@pytest.mark.parametrize("version", [*JOB_CLIENTS, NEWEST])
def test_every_client_gets_what_it_asks_for(served, human, place, interpreters, tmp_path, version):
    told_parameters = human.get(f"/api/software/{place.software}/parameter.json").json()
    by_name = {each["name"]: each["id"] for each in told_parameters["collection"]}
    parameters = [by_name[name] for name in ("note", "smooth", "threshold", "images")]
    words = [str(place.project), str(place.image), str(place.software), json.dumps(parameters)]
    keys = served[0].keys()
    told = _said(
        interpreters(version),
        "twelve",
        [served[0].url, keys.public, keys.private, *words],
        tmp_path,
    )
    assert told["strangers"] == [[False, False]] * 3
    assert told["saved"] == [True] * 6
    drawn = 1 + 14 + 15 + 16 + 30
    assert told["listed"][:4] == [drawn, True, True, True]
    assert told["listed"][4:] == [drawn, drawn, drawn, 0, 5, drawn, drawn, drawn - drawn % 13]
    assert told["pictures"] == [
        *([10, 10], ["ffd8ff"], [10, 10], [10, 10], [256, 192], [30, 40], [90, 80], [640, 480]),
        *(0, 1),
    ]
    assert told["sent"] == [100, "sent.png", 512, "HE", True, True]
    assert told["hung"] == [True, ["report.csv"], [["true"]] * 3]
    one = [1, ["slide.png"]]
    assert told["paged"] == [one, [1, []], one, one, one, [0, []], one, 1]
    assert told["offered"] == [True] * 13
    assert told["other name"] == [10, 10]
    if version != NEWEST:
        assert told["job"] == [[True] * 4, [None, "true", "0.25"], True, False]


@pytest.mark.parametrize("tag", ["v2.0.0", "v2.1.1", "v2.2.2"])
def test_a_client_that_is_on_no_index_any_more(apart, wheels, tmp_path, tag):
    """Its sources are fetched by hand: see tests/acceptance/apps.py."""
    with apart[0].client() as human:
        place = _place_in(apart, human)
    source = _source_of(tag, tmp_path / "source")
    python = apps_environment(wheels, tmp_path / "environment")
    words = ["--images", str(place.image), "--count", "7"]
    told = _driven(
        *(apart, python, "old", tag[1:4], "human", 1, place, words, tmp_path),
        environment={"PYTHONPATH": str(source)},
    )
    assert told["algo"] is True
    assert told["updated"] is True
    assert told["things"][-1] is False
    assert told["looked"][:5] == [True, True, True, True, 1]
    assert told["filed"][1:3] == [[["Report", "report.csv", 17]], True]
    with apart[0].client() as human:
        (job,) = human.get("/api/job.json", params={"project": place.project}).json()["collection"]
    assert (job["status"], job["statusComment"]) == (3, "Job successfully terminated")


@pytest.mark.parametrize("generation", ["2.0", "2.1", "2.2"])
def test_what_old_clients_said_is_answered_as_it_was(apart, generation):
    """The same without their sources: their requests are sent again."""
    station, golden = apart[0], HERE / f"old-human-{generation}.jsonl"
    with station.client() as human:
        place = _place_in(apart, human)
        replaying = Replaying(*_given(human, place))
    recorder = Recorder(station.url, station.keys().public, ids={str(place.image)})
    with recorder.listening():
        for line in recorded_lines(golden):
            user = 1 if line["by"] == "human" else replaying.run_user
            with replace(station, url=recorder.url).client(user) as client:
                replaying.send(client, line)
    for said, before in zip(map(json.loads, recorder.lines()), recorded_lines(golden), strict=True):
        assert said == before


def _given(human: httpx.Client, place: Place) -> tuple[dict[str, int], dict[str, int]]:
    """Return the ids of what a program is given, and those of its parameters by name."""

    def listed(path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = human.get(f"/api/{path}.json").json()["collection"]
        return found

    image = human.get(f"/api/imageinstance/{place.image}.json").json()
    (slice_,) = listed(f"imageinstance/{place.image}/sliceinstance")
    given = {"project": place.project, "software": place.software, "image": place.image}
    given |= {"term": listed(f"project/{place.project}/term")[0]["id"], "slice": slice_["id"]}
    parameters = listed(f"software/{place.software}/parameter")
    return given | {"abstractimage": image["baseImage"]}, {p["name"]: p["id"] for p in parameters}


def _source_of(tag: str, folder: Path) -> Path:
    repository = place_of("cytomine/Cytomine-python-client")
    if repository is None:
        pytest.skip("CYTODESK_APPS names no folder with the sources of Cytomine's Python client")
    return checked_out(repository, tag, folder)


@pytest.mark.parametrize("version", ["2.3.4", "2.4.1"])
def test_an_old_script_reads_a_slide_by_its_tiles(served, place, interpreters, tmp_path, version):
    told = _driven(
        served, interpreters(version), "tiles", version, "human", 1, place, None, tmp_path
    )
    assert told[:4] == [2, 640, 480, "image/png"]
    for zoom, (size, pixel) in enumerate(told[4:]):
        assert size == [200, 200]
        there = [100 * 2**zoom * 255 / 640, 100 * 2**zoom * 255 / 480, 128]
        assert pixel == pytest.approx(there, abs=4)


def _signer(human: httpx.Client, place: Place, by: str) -> tuple[int, int | None]:
    """Return who the program signs as, and the job if one was made for it."""
    if by == "human":
        return 1, None
    body = {"project": place.project, "software": place.software}
    job = human.post("/api/job.json", json=body).json()["job"]
    return job["userJob"], job["id"]


def _driven(
    served: tuple[Station, World, Path],
    python: Path,
    driver: str,
    version: str,
    by: str,
    user: int,
    place: Place,
    words: list[str] | None,
    folder: Path,
    environment: dict[str, str] | None = None,
) -> Told:
    """Run a driver through a recorder; return what it told, after its traffic was compared."""
    keys = served[0].keys(user)
    recorder = Recorder(served[0].url, served[0].keys().public, ids={str(place.image)})
    with recorder.listening():
        if words is None:
            line = [recorder.url, keys.public, keys.private, str(place.project)]
        else:
            line = [
                *("--cytomine_host", recorder.url),
                *("--cytomine_public_key", keys.public),
                *("--cytomine_private_key", keys.private),
                *("--cytomine_id_project", str(place.project)),
                *("--cytomine_id_software", str(place.software)),
                *words,
            ]
        told = _said(python, driver, line, folder, environment)
    generation = version if driver == "old" else version[0]
    _compare(HERE / f"{driver}-{by}-{generation}.jsonl", recorder.lines())
    return told


def _said(
    python: Path,
    driver: str,
    words: list[str],
    folder: Path,
    environment: dict[str, str] | None = None,
) -> Told:
    """Run a driver and return what it says at last."""
    ours = {"HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1", **(environment or {})}
    done = subprocess.run(
        [str(python), str(HERE / "drivers" / f"{driver}.py"), *words],
        cwd=folder,
        env=clean_environment(ours),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return json.loads(done.stdout.splitlines()[-1])


def _compare(golden: Path, lines: list[str]) -> None:
    if os.environ.get("CYTODESK_RECORD"):
        golden.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    assert golden.is_file(), f"{golden.name} was never recorded: see the top of this file"
    expected = golden.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [json.loads(line) for line in expected]
