from __future__ import annotations

import pytest

JOB = "be.cytomine.processing.Job"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (True, "true"),
        (False, "false"),
        ("0,1", "0,1"),
        (5, "5"),
        (0.5, "0.5"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_property_comes_back_as_text(either, of_job, job, given, kept):
    path = f"/api/domain/{JOB}/{job['id']}/property.json"
    body = {"domainClassName": JOB, "domainIdent": job["id"], "key": "binary", "value": given}
    made = of_job.post(path, json=body).json()["property"]
    assert made["value"] == kept
    (listed,) = of_job.get(path, params={"max": 0, "offset": 0}).json()["collection"]
    assert (listed["key"], listed["value"]) == ("binary", kept)
    by_key = of_job.get(f"/api/domain/{JOB}/{job['id']}/key/binary/property.json").json()
    assert by_key["id"] == made["id"]
    assert of_job.post(path, json=body).status_code == 409


@pytest.mark.parametrize("thing", ["project", "image", "annotation", "run annotation"])
def test_anything_may_have_properties_by_its_class_or_its_short_name(
    either, human, of_job, world, thing
):
    place = {"image": world.image, "location": "POINT (1 1)"}
    if thing == "project":
        short, object_ = "project", human.get(f"/api/project/{world.project}.json").json()
    elif thing == "image":
        short, object_ = "imageinstance", human.get(f"/api/imageinstance/{world.image}.json").json()
    else:
        signer = human if thing == "annotation" else of_job
        made = signer.post("/api/annotation.json", json=place).json()["annotation"]
        short, object_ = "annotation", made
    by_class = f"/api/domain/{object_['class']}/{object_['id']}/property.json"
    by_name = f"/api/{short}/{object_['id']}/property.json"
    assert human.post(by_class, json={"key": thing, "value": "a"}).status_code == 200
    assert human.post(by_name, json={"key": thing, "value": "b"}).status_code == 200
    for path in (by_class, by_name):
        items = human.get(path).json()["collection"]
        assert [item["value"] for item in items if item["key"] == thing] == ["a", "b"]
        assert {item["domainClassName"] for item in items} == {object_["class"]}


def test_properties_come_with_an_annotation(either, of_job, world):
    given = [{"key": "score", "value": 0.5}, {"key": "sure", "value": True}]
    place = {"image": world.image, "location": "POINT (1 1)", "properties": given}
    made = of_job.post("/api/annotation.json", json=place).json()["annotation"]
    items = of_job.get(f"/api/annotation/{made['id']}/property.json").json()["collection"]
    assert [(item["key"], item["value"]) for item in items] == [("score", "0.5"), ("sure", "true")]
    for wrong in ("text", [1], [{"value": 1}]):
        answer = of_job.post("/api/annotation.json", json={**place, "properties": wrong})
        assert answer.status_code == 400


def test_properties_are_changed_and_deleted(either, human, job):
    path = f"/api/domain/{JOB}/{job['id']}/property"
    made = human.post(f"{path}.json", json={"key": "k", "value": "v"}).json()["property"]
    own = f"{path}/{made['id']}.json"
    assert human.put(own, json={"value": True}).json()["property"]["value"] == "true"
    assert human.get(own).json()["value"] == "true"
    assert human.delete(own).status_code == 200
    assert human.get(own).status_code == 404
    assert human.get(f"{path[:-9]}/key/k/property.json").status_code == 404


def test_many_properties_go_in_one_request(either, human, job):
    bodies = [
        {"domainClassName": JOB, "domainIdent": job["id"], "key": f"k{n}", "value": n}
        for n in range(3)
    ]
    assert human.post("/api/property.json", json=bodies).status_code == 200
    assert human.post("/api/property.json", json=bodies).status_code == 400
    assert human.post("/api/property.json", json=[*bodies, {**bodies[0], "key": "n"}]).is_success


@pytest.mark.parametrize(
    "name", ["/tmp/7/model.joblib", "model.joblib", "C:\\data\\7\\model.joblib", "../model.joblib"]
)
def test_an_attached_file_loses_the_folders_of_its_name(either, human, of_job, job, name):
    content = b"\x00model\xff" * 50_000
    query = {"domainClassName": JOB, "domainIdent": job["id"]}
    answer = of_job.post("/api/attachedfile.json", params=query, files={"files[]": (name, content)})
    made = answer.json()
    assert made["filename"] == "model.joblib"
    assert made["class"] == "be.cytomine.utils.AttachedFile"
    assert made["url"] == f"/api/attachedfile/{made['id']}/download"
    named = {**query, "filename": name}
    other = of_job.post("/api/attachedfile.json", params=named, files={"files[]": ("x", b"1")})
    assert other.json()["filename"] == "model.joblib"
    items = human.get(f"/api/domain/{JOB}/{job['id']}/attachedfile.json").json()["collection"]
    assert [item["id"] for item in items] == [made["id"], other.json()["id"]]
    assert human.get(made["url"]).content == content
    assert human.delete(f"/api/attachedfile/{made['id']}.json").status_code == 200
    assert human.get(made["url"]).status_code == 404


def test_an_upload_without_a_file_is_refused(either, human, job):
    query = {"domainClassName": JOB, "domainIdent": job["id"]}
    assert human.post("/api/attachedfile.json", params=query).status_code == 400
    assert human.post("/api/attachedfile.json", files={"files[]": ("a", b"a")}).status_code == 400


def test_a_description_is_written_over_and_absent_at_first(either, human, job):
    path = f"/api/domain/{JOB}/{job['id']}/description.json"
    assert human.get(path).status_code == 404
    body = {"data": "<p>ä</p>", "domainClassName": JOB, "domainIdent": job["id"]}
    assert human.post(path, json=body).json()["description"]["data"] == "<p>ä</p>"
    assert human.put(path, json={**body, "data": "new"}).status_code == 200
    assert human.get(path).json()["data"] == "new"
    assert human.delete(path).status_code == 200
    assert human.get(path).status_code == 404


def test_a_software_and_its_parameters_say_what_they_are_for(either, human, new_name):
    made = human.post("/api/software.json", json={"name": new_name("S")}).json()["software"]
    body = {"software": made["id"], "name": "radius", "type": "Number", "index": 1}
    parameter = human.post("/api/softwareparameter.json", json=body).json()["softwareparameter"]
    for thing in (made, parameter):
        path = f"/api/domain/{thing['class']}/{thing['id']}/description.json"
        assert human.get(path).status_code == 404
        human.post(path, json={"data": f"What {thing['name']} does"})
        assert human.get(path).json()["data"] == f"What {thing['name']} does"
    shown = human.get(f"/api/software/{made['id']}.json").json()
    assert shown["description"] == f"What {made['name']} does"
    assert shown["parameters"][0]["description"] == "What radius does"


def test_tags_are_put_on_things_and_taken_off(either, human, job, new_name):
    made = human.post("/api/tag.json", json={"name": new_name("good")}).json()["tag"]
    assert made["creatorName"] == "ada"
    assert human.post("/api/tag.json", json={"name": made["name"]}).status_code == 409
    assert human.post("/api/tag.json", json={"name": " "}).status_code == 400
    path = f"/api/domain/{JOB}/{job['id']}/tag_domain_association"
    put = human.post(f"{path}.json", json={"tag": made["id"]}).json()["tag_domain_association"]
    assert (put["tagName"], put["domainIdent"]) == (made["name"], job["id"])
    assert human.post(f"{path}.json", json={"tag": made["id"]}).status_code == 409
    assert [each["id"] for each in human.get(f"{path}.json").json()["collection"]] == [put["id"]]
    assert human.get(f"{path}/{put['id']}.json").json()["id"] == put["id"]
    renamed = human.put(f"/api/tag/{made['id']}.json", json={"name": new_name("better")})
    assert renamed.json()["tag"]["name"].startswith("better")
    assert human.delete(f"/api/tag_domain_association/{put['id']}.json").status_code == 200
    assert human.get(f"{path}.json").json()["size"] == 0
    human.post(f"{path}.json", json={"tag": made["id"]})
    assert human.delete(f"/api/tag/{made['id']}.json").status_code == 200
    assert human.get(f"{path}.json").json()["size"] == 0


@pytest.mark.parametrize("kind", ["property", "description", "tag_domain_association"])
def test_nothing_is_hung_on_what_is_not_there(either, human, new_name, kind):
    """Not on what comes next either: a property of itself would be looked up for ever."""
    last = human.post("/api/tag.json", json={"name": new_name("last")}).json()["tag"]["id"]
    body = {"key": "k", "value": "v", "data": "d", "tag": last}
    for nothing in (last + 1, 10**12):
        path = f"/api/domain/{JOB}/{nothing}/{kind}.json"
        assert human.post(path, json=body).status_code == 404
        assert human.get(path).status_code == 404
        words = {"domainClassName": JOB, "domainIdent": nothing}
        assert human.post("/api/property.json", json={**body, **words}).status_code == 404
        file = {"files[]": ("a", b"a")}
        attached = human.post("/api/attachedfile.json", params=words, files=file)
        assert attached.status_code == 404


def test_a_property_gets_another_key_or_another_value(either, human, world):
    path = f"/api/project/{world.project}/property.json"
    made = human.post(path, json={"key": "first", "value": "a"}).json()["property"]
    own = f"/api/domain/{made['domainClassName']}/{world.project}/property/{made['id']}.json"
    for body, told in (
        ({**made, "key": "second"}, ("second", "a")),
        ({"value": "b"}, ("second", "b")),
        ({"value": None}, ("second", "")),
    ):
        changed = human.put(own, json=body).json()["property"]
        assert (changed["key"], changed["value"]) == told
    other = human.post(path, json={"key": "third", "value": ""}).json()["property"]
    assert human.put(own, json={"key": other["key"]}).status_code == 409
