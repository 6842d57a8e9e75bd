"""What stands around software: links to projects, parameters, constraints, servers, templates."""

from __future__ import annotations

import io
import json
import zipfile

import pytest


@pytest.fixture
def software(either, human, new_name):
    return human.post("/api/software.json", json={"name": new_name("S")}).json()["software"]


@pytest.fixture
def parameter(human, software):
    def made(name, type_="Number", **words):
        body = {"software": software["id"], "name": name, "type": type_, "index": 1, **words}
        return human.post("/api/softwareparameter.json", json=body).json()["softwareparameter"]

    return made


def test_a_software_is_changed_where_the_body_says_so(either, human, software):
    own = f"/api/software/{software['id']}.json"
    body = {"resultName": "DownloadFiles", "deprecated": True, "softwareVersion": "2"}
    changed = human.put(own, json={**software, **body}).json()["software"]
    assert (changed["resultName"], changed["deprecated"]) == ("DownloadFiles", True)
    assert changed["fullName"] == f"{software['name']} (2)"
    assert human.put(own, json={}).json()["software"]["resultName"] == "DownloadFiles"
    assert human.put(own, json={"name": " "}).status_code == 400


@pytest.mark.parametrize("path", ["softwareparameter", "software_parameter"])
def test_a_parameter_is_changed_and_deleted(either, human, parameter, path):
    made = parameter("radius", defaultParamValue="4")
    own = f"/api/{path}/{made['id']}.json"
    changed = human.put(own, json={**made, "humanName": "Radius", "defaultParamValue": "5"})
    assert changed.json()["softwareparameter"]["humanName"] == "Radius"
    assert human.get(own).json()["defaultParamValue"] == "5"
    assert (
        human.put(own, json={"defaultValue": ""}).json()["softwareparameter"]["defaultParamValue"]
        is None
    )
    assert human.put(own, json={"type": "Image"}).status_code == 400
    assert made["id"] in [
        each["id"] for each in human.get(f"/api/{path}.json").json()["collection"]
    ]
    assert human.delete(own).status_code == 200
    assert human.get(own).status_code == 404


def test_what_is_linked_to_a_project_is_offered_there_only(
    either, human, world, software, new_name
):
    other = human.post("/api/project.json", json={"name": new_name("P")}).json()["project"]["id"]

    def offered(project):
        listed = human.get(f"/api/project/{project}/software.json").json()["collection"]
        return software["id"] in [each["id"] for each in listed]

    assert (offered(world.project), offered(other)) == (True, True)
    body = {"software": software["id"], "project": other}
    link = human.post("/api/softwareproject.json", json=body).json()["softwareproject"]
    assert (link["name"], link["project"]) == (software["name"], other)
    assert human.post("/api/softwareproject.json", json=body).status_code == 409
    assert (offered(world.project), offered(other)) == (False, True)
    for path in (f"project/{other}/softwareproject", "softwareproject"):
        listed = human.get(f"/api/{path}.json").json()["collection"]
        assert link["id"] in [each["id"] for each in listed]
    projects = human.get(f"/api/software/{software['id']}/project.json").json()["collection"]
    assert [each["id"] for each in projects] == [other]
    own = f"/api/softwareproject/{link['id']}.json"
    assert human.get(own).json()["software"] == software["id"]
    assert human.delete(own).status_code == 200
    assert offered(world.project)


def test_jobs_of_a_software_are_counted_by_project(either, human, world, software):
    body = {"project": world.project, "software": software["id"]}
    for status in (3, 3, 4):
        job = human.post("/api/job.json", json=body).json()["job"]
        human.put(f"/api/job/{job['id']}.json", json={**job, "status": status})
    path = f"/api/project/{world.project}/software/{software['id']}/stats.json"
    told = human.get(path).json()
    assert (told["numberOfJob"], told["numberOfSuccess"], told["numberOfFailed"]) == (3, 2, 1)
    assert "numberOfKilled" not in told


@pytest.mark.parametrize(
    ("kind", "type_", "limit", "value", "holds"),
    [
        ("minimum", "Number", "3", "3", True),
        ("minimum", "Number", "3", "2.9", False),
        ("maximum", "Number", "3", "4", False),
        ("maximum", "Number", "3", "many", False),
        ("integer", "Number", "true", "4", True),
        ("integer", "Number", "true", "4.5", False),
        ("equals", "Number", "4", "4.0", True),
        ("in", "Number", "[1, 2]", "2", True),
        ("in", "Number", "1,2", "3", False),
        ("minimum", "String", "3", "ab", False),
        ("in", "String", "red, green", "green", True),
        ("in", "String", 'a"; System.exit(1); "', "b", False),
        ("equals", "Boolean", "true", "yes", True),
    ],
)
def test_constraints_mean_what_their_names_say(
    either, human, parameter, kind, type_, limit, value, holds
):
    kinds = human.get("/api/parameter_constraint.json").json()["collection"]
    (wanted,) = [each for each in kinds if (each["name"], each["dataType"]) == (kind, type_)]
    assert human.get(f"/api/parameter_constraint/{wanted['id']}.json").json() == wanted
    made = parameter("p", type_)
    body = {"parameterConstraint": wanted["id"], "softwareParameter": made["id"], "value": limit}
    path = "/api/software_parameter_constraint"
    kept = human.post(f"{path}.json", json=body).json()["softwareparameterconstraint"]
    told = human.get(f"{path}/{kept['id']}/evaluate.json", params={"value": value})
    assert told.json() == {"result": holds}
    for listing in ("software_parameter_constraint", "constraint"):
        listed = human.get(f"/api/softwareparameter/{made['id']}/{listing}.json").json()
        assert [each["id"] for each in listed["collection"]] == [kept["id"]]
    own = f"{path}/{kept['id']}.json"
    changed = human.put(own, json={"value": "7"}).json()["softwareparameterconstraint"]
    assert changed["value"] == human.get(own).json()["value"] == "7"
    assert human.delete(own).status_code == 200


def test_a_constraint_of_another_type_is_refused(either, human, parameter):
    kinds = human.get("/api/parameter_constraint.json").json()["collection"]
    number = next(each for each in kinds if each["dataType"] == "Number")
    made = parameter("p", "String")
    body = {"parameterConstraint": number["id"], "softwareParameter": made["id"], "value": "1"}
    answer = human.post("/api/software_parameter_constraint.json", json=body)
    assert answer.json()["errors"] == "Incompatible data types !"


def test_there_is_one_processing_server_and_no_repository(either, human):
    (server,) = human.get("/api/processing_server.json").json()["collection"]
    own = f"/api/processing_server/{server['id']}.json"
    assert human.get(own).json() == server
    assert human.get("/api/software_user_repository.json").json()["size"] == 0
    for path in ("/api/processing_server.json", "/api/software_user_repository.json"):
        answer = human.post(path, json={"name": "slurm"})
        assert answer.status_code == 400
        assert answer.json()["errors"].startswith("Here algorithms")


def test_an_uploaded_zip_is_installed_and_comes_back(either, human, new_name):
    name = new_name("Zipped")
    descriptor = {
        "name": name,
        "description": "",
        "schema-version": "cytomine-0.1",
        "command-line": "python run.py [RADIUS]",
        "container-image": {"image": "x/y", "type": "singularity"},
        "inputs": [{"id": "radius", "name": "Radius", "type": "Number", "optional": True}],
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("descriptor.json", json.dumps(descriptor))
        archive.writestr("run.py", "print(1)")
    files = {"files[]": ("app.zip", packed.getvalue())}
    made = human.post("/api/software/upload", params={"name": name}, files=files).json()
    assert made["name"] == name
    assert [each["name"] for each in made["parameters"]] == ["radius"]
    came = human.get(f"/api/software/{made['id']}/download")
    assert sorted(zipfile.ZipFile(io.BytesIO(came.content)).namelist()) == [
        "descriptor.json",
        "run.py",
    ]
    files = {"files[]": ("app.zip", b"no zip")}
    assert human.post("/api/software/upload", files=files).status_code == 400


def test_a_template_keeps_values_under_a_name(either, human, world, new_name):
    body = {
        "name": new_name("T"),
        "project": world.project,
        "software": world.software,
        "params": [{"softwareParameter": world.parameters["count"], "value": 3}],
    }
    made = human.post("/api/jobtemplate.json", json=body).json()["jobtemplate"]
    assert (made["algoType"], made["status"], made["userJob"]) == ("jobtemplate", 0, None)
    value = {"job": made["id"], "softwareParameter": world.parameters["note"], "value": "x"}
    assert human.post("/api/jobparameter.json", json=value).json()["jobparameter"]["value"] == "x"
    own = f"/api/jobtemplate/{made['id']}.json"
    values = {each["name"]: each["value"] for each in human.get(own).json()["jobParameters"]}
    assert values == {"count": "3", "note": "x"}
    query = {"software": world.software}
    path = f"/api/project/{world.project}/jobtemplate.json"
    assert made["id"] in [e["id"] for e in human.get(path, params=query).json()["collection"]]
    jobs = human.get("/api/job.json", params={"project": world.project}).json()["collection"]
    assert made["id"] not in [each["id"] for each in jobs]
    assert human.post("/api/jobtemplate.json", json=body).status_code == 409
    place = {"image": world.image, "location": "POINT (1 1)"}
    roi = human.post("/api/annotation.json", json=place).json()["annotation"]["id"]
    body = {"jobTemplate": made["id"], "annotationIdent": roi}
    link = human.post("/api/jobtemplateannotation.json", json=body).json()["jobtemplateannotation"]
    assert link["annotationClassName"] == "be.cytomine.ontology.UserAnnotation"
    for query in ({"jobtemplate": made["id"]}, {"annotation": roi}):
        listed = human.get("/api/jobtemplateannotation.json", params=query).json()["collection"]
        assert [each["id"] for each in listed] == [link["id"]]
    assert human.delete(f"/api/jobtemplateannotation/{link['id']}.json").status_code == 200
    assert human.put(own, json={"name": new_name("T")}).status_code == 200
    assert human.delete(own).status_code == 200
    assert human.get(own).status_code == 404


def test_a_new_version_stands_where_the_others_do(either, human, new_name, world):
    """Versions are compared as people count: 1.10 comes after 1.9."""

    def post(kind, **body):
        return human.post(f"/api/{kind}.json", json=body).json()[kind]

    name = new_name("Versions")
    older = post("software", name=name, softwareVersion="1.9", resultName="DownloadFiles")
    assert older["resultName"] == "DownloadFiles"
    post("softwareproject", software=older["id"], project=world.project)
    newer = post("software", name=name, softwareVersion="1.10")
    between = post("software", name=name, softwareVersion="1.9.5")
    alone = post("software", name=name)
    links = human.get(f"/api/project/{world.project}/softwareproject.json").json()["collection"]
    linked = [link["software"] for link in links if link["name"] == name]
    assert linked == [older["id"], newer["id"], between["id"]]
    deprecated = [
        human.get(f"/api/software/{each['id']}.json").json()["deprecated"]
        for each in (older, newer, between, alone)
    ]
    assert deprecated == [True, False, False, False]
    assert post("software", name=new_name("Old"), deprecated=True)["deprecated"] is True


def test_a_parameter_without_a_place_stands_beside_the_last(either, human, new_name):
    name = new_name("Places")
    software = human.post("/api/software.json", json={"name": name}).json()["software"]["id"]

    def index(name, **more):
        body = {"software": software, "name": name, "type": "Number", **more}
        answer = human.post("/api/softwareparameter.json", json=body).json()
        return answer["softwareparameter"]["index"]

    assert [index("a"), index("b", index=300), index("c"), index("d", index=-1)] == [
        0,
        300,
        300,
        300,
    ]
