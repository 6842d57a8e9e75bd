"""Ontologies, their terms and which term stands above which."""

from __future__ import annotations

import sqlite3

from PIL import ImageColor
from starlette.responses import Response

from cytodesk.errors import N_, BadInput, NotFound
from cytodesk.server.answers import Json, collection, done
from cytodesk.server.asking import Asking, name_in, optional_id, required_id
from cytodesk.server.routes import ByRuns, delete, get, post, put
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import to_json
from cytodesk.wire.projects import Ontology, Term
from cytodesk.workspace import projects


def show_ontology(serving: Serving, asking: Asking) -> Json:
    db = serving.workspace.reading()
    ontology = projects.ontology(db, asking.id)
    return ontology_json(db, ontology)


def list_ontologies(serving: Serving, asking: Asking) -> Json | Response:
    db = serving.workspace.reading()
    items = [
        {"id": o.id, "name": o.name} if asking.truth("light") else ontology_json(db, o)
        for o in projects.ontologies(db)
    ]
    return collection(items, asking)


def add_ontology(serving: Serving, asking: Asking) -> Json:
    name = name_in(asking.object)
    ontology = serving.workspace.write(
        lambda change: projects.add_ontology(change, name, asking.asker.id)
    )
    return done("Add", "Ontology", ontology_json(serving.workspace.reading(), ontology))


def change_ontology(serving: Serving, asking: Asking) -> Json:
    name = name_in(asking.object)
    ontology = serving.workspace.write(
        lambda change: projects.rename_ontology(change, asking.id, name)
    )
    return done("Edit", "Ontology", ontology_json(serving.workspace.reading(), ontology))


def remove_ontology(serving: Serving, asking: Asking) -> Json:
    db = serving.workspace.reading()
    json = ontology_json(db, projects.ontology(db, asking.id))
    serving.workspace.write(lambda change: projects.remove_ontology(change, asking.id))
    return done("Delete", "Ontology", json)


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
    projects.bare_project(db, asking.id)
    return collection(_terms(projects.terms(db, project=asking.id)), asking)


def add_term(serving: Serving, asking: Asking) -> Json:
    body = asking.object
    ontology = required_id(body, "ontology")
    name, color, parent = name_in(body), colour_in(body), optional_id(body, "parent")
    term = serving.workspace.write(
        lambda change: projects.add_term(change, name, ontology, color, parent)
    )
    return done("Add", "Term", to_json(term))


def remove_term(serving: Serving, asking: Asking) -> Json:
    term = projects.term(serving.workspace.reading(), asking.id)
    serving.workspace.write(lambda change: projects.remove_term(change, asking.id))
    return done("Delete", "Term", to_json(term))


def change_term(serving: Serving, asking: Asking) -> Json:
    """Rename, recolour, comment or move a term; what the body lacks stays."""
    body = asking.object
    news: dict[str, object] = {}
    if body.get("comment") is not None:
        news["comment"] = str(body["comment"])
    if "name" in body:
        news["name"] = name_in(body)
    if body.get("color"):
        news["color"] = colour_in(body)
    if "parent" in body:
        news["parent"] = optional_id(body, "parent")
    term = serving.workspace.write(lambda change: projects.change_term(change, asking.id, **news))
    return done("Edit", "Term", to_json(term))


def relations(serving: Serving, asking: Asking) -> Json | Response:
    """List which term stands above which; of one term alone where the path names it."""
    found = [term for term in projects.terms(serving.workspace.reading()) if term.parent]
    if "id" in asking.named:
        found = [term for term in found if asking.id in (term.id, term.parent)]
    return collection([_relation_json(term) for term in found], asking)


def kinds_of_relations(serving: Serving, asking: Asking) -> Json | Response:
    return collection([{"class": "be.cytomine.ontology.Relation", "name": "parent"}], asking)


def relate(serving: Serving, asking: Asking) -> Json:
    """Put term1 above term2."""
    body = asking.object
    above, below = required_id(body, "term1"), required_id(body, "term2")
    projects.term(serving.workspace.reading(), above)
    term = serving.workspace.write(lambda change: projects.change_term(change, below, parent=above))
    return done("Add", "RelationTerm", _relation_json(term))


def show_relation(serving: Serving, asking: Asking) -> Json:
    return _relation_json(_related(serving, asking.named["term1"], asking.named["term2"]))


def unrelate(serving: Serving, asking: Asking) -> Json:
    named = asking.named if "term1" in asking.named else asking.object
    term = _related(serving, required_id(named, "term1"), required_id(named, "term2"))
    serving.workspace.write(lambda change: projects.change_term(change, term.id, parent=None))
    return done("Delete", "RelationTerm", _relation_json(term))


def _related(serving: Serving, above: int, below: int) -> Term:
    term = projects.term(serving.workspace.reading(), below)
    if term.parent != above:
        raise NotFound("{thing} not found with id : {id}", thing="RelationTerm", id=below)
    return term


def _relation_json(term: Term) -> Json:
    """Return the relation; it has the id of the lower term, which has no other."""
    return {
        "class": "be.cytomine.ontology.RelationTerm",
        "id": term.id,
        "created": str(term.created),
        "updated": None,
        "deleted": None,
        "term1": term.parent,
        "term2": term.id,
    }


def ontology_json(db: sqlite3.Connection, ontology: Ontology) -> Json:
    """Return the ontology with its terms as the tree that old user interfaces draw."""
    return to_json(ontology) | {
        "title": ontology.name,
        "attr": {"id": ontology.id, "type": ontology.wire_class},
        "data": ontology.name,
        "isFolder": True,
        "key": ontology.id,
        "hideCheckbox": True,
        "state": "open",
        "projects": [{"id": id_, "name": name} for id_, name in projects.using(db, ontology.id)],
        "children": _children(projects.terms(db, ontology=ontology.id), None),
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


def colour_in(body: Json) -> str | None:
    """Return the colour as `#RRGGBB`, whatever CSS calls it; raises BadInput for what is none."""
    colour = body.get("color")
    if colour is None:
        return None
    try:
        red, green, blue = ImageColor.getrgb(str(colour)[:80])[:3]
    except ValueError as error:
        raise BadInput(
            N_("color must be like #00AAFF, not {color}"), color=str(colour)[:80]
        ) from error
    return f"#{red:02X}{green:02X}{blue:02X}"


_ONE_RELATION = "/api/relation/parent/term1/{term1:int}/term2/{term2:int}.json"

ROUTES = (
    get("/api/ontology.json", list_ontologies),
    post("/api/ontology.json", add_ontology, by_runs=ByRuns.NEVER),
    get("/api/ontology/{id:int}.json", show_ontology),
    put("/api/ontology/{id:int}.json", change_ontology, by_runs=ByRuns.NEVER),
    delete("/api/ontology/{id:int}.json", remove_ontology, by_runs=ByRuns.NEVER),
    get("/api/term.json", list_terms),
    post("/api/term.json", add_term),
    get("/api/term/{id:int}.json", show_term),
    put("/api/term/{id:int}.json", change_term, by_runs=ByRuns.NEVER),
    delete("/api/term/{id:int}.json", remove_term, by_runs=ByRuns.NEVER),
    get("/api/ontology/{id:int}/term.json", terms_of_ontology),
    get("/api/project/{id:int}/term.json", terms_of_project),
    get("/api/relation.json", kinds_of_relations),
    get("/api/relation/parent/term.json", relations),
    post("/api/relation/parent/term.json", relate, by_runs=ByRuns.NEVER),
    delete("/api/relation/parent/term.json", unrelate, by_runs=ByRuns.NEVER),
    get("/api/relation/term/{id:int}.json", relations),
    get(_ONE_RELATION, show_relation),
    delete(_ONE_RELATION, unrelate, by_runs=ByRuns.NEVER),
)
