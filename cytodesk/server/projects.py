"""Projects, ontologies and terms."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json, collection, done
from cytodesk.server.asking import Asking, required_id
from cytodesk.server.routes import delete, get, post
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import read_id, to_json
from cytodesk.wire.projects import Ontology, Project, Term
from cytodesk.workspace import projects


def show(serving: Serving, asking: Asking) -> Json:
    return project_json(projects.project(serving.workspace.reading(), asking.id))


def listed(serving: Serving, asking: Asking) -> Json | Response:
    return collection(
        [project_json(p) for p in projects.projects(serving.workspace.reading())], asking
    )


def add(serving: Serving, asking: Asking) -> Json:
    body = asking.object
    name = _name(body)
    ontology = read_id(body.get("ontology"))
    project = serving.workspace.write(lambda change: projects.add_project(change, name, ontology))
    return done("Add", "Project", project_json(project))


def remove(serving: Serving, asking: Asking) -> Json:
    project = projects.project(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: projects.remove_project(change, asking.id))
    serving.queue.sweep()
    return done("Delete", "Project", project_json(project))


def show_ontology(serving: Serving, asking: Asking) -> Json:
    db = serving.workspace.reading()
    ontology = projects.ontology(db, asking.id)
    return ontology_json(ontology, projects.terms(db, ontology=asking.id))


def list_ontologies(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    items = [
        {"id": o.id, "name": o.name}
        if asking.truth("light")
        else ontology_json(o, projects.terms(db, ontology=o.id))
        for o in projects.ontologies(db)
    ]
    return collection(items, asking)


def add_ontology(serving: Serving, asking: Asking) -> Json:
    name = _name(asking.object)
    ontology = serving.workspace.write(
        lambda change: projects.add_ontology(change, name, asking.asker.id)
    )
    return done("Add", "Ontology", ontology_json(ontology, []))


def projects_of_ontology(serving: Serving, asking: Asking) -> Json | Response:
    found = projects.projects(serving.workspace.reading())
    return collection([project_json(p) for p in found if p.ontology == asking.id], asking)


def show_term(serving: Serving, asking: Asking) -> Json:
    return to_json(projects.term(serving.workspace.reading(), asking.id))


def list_terms(serving: Serving, asking: Asking) -> Json | Response:
    return collection(_terms(projects.terms(serving.workspace.reading())), asking)


def terms_of_ontology(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    projects.ontology(db, asking.id)
    return collection(_terms(projects.terms(db, ontology=asking.id)), asking)


def terms_of_project(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    projects.project(db, asking.id)
    return collection(_terms(projects.terms(db, project=asking.id)), asking)


def add_term(serving: Serving, asking: Asking) -> Json:
    body = asking.object
    ontology = required_id(body, "ontology")
    name, color, parent = _name(body), body.get("color"), read_id(body.get("parent"))
    term = serving.workspace.write(
        lambda change: projects.add_term(change, name, ontology, color, parent)
    )
    return done("Add", "Term", to_json(term))


def remove_term(serving: Serving, asking: Asking) -> Json:
    term = projects.term(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: change.delete("term", asking.id))
    return done("Delete", "Term", to_json(term))


def project_json(project: Project) -> Json:
    return to_json(project) | {
        "discipline": None,
        "disciplineName": None,
        "blindMode": False,
        "areImagesDownloadable": True,
        "numberOfSlides": 0,
        "retrievalProjects": [],
        "retrievalDisable": True,
        "retrievalAllOntology": False,
        "isRestricted": False,
        "hideUsersLayers": False,
        "hideAdminsLayers": False,
    }


def ontology_json(ontology: Ontology, terms: list[Term]) -> Json:
    """Return the ontology with its terms as the tree that old user interfaces draw."""
    return to_json(ontology) | {
        "title": ontology.name,
        "attr": {"id": ontology.id, "type": ontology.wire_class},
        "data": ontology.name,
        "isFolder": True,
        "key": ontology.id,
        "hideCheckbox": True,
        "state": "open",
        "children": _children(terms, None),
    }


def _children(terms: list[Term], parent: int | None) -> list[Json]:
    return [
        {
            "name": term.name,
            "id": term.id,
            "title": term.name,
            "data": term.name,
            "color": term.color,
            "class": term.wire_class,
            "parent": term.parent,
            "attr": {"id": term.id, "type": term.wire_class},
            "checked": False,
            "key": term.id,
            "children": (children := _children(terms, term.id)),
            "isFolder": bool(children),
            "hideCheckbox": bool(children),
        }
        for term in terms
        if term.parent == parent
    ]


def _terms(terms: list[Term]) -> list[Json]:
    return [to_json(term) for term in terms]


def _name(body: dict[str, Any]) -> str:
    name = str(body.get("name") or "").strip()
    if not name:
        raise BadInput(N_("name not set"))
    return name


ROUTES = (
    get("/api/project/{id:int}.json", show),
    get("/api/project.json", listed),
    post("/api/project.json", add),
    delete("/api/project/{id:int}.json", remove),
    get("/api/project/{id:int}/term.json", terms_of_project),
    get("/api/ontology/{id:int}/term.json", terms_of_ontology),
    get("/api/ontology/{id:int}/project.json", projects_of_ontology),
    get("/api/ontology/{id:int}.json", show_ontology),
    get("/api/ontology.json", list_ontologies),
    post("/api/ontology.json", add_ontology),
    get("/api/term/{id:int}.json", show_term),
    delete("/api/term/{id:int}.json", remove_term),
    get("/api/term.json", list_terms),
    post("/api/term.json", add_term),
)
