"""Lists of jobs as a table of runs asks for them."""

from __future__ import annotations

import pytest


@pytest.fixture
def several(either, human, new_name):
    """Return a project of its own with four jobs: which has which status, name and favourite."""
    ontology = human.post("/api/ontology.json", json={"name": new_name("O")}).json()["ontology"]
    body = {"name": new_name("P"), "ontology": ontology["id"]}
    project = human.post("/api/project.json", json=body).json()["project"]["id"]
    names = [new_name("Ärger"), new_name("Beta")]
    software = [
        human.post("/api/software.json", json={"name": name}).json()["software"]["id"]
        for name in names
    ]
    jobs = []
    for which, status in ((0, 3), (0, 4), (1, 3), (1, 0)):
        body = {"project": project, "software": software[which]}
        job = human.post("/api/job.json", json=body).json()["job"]
        human.put(f"/api/job/{job['id']}.json", json={**job, "status": status})
        jobs.append(job["id"])
    human.post(f"/api/job/{jobs[2]}/favorite.json", json={"favorite": True})
    return project, software, names, jobs


def ids(answer):
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["collection"]]


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ({}, [3, 2, 1, 0]),
        ({"sort": "created", "order": "asc"}, [3, 2, 1, 0]),
        ({"sort": "id", "order": "asc"}, [0, 1, 2, 3]),
        ({"sort": "softwareName", "order": "asc"}, None),
        ({"status[in]": "3,4"}, [2, 1, 0]),
        ({"status[equals]": "0"}, [3]),
        ({"status[gte]": "4"}, [1]),
        ({"favorite[in]": "true"}, [2]),
        ({"favorite[in]": "false"}, [3, 1, 0]),
        ({"username[in]": "ada,bob"}, [3, 2, 1, 0]),
        ({"username[in]": "bob"}, []),
        ({"created[gte]": "0", "created[lte]": "99999999999999"}, [3, 2, 1, 0]),
        ({"created[gte]": "99999999999999"}, []),
        ({"softwareName[ilike]": "ÄRG"}, [1, 0]),
        ({"softwareName[ilike]": "b*t"}, [3, 2]),
        ({"softwareName[like]": "beta"}, []),
        ({"statusComment[in]": "null"}, [3, 2, 1, 0]),
        ({"nonsense[in]": "5", "status[nonsense]": "4"}, [3, 2, 1, 0]),
        ({"status[in]": "many"}, []),
        ({"max": 2, "offset": 1}, [2, 1]),
        ({"max": 0}, [3, 2, 1, 0]),
        ({"light": "true"}, [3, 2, 1, 0]),
    ],
)
def test_jobs_are_filtered_sorted_and_cut_to_pages(either, human, several, query, which):
    project, _, _, jobs = several
    answer = human.get("/api/job.json", params={"project": project, **query})
    if query.get("sort") == "created":
        assert sorted(ids(answer)) == jobs
    elif which is None:
        names = [item["softwareName"] for item in answer.json()["collection"]]
        assert names == sorted(names, key=str.lower)
    else:
        assert ids(answer) == [jobs[number] for number in which]
    if "max" in query:
        assert answer.json()["size"] == 4


def test_jobs_of_several_projects_or_software_are_asked_by_comma_lists(either, human, several):
    project, software, _, jobs = several
    both = {"project": f"{project},999999", "software": f"{software[0]},{software[1]}"}
    assert ids(human.get("/api/job.json", params=both)) == jobs[::-1]
    one = {"project": project, "software": software[1]}
    assert ids(human.get("/api/job.json", params=one)) == [jobs[3], jobs[2]]


def test_a_sort_by_user_without_users_is_refused(either, human, several):
    query = {"project": several[0], "sort": "username", "withUser": "false"}
    assert human.get("/api/job.json", params=query).status_code == 400


def test_the_bounds_of_a_list_of_jobs_are_told(either, human, several):
    project, software, names, _ = several
    told = human.get(f"/api/project/{project}/bounds/job.json").json()
    assert told["status"] == {"min": 0, "max": 4}
    assert told["number"] == {"min": 1, "max": 2}
    assert [each["id"] for each in told["software"]["list"]] == software
    assert [each["name"] for each in told["software"]["list"]] == names
    assert told["username"]["list"] == ["ada"]


def test_a_table_of_runs_has_all_it_shows_in_one_answer(station, human, world, job, of_job):
    place = {"image": world.image, "location": "POINT (3 3)", "term": [world.terms[0]]}
    for _ in range(3):
        of_job.post("/api/annotation.json", json=place)
    of_job.post("/api/jobdata.json", json={"job": job["id"], "key": "k", "filename": "f"})
    of_job.put(f"/api/job/{job['id']}.json", json={"status": 2, "progress": 40})
    thing = f"domain/be.cytomine.processing.Job/{job['id']}"
    assert human.put(f"/station/v1/{thing}/tags", json={"tags": ["good", "old"]}).status_code == 200
    human.post(f"/api/{thing}/description.json", json={"data": "For the paper"})
    human.put(f"/api/job/{job['id']}.json", json={"name": "My run"})
    answer = human.get("/station/v1/runs/table", params={"project": world.project, "max": 1}).json()
    (shown,) = answer["collection"]
    assert shown["job"]["id"] == job["id"]
    assert (shown["job"]["status"], shown["job"]["progress"]) == (2, 40)
    assert (shown["job"]["name"], shown["job"]["username"]) == ("My run", "ada")
    assert (shown["annotations"], shown["files"]) == (3, 1)
    assert (shown["tags"], shown["note"]) == (["good", "old"], "For the paper")
    assert (shown["duration"], shown["exit"], shown["warning"]) == (None, None, None)
    human.put(f"/station/v1/{thing}/tags", json={"tags": ["old"]})
    again = human.get("/station/v1/runs/table", params={"ids": job["id"]}).json()["collection"][0]
    assert again["tags"] == ["old"]
    (tag,) = [t for t in human.get("/api/tag.json").json()["collection"] if t["name"] == "old"]
    by_tag = human.get("/station/v1/runs/table", params={"tag": tag["id"]}).json()["collection"]
    assert [each["job"]["id"] for each in by_tag] == [job["id"]]


def test_only_a_human_names_a_job_and_its_usual_name_comes_back(either, human, of_job, job):
    own = f"/api/job/{job['id']}.json"
    usual = job["name"]
    assert human.put(own, json={**job, "name": "Mine"}).json()["job"]["name"] == "Mine"
    assert of_job.put(own, json={**job, "status": 2}).json()["job"]["name"] == "Mine"
    assert human.put(own, json={**job, "name": ""}).json()["job"]["name"] == usual


def test_the_users_of_all_runs_have_names(station, human, job):
    told = {each["id"]: each for each in human.get("/station/v1/users").json()["users"]}
    assert told[1]["name"] == "ada"
    assert told[job["userJob"]]["run"] == job["id"]


def test_annotations_are_counted_without_being_read(station, human, of_job, job, world):
    for x, terms in ((1, [0]), (2, [0, 1]), (3, [])):
        place = {"image": world.image, "location": f"POINT ({x} 1)"}
        of_job.post("/api/annotation.json", json={**place, "term": [world.terms[t] for t in terms]})
    place = {"image": world.measured_image, "location": "POINT (9 9)"}
    of_job.post("/api/annotation.json", json=place)
    query = {"project": world.project, "users": job["userJob"]}

    def counts(by, **more):
        path = "/station/v1/annotations/counts"
        told = human.get(path, params={**query, "by": by, **more}).json()["counts"]
        keys = [key for key in by.split(",") if key]
        return {tuple(each[key] for key in keys): each["count"] for each in told}

    one, two = world.terms
    assert counts("") == {(): 4}
    assert counts("image") == {(world.image,): 3, (world.measured_image,): 1}
    assert counts("term") == {(None,): 2, (one,): 2, (two,): 1}
    assert counts("term,image", term=two) == {(one, world.image): 1, (two, world.image): 1}
    assert counts("user", bbox="0,0,2.5,2") == {(job["userJob"],): 2}
    assert human.get("/station/v1/annotations/counts", params={"by": "size", **query}).is_error
    path = f"/api/project/{world.project}/algoannotation/count.json"
    assert human.get(path).json()["total"] >= 4
