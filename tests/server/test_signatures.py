from __future__ import annotations

import uuid

import httpx
import pytest

from cytodesk.client.signing import Signature, signed
from cytodesk.client.station_keys import Keys


def test_the_contracts_own_example_has_its_signature():
    said = signed(
        Keys("PUBH", "PRIVH"),
        Signature.WITH_PATH,
        method="GET",
        content_type="",
        date="Fri, 20 Nov 2026 23:57:35 +0000",
        path="/api/job.json?max=0&offset=0",
    )
    assert said == "CYTOMINE PUBH:TbagMs1XzOiBEMdQBMdI4ZZu4NM="


@pytest.mark.parametrize("signature", list(Signature))
def test_both_generations_of_signatures_are_taken(either, signature):
    with either.client(signature=signature) as client:
        assert client.get("/api/user/current.json").json()["algo"] is False


@pytest.mark.parametrize("signature", list(Signature))
def test_a_body_and_a_query_are_signed_as_they_are_sent(either, signature, world):
    with either.client(signature=signature) as client:
        query = {"project": world.project, "terms": "1,2", "name[ilike]": "ä b"}
        assert client.get("/api/annotation.json", params=query).status_code == 200
        assert client.post("/api/annotation.json", json=[]).status_code == 200
        upload = {"files[]": ("a.txt", b"abc")}
        words = {"domainClassName": "be.cytomine.project.Project", "domainIdent": world.project}
        assert client.post("/api/attachedfile.json", params=words, files=upload).status_code == 200


@pytest.mark.parametrize("date", ["%Fri, 20 %11 %2026", "gestern", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_any_date_is_taken_word_by_word(station, date):
    said = signed(
        station.keys(),
        Signature.WITH_PATH,
        method="GET",
        content_type="",
        date=date,
        path="/api/user/current.json",
    )
    headers = {"authorization": said, "date": date}
    assert httpx.get(f"{station.url}/api/user/current.json", headers=headers).status_code == 200


def test_a_ping_is_answered_whatever_its_signature(either):
    wrong = Keys(either.keys().public, "wrong")
    with either.client(keys=wrong) as client:
        pong = client.get("/server/ping").json()
    assert pong["alive"] is True
    assert pong["authenticated"] is False
    assert pong["serverURL"] == either.url
    assert "user" not in pong
    with either.client() as client:
        assert client.post("/server/ping.json").json()["user"] == 1


def test_a_wrong_private_key_is_refused_in_json(station):
    with station.client(keys=Keys(station.keys().public, "wrong")) as client:
        _refused(client.get("/api/user/current.json"))


def test_an_old_server_redirects_a_wrong_private_key(legacy):
    with legacy.client(keys=Keys(legacy.keys().public, "wrong")) as client:
        answer = client.get("/api/user/current.json")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/"


def test_an_unknown_public_key_is_refused_in_json(either):
    with either.client(keys=Keys(str(uuid.uuid4()), str(uuid.uuid4()))) as client:
        _refused(client.get("/api/user/current.json"))


def test_without_keys_nothing_but_a_ping_is_answered(station):
    _refused(httpx.get(f"{station.url}/api/project.json"))
    _refused(httpx.post(f"{station.url}/api/annotation.json", json=[]))
    _refused(httpx.get(f"{station.url}/station/v1/events"))


def test_an_old_server_redirects_who_has_no_keys(legacy):
    url = f"{legacy.url}/api/project.json"
    assert httpx.get(url).status_code == 302
    _refused(httpx.get(url, headers={"nopage": "true"}))


def test_a_signature_without_a_date_counts_as_none(station):
    headers = {"authorization": f"CYTOMINE {station.keys().public}:AAAA"}
    _refused(httpx.get(f"{station.url}/api/project.json", headers=headers))


@pytest.mark.parametrize("said", ["CYTOMINE", "CYTOMINE a", "Bearer x", "CYTOMINE :", "é"])
def test_a_broken_header_is_refused_in_json(station, said):
    headers = {"authorization": said.encode(), "date": "today"}
    _refused(httpx.get(f"{station.url}/api/project.json", headers=headers))


def test_keys_of_a_deleted_job_are_refused(station, human, job):
    with station.client(job["userJob"]) as client:
        assert client.get("/api/user/current.json").status_code == 200
        assert human.delete(f"/api/job/{job['id']}.json").status_code == 200
        _refused(client.get("/api/user/current.json"))


def _refused(answer: httpx.Response) -> None:
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["success"] is False
    assert answer.json()["errors"]
