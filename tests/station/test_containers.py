"""Algorithms in real containers, offline: bundles, apps that speak, what a crash leaves."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from cytodesk.client.connection import Connection
from cytodesk.client.engines import engines_of, try_engine
from cytodesk.engines import EngineKind, find_engines
from cytodesk.runs.containers.sockets import Sockets
from cytodesk.runs.containers.talking import EngineTalk
from tests.containers import (
    BASE,
    Podman,
    Registry,
    Unrunnable,
    containers_of,
    forget_test_images,
    make_bundle,
    make_image,
    polygon,
    running_podman,
    task,
)
from tests.server.stations import Station, World, make_world, serving

CELLS = """
import json, pathlib
into, out = pathlib.Path("/inputs"), pathlib.Path("/outputs")
data = (into / "slide").read_bytes()
size = int((into / "size").read_text())
text = (into / "label").read_text()
region = json.loads((into / "region").read_text())
assert region["type"] == "Polygon", region
radii = into / "radii"
assert (radii / "array.yml").read_text() == "size: 2\\n"
numbers = [float((radii / str(n)).read_text()) for n in range(2)]
assert not (into / "hint").exists()
try:
    (into / "slide").write_bytes(b"")
    raise SystemExit("the slide can be written")
except OSError:
    pass
cells = out / "cells"
cells.mkdir()
for n, radius in enumerate(numbers):
    corners = [[10 + 100 * n, 20], [10 + 100 * n + size, 20], [10 + 100 * n + size, 20 + radius]]
    shape = {"type": "Polygon", "coordinates": [corners + corners[:1]]}
    (cells / str(n)).write_text(json.dumps(shape))
(cells / "array.yml").write_text(f"size: {len(numbers)}\\n")
(out / "outline").write_text(json.dumps({
    "type": "Feature", "properties": {"subType": "Circle", "radius": 50},
    "geometry": {"type": "Point", "coordinates": [200, 200]}}))
(out / "count").write_text(f" {len(numbers)}\\n")
(out / "thumb").write_bytes(b"\\x89PNG" + data[:100])
(out / "note").write_text(text)
print("counted", len(data), flush=True)
"""
GEOMETRIES = {"id": "array", "subtype": "geometry", "min_size": 0, "max_size": 1000}
DERIVED = {"dependencies": {"derived_from": "inputs/slide"}}
CELLS_TASK = task(
    "Cells",
    {
        "slide": "image",
        "size": {"id": "integer", "geq": 1, "leq": 100},
        "label": "string",
        "region": "geometry",
        "radii": {"id": "array", "subtype": "number", "min_size": 1, "max_size": 5},
        "hint": {"type": "string", "optional": True},
    },
    {
        "cells": {"type": GEOMETRIES, **DERIVED},
        "outline": {"type": "geometry", **DERIVED},
        "count": "integer",
        "thumb": {"id": "image", "formats": ["png"]},
        "note": "string",
    },
    resources={"ram": "256Mi", "cpus": 1},
)


@dataclass(frozen=True)
class House:
    station: Station
    world: World
    podman: Podman
    human: httpx.Client
    folder: Path

    def add(self, path: Path) -> dict[str, Any]:
        answer = self.human.post("/station/v1/algorithms", json={"path": str(path)})
        assert answer.status_code == 200, answer.text
        return answer.json()["software"]

    def launch(self, software: dict[str, Any], **values: object) -> int:
        ids = {each["name"]: each["id"] for each in software["parameters"]}
        params = [{"softwareParameter": ids[n], "value": v} for n, v in values.items()]
        body = {"project": self.world.project, "software": software["id"], "params": params}
        run = self.human.post("/api/job.json", json=body).json()["job"]["id"]
        assert self.human.post(f"/api/job/{run}/execute.json").status_code == 200
        return int(run)

    def job(self, run: int) -> dict[str, Any]:
        return self.human.get(f"/api/job/{run}.json").json()

    def ended(self, run: int, seconds: float = 60) -> dict[str, Any]:
        self.until(lambda: self.job(run)["status"] in (3, 4, 5, 8), seconds)
        return self.job(run)

    def log(self, run: int) -> str:
        return str(self.human.get(f"/station/v1/runs/{run}/log").json()["text"])

    def files(self, run: int) -> list[dict[str, Any]]:
        return list(self.human.get(f"/api/job/{run}/jobdata.json").json()["collection"])

    def until(self, is_so: Callable[[], object], seconds: float = 60) -> None:
        give_up = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < give_up, f"not within {seconds} s"
            time.sleep(0.05)

    @property
    def containers(self) -> list[str]:
        workspace = self.human.get("/station/v1/hello").json()["workspace"]
        return containers_of(self.podman, workspace)


@pytest.fixture(scope="module")
def podman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Podman]:
    try:
        found = running_podman(tmp_path_factory.mktemp("podman"))
    except Unrunnable as why:
        pytest.skip(f"no container can run here: {why}")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in found.variables.items():
            patch.setenv(name, value)
        yield found
        forget_test_images(found)


@pytest.fixture(scope="module")
def registry(podman: Podman, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """Serve images as a registry does; engines that start later trust it without a certificate."""
    folder = tmp_path_factory.mktemp("registry")
    with Registry(folder) as registry, pytest.MonkeyPatch.context() as patch:
        settings = folder / "registries.conf"
        settings.write_text(f'[[registry]]\nlocation = "{registry.address}"\ninsecure = true\n')
        patch.setenv("CONTAINERS_REGISTRIES_CONF", str(settings))
        yield registry


@pytest.fixture(scope="module")
def house(home: Path, podman: Podman, registry: Registry) -> Iterator[House]:
    folder = home / "containers"
    folder.mkdir()
    world = make_world(folder / "workspace")
    with serving(folder / "workspace", folder) as station, station.client() as human:
        yield House(station, world, podman, human, folder)


@pytest.fixture(scope="module")
def cells(house: House) -> dict[str, Any]:
    return house.add(make_bundle(house.podman, house.folder, CELLS_TASK, CELLS))


def _values(house: House, **more: object) -> dict[str, object]:
    return {
        "slide": house.world.image,
        "size": 40,
        "label": "grüße",
        "region": polygon((0, 0), (10, 0), (10, 10)),
        "radii": "[30, 60.5]",
        **more,
    }


def test_a_bundle_runs_offline_and_its_geometry_is_on_the_slide(
    house: House, cells: dict[str, Any]
) -> None:
    run = house.launch(cells, **_values(house))
    job = house.ended(run)
    assert job["status"] == 3, (job["statusComment"], house.log(run))
    assert job["statusComment"] == "3 annotations, 2 files"
    query = {
        "project": house.world.project,
        "users": job["userJob"],
        "showWKT": True,
        "showMeta": True,
        "showGIS": True,
    }
    found = house.human.get("/api/annotation.json", params=query).json()["collection"]
    assert {each["image"] for each in found} == {house.world.image}
    assert sorted(round(each["area"]) for each in found) == [600, 1210, 7841]
    files = house.files(run)
    by_name = {each["filename"]: each["id"] for each in files}
    assert set(by_name) == {"outputs.json", "thumb.png"}
    said = house.human.get(f"/api/jobdata/{by_name['outputs.json']}/download").json()
    assert said == {"count": 2, "note": "grüße"}
    assert house.containers == []


def test_outputs_of_another_type_than_declared_are_said_and_nothing_of_them_is_kept(
    house: House,
) -> None:
    program = """
import pathlib
out = pathlib.Path("/outputs")
(out / "count").write_text("many")
(out / "shapes").mkdir()
"""
    outputs = {"count": "integer", "shapes": GEOMETRIES, "missing": "string"}
    bundle = make_bundle(
        house.podman, house.folder, task("Wrong", {"note": "string"}, outputs), program
    )
    run = house.launch(house.add(bundle), note="x")
    job = house.ended(run)
    assert job["status"] == 4
    assert "output count" in job["statusComment"]
    assert "output shapes: its array.yml is missing" in job["statusComment"]
    assert "output missing: the program did not write it" in job["statusComment"]
    assert house.files(run) == []


def test_a_task_has_no_network_and_only_the_memory_it_asked_for(house: House) -> None:
    program = """
import pathlib, socket
names = [name for _, name in socket.if_nameindex()]
limits = [pathlib.Path(p) for p in
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")]
found = [p.read_text().strip() for p in limits if p.exists()]
pathlib.Path("/outputs/seen").write_text(" ".join(names) + "|" + "".join(found))
"""
    wanted = task("Alone", {"note": "string"}, {"seen": "string"}, resources={"ram": "128Mi"})
    bundle = make_bundle(house.podman, house.folder, wanted, program)
    run = house.launch(house.add(bundle), note="x")
    job = house.ended(run)
    assert job["status"] == 3, (job["statusComment"], house.log(run))
    (file,) = house.files(run)
    seen = house.human.get(f"/api/jobdata/{file['id']}/download").json()["seen"]
    assert seen.startswith("lo|")
    assert seen in ("lo|", f"lo|{128 << 20}")


def test_a_task_that_needs_more_memory_than_it_asked_for_says_so(house: House) -> None:
    program = "x = bytearray(1 << 30)\nx[::4096] = b'1' * len(x[::4096])\n"
    wanted = task("Greedy", {"note": "string"}, {"seen": "string"}, resources={"ram": "128Mi"})
    bundle = make_bundle(house.podman, house.folder, wanted, program)
    job = house.ended(house.launch(house.add(bundle), note="x"))
    assert job["status"] == 4
    assert "more memory than its container may have" in job["statusComment"]


KEYS = [
    {
        "id": f"cytomine_{name}",
        "value-key": f"CYTOMINE_{name.upper()}",
        "command-line-flag": f"--cytomine_{name}",
        "name": name,
        "type": "String",
        "set-by-server": True,
    }
    for name in ("host", "public_key", "private_key", "id_project", "id_software")
]
SPEAKS = {
    "name": "Speaks",
    "container-image": {"image": "localhost/cytodesk-test/speaks:1", "type": "singularity"},
    "command-line": "python run.py CYTOMINE_HOST CYTOMINE_PUBLIC_KEY CYTOMINE_PRIVATE_KEY"
    " CYTOMINE_ID_PROJECT CYTOMINE_ID_SOFTWARE WAIT",
    "inputs": [
        *KEYS,
        {
            "id": "wait",
            "value-key": "WAIT",
            "command-line-flag": "--wait",
            "name": "wait",
            "type": "Number",
            "default-value": 0,
            "optional": True,
        },
    ],
    "schema-version": "cytomine-0.1",
}
SPEAKER = """
import sys, time, urllib.request
words = dict(zip(sys.argv[1::2], sys.argv[2::2]))
print(urllib.request.urlopen(words["--cytomine_host"] + "/server/ping").read().decode(), flush=True)
print("waiting", flush=True)
time.sleep(float(words["--wait"]))
"""


@pytest.fixture(scope="module")
def speaks(house: House) -> dict[str, Any]:
    """Return an algorithm of which nothing but a descriptor is here; its image says the rest."""
    make_image(
        house.podman,
        house.folder,
        SPEAKS["container-image"]["image"],  # type: ignore[index]
        {"app/run.py": SPEAKER},
        'ENTRYPOINT ["/usr/bin/python3", "/app/run.py"]',
    )
    folder = house.folder / "speaks"
    folder.mkdir()
    (folder / "descriptor.json").write_text(json.dumps(SPEAKS))
    return house.add(folder)


def test_an_app_of_which_only_the_image_is_there_runs_in_it_and_reaches_the_station(
    house: House, speaks: dict[str, Any]
) -> None:
    run = house.launch(speaks)
    job = house.ended(run)
    assert job["status"] == 3, (job["statusComment"], house.log(run))
    assert '"alive":true' in house.log(run).replace(" ", "")


def test_no_key_stands_in_a_command_line_but_in_the_programs_own(
    house: House, speaks: dict[str, Any]
) -> None:
    run = house.launch(speaks, wait=30)
    house.until(lambda: "waiting" in house.log(run))
    keys = house.station.keys(house.job(run)["userJob"])
    with_key = [line for line in _command_lines() if keys.private in line]
    assert len(with_key) == 1
    assert "/app/run.py" in with_key[0]
    house.human.post(f"/api/job/{run}/kill.json")
    house.ended(run)


def test_every_way_to_the_station_is_tried(house: House, speaks: dict[str, Any]) -> None:
    with Connection.open(house.station.url, house.station.keys()) as connection:
        tried = try_engine(connection)
        assert tried["host network"]
        assert set(tried) <= {"host network", "pasta", "slirp4netns"}
        assert engines_of(connection).chosen == "podman"


def test_an_algorithm_says_in_which_container_it_runs(
    house: House, cells: dict[str, Any], speaks: dict[str, Any]
) -> None:
    def needs(software: dict[str, Any]) -> dict[str, Any]:
        return house.human.get(f"/station/v1/algorithms/{software['id']}/needs").json()

    of_bundle, of_app = needs(cells), needs(speaks)
    assert (of_bundle["way"], of_bundle["trouble"]) == ("container", None)
    assert of_bundle["image"] == "org.cytodesk.tests.cells-1.0.0.tar"
    assert of_bundle["engine"] == "Podman"
    assert (of_app["way"], of_app["image_is_here"]) == ("container", True)


def test_without_an_engine_it_says_what_would_help(house: House, cells: dict[str, Any]) -> None:
    settings = house.folder / "config" / "settings.json"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text(json.dumps({"schema": 1, "container_engine": "none"}))
    try:
        said = house.human.get(f"/station/v1/algorithms/{cells['id']}/needs").json()
        assert "Install Podman or Docker" in said["engine_trouble"]
        job = house.ended(house.launch(cells, **_values(house)))
        assert job["status"] == 4
        assert "Install Podman or Docker" in job["statusComment"]
    finally:
        settings.unlink()


def test_an_image_goes_with_its_algorithm(house: House) -> None:
    wanted = task("Gone", {"note": "string"}, {})
    software = house.add(make_bundle(house.podman, house.folder, wanted, "print('here')"))
    assert house.ended(house.launch(software, note="x"))["status"] == 3
    before = house.podman("images", "--quiet", "localhost/cytodesk-app").split()
    assert house.human.delete(f"/api/software/{software['id']}.json").status_code == 200
    assert len(house.podman("images", "--quiet", "localhost/cytodesk-app").split()) < len(before)


def test_cancelling_stops_the_container(house: House, speaks: dict[str, Any]) -> None:
    run = house.launch(speaks, wait=60)
    house.until(lambda: "waiting" in house.log(run))
    assert len(house.containers) == 1
    house.human.post(f"/api/job/{run}/kill.json")
    assert house.ended(run, 30)["status"] == 8
    house.until(lambda: not house.containers)


def test_a_container_of_the_same_name_that_a_crash_left_gives_way(podman: Podman) -> None:
    name = "cytodesk-test-again"
    podman("create", "--name", name, BASE)
    sockets = Sockets()
    engine = next(each for each in find_engines() if each.kind is EngineKind.PODMAN)
    talk = EngineTalk("Podman", sockets.address(engine))
    try:
        talk.create(name, BASE, {"network_mode": "none"}, command=["-c", "pass"])
        assert talk.run_to_end(name, 30) == 0
    finally:
        talk.remove(name)
        talk.close()
        sockets.close()


def test_what_a_crash_left_is_removed_by_the_next_station(
    house: House, speaks: dict[str, Any], home: Path
) -> None:
    folder = home / "crashed"
    folder.mkdir()
    world = make_world(folder / "workspace")
    with serving(folder / "workspace", folder) as station, station.client() as human:
        crashed = House(station, world, house.podman, human, folder)
        run = crashed.launch(crashed.add(house.folder / "speaks"), wait=60)
        crashed.until(lambda: "waiting" in crashed.log(run))
        (left,) = crashed.containers
        _kill_all_in(folder)
    with serving(folder / "workspace", folder) as station, station.client() as human:
        next_one = House(station, world, house.podman, human, folder)
        assert next_one.ended(run)["status"] == 5
        next_one.until(lambda: left not in next_one.containers)


def _kill_all_in(folder: Path) -> None:
    """Kill station, supervisor and whoever waits for the container, all at once."""
    for process in psutil.process_iter():
        try:
            words = [*process.cmdline(), process.cwd()]
            if any(str(folder) in word for word in words):
                process.kill()
        except psutil.Error:
            continue


def test_an_image_that_is_not_here_is_fetched_first(house: House, registry: Registry) -> None:
    name = f"{registry.address}/far/away:1"
    entrypoint = 'ENTRYPOINT ["/usr/bin/python3", "/app/run.py"]'
    make_image(house.podman, house.folder, name, {"app/run.py": "print('came')"}, entrypoint)
    registry.take(house.podman, name)
    house.podman("rmi", "--force", name)
    folder = house.folder / "far"
    folder.mkdir()
    told = SPEAKS | {"name": "Far", "container-image": {"image": name, "type": "docker"}}
    (folder / "descriptor.json").write_text(json.dumps(told))
    software = house.add(folder)
    needs = house.human.get(f"/station/v1/algorithms/{software['id']}/needs").json()
    assert (needs["image"], needs["image_is_here"]) == (name, False)
    run = house.launch(software)
    job = house.ended(run)
    assert job["status"] == 3, (job["statusComment"], house.log(run))
    assert "came" in house.log(run)
    house.podman("rmi", "--force", name)


def test_an_image_in_a_file_with_its_descriptor_inside_is_an_algorithm(house: House) -> None:
    name = "localhost/cytodesk-test/whole:1"
    told = SPEAKS | {"name": "Whole", "container-image": {"image": "lab/whole:1"}}
    files = {"app/run.py": SPEAKER, "app/descriptor.json": json.dumps(told)}
    entrypoint = 'ENTRYPOINT ["/usr/bin/python3", "/app/run.py"]'
    make_image(house.podman, house.folder, name, files, entrypoint)
    archive = house.folder / "whole.tar"
    house.podman("save", "--quiet", "--format", "docker-archive", "--output", str(archive), name)
    house.podman("rmi", "--force", name)
    software = house.add(archive)
    assert software["name"] == "Whole"
    run = house.launch(software)
    job = house.ended(run)
    assert job["status"] == 3, (job["statusComment"], house.log(run))
    assert "waiting" in house.log(run)


def test_an_image_that_is_nowhere_is_said(house: House, registry: Registry) -> None:
    folder = house.folder / "nowhere"
    folder.mkdir()
    image = {"image": f"{registry.address}/no/where:1", "type": "docker"}
    told = SPEAKS | {"name": "Nowhere", "container-image": image}
    (folder / "descriptor.json").write_text(json.dumps(told))
    job = house.ended(house.launch(house.add(folder)))
    assert job["status"] == 4
    assert "Podman refused" in job["statusComment"]


COUNTS = {
    "name": "Counts",
    "description": "Counts the lines of files.",
    "tool-version": "1.0",
    "schema-version": "0.5",
    "command-line": "",
    "container-image": {"image": "localhost/cytodesk-test/python:1", "type": "docker"},
    "environment-variables": [{"name": "WEATHER", "value": "rain"}],
    "inputs": [
        {"id": "files", "name": "Files", "type": "File", "value-key": "[FILES]", "list": True},
        {
            "id": "loud",
            "name": "Loud",
            "type": "Flag",
            "value-key": "[LOUD]",
            "command-line-flag": "--loud",
            "optional": True,
        },
        {
            "id": "out",
            "name": "Out",
            "type": "String",
            "value-key": "[OUT]",
            "default-value": "counts",
            "optional": True,
        },
    ],
    "output-files": [
        {"id": "counts", "name": "Counts", "path-template": "[OUT].txt"},
        {"id": "extra", "name": "Extra", "path-template": "extra.txt", "optional": True},
    ],
}
COUNTER = (
    "import os,sys,pathlib; files=[w for w in sys.argv[1:] if w.startswith(chr(47))];"
    "pathlib.Path(sys.argv[-1]+chr(46)+'txt').write_text("
    "os.environ['WEATHER']+str([len(open(f).readlines()) for f in files]))"
)


def test_a_boutiques_tool_runs_in_its_image_and_its_files_are_the_runs(house: House) -> None:
    line = f'/usr/bin/python3 -c "{COUNTER}" [FILES] [LOUD] [OUT]'
    folder = house.folder / "counts"
    folder.mkdir()
    (folder / "descriptor.json").write_text(json.dumps(COUNTS | {"command-line": line}))
    for name, count in (("one.txt", 1), ("two words.txt", 2)):
        (house.folder / name).write_text("line\n" * count)
    files = [str(house.folder / "one.txt"), str(house.folder / "two words.txt")]
    run = house.launch(house.add(folder), files=json.dumps(files))
    job = house.ended(run)
    assert job["status"] == 3, (job["statusComment"], house.log(run))
    (file,) = house.files(run)
    assert file["filename"] == "counts.txt"
    said = house.human.get(f"/api/jobdata/{file['id']}/download").text
    assert said == "rain[1, 2]"


def test_a_boutiques_tool_that_leaves_out_a_file_has_failed(house: House) -> None:
    folder = house.folder / "lazy"
    folder.mkdir()
    line = '/usr/bin/python3 -c "pass" [FILES] [LOUD] [OUT]'
    told = COUNTS | {"command-line": line, "name": "Lazy"}
    (folder / "descriptor.json").write_text(json.dumps(told))
    (house.folder / "three.txt").write_text("x")
    run = house.launch(house.add(folder), files=json.dumps([str(house.folder / "three.txt")]))
    job = house.ended(run)
    assert job["status"] == 4
    assert "counts (counts.txt)" in job["statusComment"]


def _command_lines() -> list[str]:
    lines = []
    for process in psutil.process_iter():
        try:
            lines.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return lines
