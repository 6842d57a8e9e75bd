"""What the key of a run may do."""

from __future__ import annotations

import asyncio
import sqlite3
import time

import httpx
import pytest
from starlette.requests import Request

from cytodesk.server import guarding
from cytodesk.server.routes import ByRuns
from cytodesk.server.subjects import STATION_SUBJECTS, SUBJECTS

JOB = "be.cytomine.processing.Job"


@pytest.fixture
def foreign(either, human, world, new_name):
    """Return a project that is not the run's own, with one of everything in it."""
    name = new_name("Foreign")
    project = human.post("/api/project.json", json={"name": name, "ontology": world.ontology})
    project = project.json()["project"]["id"]
    base = human.get(f"/api/imageinstance/{world.image}.json").json()["baseImage"]
    body = {"project": project, "baseImage": base}
    image = human.post("/api/imageinstance.json", json=body).json()["imageinstance"]["id"]
    slice_ = human.get(f"/api/imageinstance/{image}/sliceinstance/reference.json").json()["id"]
    body = {"image": image, "location": "POINT (5 5)"}
    annotation = human.post("/api/annotation.json", json=body).json()["annotation"]["id"]
    body = {"project": project, "software": world.software}
    job = human.post("/api/job.json", json=body).json()["job"]
    value = {"job": job["id"], "softwareParameter": world.parameters["note"], "value": "x"}
    value = human.post("/api/jobparameter.json", json=value).json()["jobparameter"]["id"]
    data = {"job": job["id"], "key": "k", "filename": "f"}
    data = human.post("/api/jobdata.json", json=data).json()["jobdata"]["id"]
    kept = human.post(
        f"/api/domain/{JOB}/{job['id']}/property.json", json={"key": "k", "value": "v"}
    ).json()["property"]["id"]
    query = {"domainClassName": JOB, "domainIdent": job["id"]}
    file = human.post("/api/attachedfile.json", params=query, files={"files[]": ("a", b"a")})
    return {
        "project": project,
        "image": image,
        "slice": slice_,
        "annotation": annotation,
        "job": job["id"],
        "value": value,
        "data": data,
        "property": kept,
        "file": file.json()["id"],
        "term": world.terms[0],
        "parameter": world.parameters["count"],
        "own": job,
        "own_image": world.image,
        "base": base,
    }


_POINT = "POINT (1 1)"
_FOREIGN_WRITES = [
    ("POST", "/api/annotation.json", {"image": "{image}", "location": _POINT}),
    ("POST", "/api/annotation.json", {"slice": "{slice}", "location": _POINT}),
    ("POST", "/api/annotation.json", [{"image": "{image}", "location": _POINT}]),
    ("PUT", "/api/annotation/{annotation}.json", {"location": _POINT}),
    ("DELETE", "/api/annotation/{annotation}.json", None),
    ("POST", "/api/annotation/{annotation}/term/{term}.json", {}),
    ("POST", "/api/annotation/{annotation}/review.json", {}),
    ("POST", "/api/annotation/{annotation}/fill.json", {}),
    ("GET", "/api/annotation/{annotation}/simplify.json", None),
    ("POST", "/api/annotationcorrection.json", {"image": "{image}", "location": _POINT}),
    ("POST", "/api/job.json", {"project": "{project}", "software": 15}),
    ("PUT", "/api/job/{job}.json", {"status": 3}),
    ("DELETE", "/api/job/{job}.json", None),
    ("POST", "/api/job/{job}/copy.json", None),
    ("POST", "/api/job/{job}/favorite.json", {"favorite": True}),
    ("DELETE", "/api/job/{job}/alldata.json", None),
    ("GET", "/api/project/{project}/job/purge.json", None),
    ("POST", "/api/jobparameter.json", {"job": "{job}", "softwareParameter": "{parameter}"}),
    ("POST", "/api/jobparameter.json", [{"job": "{job}", "softwareParameter": "{parameter}"}]),
    ("PUT", "/api/jobparameter/{value}.json", {"value": 1}),
    ("DELETE", "/api/jobparameter/{value}.json", None),
    ("POST", "/api/jobdata.json", {"job": "{job}", "key": "k", "filename": "f"}),
    ("PUT", "/api/jobdata/{data}.json", {"key": "l"}),
    ("POST", "/api/jobdata/{data}/upload", None),
    ("DELETE", "/api/jobdata/{data}.json", None),
    ("POST", f"/api/domain/{JOB}/{{job}}/property.json", {"key": "a", "value": "b"}),
    ("POST", "/api/property.json", {"domainClassName": JOB, "domainIdent": "{job}", "key": "a"}),
    ("PUT", f"/api/domain/{JOB}/{{own}}/property/{{property}}.json", {"value": "b"}),
    ("DELETE", f"/api/domain/{JOB}/{{own}}/property/{{property}}.json", None),
    ("POST", "/api/attachedfile.json?domainClassName=x&domainIdent={job}", None),
    ("DELETE", "/api/attachedfile/{file}.json", None),
    ("POST", f"/api/domain/{JOB}/{{job}}/description.json", {"data": "x"}),
    ("POST", f"/api/domain/{JOB}/{{job}}/tag_domain_association.json", {"tag": 1}),
    ("POST", "/api/imageinstance.json", {"project": "{project}", "baseImage": 1}),
    ("PUT", "/api/imageinstance/{image}.json", {"instanceFilename": "x"}),
    ("DELETE", "/api/imageinstance/{image}.json", None),
    ("POST", "/api/imageinstance/{image}/review.json", None),
    ("POST", "/api/imageinstance/{image}/annotation/review.json", None),
    ("POST", "/api/jobtemplate.json", {"project": "{project}", "software": 15, "name": "x"}),
    ("POST", "/api/userJob.json", {"job": "{job}"}),
    ("POST", "/api/task.json", {"project": "{project}"}),
    *(
        ("POST", f"/api/{kind}.json", {"project": "{project}", "image": "{own_image}", **more})
        for kind, more in (
            ("task", {}),
            ("job", {"software": 15}),
            ("userJob", {"software": 15}),
            ("jobtemplate", {"software": 15, "name": "x"}),
            ("imageinstance", {"baseImage": "{base}"}),
        )
    ),
]
"""The last ones name an image of the run's own, which says nothing of where they write."""


def _filled(words, things):
    if isinstance(words, str):
        return words.format(**things)
    if isinstance(words, list):
        return [_filled(each, things) for each in words]
    if isinstance(words, dict):
        return {key: _filled(value, things) for key, value in words.items()}
    return words


@pytest.mark.parametrize(("method", "path", "body"), _FOREIGN_WRITES)
def test_a_run_writes_in_no_project_but_its_own(
    station, human, of_job, job, foreign, request, method, path, body
):
    things = {**foreign, "own": job["id"]}
    answer = of_job.request(method, _filled(path, things), json=_filled(body, things))
    assert answer.status_code == 403, answer.text
    assert "project" in answer.json()["errors"]


@pytest.fixture
def either(station):
    return station


def test_a_run_reads_what_its_launcher_may_read(station, of_job, foreign):
    for path in (
        "project/{project}",
        "project/{project}/imageinstance",
        "imageinstance/{image}",
        "annotation/{annotation}",
        "job/{job}",
        "jobdata/{data}",
    ):
        assert of_job.get(f"/api/{path.format(**foreign)}.json").status_code == 200
    query = {"project": foreign["project"]}
    listed = of_job.get("/api/annotation.json", params=query).json()["collection"]
    assert [each["id"] for each in listed] == [foreign["annotation"]]
    assert of_job.post("/api/annotation/search.json", json=query).status_code == 200
    assert of_job.get(f"/api/attachedfile/{foreign['file']}/download").content == b"a"


_FOR_HUMANS = [
    ("POST", "/api/project.json", {"name": "x"}),
    ("DELETE", "/api/project/{own_project}.json", None),
    ("POST", "/api/ontology.json", {"name": "x"}),
    ("DELETE", "/api/term/{term}.json", None),
    ("POST", "/api/relation/parent/term.json", {"term1": "{term}", "term2": "{term}"}),
    ("POST", "/api/software.json", {"name": "x"}),
    ("POST", "/api/softwareparameter.json", {"name": "x"}),
    ("POST", "/api/job/{own}/execute.json", None),
    ("GET", "/api/job/{own}/execute.json", None),
    ("GET", "/api/job/{own}/kill.json", None),
    ("POST", "/station/v1/images", {"project": "{own_project}", "path": "/etc/passwd"}),
    ("POST", "/station/v1/algorithms", {"path": "/"}),
    ("POST", "/station/v1/exports", {"project": "{own_project}", "path": "/tmp/x"}),
    ("POST", "/station/v1/imports", {"path": "/tmp/x"}),
    ("POST", "/station/v1/stop", {}),
]


@pytest.mark.parametrize(("method", "path", "body"), _FOR_HUMANS)
def test_what_reaches_beyond_a_project_is_for_humans(
    station, of_job, job, world, method, path, body
):
    things = {"own": job["id"], "own_project": world.project, "term": world.terms[0]}
    answer = of_job.request(method, _filled(path, things), json=_filled(body, things))
    assert answer.status_code == 403, answer.text


def test_a_run_adds_terms_to_its_own_ontology_only(station, of_job, human, world, new_name):
    body = {"name": new_name("term"), "ontology": world.ontology}
    assert of_job.post("/api/term.json", json=body).status_code == 200
    other = human.get(f"/api/term/{world.foreign_term}.json").json()["ontology"]
    assert of_job.post("/api/term.json", json={**body, "ontology": other}).status_code == 403


def test_a_run_makes_tags_and_puts_them_on_itself(station, of_job, job, new_name):
    tag = of_job.post("/api/tag.json", json={"name": new_name("tag")}).json()["tag"]["id"]
    path = f"/api/domain/{JOB}/{job['id']}/tag_domain_association.json"
    assert of_job.post(path, json={"tag": tag}).status_code == 200
    assert of_job.delete(f"/api/tag/{tag}.json").status_code == 403


def test_every_request_that_writes_says_what_runs_may_do():
    for subject in SUBJECTS + STATION_SUBJECTS:
        for route in subject:
            may_read_only = route.by_runs is ByRuns.READ
            is_known = route.path.endswith(("/search.json", "/counts", "/ping.json"))
            assert not may_read_only or route.method == "GET" or is_known, route


def test_the_keys_of_others_are_shown_to_no_run(station, human, of_job, job, world):
    body = {"project": world.project, "software": world.software}
    other = human.post("/api/job.json", json=body).json()["job"]["userJob"]
    for user in (1, other):
        told = of_job.get(f"/api/user/{user}.json").json()
        assert "privateKey" not in told
        assert of_job.get(f"/api/user/{user}/keys.json").status_code == 403
    public = station.keys().public
    assert of_job.get(f"/api/userkey/{public}/keys.json").status_code == 403
    own = station.keys(job["userJob"])
    told = of_job.get(f"/api/userkey/{own.public}/keys.json").json()
    assert told == {"publicKey": own.public, "privateKey": own.private}


def test_a_key_without_a_process_ends_a_day_after_its_last_request(station, human, job, of_job):
    path = "/api/user/current.json"
    assert of_job.get(path).status_code == 200
    _age(station, job["id"], hours=23)
    with station.client(job["userJob"]) as client:
        assert client.get(path).status_code == 200
    body = {"project": job["project"], "software": job["software"]}
    other = human.post("/api/job.json", json=body).json()["job"]
    _age(station, other["id"], hours=25)
    with station.client(other["userJob"]) as client:
        assert client.get(path).status_code == 401


def _age(station, job, *, hours):
    """Let the last request of a job's key be some hours ago."""
    then = time.time_ns() // 1_000_000 - hours * 3_600_000
    db = sqlite3.connect(station.folder / "workspace.db", timeout=30)
    with db:
        db.execute("update run set heard=? where id=?", (then, job))
    db.close()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:1", 200),
        ("localhost", 200),
        ("[::1]:80", 200),
        ("192.168.0.7:5", 200),
        ("host.docker.internal:9", 200),
        ("app.localhost", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example:80", 403),
        ("localhost.evil.example", 403),
        ("[:::", 403),
    ],
)
def test_only_names_of_this_computer_are_answered(station, host, status):
    for path in ("/server/ping", "/station/v1/hello"):
        answer = httpx.get(f"{station.url}{path}", headers={"host": host})
        assert answer.status_code == status


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "x"])
def test_web_pages_of_others_are_turned_away(station, origin):
    answer = httpx.get(f"{station.url}/server/ping", headers={"origin": origin})
    assert answer.status_code == 403
    own = httpx.get(f"{station.url}/server/ping", headers={"origin": station.url})
    assert own.status_code == 200


def test_a_body_without_an_end_is_cut_off(monkeypatch):
    monkeypatch.setattr(guarding, "LARGEST_BODY", 1000)
    read: list[int] = []

    async def inner(scope, receive, send):
        try:
            read.append(len(await Request(scope, receive).body()))
        except guarding.TooLarge:
            read.append(-1)

    async def asked(blocks, type_=b"application/json"):
        messages = [{"type": "http.request", "body": b, "more_body": True} for b in blocks]
        messages.append({"type": "http.request", "body": b"", "more_body": False})
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/",
            "headers": [(b"host", b"localhost"), (b"content-type", type_)],
        }

        async def receive():
            return messages.pop(0)

        await guarding.Guard(inner)(scope, receive, None)

    asyncio.run(asked([b"x" * 900]))
    asyncio.run(asked([b"x" * 900, b"x" * 101]))
    assert read == [900, -1]
    monkeypatch.setattr(guarding, "LARGEST_UPLOAD", 2000)
    asyncio.run(asked([b"x" * 900, b"x" * 1100], b"multipart/form-data; boundary=B"))
    asyncio.run(asked([b"x" * 900, b"x" * 1101], b"multipart/form-data; boundary=B"))
    assert read == [900, -1, 2000, -1]
    monkeypatch.setattr(guarding, "free_bytes", lambda folder: guarding._LEFT_FREE + 1500)
    asyncio.run(asked([b"x" * 1501], b"multipart/form-data; boundary=B"))
    assert read == [900, -1, 2000, -1, -1]
