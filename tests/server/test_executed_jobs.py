"""Jobs that the station itself executes: what their programs leave, and how they end."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

DESCRIPTOR = {
    "name": "Tiny",
    "description": "Ends as it is told.",
    "container-image": {"image": "tiny/tiny", "type": "singularity"},
    "command-line": "python run.py CYTOMINE_HOST CYTOMINE_PUBLIC_KEY CYTOMINE_PRIVATE_KEY"
    " CYTOMINE_ID_PROJECT CYTOMINE_ID_SOFTWARE END",
    "inputs": [
        *(
            {
                "id": f"cytomine_{name}",
                "value-key": f"CYTOMINE_{name.upper()}",
                "command-line-flag": f"--cytomine_{name}",
                "name": name,
                "type": "String",
                "set-by-server": True,
                "optional": False,
            }
            for name in ("host", "public_key", "private_key", "id_project", "id_software")
        ),
        {
            "id": "end",
            "value-key": "END",
            "command-line-flag": "--end",
            "name": "end",
            "type": "String",
            "optional": True,
        },
    ],
    "schema-version": "cytomine-0.1",
}
PROGRAM = """
import os, signal, sys, time
words = dict(zip(sys.argv[1::2], sys.argv[2::2]))
print("keys", words["--cytomine_public_key"], words["--cytomine_private_key"], flush=True)
print("grüße", flush=True)
end = words.get("--end", "")
if end == "wait":
    time.sleep(60)
elif end == "kill":
    os.kill(os.getpid(), signal.SIGKILL)
elif end:
    print("this is why", file=sys.stderr)
    sys.exit(int(end))
"""

Run = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def software(station, tmp_path_factory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("tiny")
    (folder / "descriptor.json").write_text(json.dumps(DESCRIPTOR), "utf-8")
    (folder / "run.py").write_text(PROGRAM, "utf-8")
    with station.client() as human:
        body = {"path": str(folder), "python": sys.executable}
        answer = human.post("/station/v1/algorithms", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["software"]


@pytest.fixture
def run(human: httpx.Client, software, world) -> Run:
    """Return what makes a job that ends as `end` says, and executes it."""
    (parameter,) = software["parameters"]

    def run(end: str | None = None) -> dict[str, Any]:
        params = [{"softwareParameter": parameter["id"], "value": end}]
        body = {"project": world.project, "software": software["id"], "params": params}
        job = human.post("/api/job.json", json=body).json()["job"]
        executed = human.post(f"/api/job/{job['id']}/execute.json")
        assert executed.json()["id"] == job["id"], executed.text
        assert executed.json()["status"] == 1
        return job

    return run


def settled(human: httpx.Client, job: dict[str, Any], seconds: float = 30) -> dict[str, Any]:
    """Return the job once its process has ended and its log is kept."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        told = human.get(f"/station/v1/runs/{job['id']}").json()
        if told["job"]["status"] in (3, 4, 5, 8) and told["duration"] is not None:
            return told
        time.sleep(0.1)
    raise AssertionError(human.get(f"/station/v1/runs/{job['id']}").text)


def test_a_log_is_there_after_the_end_and_hides_the_keys(station, human, run):
    job = run()
    told = settled(human, job)
    assert told["exit"] == 0
    assert told["job"]["status"] == 3
    assert told["job"]["statusComment"] == "ended without reporting"
    log = human.get(f"/api/job/{job['id']}/log.json").json()
    assert log["filename"] == "log.out"
    assert "grüße" in log["data"]
    live = human.get(f"/station/v1/runs/{job['id']}/log", params={"offset": 0}).json()
    assert live["ended"] is True
    rest = {"offset": live["offset"]}
    assert human.get(f"/station/v1/runs/{job['id']}/log", params=rest).json()["text"] == ""
    keys = station.keys(job["userJob"])
    for text in (log["data"], live["text"]):
        assert keys.public not in text
        assert keys.private not in text


def test_the_key_of_a_run_ends_with_its_process(station, human, run):
    job = run("wait")
    give_up = time.monotonic() + 30
    with station.client(job["userJob"]) as client:
        assert client.get("/api/user/current.json").status_code == 200
        while human.get(f"/station/v1/runs/{job['id']}").json()["started"] is None:
            assert time.monotonic() < give_up
            time.sleep(0.1)
        assert client.put(f"/api/job/{job['id']}.json", json={"status": 2}).status_code == 200
        human.post(f"/api/job/{job['id']}/kill.json")
        settled(human, job)
        answer = client.get("/api/user/current.json")
        assert answer.status_code == 401
        assert client.post("/api/annotation.json", json=[]).status_code == 401


def test_a_program_that_says_nothing_and_fails_has_failed_with_its_last_words(station, human, run):
    told = settled(human, run("2"))
    assert told["exit"] == 2
    assert told["job"]["status"] == 4
    assert "this is why" in told["job"]["statusComment"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_program_without_a_package_of_its_container_has_failed_with_help(human, world, tmp_path):
    (tmp_path / "descriptor.json").write_text(json.dumps({**DESCRIPTOR, "name": "Lacks"}), "utf-8")
    (tmp_path / "run.py").write_text("import nobody_has_this", "utf-8")
    told = settled(human, executed(human, world, tmp_path, python=sys.executable))
    assert told["job"]["statusComment"].startswith("ModuleNotFoundError")
    assert "Its Python has no nobody_has_this." in told["warning"]


def test_packages_that_cannot_be_had_are_told_whole_in_the_log(human, world, tmp_path):
    app, wheels = tmp_path / "app", tmp_path / "wheels"
    for folder in (app, wheels):
        folder.mkdir()
    (app / "descriptor.json").write_text(json.dumps({**DESCRIPTOR, "name": "Wants"}), "utf-8")
    (app / "run.py").write_text("", "utf-8")
    lines = [f"a-package-that-nobody-ever-wrote-{n}==1.{n}.0" for n in range(9)]
    (app / "requirements.txt").write_text("\n".join(lines), "utf-8")
    told = settled(human, executed(human, world, app, wheels=str(wheels)))
    comment = told["job"]["statusComment"]
    assert len(comment) <= 255
    assert comment.endswith("or name an interpreter that has them.")
    log = human.get(f"/station/v1/runs/{told['job']['id']}/log", params={"offset": 0}).json()
    assert all(line.split("==")[0] in log["text"] for line in lines[:1])
    assert "or name an interpreter that has them." in log["text"]


def executed(human: httpx.Client, world, app: Path, **how: str) -> dict[str, Any]:
    """Install what stands in `app`, and execute a job of it."""
    answer = human.post("/station/v1/algorithms", json={"path": str(app), **how})
    body = {"project": world.project, "software": answer.json()["software"]["id"]}
    job = human.post("/api/job.json", json=body).json()["job"]
    assert human.post(f"/api/job/{job['id']}/execute.json").is_success
    return job


def test_a_program_that_is_killed_has_failed_in_words(station, human, run):
    told = settled(human, run("kill"))
    assert told["job"]["status"] == 4
    assert told["job"]["statusComment"]
    assert told["job"]["statusComment"] != "grüße"


def test_a_running_program_is_cancelled_and_word_that_comes_late_changes_nothing(
    station, human, run
):
    job = run("wait")
    give_up = time.monotonic() + 20
    while human.get(f"/api/job/{job['id']}.json").json()["status"] != 2:
        assert time.monotonic() < give_up
        time.sleep(0.1)
    log = human.get(f"/station/v1/runs/{job['id']}/log").json()
    assert log["ended"] is False
    assert human.post(f"/api/job/{job['id']}/kill.json").status_code == 200
    with station.client(job["userJob"]) as program:
        program.put(f"/api/job/{job['id']}.json", json={**job, "status": 3})
    told = settled(human, job)
    assert told["job"]["status"] == 8
    assert told["job"]["statusComment"] == "Cancelled"


def test_executing_again_runs_a_copy(station, human, run):
    job = run()
    settled(human, job)
    copy = human.post(f"/api/job/{job['id']}/execute.json").json()
    assert copy["id"] != job["id"]
    assert settled(human, copy)["job"]["status"] == 3


def test_a_job_that_runs_is_not_deleted_nor_is_its_software(station, human, run, software):
    job = run("wait")
    assert human.delete(f"/api/job/{job['id']}.json").status_code == 400
    assert human.delete(f"/api/software/{software['id']}.json").status_code == 400
    human.post(f"/api/job/{job['id']}/kill.json")
    settled(human, job)
    assert human.delete(f"/api/job/{job['id']}.json").status_code == 200


LEAVER = """
import base64, hashlib, hmac, http.client, os, sys, time
from urllib.parse import urlsplit
words = dict(zip(sys.argv[1::2], sys.argv[2::2]))
place = urlsplit(words["--cytomine_host"])

def ask():
    message = "GET\\n\\n\\nx\\n/api/user/current.json".encode()
    key = words["--cytomine_private_key"].encode()
    said = base64.b64encode(hmac.new(key, message, hashlib.sha1).digest()).decode()
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
    headers = {"date": "x", "authorization": f"CYTOMINE {words['--cytomine_public_key']}:{said}"}
    connection.request("GET", "/api/user/current.json", None, headers)
    return connection.getresponse().status

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.chdir("/")
        for _ in range(200):
            with open(words["--end"], "a") as file:
                file.write(f"{ask()}\\n")
            time.sleep(0.05)
    os._exit(0)
time.sleep(1.0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no other session to flee to")
def test_what_a_program_leaves_behind_can_do_nothing_with_its_key(station, human, world, tmp_path):
    app = tmp_path / "leaver"
    app.mkdir()
    (app / "descriptor.json").write_text(json.dumps({**DESCRIPTOR, "name": "Leaver"}), "utf-8")
    (app / "run.py").write_text(LEAVER, "utf-8")
    body = {"path": str(app), "python": sys.executable}
    software = human.post("/station/v1/algorithms", json=body).json()["software"]
    (parameter,) = software["parameters"]
    statuses = tmp_path / "statuses.txt"
    params = [{"softwareParameter": parameter["id"], "value": str(statuses)}]
    body = {"project": world.project, "software": software["id"], "params": params}
    job = human.post("/api/job.json", json=body).json()["job"]
    human.post(f"/api/job/{job['id']}/execute.json")
    settled(human, job)
    before = statuses.read_text().split()
    assert "200" in before
    time.sleep(0.5)
    after = statuses.read_text().split()[len(before) + 1 :]
    assert set(after) <= {"401"}
