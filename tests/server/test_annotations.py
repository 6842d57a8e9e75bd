from __future__ import annotations

import io
import time
from typing import Any

import httpx
import pytest
import shapely
from PIL import Image

from cytodesk.server.annotation_json import _GROUPS
from tests.server.stations import HEIGHT, WIDTH

SQUARE = "POLYGON ((10 20, 110 20, 110 120, 10 120, 10 20))"


@pytest.fixture
def place(world) -> dict[str, Any]:
    return {"image": world.image, "location": SQUARE}


def added(client: httpx.Client, **body: Any) -> dict[str, Any]:
    answer = client.post("/api/annotation.json", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["annotation"]


def found(client: httpx.Client, **query: Any) -> list[dict[str, Any]]:
    answer = client.get("/api/annotation.json", params={"max": 0, "offset": 0, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()["collection"]


def test_who_signs_decides_whose_annotation_it_is(either, human, of_job, job, place):
    mine, its = added(human, **place), added(of_job, **place)
    assert mine["class"] == "be.cytomine.ontology.UserAnnotation"
    assert mine["user"] == 1
    assert its["class"] == "be.cytomine.ontology.AlgoAnnotation"
    assert its["user"] == job["userJob"]


def test_the_path_may_force_the_kind(either, human, of_job, place):
    its = of_job.post("/api/userannotation.json", json=place).json()["annotation"]
    assert its["class"] == "be.cytomine.ontology.UserAnnotation"
    mine = human.post("/api/algoannotation.json", json=place).json()["annotation"]
    assert mine["class"] == "be.cytomine.ontology.AlgoAnnotation"


def test_an_annotation_is_measured_in_pixels_or_in_micrometres(either, human, world):
    pixels = added(human, image=world.image, location=SQUARE)
    assert (pixels["area"], pixels["areaUnit"]) == (10000, "pixels²")
    assert (pixels["perimeter"], pixels["perimeterUnit"]) == (400, "pixels")
    assert pixels["centroid"] == {"x": 60, "y": 70}
    micrometres = added(human, image=world.measured_image, location=SQUARE)
    assert (micrometres["area"], micrometres["areaUnit"]) == (2500, "micron²")
    assert (micrometres["perimeter"], micrometres["perimeterUnit"]) == (0.2, "mm")


def test_a_slice_may_stand_for_its_image(either, human, world):
    slice_ = human.get(f"/api/imageinstance/{world.image}/sliceinstance/reference.json").json()
    made = added(human, slice=slice_["id"], location=SQUARE)
    assert made["image"] == world.image
    assert made["slice"] == slice_["id"]
    assert made["project"] == world.project


@pytest.mark.parametrize("as_text", [False, True])
def test_ids_may_come_as_text(either, human, world, as_text):
    image, term = world.image, world.terms[0]
    body = {"image": str(image), "term": str(term)} if as_text else {"image": image, "term": [term]}
    assert added(human, location=SQUARE, **body)["term"] == [term]


def test_terms_are_lists_of_numbers(either, of_job, world, place):
    made = added(of_job, **place, term=[*world.terms, world.terms[0]])
    assert made["term"] == list(world.terms)
    item = found(of_job, project=world.project, users=made["user"], showTerm=True)[0]
    assert item["term"] == list(world.terms)
    assert [given["user"] for given in item["userByTerm"]] == [[made["user"]]] * 2


def test_a_term_of_another_ontology_is_refused(either, of_job, world, place):
    answer = of_job.post("/api/annotation.json", json={**place, "term": [world.foreign_term]})
    assert answer.status_code == 400
    assert str(world.foreign_term) in answer.json()["errors"]
    made = added(of_job, **place)
    answer = of_job.post(f"/api/annotation/{made['id']}/term/{world.foreign_term}.json", json={})
    assert answer.status_code == 400
    assert found(of_job, project=world.project, users=made["user"])[0]["term"] == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("POLYGON ((-50 10, 50 10, 50 60, -50 60, -50 10))", 50 * 50),
        (f"POLYGON ((600 400, {WIDTH + 9} 400, {WIDTH + 9} 999, 600 999, 600 400))", 40 * 80),
        ("POLYGON ((0 0, 40 40, 40 0, 0 40, 0 0))", 800),
        ("POLYGON Z ((0 0 5, 10 0 5, 10 10 5, 0 10 5, 0 0 5))", 100),
        ("MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0)), ((700 0, 709 0, 709 9, 700 9, 700 0)))", 81),
    ],
)
def test_outlines_are_mended_and_cut_to_the_image(either, human, world, given, kept):
    made = added(human, image=world.image, location=given)
    geometry = shapely.from_wkt(made["location"])
    assert geometry.is_valid
    assert not geometry.has_z
    assert geometry.area == made["area"] == pytest.approx(kept)


@pytest.mark.parametrize("given", ["POINT (30 40)", "LINESTRING (0 0, 30 40)"])
def test_points_and_lines_are_annotations_too(either, human, world, given):
    assert added(human, image=world.image, location=given)["location"] == given


@pytest.mark.parametrize(
    "given",
    [
        "",
        "POLYGON",
        "POLYGON EMPTY",
        "POLYGON ((0 0, 1 1))",
        "CIRCLE (1 2, 3)",
        "POINT (nan 5)",
        "POINT (inf 5)",
        f"POLYGON (({WIDTH} 0, 900 0, 900 90, {WIDTH} 90, {WIDTH} 0))",
        "POINT (-1 -1)",
        5,
        None,
        ["POINT (1 1)"],
    ],
)
def test_what_is_no_outline_on_the_image_is_refused(either, human, world, given):
    body = {"image": world.image, "location": given}
    answer = human.post("/api/annotation.json", json=body)
    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_a_bulk_keeps_what_it_can_and_warns_on_the_run(station, human, of_job, job, world, place):
    good = {**place, "term": [world.terms[0]]}
    bad = [{**place, "location": "POLYGON"}, {**place, "term": [world.foreign_term]}, "x"]
    answer = of_job.post("/api/annotation.json", json=[good, *bad, good])
    assert answer.status_code == 206
    assert sorted(str(error["data"]) for error in answer.json()["errors"]) == sorted(map(str, bad))
    assert len(found(of_job, project=world.project, users=job["userJob"])) == 2
    assert of_job.post("/api/annotation.json", json=bad).status_code == 400
    told = human.get(f"/station/v1/runs/{job['id']}").json()["warning"]
    assert told.startswith("6 of 8 annotations refused: ")
    assert of_job.post("/api/annotation.json", json=bad[0]).status_code == 400
    told = human.get(f"/station/v1/runs/{job['id']}").json()["warning"]
    assert told.startswith("7 of 9 annotations refused: ")


def test_a_whole_bulk_answers_an_object_with_the_ids(either, of_job, job, place, world):
    answer = of_job.post("/api/annotation.json", json=[place] * 15)
    assert answer.status_code == 200
    items = found(of_job, project=world.project, users=job["userJob"])
    ids = sorted(item["id"] for item in items)
    assert answer.json()["message"] == f"algoannotations {','.join(map(str, ids))} added"


def test_a_run_says_how_sure_it_is_of_a_term(either, of_job, world, place):
    made = added(of_job, **place)
    path = f"/api/annotation/{made['id']}/term/{world.terms[0]}.json"
    body = {"annotationIdent": made["id"], "term": world.terms[0], "rate": 0.75}
    body["expectedTerm"] = world.terms[1]
    given = of_job.post(path, json=body).json()["algoannotationterm"]
    assert given["rate"] == 0.75
    assert given["expectedTerm"] == world.terms[1]
    assert given["annotationClassName"] == "be.cytomine.ontology.AlgoAnnotation"
    assert of_job.get(path).json()["id"] == given["id"]
    assert of_job.post(path, json=body).status_code == 409
    item = found(of_job, image=world.image, users=made["user"], showAlgo=True, showTerm=True)[0]
    assert (item["rate"], item["idTerm"], item["idExpectedTerm"]) == (0.75, *world.terms)


def test_a_term_without_a_rate_has_rate_0(either, of_job, world, place):
    made = added(of_job, **place, term=[world.terms[0]])
    assert made["rate"] == 0
    path = f"/api/annotation/{made['id']}/term/{world.terms[1]}.json"
    assert of_job.post(path, json={}).json()["algoannotationterm"]["rate"] == 0


def test_a_human_gives_and_takes_terms(either, human, world, place):
    made = added(human, **place)
    path = f"/api/annotation/{made['id']}/term"
    first, second = world.terms
    body = {"userannotation": made["id"], "term": first}
    given = human.post(f"{path}/{first}.json", json=body).json()["annotationterm"]
    assert given["userannotation"] == made["id"]
    assert human.post(f"{path}/{second}/clearBefore.json", json={}).status_code == 200
    assert human.get(f"/api/annotation/{made['id']}.json").json()["term"] == [second]
    assert human.delete(f"{path}/{second}.json").status_code == 200
    assert human.get(f"{path}.json").json()["collection"] == []
    assert human.get(f"{path}/{second}.json").status_code == 404


def test_an_outline_is_changed_and_deleted(either, human, place):
    made = added(human, **place)
    path = f"/api/annotation/{made['id']}.json"
    changed = human.put(path, json={**made, "class_": made["class"], "location": "POINT (5 6)"})
    assert changed.json()["annotation"]["location"] == "POINT (5 6)"
    assert human.put(path, json={}).status_code == 400
    assert human.delete(path).json()["annotation"]["id"] == made["id"]
    assert human.get(path).status_code == 404


def test_a_list_shows_the_groups_that_are_asked_for(either, of_job, world, place):
    user = added(of_job, **place, term=[world.terms[0]])["user"]

    def keys(**query: Any) -> set[str]:
        return set(found(of_job, project=world.project, users=user, **query)[0])

    assert keys(showBasic=True) == {"class", "id"}
    assert keys(showWKT="True") == {"location", "geometryCompression"}
    assert {"created", "cropURL", "term", "class"} <= keys()
    assert "location" not in keys()
    assert "term" not in keys(showBasic=True, showMeta=True, showTerm="False")
    assert "location" not in keys(showBasic=True, showWKT=True, hideWKT=True)
    assert {"area", "x", "y", "centroid"} <= keys(showGIS=True)
    assert {"creator", "software", "job"} == keys(showUser=True)
    everything = {f"show{name}": True for name in (*_GROUPS, "WKT")}
    assert len(keys(**everything)) > 25


def test_instants_are_numbers_in_lists_and_texts_in_objects(either, human, place, world):
    made = added(human, **place)
    item = found(human, project=world.project, image=world.image)[0]
    assert item["id"] == made["id"]
    assert isinstance(item["created"], int)
    assert made["created"] == str(item["created"])


def test_lists_are_narrowed_by_author_place_and_term(either, human, of_job, job, world):
    left = "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))"
    right = "POLYGON ((200 200, 209 200, 209 209, 200 209, 200 200))"
    first, second = world.terms
    ids = [
        added(of_job, image=world.image, location=left, term=[first])["id"],
        added(of_job, image=world.measured_image, location=right, term=[second])["id"],
        added(of_job, image=world.measured_image, location=right)["id"],
    ]
    user = job["userJob"]

    def which(**query: Any) -> list[int]:
        items = found(human, **{"project": world.project, "users": user, **query})
        return [ids.index(item["id"]) for item in items]

    assert which() == [2, 1, 0]
    assert which(included="False", annotation="True", nonsense="x") == [2, 1, 0]
    assert which(image=world.image) == [0]
    assert which(images=f"{world.image},{world.measured_image}", project="") == [2, 1, 0]
    assert which(term=first) == [0]
    assert which(term=f"{first},{second}") == which(terms=f"{first},{second}") == [1, 0]
    assert which(noTerm=True) == [2]
    assert which(bbox="100,100,300,300") == [2, 1]
    assert which(users="", job=job["id"]) == [2, 1, 0]
    assert which(users="", user=user) == [2, 1, 0]
    assert ids[0] in [
        item["id"] for item in found(human, image=world.image, includeAlgo=True, users="")
    ]
    assert which(max=1, offset=1) == [1]
    assert which(reviewed=True) == []
    assert which(reviewed="False") == [2, 1, 0]
    assert which(afterThan=0) == [2, 1, 0]
    assert which(beforeThan=1) == []
    body = {"project": world.project, "users": [user], "terms": [first], "showWKT": True}
    answer = human.post("/api/annotation/search.json", json=body).json()
    assert [item["location"] for item in answer["collection"]] == [left]


def test_a_human_who_names_no_place_is_asked_for_one(either, human, of_job, job, place):
    assert human.get("/api/annotation.json").status_code == 400
    made = added(of_job, **place)
    items = found(of_job, includeAlgo=True, users=job["userJob"])
    assert [item["id"] for item in items] == [made["id"]]


@pytest.mark.parametrize("query", [{"bbox": "a,b"}, {"bbox": "1,2"}, {"bbox": "POLYGON (("}])
def test_a_box_that_is_none_is_refused(either, human, world, query):
    answer = human.get("/api/annotation.json", params={"project": world.project, **query})
    assert answer.status_code == 400


def test_what_touches_an_outline_is_found(either, human, of_job, job, world):
    inside = added(of_job, image=world.image, location="POINT (50 50)")
    added(of_job, image=world.image, location="POINT (300 300)")
    path = f"/api/imageinstance/{world.image}/annotation/included.json"
    by_query = "/api/annotation/included.json"
    query: dict[str, Any] = {"user": job["userJob"], "showWKT": True}
    for where in ({"geometry": SQUARE}, {"annotation": added(human, **_place(world))["id"]}):
        items = human.get(path, params=query | where).json()["collection"]
        in_query = {"image": world.image, **query, **where}
        assert human.get(by_query, params=in_query).json()["collection"] == items
        assert [item["location"] for item in items] == [inside["location"]]
    assert human.get(path, params={"geometry": "POLYGON (("}).status_code == 400
    assert human.get(path, params={"geometry": "POINT EMPTY"}).status_code == 400
    assert human.get(path).status_code == 404


def _place(world) -> dict[str, Any]:
    return {"image": world.image, "location": SQUARE}


@pytest.mark.parametrize("format_", ["png", "jpg"])
def test_crops_and_masks_are_cut_around_the_outline(either, of_job, world, format_):
    triangle = "POLYGON ((100 100, 200 100, 100 200, 100 100))"
    crop_url = added(of_job, image=world.image, location=triangle)["cropURL"]
    assert crop_url.startswith(f"{either.url}/api/algoannotation/")
    assert crop_url.endswith("/crop.png")

    def picture(kind: str, **query: Any) -> Image.Image:
        url = crop_url.replace("crop.png", f"{kind}.{format_}")
        answer = of_job.get(url, params={"bits": 8, "complete": True, **query})
        assert answer.status_code == 200, answer.text
        return Image.open(io.BytesIO(answer.content))

    crop = picture("crop")
    assert crop.size == (100, 100)
    left, top = crop.convert("RGB").getpixel((2, 2))[:2]
    assert left == pytest.approx(102 * 255 // WIDTH, abs=4)
    assert top == pytest.approx((HEIGHT - 200 + 2) * 255 // HEIGHT, abs=4)
    mask = picture("mask").convert("L")
    assert mask.getpixel((5, 95)) > 250
    assert mask.getpixel((95, 5)) < 5
    alpha = picture("alphamask")
    assert alpha.mode == "RGBA"
    assert alpha.getpixel((5, 95))[3] == 255
    assert alpha.getpixel((95, 5))[3] == 0
    assert picture("crop", maxSize=50).size == (50, 50)
    assert picture("crop", zoom=1).size == (50, 50)
    assert picture("crop", increaseArea=2).size == (200, 200)


def test_terms_are_listed_by_who_gave_them_and_taken_away_by_whom(
    either, human, of_job, job, world, place
):
    """What a run predicted stays when a human changes her mind, and no run takes terms away."""
    made, (term, _) = added(human, **place), world.terms
    path = f"/api/annotation/{made['id']}"
    for client in (human, of_job):
        assert client.post(f"{path}/term/{term}.json", json={}).status_code == 200
    run = job["userJob"]

    def givers(way: str, **query: Any) -> list[int]:
        answer = human.get(f"{path}{way}/term.json", params=query)
        return sorted(each["user"] for each in answer.json()["collection"])

    assert givers("") == [1, run]
    assert givers("", idUser=run) == givers("/notuser/1") == [run]
    assert givers(f"/notuser/{run}") == [1]
    assert human.get(f"{path}/term/{term}/user/{run}.json").json()["user"] == run
    assert human.get(f"{path}/term/{term}/user/999.json").status_code == 404
    assert of_job.delete(f"{path}/term/{term}.json").status_code == 403
    assert human.delete(f"{path}/term/{term}.json").status_code == 200
    assert givers("") == [run]
    assert human.delete(f"{path}/term/{term}.json").status_code == 404
    assert human.delete(f"{path}/term/{term}/user/{run}.json").status_code == 200
    assert givers("") == []


def test_a_reviewed_annotation_says_of_what_it_is_the_review(either, human, of_job, world, place):
    for client, name in ((human, "UserAnnotation"), (of_job, "AlgoAnnotation")):
        made = added(client, **place, term=[world.terms[0]])
        answer = human.post(f"/api/annotation/{made['id']}/review.json", json={}).json()
        reviewed = answer["reviewedannotation"]
        assert reviewed["parentIdent"] == made["id"]
        assert reviewed["parentClassName"] == f"be.cytomine.ontology.{name}"
        assert (reviewed["terms"], reviewed["status"]) == ([world.terms[0]], 0)


def _star(points: int) -> str:
    """Return an outline whose points are in no order."""
    turns = [k * 0.754877666 % 1 for k in range(points)]
    heights = [k * 0.569840291 % 1 for k in range(points)]
    corners = [f"{x * WIDTH:.2f} {y * HEIGHT:.2f}" for x, y in zip(turns, heights, strict=True)]
    return f"POLYGON (({', '.join([*corners, corners[0]])}))"


def _nested(levels: int) -> str:
    return "GeometryCollection (" * levels + "POINT (1 1)" + ")" * levels


def _stacked(count: int) -> str:
    """Return polygons that lie on each other and share three of their sides."""
    each = [f"((0 {n / 10}, 300 {n / 10}, 300 300, 0 300, 0 {n / 10}))" for n in range(count)]
    return f"MULTIPOLYGON ({', '.join(each)})"


@pytest.mark.parametrize(
    "wkt", [_nested(20), _nested(50_000), _star(1000), _star(20_000), _stacked(500)]
)
def test_an_outline_that_cannot_be_mended_is_refused_soon(either, human, world, wkt):
    """Collections in collections crashed the station, a tangle of 300 points took a minute."""
    began = time.monotonic()
    body = {"image": world.image, "location": wkt}
    assert human.post("/api/annotation.json", json=body).status_code == 400
    assert human.post("/api/annotation.json", json=[body]).status_code == 400
    search = {"project": world.project, "bbox": wkt}
    assert human.post("/api/annotation/search.json", json=search).status_code == 400
    assert human.post("/api/annotationcorrection.json", json=body).status_code == 400
    assert time.monotonic() - began < 20


def test_a_tangle_that_may_be_meant_is_mended(either, human, world):
    made = added(human, image=world.image, location=_stacked(50))
    assert made["area"] == 300 * 300
    made = added(human, image=world.image, location=_star(60))
    assert shapely.from_wkt(made["location"]).is_valid
    assert human.get(made["cropURL"].replace("crop.png", "mask.png")).status_code == 200
    flat = "GEOMETRYCOLLECTION (POINT (1 1), GEOMETRYCOLLECTION (POINT (2 2), POINT (3 3)))"
    assert added(human, image=world.image, location=flat)["area"] == 0
