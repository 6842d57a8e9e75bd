"""The numbers behind comparing: what was predicted, what was expected, what there is."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def place(either, human, new_name):
    """Return a project of its own with two terms, an image and a software."""
    made = {}

    def post(kind, **body):
        answer = human.post(f"/api/{kind}.json", json=body)
        return answer.json()[kind]["id"]

    name = new_name("S")
    made["ontology"] = post("ontology", name=name)
    made["terms"] = [post("term", name=n, ontology=made["ontology"]) for n in ("a", "b")]
    made["project"] = post("project", name=name, ontology=made["ontology"])
    made["software"] = post("software", name=name)
    return made


@pytest.fixture
def image(human, world, place):
    base = human.get(f"/api/imageinstance/{world.image}.json").json()["baseImage"]
    body = {"project": place["project"], "baseImage": base}
    return human.post("/api/imageinstance.json", json=body).json()["imageinstance"]["id"]


@pytest.fixture
def predicted(either, human, place, image):
    """Return a successful job that predicted: a as a twice, a as b once, b as b once."""
    body = {"project": place["project"], "software": place["software"]}
    job = human.post("/api/job.json", json=body).json()["job"]
    a, b = place["terms"]
    made = []
    with either.client(job["userJob"]) as run:
        for x, (expected, term, rate) in enumerate(
            [(a, a, 0.9), (a, a, 0.8), (a, b, 0.7), (b, b, 1.0)]
        ):
            body = {"image": image, "location": f"POINT ({x + 1} 1)"}
            id_ = run.post("/api/annotation.json", json=body).json()["annotation"]["id"]
            body = {"annotationIdent": id_, "expectedTerm": expected, "rate": rate}
            assert run.post(f"/api/annotation/{id_}/term/{term}.json", json=body).is_success
            made.append(id_)
    human.put(f"/api/job/{job['id']}.json", json={**job, "status": 3})
    return job, made


def test_predictions_are_compared_with_what_was_expected(either, human, place, predicted):
    job, made = predicted
    a, b = place["terms"]

    def told(name, **query):
        path = f"/api/stats/retrieval{name}.json"
        return human.get(path, params=query or {"job": job["id"]}).json()

    assert told("/avg") == {"avg": 0.75}
    matrix = json.loads(told("/confusionmatrix")["matrix"])
    assert matrix == [[0, a, b, 0], [a, 2, 1, pytest.approx(2 / 3)], [b, 0, 1, 1]]
    (worst,) = told("/worstTerm")["worstTerms"]
    assert (worst["id"], worst["rate"]) == (a, 1)
    suggested = told("/worstTermWithSuggest")
    assert suggested["worstTerms"] == {
        str(a): [{str(a): 67}, {str(b): 33}],
        str(b): [{str(b): 100}],
    }
    assert (suggested["avg"], suggested["avgMiddlePerClass"]) == (0.75, pytest.approx(5 / 6))
    (wrong,) = told("/worstAnnotation")["worstAnnotations"]
    assert (wrong["annotation"], wrong["term"], wrong["expectedTerm"]) == (made[2], b, a)
    assert human.get(wrong["cropURL"]).status_code == 200
    by_software = {"project": place["project"], "software": place["software"]}
    assert told("/avg", **by_software) == {"avg": 0.75}
    (point,) = told("/evolution", **by_software)["evolution"]
    assert (point["avg"], point["size"]) == (0.75, 0)
    (point,) = told("-evolution/evolution")["evolution"]
    assert point["avg"] == 0.75
    (point,) = told("-evolution/evolutionByTerm", job=job["id"], term=b)["evolution"]
    assert point["avg"] == 1


def test_the_annotations_of_a_confusion_are_listed(either, human, place, predicted):
    job, made = predicted
    query = {
        "project": place["project"],
        "includeAlgo": "true",
        "suggestedTerm": place["terms"][1],
        "userForTermAlgo": job["userJob"],
    }
    listed = human.get("/api/annotation.json", params=query).json()["collection"]
    assert [each["id"] for each in listed] == [made[3], made[2]]
    query = {**query, "suggestedTerm": place["terms"][0], "jobForTermAlgo": job["id"]}
    del query["userForTermAlgo"]
    listed = human.get("/api/annotation.json", params=query).json()["collection"]
    assert [each["id"] for each in listed] == [made[1], made[0]]


def test_without_a_success_or_a_truth_nothing_is_known(either, human, place, job):
    query = {"project": place["project"], "software": place["software"]}
    assert human.get("/api/stats/retrieval/avg.json", params=query).status_code == 404
    told = human.get("/api/stats/retrieval/avg.json", params={"job": job["id"]}).json()
    assert told == {"avg": -1}
    path = "/api/stats/retrieval-evolution/evolution.json"
    assert human.get(path, params={"job": job["id"]}).json() == {"evolution": []}


def test_a_projects_annotations_are_counted(either, human, place, image, predicted):
    a, b = place["terms"]
    for x, terms in ((1, [a]), (2, [a, b]), (3, [])):
        body = {"image": image, "location": f"POINT ({x} 9)", "term": terms}
        assert human.post("/api/annotation.json", json=body).is_success
    stats = f"/api/project/{place['project']}/stats"

    def told(name, **query):
        items = human.get(f"{stats}/{name}.json", params=query).json()["collection"]
        return [(item["key"], item["value"]) for item in items]

    assert told("term") == [("a", 2), ("b", 1), (None, 1)]
    assert told("termslide") == [("a", 1), ("b", 1), (None, 1)]
    assert told("user") == [("ada", 3)]
    assert told("userslide") == [("ada", 1)]
    (ada,) = human.get(f"{stats}/userannotations.json").json()["collection"]
    assert [(term["name"], term["value"]) for term in ada["terms"]] == [("a", 2), ("b", 1)]
    (of_term,) = human.get(f"/api/term/{b}/project/stat.json").json()["collection"]
    assert (of_term["id"], of_term["value"]) == (place["project"], 1)
    for kind, size in (("annotation", 3), ("algoannotation", 4), ("reviewedannotation", 0)):
        points = human.get(f"{stats}/{kind}evolution.json").json()["collection"]
        assert points[0]["size"] == size
    for kind in ("connections", "annotationactions", "imageconsultations"):
        points = human.get(f"{stats}/{kind}evolution.json").json()["collection"]
        assert {point["size"] for point in points} == {0}
    path = f"/api/project/{place['project']}"
    assert human.get(f"{path}/userannotation/count.json").json() == {"total": 3}
    assert human.get(f"{path}/algoannotation/count.json").json() == {"total": 4}


def test_an_evolution_has_a_point_for_each_step(either, human, place, image):
    body = {"image": image, "location": "POINT (1 9)"}
    made = human.post("/api/annotation.json", json=body).json()["annotation"]
    day, instant = 86_400_000, int(made["created"])
    query = {"startDate": instant - 2 * day, "endDate": instant + day, "reverseOrder": "false"}
    path = f"/api/project/{place['project']}/stats/annotationevolution.json"
    points = human.get(path, params=query).json()["collection"]
    assert [point["size"] for point in points] == [0, 0, 1, 1]
    points = human.get(path, params={**query, "accumulate": "false"}).json()["collection"]
    assert [point["size"] for point in points] == [0, 0, 1, 0]
    query = {"startDate": -(1 << 62), "endDate": 1 << 62, "daysRange": 1}
    assert len(human.get(path, params=query).json()["collection"]) <= 1001


def test_everything_is_counted(either, human):
    for name in ("be.cytomine.processing.Job", "be.cytomine.processing.Software", "project"):
        assert human.get(f"/api/total/{name}.json").json()["total"] >= 0
    assert human.get("/api/total/be.cytomine.Teapot.json").status_code == 404
    assert human.get("/api/stats/all.json").json()["size"] > 10


def test_a_task_is_followed(either, human, world):
    body = {"project": world.project, "printInActivity": True}
    task = human.post("/api/task.json", json=body).json()["task"]
    own = f"/api/task/{task['id']}.json"
    assert human.get(own).json()["progress"] == 0
    human.put(own, json={"progress": 40.5, "comment": "nearly"})
    told = human.get(own).json()
    assert (told["progress"], told["comments"]) == (40, ["nearly"])
    listed = human.get(f"/api/project/{world.project}/task/comment.json").json()["collection"]
    assert task["id"] in [each["id"] for each in listed]


def test_annotations_are_downloaded_as_a_table(either, human, place, image):
    body = {"image": image, "location": "POINT (1 9)", "term": [place["terms"][0]]}
    human.post("/api/annotation.json", json=body)
    path = f"/api/project/{place['project']}/userannotation/download"
    answer = human.get(path, params={"format": "csv"})
    first, second = answer.content.decode("utf-8-sig").splitlines()
    assert first.startswith("ID;Area;Area unit")
    assert ";a;" in second
    assert second.endswith("POINT (1 9)")
    assert human.get(path, params={"format": "pdf"}).status_code == 400
    query = {"project": place["project"], "format": "csv"}
    assert human.get("/api/annotation/method/download", params=query).is_success


def test_places_of_files_and_disciplines_can_be_listed(either, human):
    assert human.get("/api/discipline.json").json()["collection"] == []
    (storage,) = human.get("/api/storage.json").json()["collection"]
    assert storage["name"] == "ada"
