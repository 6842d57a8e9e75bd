from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest


def put(client: httpx.Client, job: dict[str, Any], **news: Any) -> dict[str, Any]:
    """Put the whole job as the Python clients do: without nulls, with keys nobody knows."""
    whole = {name: value for name, value in job.items() if value is not None}
    body = {**whole, "class_": job["class"], "progres": 3, **news}
    answer = client.put(f"/api/job/{job['id']}.json", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["job"]


def shown(client: httpx.Client, job: dict[str, Any]) -> dict[str, Any]:
    return client.get(f"/api/job/{job['id']}.json").json()


def test_a_job_has_all_that_clients_read(either, human, world):
    body = {"project": world.project, "software": world.software}
    said = human.post("/api/job.json", json=body).json()
    assert said["message"] == "Software Count (1.0) started"
    job = said["job"]
    assert job["class"] == "be.cytomine.processing.Job"
    assert re.fullmatch(r"\d{13}", job["created"])
    expected = {
        "algoType": "job",
        "progress": 0,
        "status": 0,
        "statusComment": None,
        "project": world.project,
        "software": world.software,
        "softwareName": "Count (1.0)",
        "dataDeleted": False,
        "favorite": False,
        "username": "ada",
        "jobParameters": [],
        "processingServer": None,
        "name": f"Count (1.0) : {job['number']}",
    }
    assert {name: job[name] for name in expected} == expected
    assert job["userJob"]
    again = human.post("/api/job.json", json=body).json()["job"]
    assert again["number"] == job["number"] + 1


def test_the_parameters_of_a_software_come_without_those_set_by_the_server(either, human, world):
    parameters = human.get(f"/api/software/{world.software}.json").json()["parameters"]
    assert [one["name"] for one in parameters] == [
        name for name in world.parameters if not name.startswith("cytomine_")
    ]


@pytest.mark.parametrize("path", ["parameter", "software_parameter"])
def test_both_paths_list_parameters_in_their_order(either, human, world, path):
    url = f"/api/software/{world.software}/{path}.json"
    few = human.get(url, params={"max": 0, "offset": 0}).json()["collection"]
    every = human.get(url, params={"withSetByServer": "True"}).json()["collection"]
    assert [one["name"] for one in every] == list(world.parameters)
    assert [one["name"] for one in few] == list(world.parameters)[5:]


def test_a_missing_default_is_null_and_types_have_their_exact_names(either, human, world):
    url = f"/api/software/{world.software}/software_parameter.json"
    every = human.get(url, params={"withSetByServer": "True"}).json()["collection"]
    by_name = {one["name"]: one for one in every}
    assert by_name["count"]["defaultParamValue"] is None
    assert by_name["threshold"]["defaultParamValue"] == "0.5"
    assert by_name["smooth"]["defaultParamValue"] == "true"
    types = {one["type"] for one in every}
    assert types == {"String", "Number", "Boolean", "Date", "Domain", "ListDomain"}
    assert by_name["cytomine_host"]["required"] is True


@pytest.mark.parametrize("type_", ["number", "STRING", "Float", "", None])
def test_a_type_that_is_none_is_refused(either, human, world, type_):
    body = {"software": world.software, "name": "odd", "type": type_}
    answer = human.post("/api/softwareparameter.json", json=body)
    assert answer.status_code == 400


@pytest.mark.parametrize("default", ["", None])
def test_an_empty_default_is_none(either, human, new_name, default):
    software = human.post("/api/software.json", json={"name": new_name("bare")}).json()["software"]
    body = {"software": software["id"], "name": "n", "type": "Number", "defaultParamValue": default}
    made = human.post("/api/softwareparameter.json", json=body).json()["softwareparameter"]
    assert made["defaultParamValue"] is None
    assert made["valueKey"] == "[N]"
    assert made["humanName"] == "n"


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ({}, None),
        ({"value": None}, None),
        ({"value": True}, "true"),
        ({"value": False}, "false"),
        ({"value": 4}, "4"),
        ({"value": 0.25}, "0.25"),
        ({"value": "30,31"}, "30,31"),
        ({"value": [30, 31]}, "30,31"),
        ({"value": ""}, ""),
        ({"value": '$(touch X); "a b" --y é\n'}, '$(touch X); "a b" --y é\n'),
        ({"value": ",".join(["1234567"] * 12_500)}, ",".join(["1234567"] * 12_500)),
    ],
)
def test_a_value_is_kept_as_the_text_that_it_is(either, of_job, job, world, body, kept):
    ids = {"job": job["id"], "softwareParameter": world.parameters["note"]}
    made = of_job.post("/api/jobparameter.json", json=ids | body).json()["jobparameter"]
    assert made["value"] == kept
    assert made["name"] == made["humanName"] == "note"
    assert made["type"] == "String"
    (embedded,) = shown(of_job, job)["jobParameters"]
    assert embedded["value"] == kept
    assert of_job.post("/api/jobparameter.json", json=ids | body).status_code == 409


def test_values_may_come_with_the_job(either, human, world):
    params = [
        {"softwareParameter": world.parameters["count"], "value": 3},
        {"softwareParameter": world.parameters["smooth"], "value": False},
    ]
    body = {"project": world.project, "software": world.software, "params": params}
    job = human.post("/api/job.json", json=body).json()["job"]
    assert [one["value"] for one in job["jobParameters"]] == ["3", "false"]


def test_keys_among_the_values_are_masked_everywhere(either, human, of_job, job, world):
    secrets = ("cytomine_public_key", "cytomine_private_key", "publicKey", "privateKey")
    for name in secrets:
        body = {"job": job["id"], "softwareParameter": world.parameters[name], "value": f"S-{name}"}
        answer = of_job.post("/api/jobparameter.json", json=body)
        assert "S-" not in answer.text
        value_id = answer.json()["jobparameter"]["id"]
        assert "S-" not in human.get(f"/api/jobparameter/{value_id}.json").text
    listing = human.get("/api/job.json", params={"project": world.project})
    for answer in (listing, human.get(f"/api/job/{job['id']}.json")):
        assert "S-" not in answer.text
    values = human.get(f"/api/job/{job['id']}/parameter.json").json()["collection"]
    assert {one["name"]: one["value"] for one in values} == dict.fromkeys(secrets, "*" * 21)
    for file in Path(either.folder).glob("workspace.db*"):
        assert b"S-privateKey" not in file.read_bytes()


def test_a_job_is_told_what_its_program_says(either, of_job, job):
    running = put(of_job, job, status=2, progress=12.7, statusComment="Half (1/2).")
    assert (running["status"], running["progress"]) == (2, 12)
    assert running["statusComment"] == "Half (1/2)."
    assert running["created"] == job["created"]
    ended = put(of_job, running, status=3, statusComment="Job successfully terminated")
    assert (ended["status"], ended["progress"]) == (3, 12)
    assert shown(of_job, job) == ended


@pytest.mark.parametrize(
    "news", [{"status": 9}, {"status": -1}, {"status": "x"}, {"progress": 101}]
)
def test_a_status_or_progress_out_of_range_is_refused(either, of_job, job, news):
    answer = of_job.put(f"/api/job/{job['id']}.json", json={**job, **news})
    assert answer.status_code == 400
    assert shown(of_job, job)["status"] == 0


def test_a_comment_is_cut_at_255_characters(either, of_job, job):
    assert put(of_job, job, statusComment="é" * 300)["statusComment"] == "é" * 255


def test_what_a_put_leaves_out_stays(station, of_job, job):
    put(of_job, job, status=2, progress=50, statusComment="on the way", rate=0.5)
    path = f"/api/job/{job['id']}.json"
    now = of_job.put(path, json={"progress": 60}).json()["job"]
    told = {name: now[name] for name in ("status", "progress", "statusComment", "rate")}
    assert told == {"status": 2, "progress": 60, "statusComment": "on the way", "rate": 0.5}


def test_an_old_server_forgets_what_a_put_leaves_out(legacy, of_job, job):
    put(of_job, job, status=2, progress=50, statusComment="on the way", rate=0.5)
    path = f"/api/job/{job['id']}.json"
    body = {"project": job["project"], "software": job["software"], "status": 2}
    now = of_job.put(path, json=body).json()["job"]
    told = {name: now[name] for name in ("status", "progress", "statusComment", "rate")}
    assert told == {"status": 2, "progress": 0, "statusComment": None, "rate": -1.0}
    assert of_job.put(path, json={"status": 2}).status_code == 400


@pytest.mark.parametrize("end", [3, 4])
@pytest.mark.parametrize("later", [0, 1, 2, 6, 7, 5, 8, 3, 4])
def test_a_settled_job_stays_what_it_is(station, of_job, job, end, later):
    put(of_job, job, status=2)
    ended = put(of_job, job, status=end, statusComment="the end", progress=90)
    after = put(of_job, job, status=later, statusComment="stale", progress=10)
    assert after["status"] == end
    if later != end:
        assert (after["statusComment"], after["progress"]) == ("the end", 90)
    assert ended["status"] == end


@pytest.mark.parametrize("status", range(9))
def test_a_job_by_hand_may_be_put_into_any_state(either, of_job, job, status):
    assert put(of_job, job, status=status)["status"] == status


def test_a_queued_word_does_not_overwrite_a_running_job(station, of_job, job):
    put(of_job, job, status=2)
    assert put(of_job, job, status=1)["status"] == 2
    assert put(of_job, job, status=6)["status"] == 2


@pytest.mark.parametrize("word", [2, 3, 4])
def test_word_may_still_arrive_of_a_lost_job(either, of_job, job, word):
    put(of_job, job, status=2)
    assert put(of_job, job, status=5)["status"] == 5
    assert put(of_job, job, status=word)["status"] == word


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_cancelling_wins_over_what_comes_after(station, human, of_job, job, method):
    put(of_job, job, status=2)
    answer = human.request(method, f"/api/job/{job['id']}/kill.json")
    assert answer.json()["status"] == 8
    for word in (2, 3, 4):
        assert put(of_job, job, status=word)["status"] == 8


def test_a_success_that_came_before_wins_over_cancelling(either, human, of_job, job):
    put(of_job, job, status=3)
    assert human.post(f"/api/job/{job['id']}/kill.json").json()["status"] == 3


def test_a_job_that_never_ran_can_be_killed(either, human, job):
    assert human.post(f"/api/job/{job['id']}/kill.json").json()["status"] == 8


def test_a_software_without_a_program_cannot_be_executed_here(either, human, job):
    answer = human.post(f"/api/job/{job['id']}/execute.json")
    assert answer.status_code == 400
    assert "no program" in answer.json()["errors"]


def test_a_copy_has_the_values_but_is_a_job_of_its_own(either, human, job, world):
    ids = {"job": job["id"], "softwareParameter": world.parameters["count"]}
    human.post("/api/jobparameter.json", json=ids | {"value": 7})
    copy = human.post(f"/api/job/{job['id']}/copy.json").json()["job"]
    assert copy["id"] != job["id"]
    assert copy["userJob"] != job["userJob"]
    assert [one["value"] for one in copy["jobParameters"]] == ["7"]


def test_jobs_are_listed_newest_first(either, human, new_name, world):
    project = human.post("/api/project.json", json={"name": new_name("listed")}).json()["project"]
    body = {"project": project["id"], "software": world.software}
    made = [human.post("/api/job.json", json=body).json()["job"] for _ in range(3)]
    ids = [job["id"] for job in made]
    human.put(f"/api/job/{ids[1]}.json", json={**made[1], "status": 2})

    def listed(**query: Any) -> list[int]:
        page = human.get("/api/job.json", params={"project": project["id"], **query}).json()
        return [job["id"] for job in page["collection"]]

    assert listed() == ids[::-1]
    assert listed(sort="created", order="asc") == ids
    assert listed(sort="number") == ids[::-1]
    assert listed(sort="number", order="asc", max=1, offset=1) == [ids[1]]
    assert listed(software=world.software, light=True) == ids[::-1]
    assert listed(**{"status[in]": "2,3"}) == [ids[1]]
    assert listed(**{"username[in]": "ada"}) == ids[::-1]
    assert listed(**{"softwareName[ilike]": "COUNT"}) == ids[::-1]
    assert listed(**{"created[lte]": made[0]["created"]})[-1] == ids[0]
    assert listed(software=999999999) == []
    query = {"project": project["id"], "withJobParameters": False}
    page = human.get("/api/job.json", params=query).json()
    assert all(job["jobParameters"] == [] for job in page["collection"])
    assert human.get(f"/api/project/{project['id']}/job.json").json()["size"] == 3


def test_an_unknown_sort_field_is_passed_over_but_not_by_an_old_server(station, legacy, worlds):
    for server, status in ((station, 200), (legacy, 501)):
        world = worlds[server.is_legacy]
        with server.client() as client:
            body = {"project": world.project, "software": world.software}
            client.post("/api/job.json", json=body)
            answer = client.get("/api/job.json", params={"sort": "weather"})
        assert answer.status_code == status


def test_a_log_is_not_found_before_the_end(either, human, job):
    answer = human.get(f"/api/job/{job['id']}/log.json")
    assert answer.status_code == 404
    assert "message" in answer.json()["errors"]


def test_the_data_of_a_job_are_counted_and_deleted_but_not_the_job(
    either, human, of_job, job, world
):
    place = {"image": world.image, "location": "POINT (1 2)", "term": [world.terms[0]]}
    of_job.post("/api/annotation.json", json=[place] * 3)
    of_job.post("/api/jobdata.json", json={"job": job["id"], "key": "k", "filename": "f.txt"})
    path = f"/api/job/{job['id']}/alldata.json"
    assert human.get(path).json() == {
        "annotations": 3,
        "annotationsTerm": 3,
        "jobDatas": 1,
        "reviewed": 0,
    }
    assert human.delete(path).status_code == 200
    assert set(human.get(path).json().values()) == {0}
    assert shown(human, job)["dataDeleted"] is True


def test_a_star_is_given_and_taken(either, human, job):
    path = f"/api/job/{job['id']}/favorite.json"
    assert human.post(path, json={"favorite": True}).json()["favorite"] is True
    assert human.post(path, json={"favorite": False}).json()["favorite"] is False


def test_files_of_a_job_go_up_and_come_down(either, human, of_job, job):
    body = {"job": job["id"], "key": "Report", "filename": "tmp/7/report.csv"}
    data = of_job.post("/api/jobdata.json", json=body).json()["jobdata"]
    assert (data["filename"], data["key"]) == ("report.csv", "Report")
    never_uploaded = human.get(f"/api/jobdata/{data['id']}/download")
    assert never_uploaded.status_code == 400
    content = bytes(range(256)) * 1000
    upload = {"files[]": ("/home/x/tmp/7/report.csv", content)}
    answer = of_job.post(f"/api/jobdata/{data['id']}/upload", files=upload)
    assert answer.json()["class"] == "be.cytomine.processing.JobData"
    assert answer.json()["size"] == len(content)
    came = human.get(f"/api/jobdata/{data['id']}/download")
    assert came.content == content
    assert came.headers["content-type"] == "application/octet-stream"
    assert came.headers["content-disposition"] == 'attachment; filename="report.csv"'
    shown_inline = human.get(f"/api/jobdata/{data['id']}/view")
    assert shown_inline.headers["content-disposition"].startswith("inline")
    again = of_job.put(f"/api/jobdata/{data['id']}/upload", content=b"raw")
    assert again.json()["size"] == 3
    assert human.get(f"/api/jobdata/{data['id']}/download").content == b"raw"
    listed = human.get(f"/api/job/{job['id']}/jobdata.json").json()["collection"]
    assert [one["id"] for one in listed] == [data["id"]]
    assert human.delete(f"/api/jobdata/{data['id']}.json").status_code == 200
    assert human.get(f"/api/jobdata/{data['id']}.json").status_code == 404


def test_a_deleted_job_takes_all_of_it_along(either, human, of_job, job, world):
    place = {"image": world.image, "location": "POINT (1 2)"}
    made = of_job.post("/api/annotation.json", json=place).json()["annotation"]
    assert human.delete(f"/api/job/{job['id']}.json").json()["job"]["id"] == job["id"]
    assert human.get(f"/api/annotation/{made['id']}.json").status_code == 404
    assert human.get(f"/api/user/{job['userJob']}.json").status_code == 404


def test_values_and_files_of_a_job_are_changed(either, human, world, job):
    body = {"job": job["id"], "softwareParameter": world.parameters["count"], "value": 3}
    made = human.post("/api/jobparameter.json", json=body).json()["jobparameter"]
    own = f"/api/jobparameter/{made['id']}.json"
    assert human.put(own, json={**made, "value": 4.5}).json()["jobparameter"]["value"] == "4.5"
    assert human.put(own, json={"value": None}).json()["jobparameter"]["value"] is None
    secret = {**body, "softwareParameter": world.parameters["privateKey"], "value": "x"}
    kept = human.post("/api/jobparameter.json", json=secret).json()["jobparameter"]
    changed = human.put(f"/api/jobparameter/{kept['id']}.json", json={"value": "secret"})
    assert changed.json()["jobparameter"]["value"] == "*" * 21
    every = human.get("/api/jobparameter.json").json()["collection"]
    assert made["id"] in [each["id"] for each in every]
    assert human.delete(own).status_code == 200
    assert human.get(own).status_code == 404
    body = {"job": job["id"], "key": "k", "filename": "a/b.csv"}
    data = human.post("/api/jobdata.json", json=body).json()["jobdata"]
    changed = human.put(f"/api/jobdata/{data['id']}.json", json={**data, "filename": "c/d.csv"})
    assert (changed.json()["jobdata"]["key"], changed.json()["jobdata"]["filename"]) == (
        "k",
        "d.csv",
    )


def test_purging_a_project_keeps_what_is_reviewed_or_goes_on(either, human, world, new_name):
    name = new_name("Purged")
    ontology = human.post("/api/ontology.json", json={"name": name}).json()["ontology"]["id"]
    body = {"name": name, "ontology": ontology}
    project = human.post("/api/project.json", json=body).json()["project"]["id"]
    jobs = []
    for status in (3, 2):
        body = {"project": project, "software": world.software}
        job = human.post("/api/job.json", json=body).json()["job"]
        human.post("/api/jobdata.json", json={"job": job["id"], "key": "k", "filename": "f"})
        human.put(f"/api/job/{job['id']}.json", json={**job, "status": status})
        jobs.append(job["id"])
    assert human.post(f"/api/project/{project}/job/purge.json").json()["id"] == project
    left = [human.get(f"/api/job/{job}.json").json()["dataDeleted"] for job in jobs]
    assert left == [True, False]


def test_a_job_is_made_with_what_a_put_could_say(either, human, world):
    said = {"status": 2, "progress": 40, "statusComment": "on the way", "rate": 0.5}
    body = {"project": world.project, "software": world.software, **said}
    job = human.post("/api/job.json", json=body).json()["job"]
    assert {name: job[name] for name in said} == said
    assert shown(human, job) == job
    for wrong in ({"status": 9}, {"progress": -1}, {"rate": []}, {"progress": "1e999"}):
        assert human.post("/api/job.json", json={**body, **wrong}).status_code == 400


@pytest.mark.parametrize(
    ("word", "is_star"), [(True, True), ("true", True), (1, True), ("false", False), (None, False)]
)
def test_a_star_is_given_in_any_words(either, human, job, word, is_star):
    path = f"/api/job/{job['id']}/favorite.json"
    assert human.post(path, json={"favorite": word}).json()["favorite"] is is_star


def test_what_belongs_to_no_job_or_project_is_not_found(either, human):
    for path in ("job/99999999/parameter", "project/99999999/userjob"):
        answer = human.get(f"/api/{path}.json")
        assert answer.status_code == 404
        assert "message" in answer.json()["errors"]


def test_a_task_is_at_its_end_when_the_data_are_deleted(either, human, of_job, job):
    def task(client: httpx.Client) -> int:
        made: int = client.post("/api/task.json", json={}).json()["task"]["id"]
        return made

    def progress(id_: int) -> int:
        told: int = human.get(f"/api/task/{id_}.json").json()["progress"]
        return told

    path = f"/api/job/{job['id']}/alldata.json"
    first, second, others = task(human), task(of_job), task(human)
    human.delete(path, params={"task": first})
    of_job.delete(path, params={"task": second})
    of_job.delete(path, params={"task": others})
    assert human.delete(path, params={"task": 99999999}).status_code == 200
    assert [progress(first), progress(second), progress(others)] == [100, 100, 0]
    last = task(human)
    assert human.post(f"/api/project/{job['project']}/job/purge.json?task={last}").is_success
    assert progress(last) == 100
