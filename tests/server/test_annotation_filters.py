"""Every filter of annotations: what it finds, and what is refused in words."""

from __future__ import annotations

import math

import pytest

from cytodesk.server.annotation_filters import ANSWERED


@pytest.fixture(scope="module")
def kept():
    """Return what was drawn for the tests that only look, by generation of the station."""
    return {}


@pytest.fixture
def drawn(either, human, new_name, world, kept):
    if either.is_legacy not in kept:
        kept[either.is_legacy] = _drawn(either, human, new_name, world)
    return kept[either.is_legacy]


@pytest.fixture
def drawn_anew(either, human, new_name, world):
    return _drawn(either, human, new_name, world)


def _drawn(either, human, new_name, world):
    """Return a project of its own and its annotations by name, with a job's beside a human's."""

    def post(kind, client=human, **body):
        answer = client.post(f"/api/{kind}.json", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    name = new_name("Filters")
    ontology = post("ontology", name=name)["ontology"]["id"]
    terms = [post("term", name=n, ontology=ontology)["term"]["id"] for n in "ab"]
    project = post("project", name=name, ontology=ontology)["project"]["id"]
    base = human.get(f"/api/imageinstance/{world.image}.json").json()["baseImage"]
    image = post("imageinstance", project=project, baseImage=base)["imageinstance"]["id"]
    job = post("job", project=project, software=world.software)["job"]
    things = {"project": project, "image": image, "terms": terms, "job": job}

    def draw(name, location, client=human, **words):
        body = {"image": image, "location": location, **words}
        things[name] = post("annotation", client, **body)["annotation"]["id"]

    draw("square", "POLYGON ((10 10, 20 10, 20 20, 10 20, 10 10))", term=terms[:1])
    draw("triangle", "POLYGON ((100 100, 140 100, 100 140, 100 100))", term=terms)
    draw("bare", "POINT (300 300)")
    with either.client(job["userJob"]) as run:
        draw("found", "POINT (15 15)", run, term=terms[1:])
        body = {"annotationIdent": things["square"], "rate": 0.5}
        path = f"/api/annotation/{things['square']}/term/{terms[1]}.json"
        assert run.post(path, json=body).is_success
    draw("region", "POINT (5 5)", roi=True)
    assert human.post(f"/api/annotation/{things['triangle']}/review.json", json={}).is_success
    tag = post("tag", name=name)["tag"]["id"]
    path = f"/api/domain/be.cytomine.ontology.UserAnnotation/{things['bare']}"
    human.post(f"{path}/tag_domain_association.json", json={"tag": tag})
    things["tag"] = tag
    things["slice"] = human.get(f"/api/imageinstance/{image}/sliceinstance/reference.json").json()[
        "id"
    ]
    return things


ALL = {"square", "triangle", "bare"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ALL),
        ({"project": "", "image": "{image}"}, ALL),
        ({"project": "", "images": "{image},999999"}, ALL),
        ({"project": "", "slice": "{slice}"}, ALL),
        ({"project": "", "slices": "999999,{slice}"}, ALL),
        ({"project": "", "slice": "999999"}, set()),
        ({"user": "1"}, ALL),
        ({"user": "{run}"}, {"found", "square"}),
        ({"users": "1,{run}"}, {"found", "square"}),
        ({"users": ""}, ALL),
        ({"users": "nobody"}, ALL),
        ({"user": "0", "job": "0"}, ALL),
        ({"user": "0", "includeAlgo": "true"}, {"found"}),
        ({"image": "0", "term": "0", "tag": "0", "suggestedTerm": "0"}, ALL),
        ({"users": "0"}, set()),
        ({"job": "{job}"}, {"found", "square"}),
        ({"includeAlgo": "true"}, {"found"}),
        ({"reviewed": "true"}, {"reviewed"}),
        ({"reviewed": "true", "reviewUsers": "1"}, {"reviewed"}),
        ({"reviewed": "true", "reviewUsers": "999"}, set()),
        ({"notReviewedOnly": "true"}, {"square", "bare"}),
        ({"roi": "true"}, {"region"}),
        ({"term": "{a}"}, {"square", "triangle"}),
        ({"term": "{a},{b}"}, {"square", "triangle"}),
        ({"terms": "{b}"}, {"triangle"}),
        ({"terms": "{b}", "user": "{run}"}, {"found", "square"}),
        ({"terms": "{b}", "noTerm": "true"}, {"triangle", "bare"}),
        ({"term": "tumour"}, ALL),
        ({"usersForTerm": "1"}, {"square", "triangle"}),
        ({"usersForTerm": "{run}"}, set()),
        ({"noTerm": "true"}, {"bare"}),
        ({"multipleTerm": "True"}, {"triangle"}),
        ({"suggestedTerm": "{b}"}, {"square"}),
        ({"suggestedTerms": "{a}"}, set()),
        ({"userForTermAlgo": "{run}"}, {"square"}),
        ({"usersForTermAlgo": "{run}", "suggestedTerm": "{b}"}, {"square"}),
        ({"jobForTermAlgo": "{job}"}, {"square"}),
        ({"noAlgoTerm": "true"}, {"triangle", "bare"}),
        ({"tag": "{tag}"}, {"bare"}),
        ({"tags": "{tag},999"}, {"bare"}),
        ({"noTag": "true"}, {"square", "triangle"}),
        ({"tags": "{tag}", "noTag": "true"}, ALL),
        ({"noTrack": "true"}, ALL),
        ({"track": "5"}, set()),
        ({"tracks": "5,6"}, set()),
        ({"multipleTrack": "true"}, set()),
        ({"bbox": "0,0,15,15"}, {"square"}),
        ({"bbox": "130,130,139,139"}, set()),
        ({"bbox": "POLYGON ((100 100, 110 100, 110 110, 100 100))"}, {"triangle"}),
        ({"bboxAnnotation": "{square}"}, {"square"}),
        ({"bboxAnnotation": "{square}", "includeAlgo": "true"}, {"found"}),
        ({"baseAnnotation": "{square}", "maxDistanceBaseAnnotation": "0"}, {"square"}),
        (
            {"baseAnnotation": "{square}", "maxDistanceBaseAnnotation": "150"},
            {"square", "triangle"},
        ),
        ({"baseAnnotation": "POINT (290 300)", "maxDistanceBaseAnnotation": "10"}, {"bare"}),
        ({"baseAnnotation": "{square}"}, ALL),
        ({"excludedAnnotation": "{bare}"}, {"square", "triangle"}),
        ({"afterThan": "0", "beforeThan": "99999999999999"}, ALL),
        ({"afterThan": "99999999999999"}, set()),
        ({"beforeThan": "1"}, set()),
        ({"included": "False", "annotation": "True", "showLink": "true"}, ALL),
        ({"sliceDimension": "C", "beforeSlice": "5", "nonsense": "x"}, ALL),
    ],
)
def test_a_filter_finds_what_it_means(either, human, drawn, query, names):
    asked = {"project": str(drawn["project"])} | {
        name: value.format(
            **{**drawn, "job": drawn["job"]["id"]},
            run=drawn["job"]["userJob"],
            a=drawn["terms"][0],
            b=drawn["terms"][1],
        )
        for name, value in query.items()
    }
    found = human.get("/api/annotation.json", params=asked)
    assert found.status_code == 200, found.text
    by_id = {drawn[name]: name for name in (*ALL, "found", "region")}
    told = {by_id.get(each["id"], "reviewed") for each in found.json()["collection"]}
    assert told == names
    paged = human.get("/api/annotation.json", params={**asked, "max": 1}).json()
    assert paged["size"] == len(names)
    searched = human.post("/api/annotation/search.json", json=asked).json()
    assert searched["size"] == len(names)
    if not either.is_legacy:
        counted = human.get("/station/v1/annotations/counts", params=asked).json()
        assert counted["counts"][0]["count"] == len(names)


@pytest.mark.parametrize(
    "query",
    [
        {"kmeans": "true"},
        {"kmeansValue": "3"},
        {"bbox": "1,2,3"},
        {"bbox": "here"},
        {"bbox": "POLYGON (("},
        {"baseAnnotation": "POLYGON ((", "maxDistanceBaseAnnotation": "3"},
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(either, human, drawn, query):
    answer = human.get("/api/annotation.json", params={"project": drawn["project"], **query})
    assert answer.status_code == 400
    assert len(answer.json()["errors"]) > 10


def test_a_place_must_be_named(either, human):
    assert human.get("/api/annotation.json").status_code == 400


def test_a_run_that_names_no_place_means_its_own_project(either, drawn):
    with either.client(drawn["job"]["userJob"]) as run:
        found = run.get("/api/annotation.json").json()["collection"]
    assert {each["id"] for each in found} == {drawn[name] for name in ALL}


def test_a_list_of_ids_may_be_longer_than_an_address(either, human, drawn):
    users = [1, *range(10_000_000, 10_040_000)]
    body = {"project": drawn["project"], "users": users}
    assert human.post("/api/annotation/search.json", json=body).json()["size"] == 3


def test_every_filter_is_tried_here():
    marks = test_a_filter_finds_what_it_means.pytestmark
    (cases,) = [mark.args[1] for mark in marks if mark.name == "parametrize"]
    tried = {name for query, _ in cases for name in query}
    assert set(ANSWERED) - tried == set()


def test_annotations_that_touch_an_area_are_listed(either, human, drawn):
    path = f"/api/imageinstance/{drawn['image']}/annotation/included.json"
    area = "POLYGON ((0 0, 30 0, 30 30, 0 30, 0 0))"
    found = human.get(path, params={"geometry": area, "user": 1}).json()["collection"]
    ids = {each["id"] for each in found}
    assert drawn["square"] in ids
    assert drawn["triangle"] not in ids


def test_a_correction_joins_and_takes_away(either, human, drawn_anew, world):
    before = human.get(f"/api/annotation/{drawn_anew['square']}.json").json()
    body = {
        "image": drawn_anew["image"],
        "location": "POLYGON ((15 10, 30 10, 30 20, 15 20, 15 10))",
    }
    joined = human.post("/api/annotationcorrection.json", json=body).json()["annotation"]
    assert (joined["id"], joined["area"], before["area"]) == (drawn_anew["square"], 200, 100)
    taken = human.post("/api/annotationcorrection.json", json={**body, "remove": True})
    assert taken.json()["annotation"]["area"] == 50
    whole = {**body, "location": "POLYGON ((0 0, 50 0, 50 50, 0 50, 0 0))", "remove": True}
    assert human.post("/api/annotationcorrection.json", json=whole).status_code == 200
    assert human.get(f"/api/annotation/{drawn_anew['square']}.json").status_code == 404
    assert human.post("/api/annotationcorrection.json", json=whole).status_code == 400


def test_an_outline_is_simplified_and_filled(either, human, drawn_anew):
    ring = [(200 + 50 * math.cos(a / 50), 200 + 50 * math.sin(a / 50)) for a in range(314)]
    points = ", ".join(f"{x:.3f} {y:.3f}" for x, y in [*ring, ring[0]])
    hole = "(190 190, 210 190, 210 210, 190 210, 190 190)"
    body = {"image": drawn_anew["image"], "location": f"POLYGON (({points}), {hole})"}
    made = human.post("/api/annotation.json", json=body).json()["annotation"]
    own = f"/api/annotation/{made['id']}"
    simpler = human.put(f"{own}/simplify.json", params={"minPoint": 10, "maxPoint": 60})
    location = simpler.json()["annotation"]["location"]
    assert location.count(",") < 60
    assert simpler.json()["annotation"]["area"] == pytest.approx(made["area"], rel=0.05)
    filled = human.post(f"{own}/fill.json").json()["annotation"]
    assert filled["area"] == pytest.approx(simpler.json()["annotation"]["area"] + 400, rel=0.01)


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ({"showWKT": "True", "terms": "{a}"}, {"term", "userByTerm"}, {"idTerm"}),
        ({"showWKT": "True", "suggestedTerm": "{b}"}, {"idTerm", "rate"}, {"term"}),
        ({"showWKT": "True", "userForTermAlgo": "{run}"}, {"term", "idTerm"}, {"area"}),
        ({"showWKT": "True", "terms": ""}, {"location"}, {"term"}),
        ({"showWKT": "True", "terms": "{a}", "hideTerm": "True"}, {"location"}, {"term"}),
    ],
)
def test_what_is_filtered_by_is_shown_unasked(either, human, drawn, query, shown, hidden):
    run, (a, b) = drawn["job"]["userJob"], drawn["terms"]
    asked = {name: value.format(run=run, a=a, b=b) for name, value in query.items()}
    found = human.get("/api/annotation.json", params={"project": drawn["project"], **asked})
    for item in found.json()["collection"]:
        assert shown <= item.keys()
        assert not hidden & item.keys()
