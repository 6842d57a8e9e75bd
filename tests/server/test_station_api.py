"""/station/v1, and that our own POSTs happen once."""

from __future__ import annotations

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from PIL import Image

from cytodesk.sample.algorithms import sample_algorithms
from tests.server.stations import serving


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "ä b.png"
    Image.new("RGB", (300, 200), "white").save(path)
    return path


@pytest.fixture
def once() -> dict[str, str]:
    return {"X-Request-Id": str(uuid.uuid4())}


def test_hello_needs_no_keys_and_names_the_workspace(station):
    told = httpx.get(f"{station.url}/station/v1/hello").json()
    server = httpx.get(f"{station.url}/server/ping").json()["serverID"]
    assert (told["program"], told["api"], told["workspace"]) == ("cytodesk", 1, server)
    assert told["version"]
    assert told["schema"] >= 1


def test_an_image_is_added_by_its_path(station, human, world, picture):
    body = {"project": world.project, "path": str(picture)}
    image = human.post("/station/v1/images", json=body).json()
    assert image["class"] == "be.cytomine.image.ImageInstance"
    assert (image["width"], image["height"], image["instanceFilename"]) == (300, 200, "ä b.png")
    named = human.post("/station/v1/images", json={**body, "name": "n", "copy": True}).json()
    assert named["instanceFilename"] == "n"
    picture.unlink()
    assert human.get(f"/api/imageinstance/{named['id']}/thumb.png").status_code == 200
    gone = human.get(f"/api/imageinstance/{image['id']}/thumb.png")
    assert gone.status_code == 400
    assert "ä b.png" in gone.json()["errors"]


@pytest.mark.parametrize("content", [b"", b"no image at all", b"\x89PNG\r\n\x1a\n broken"])
def test_a_file_that_is_no_image_is_refused_in_words(station, human, world, tmp_path, content):
    path = tmp_path / "odd.png"
    path.write_bytes(content)
    answer = human.post("/station/v1/images", json={"project": world.project, "path": str(path)})
    assert answer.status_code == 400
    assert "odd.png" in answer.json()["errors"]


@pytest.mark.parametrize("path", ["", "relative.png", "/nowhere/at/all.png", None])
def test_a_path_that_is_none_is_refused_in_words(station, human, world, path):
    body = {"project": world.project, "path": path}
    assert human.post("/station/v1/images", json=body).status_code == 400


def test_an_algorithm_is_installed_once_whatever_it_is_read_from(station, human):
    folder = next(one for one in sample_algorithms() if one.name == "tissue-area")
    first = human.post("/station/v1/algorithms", json={"path": str(folder)}).json()
    again = human.post("/station/v1/algorithms", json={"path": str(folder)}).json()
    assert first["software"]["id"] == again["software"]["id"]
    assert first["warnings"] == []
    software = first["software"]["id"]
    told = human.get(f"/station/v1/algorithms/{software}/descriptor").json()
    assert told["text"] == (folder / "descriptor.json").read_text("utf-8")
    assert human.delete(f"/station/v1/algorithms/{software}").status_code == 200
    assert human.get(f"/api/software/{software}.json").status_code == 404


def test_a_descriptor_with_problems_is_refused_with_all_of_them(station, human, data):
    path = data / "descriptors" / "unclosed.json"
    answer = human.post("/station/v1/algorithms", json={"path": str(path)})
    assert answer.status_code == 400
    assert "unclosed.json" in answer.json()["errors"]


def test_a_run_is_told_with_what_only_the_station_knows(station, human, job):
    told = human.get(f"/station/v1/runs/{job['id']}").json()
    assert told["job"]["id"] == job["id"]
    assert {"duration", "exit", "warning", "environment"} <= set(told)
    log = human.get(f"/station/v1/runs/{job['id']}/log", params={"offset": 0}).json()
    assert log == {"text": "", "offset": 0, "ended": False}


def test_events_are_told_in_order_and_only_new_ones(station, human, job):
    everything = human.get("/station/v1/events", params={"after": 0}).json()
    ids = [event["id"] for event in everything["events"]]
    assert ids == sorted(ids)
    assert everything["last"] == ids[-1]
    last = human.get("/station/v1/events").json()["last"]
    human.put(f"/api/job/{job['id']}.json", json={"status": 2})
    news = human.get("/station/v1/events", params={"after": last}).json()
    moved = next(event for event in news["events"] if event["kind"] == "run moved")
    assert moved["run"] == job["id"]
    assert moved["data"] == {"before": "CREATED", "after": "RUNNING"}
    assert human.get("/station/v1/events", params={"after": news["last"]}).json()["events"] == []


def test_a_wait_for_events_ends_with_the_first_one(station, human, job):
    last = human.get("/station/v1/events").json()["last"]
    soon = threading.Timer(0.5, human.put, (f"/api/job/{job['id']}.json",), {"json": {"status": 2}})
    soon.start()
    began = time.monotonic()
    with station.client() as waiting:
        news = waiting.get("/station/v1/events", params={"after": last, "wait": 20}).json()
    took = time.monotonic() - began
    soon.join()
    assert [event["run"] for event in news["events"]] == [job["id"]]
    assert 0.4 < took < 10


def test_a_wait_without_news_ends_in_time(station, human):
    last = human.get("/station/v1/events").json()["last"]
    began = time.monotonic()
    news = human.get("/station/v1/events", params={"after": last, "wait": 0.3}).json()
    assert news == {"events": [], "last": last}
    assert 0.2 < time.monotonic() - began < 5


def test_many_long_polls_leave_room_for_other_requests(station, human):
    last = human.get("/station/v1/events").json()["last"]
    query = {"after": last, "wait": 3}
    with ThreadPoolExecutor(60) as pool, station.client() as client:
        polls = [pool.submit(client.get, "/station/v1/events", params=query) for _ in range(60)]
        time.sleep(0.5)
        began = time.monotonic()
        assert human.get("/api/user/current.json").status_code == 200
        took = time.monotonic() - began
        assert all(poll.result().status_code == 200 for poll in polls)
    assert took < 1.5


@pytest.mark.parametrize("path", ["/api/job.json", "/api/project.json", "/station/v1/images"])
def test_a_repeated_request_is_answered_as_the_first(
    station, human, world, picture, new_name, once, path
):
    body = {"project": world.project, "software": world.software, "name": new_name("once")}
    body["path"] = str(picture)
    first = human.post(path, json=body, headers=once)
    again = human.post(path, json=body, headers=once)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    other = human.post("/api/ontology.json", json={"name": new_name("o")}, headers=once)
    assert "ontology" in other.json()


def test_a_request_that_is_repeated_at_the_same_time_happens_once(station, human, world, once):
    body = {"project": world.project, "software": world.software}

    def post(_: int) -> int:
        return human.post("/api/job.json", json=body, headers=once).json()["job"]["id"]

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(post, range(8)))) == 1


def test_a_refusal_is_not_the_answer_for_ever(station, human, new_name, once):
    name = new_name("taken")
    made = human.post("/api/project.json", json={"name": name}).json()["project"]
    assert human.post("/api/project.json", json={"name": name}, headers=once).status_code == 409
    human.delete(f"/api/project/{made['id']}.json")
    assert human.post("/api/project.json", json={"name": name}, headers=once).status_code == 200


def test_an_old_server_knows_no_request_ids(legacy, human, worlds, once):
    body = {"project": worlds[True].project, "software": worlds[True].software}
    ids = {human.post("/api/job.json", json=body, headers=once).json()["job"]["id"] for _ in "12"}
    assert len(ids) == 2


def test_who_waits_for_events_is_answered_when_the_station_ends(tmp_path):
    with (
        serving(tmp_path / "workspace", tmp_path) as station,
        station.client() as waiting,
        station.client() as ending,
        ThreadPoolExecutor(1) as pool,
    ):
        began = waiting.get("/station/v1/events").json()["last"]
        asked = {"after": began, "wait": 25}
        answer = pool.submit(waiting.get, "/station/v1/events", params=asked)
        time.sleep(0.3)
        ending.post("/station/v1/stop", json={})
        assert answer.result().json() == {"events": [], "last": began}
