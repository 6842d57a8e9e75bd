"""The shapes that all answers share: errors, lists, bulks, headers (contract 3.1, 1.6)."""

from __future__ import annotations

import httpx
import pytest


@pytest.fixture
def many(human, world, new_name):
    """Return an ontology with 25 terms, for lists."""
    ontology = human.post("/api/ontology.json", json={"name": new_name("many")}).json()["ontology"]
    for number in range(25):
        body = {"name": f"Term {number:02}", "ontology": ontology["id"], "color": "#112233"}
        assert human.post("/api/term.json", json=body).status_code == 200
    return f"/api/ontology/{ontology['id']}/term.json"


@pytest.mark.parametrize(
    ("path", "thing"),
    [
        ("/api/job/999999999.json", "Job"),
        ("/api/project/999999999.json", "Project"),
        ("/api/software/999999999.json", "Software"),
        ("/api/user/999999999.json", "User"),
        ("/api/imageinstance/999999999.json", "ImageInstance"),
        ("/api/imageinstance/999999999/thumb.png", "ImageInstance"),
        ("/api/annotation/999999999.json", "Annotation"),
        ("/api/algoannotation/999999999/crop.png", "Annotation"),
        ("/api/jobdata/999999999/download", "JobData"),
        ("/api/attachedfile/999999999.json", "AttachedFile"),
        ("/api/term/999999999.json", "Term"),
        ("/api/ontology/999999999.json", "Ontology"),
        ("/api/project/999999999/term.json", "Project"),
    ],
)
def test_what_is_not_there_is_named_in_cytomines_words(either, human, path, thing):
    answer = human.get(path)
    assert answer.status_code == 404
    assert answer.json() == {"errors": {"message": f"{thing} not found with id : 999999999"}}


@pytest.mark.parametrize("id_", ["1" * 19, "9" * 40])
def test_an_id_beyond_all_numbers_is_not_found(either, human, id_):
    for path in ("job", "project", "annotation", "imageinstance", "user"):
        assert human.get(f"/api/{path}/{id_}.json").status_code == 404


def test_an_unknown_path_is_a_404_in_json_and_is_noted(station, human):
    answer = human.get("/api/teapot.json")
    assert answer.status_code == 404
    assert answer.json()["success"] is False
    assert "GET /api/teapot.json" in human.get("/station/v1/unknown").json()["paths"]
    assert human.patch("/api/project.json").status_code in (404, 405)
    for path in ("/api/project.json/", "/api/project/", "/server/ping/"):
        assert human.get(path).status_code == 404, "a client dies of a redirect"


def test_an_old_server_has_no_doors_of_ours(legacy, human):
    for path in ("hello", "events", "unknown"):
        assert human.get(f"/station/v1/{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/api/job.json", {"software": 1}, "software not set"),
        ("/api/jobparameter.json", {"softwareParameter": 1}, "job not set"),
        ("/api/project.json", {}, "name not set"),
        ("/api/annotation.json", {"image": 1}, "ImageInstance not found"),
        ("/api/term.json", {"name": "x"}, "ontology not set"),
        ("/api/term.json", {"name": "x", "ontology": "many"}, "ontology is not an id"),
        ("/api/property.json", {"domainIdent": 1, "value": "x"}, "key not set"),
        ("/api/job.json", [], "must be a JSON object"),
    ],
)
def test_a_wrong_body_is_refused_in_words(either, human, path, body, words):
    answer = human.post(path, json=body)
    assert answer.status_code in (400, 404)
    assert words in str(answer.json()["errors"])


@pytest.mark.parametrize(
    "path", ["/api/annotation.json", "/api/jobparameter.json", "/api/property.json"]
)
@pytest.mark.parametrize("body", ["5", '"text"', "null", "true", "[1]", "[[]]", "{", ""])
def test_no_body_at_all_breaks_the_station(either, human, path, body):
    answer = human.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["success"] is False


def test_the_same_name_twice_is_a_conflict_in_words(either, human, new_name):
    name = new_name("twice")
    assert human.post("/api/project.json", json={"name": name}).status_code == 200
    answer = human.post("/api/project.json", json={"name": name})
    assert answer.status_code == 409
    assert answer.json()["success"] is False
    assert "SQL" not in answer.text
    assert "constraint" not in answer.text


def test_a_reference_to_nothing_is_no_conflict(either, human, world):
    body = {"project": world.project, "software": 999999999}
    assert human.post("/api/job.json", json=body).status_code == 404
    body = {"name": "lonely", "ontology": 999999999}
    assert human.post("/api/project.json", json=body).status_code == 404
    assert human.post("/api/term.json", json=body).status_code == 404


def test_an_empty_bulk_is_a_success(either, human, of_job):
    for path in ("annotation", "jobparameter", "property", "softwareparameter", "algoannotation"):
        signer = human if path == "softwareparameter" else of_job
        answer = signer.post(f"/api/{path}.json", json=[])
        assert answer.status_code == 200
        assert "message" in answer.json()


def test_a_bulk_that_is_partly_bad_keeps_the_good_part(either, human, job, world):
    id_ = world.parameters["note"]
    bodies = [
        {"job": job["id"], "softwareParameter": id_, "value": "a"},
        {"job": job["id"], "softwareParameter": id_, "value": "again"},
        {"job": 999999999, "softwareParameter": id_, "value": "b"},
        7,
    ]
    answer = human.post("/api/jobparameter.json", json=bodies)
    assert answer.status_code == 206
    said = answer.json()
    assert said["success"] is False
    assert said["message"] == "Only part of elements were added"
    assert [error["data"] for error in said["errors"]] == bodies[1:]
    assert all(error["message"] for error in said["errors"])
    kept = human.get(f"/api/job/{job['id']}/parameter.json").json()["collection"]
    assert [value["value"] for value in kept] == ["a"]


def test_a_bulk_that_is_all_bad_says_so(either, human):
    answer = human.post("/api/jobparameter.json", json=[{"job": 999999999}, {}])
    assert answer.status_code == 400
    assert answer.json()["message"] == "No entry saved"
    assert len(answer.json()["errors"]) == 2


def test_no_maximum_means_everything(either, human, many):
    for query in ({}, {"max": 0, "offset": 0}, {"max": "0"}, {"max": "many", "offset": "nan"}):
        page = human.get(many, params=query).json()
        assert len(page["collection"]) == page["size"] == 25
        assert page["offset"] == 0
        assert page["perPage"] == 25


def test_pages_say_what_they_are_of(either, human, many):
    page = human.get(many, params={"max": 10, "offset": 10}).json()
    assert [term["name"] for term in page["collection"]] == [f"Term {n}" for n in range(10, 20)]
    told = {name: page[name] for name in ("size", "offset", "perPage", "totalPages")}
    assert told == {"size": 25, "offset": 10, "perPage": 10, "totalPages": 3}
    assert len(human.get(many, params={"max": 10, "offset": 20}).json()["collection"]) == 5
    assert human.get(many, params={"max": 10, "offset": 50}).json()["collection"] == []


@pytest.mark.parametrize("query", [{"max": "inf"}, {"max": "-3"}, {"offset": "-3"}, {"max": "1e9"}])
def test_nonsense_in_paging_is_passed_over(either, human, many, query):
    assert len(human.get(many, params=query).json()["collection"]) == 25


def test_lists_are_sorted_by_any_field_both_ways(either, human, many):
    names = [f"Term {n:02}" for n in range(25)]
    for order, expected in (("asc", names), ("desc", names[::-1])):
        page = human.get(many, params={"sort": "name", "order": order}).json()
        assert [term["name"] for term in page["collection"]] == expected


def test_filters_narrow_and_unknown_ones_do_not(either, human, many):
    def found(**query: str) -> list[str]:
        page = human.get(many, params=query).json()
        assert page["size"] == len(page["collection"])
        return [term["name"] for term in page["collection"]]

    assert found(**{"name[in]": "Term 03,Term 21,Nothing"}) == ["Term 03", "Term 21"]
    assert found(**{"name[ilike]": "TERM 1"}) == [f"Term {n}" for n in range(10, 20)]
    assert found(**{"name[like]": "TERM 1"}) == []
    assert found(**{"name[equals]": "Term 07"}) == ["Term 07"]
    assert found(**{"name[ilike]": "t*m%202"}) == [f"Term {n}" for n in range(20, 25)]
    assert len(found(**{"parent[in]": "null"})) == 25
    assert len(found(**{"weather[in]": "rain"})) == 25
    assert len(found(**{"name[sounds]": "Term"})) == 25


def test_a_table_of_the_old_user_interface_is_answered(either, human, many):
    page = human.get(many, params={"datatables": "", "max": 10, "sEcho": "3"}).json()
    assert len(page["aaData"]) == 10
    assert page["iTotalRecords"] == page["iTotalDisplayRecords"] == 25
    assert page["sEcho"] == "3"


def test_no_answer_in_json_may_be_kept_by_a_cache(either, human, job):
    for path in ("user/current", "project", f"job/{job['id']}", "job/999999999"):
        headers = human.get(f"/api/{path}.json").headers
        assert headers["cache-control"] == "no-store"
        assert "etag" not in headers
        assert "last-modified" not in headers


def test_a_runs_connections_are_closed_and_a_humans_are_kept(either, human, of_job):
    assert of_job.get("/api/user/current.json").headers["connection"] == "close"
    assert of_job.get("/server/ping").headers["connection"] == "close"
    assert "connection" not in human.get("/api/user/current.json").headers


def test_paths_are_the_same_without_json(either, human, world):
    assert human.get(f"/api/project/{world.project}").json()["id"] == world.project
    assert human.get("/api/project").json()["size"] >= 1


def test_addresses_begin_as_the_client_wrote_its_host(either, human, world):
    port = httpx.URL(either.url).port
    for host in (f"localhost:{port}", f"127.0.0.1:{port}"):
        with either.client() as client:
            client.base_url = f"http://{host}"
            image = client.get(f"/api/imageinstance/{world.image}.json").json()
        assert image["thumb"].startswith(f"http://{host}/api/imageinstance/{world.image}/thumb.png")


def test_a_command_answers_the_object_under_its_name(either, human, world, new_name):
    said = human.post("/api/project.json", json={"name": new_name("told")}).json()
    assert said["callback"]["method"] == "be.cytomine.AddProjectCommand"
    assert said["callback"]["projectID"] == str(said["project"]["id"])
    assert said["printMessage"] is True
    assert said["message"]
    assert isinstance(said["command"], int)
