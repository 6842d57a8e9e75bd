from __future__ import annotations

import pytest


@pytest.fixture
def ontology(either, human, new_name):
    return human.post("/api/ontology.json", json={"name": new_name("O")}).json()["ontology"]["id"]


@pytest.fixture
def term(human, ontology):
    def made(name, **words):
        body = {"name": name, "ontology": ontology, **words}
        return human.post("/api/term.json", json=body).json()["term"]["id"]

    return made


def test_projects_ontologies_and_terms_are_renamed(either, human, ontology, term, new_name):
    name = new_name("P")
    project = human.post("/api/project.json", json={"name": name}).json()["project"]
    assert project["ontology"] is None
    own = f"/api/project/{project['id']}.json"
    changed = human.put(own, json={**project, "name": f"{name} b", "ontology": ontology})
    assert changed.json()["project"]["name"] == f"{name} b"
    assert human.get(own).json()["ontology"] == ontology
    assert human.put(own, json={}).json()["project"]["name"] == f"{name} b"
    own = f"/api/ontology/{ontology}.json"
    assert human.put(own, json={"name": f"{name} c"}).json()["ontology"]["name"] == f"{name} c"
    assert human.delete(own).status_code == 400
    id_ = term("a", color="#ff0000")
    own = f"/api/term/{id_}.json"
    body = {"name": "b", "color": "lime", "comment": "ä"}
    changed = human.put(own, json=body).json()["term"]
    assert (changed["name"], changed["color"], changed["comment"]) == ("b", "#00FF00", "ä")
    assert human.put(own, json={"color": "nonsense"}).status_code == 400


def test_an_ontology_that_nobody_uses_is_deleted(either, human, ontology, term):
    id_ = term("a")
    assert human.delete(f"/api/ontology/{ontology}.json").status_code == 200
    assert human.get(f"/api/term/{id_}.json").status_code == 404


def test_terms_stand_above_terms(either, human, ontology, term):
    above, below = term("above"), term("below")
    body = {"term1": above, "term2": below}
    made = human.post("/api/relation/parent/term.json", json=body).json()["relationterm"]
    assert (made["term1"], made["term2"]) == (above, below)
    assert human.get(f"/api/term/{below}.json").json()["parent"] == above
    tree = human.get(f"/api/ontology/{ontology}.json").json()["children"]
    assert [child["id"] for child in tree[0]["children"]] == [below]
    own = f"/api/relation/parent/term1/{above}/term2/{below}.json"
    assert human.get(own).json()["id"] == made["id"]
    listed = human.get(f"/api/relation/term/{above}.json").json()["collection"]
    assert [each["term2"] for each in listed] == [below]
    every = human.get("/api/relation/parent/term.json").json()["collection"]
    assert made["id"] in [each["id"] for each in every]
    turned = {"term1": below, "term2": above}
    assert human.post("/api/relation/parent/term.json", json=turned).status_code == 400
    itself = {"term1": above, "term2": above}
    assert human.post("/api/relation/parent/term.json", json=itself).status_code == 400
    assert human.delete(own).status_code == 200
    assert human.get(own).status_code == 404
    assert human.get(f"/api/term/{below}.json").json()["parent"] is None


def test_a_term_of_another_ontology_stands_above_none(either, human, world, term):
    body = {"term1": world.foreign_term, "term2": term("mine")}
    assert human.post("/api/relation/parent/term.json", json=body).status_code == 400


def test_everybody_works_in_every_project(either, human, world):
    for path in ("user/1/project", "user/1/project/light", f"ontology/{world.ontology}/project"):
        listed = human.get(f"/api/{path}.json").json()["collection"]
        assert world.project in [each["id"] for each in listed]
    for path in ("user", "admin", "creator", "users/representative"):
        listed = human.get(f"/api/project/{world.project}/{path}.json").json()["collection"]
        assert [each["username"] for each in listed] == ["ada"]
    assert human.get(f"/api/ontology/{world.ontology}/user.json").json()["size"] == 1
    member = f"/api/project/{world.project}/user/1.json"
    assert human.post(member).status_code == 200
    assert human.delete(member).status_code == 400


def test_an_ontology_names_the_projects_that_use_it(either, human, new_name):
    name = new_name("Used")
    ontology = human.post("/api/ontology.json", json={"name": name}).json()["ontology"]["id"]
    body = {"name": name, "ontology": ontology}
    project = human.post("/api/project.json", json=body).json()["project"]["id"]
    told = human.get(f"/api/ontology/{ontology}.json").json()
    assert told["projects"] == [{"id": project, "name": name}]
