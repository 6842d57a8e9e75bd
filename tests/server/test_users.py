from __future__ import annotations

import httpx
import pytest


def test_a_human_and_a_run_each_read_themselves(either, human, of_job, job):
    mine = human.get("/api/user/current.json").json()
    assert (mine["id"], mine["username"], mine["algo"]) == (1, "ada", False)
    assert (mine["publicKey"], mine["privateKey"]) == _pair(either, 1)
    its = of_job.get("/api/user/current.json").json()
    assert (its["id"], its["algo"], its["job"]) == (job["userJob"], True, job["id"])
    assert (its["publicKey"], its["privateKey"]) == _pair(either, job["userJob"])
    assert its["class"] == "be.cytomine.security.UserJob"
    assert its["humanUsername"] == "ada"


def test_keys_look_like_cytomines_own(either, job):
    for key in _pair(either, job["userJob"]):
        assert len(key) == 36
        assert key.count("-") == 4


def test_the_launcher_reads_the_user_of_a_job_with_its_keys(either, human, job):
    its = human.get(f"/api/user/{job['userJob']}.json").json()
    assert (its["publicKey"], its["privateKey"]) == _pair(either, job["userJob"])
    by_name = human.get(f"/api/user/{its['username']}.json").json()
    assert by_name["id"] == job["userJob"]


def test_a_run_reads_nobodys_keys_but_its_own(either, human, of_job, job, world):
    body = {"project": world.project, "software": world.software}
    other = human.post("/api/job.json", json=body).json()["job"]
    for user in (1, other["userJob"]):
        answer = of_job.get(f"/api/user/{user}.json")
        assert answer.status_code == 200
        assert "Key" not in answer.text
        assert of_job.get(f"/api/user/{user}/keys.json").status_code == 403
    assert of_job.get("/api/user/ada.json").json()["id"] == 1


def test_a_user_is_found_by_its_public_key(either, human):
    found = human.get("/api/user.json", params={"publicKey": either.keys().public}).json()
    assert found["id"] == 1
    assert human.get("/api/user.json", params={"publicKey": "nobody"}).status_code == 404
    assert [user["id"] for user in human.get("/api/user.json").json()["collection"]] == [1]


@pytest.mark.parametrize("path", ["/api/project/{project}/userjob.json", "/api/userJob.json"])
def test_users_of_jobs_are_listed_with_their_software(either, human, job, world, path):
    items = human.get(path.format(project=world.project)).json()["collection"]
    item = next(item for item in items if item["id"] == job["userJob"])
    assert item["idJob"] == job["id"]
    assert item["idSoftware"] == world.software
    assert item["softwareName"] == "Count (1.0)"
    assert item["algo"] is True


def test_a_human_reads_her_own_keys(either, human):
    pair = human.get("/api/user/1/keys.json").json()
    assert (pair["publicKey"], pair["privateKey"]) == _pair(either, 1)


def _pair(station, user: int) -> tuple[str, str]:
    keys = station.keys(user)
    return keys.public, keys.private


def test_layers_are_the_humans_and_on_an_image_the_runs_that_left_something(
    either, human, of_job, job, world
):
    path = f"/api/project/{world.project}/userlayer.json"
    assert [each["username"] for each in human.get(path).json()["collection"]] == ["ada"]
    place = {"image": world.image, "location": "POINT (2 2)"}
    of_job.post("/api/annotation.json", json=place)
    layers = human.get(path, params={"image": world.image}).json()["collection"]
    assert job["userJob"] in [each["id"] for each in layers]
    elsewhere = human.get(path, params={"image": world.measured_image}).json()["collection"]
    assert job["userJob"] not in [each["id"] for each in elsewhere]


def test_users_of_jobs_are_narrowed_by_image_and_shown_as_a_tree(either, human, of_job, job, world):
    path = f"/api/project/{world.project}/userjob.json"
    of_job.post("/api/annotation.json", json={"image": world.image, "location": "POINT (2 2)"})
    on_image = human.get(path, params={"image": world.image}).json()["collection"]
    assert job["userJob"] in [each["id"] for each in on_image]
    tree = human.get(path, params={"tree": "true"}).json()["children"]
    (folder,) = [each for each in tree if each["id"] == world.software]
    assert job["userJob"] in [each["id"] for each in folder["children"]]


def test_a_user_of_a_job_is_made_with_it(either, human, job, world):
    made = human.post("/api/userJob.json", json={"job": job["id"]}).json()["userJob"]
    assert made["id"] == job["userJob"]
    body = {"project": world.project, "software": world.software}
    made = human.post("/api/userJob.json", json=body).json()["userJob"]
    assert made["algo"] is True
    assert human.get(f"/api/job/{made['job']}.json").json()["userJob"] == made["id"]


def test_the_station_signs_for_who_asks(either, human):
    query = {"method": "GET", "date": "x", "forwardURI": "/api/job.json", "queryString": "max=0"}
    told = human.get("/api/signature.json", params=query).json()
    headers = {"authorization": f"CYTOMINE {told['publicKey']}:{told['signature']}", "date": "x"}
    answer = httpx.get(f"{either.url}/api/job.json?max=0", headers=headers)
    assert answer.status_code == 200


def test_everybody_is_an_administrator_by_now(either):
    for what in ("open", "close", "info"):
        told = httpx.get(f"{either.url}/session/admin/{what}.json").json()
        assert told["adminByNow"] is True


def test_users_are_searched_by_their_whole_name(either, human):
    for text, found in (("AD", [1]), ("nobody", [])):
        listed = human.get("/api/user.json", params={"fullName[ilike]": text}).json()
        assert [each["id"] for each in listed["collection"]] == found
