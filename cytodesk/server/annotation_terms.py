"""The terms of annotations, one by one."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from cytodesk.errors import NotFound
from cytodesk.server.answers import Json, collection, done
from cytodesk.server.asking import Asking, optional_id, optional_number
from cytodesk.server.routes import ByRuns, delete, get, post
from cytodesk.server.serving import Serving
from cytodesk.wire.annotations import AnnotationTerm
from cytodesk.wire.codec import to_json
from cytodesk.workspace import annotation_store, annotation_terms
from cytodesk.workspace.writer import Change


def add_term(serving: Serving, asking: Asking) -> Json:
    """Give an annotation a term; a run says how sure it is (rate 0..1)."""
    body, asker, term = asking.object, asking.asker, int(asking.named["term"])
    rate, expected = optional_number(body, "rate"), optional_id(body, "expectedTerm")
    annotation_store.annotation(serving.workspace.reading(), asking.id)
    given = serving.workspace.write(
        lambda change: annotation_terms.add_term(
            change,
            asking.id,
            term,
            user=asker.id,
            rate=0.0 if rate is None and asker.is_run else rate,
            by_run=asker.is_run,
            expected_term=expected,
        )
    )
    name = "AlgoAnnotationTerm" if asker.is_run else "AnnotationTerm"
    return done("Add", name, _term_json(given, by_run=asker.is_run))


def _term_json(given: AnnotationTerm, *, by_run: bool) -> Json:
    """Return the term in the words of its kind: a human's has no rate (contract 2.7)."""
    if by_run:
        return to_json(given)
    return to_json(given) | {
        "class": "be.cytomine.ontology.AnnotationTerm",
        "userannotation": given.annotation,
    }


def terms(serving: Serving, asking: Asking) -> Json | Response:
    """List the terms, of one user where `idUser` names him."""
    users = asking.ids("idUser")
    return _listed(serving, asking, lambda user: not users or user in users)


def terms_of_others(serving: Serving, asking: Asking) -> Json | Response:
    """List the terms that anybody but a user gave."""
    return _listed(serving, asking, lambda user: user != int(asking.named["user"]))


def _listed(serving: Serving, asking: Asking, is_meant: Callable[[int], bool]) -> Json | Response:
    db = serving.workspace.reading()
    items = [
        _term_json(annotation_terms.term_of(db, given.id), by_run=bool(given.by_run))
        for given in annotation_store.annotation(db, asking.id).terms
        if is_meant(given.user)
    ]
    return collection(items, asking)


def show_term(serving: Serving, asking: Asking) -> Json:
    db, wanted = serving.workspace.reading(), int(asking.named["term"])
    user = asking.named.get("user")
    for given in annotation_store.annotation(db, asking.id).terms:
        if given.term == wanted and user in (None, given.user):
            return _term_json(annotation_terms.term_of(db, given.id), by_run=bool(given.by_run))
    raise NotFound("{thing} not found with id : {id}", thing="AnnotationTerm", id=wanted)


def remove_term(serving: Serving, asking: Asking) -> Json:
    """Take a term away: the one that the asker gave, where the path names nobody else."""
    term, user = int(asking.named["term"]), int(asking.named.get("user", asking.asker.id))
    count = serving.workspace.write(
        lambda change: annotation_terms.remove_term(change, asking.id, term, user)
    )
    if not count:
        raise NotFound("{thing} not found with id : {id}", thing="AnnotationTerm", id=term)
    return done("Delete", "AnnotationTerm", {"id": asking.id, "term": term, "count": count})


def clear_and_add_term(serving: Serving, asking: Asking) -> Json:
    """Replace the terms that the user had given."""
    found = annotation_store.annotation(serving.workspace.reading(), asking.id)
    mine = [given.term for given in found.terms if given.user == asking.asker.id]

    def clear(change: Change) -> None:
        for term in mine:
            annotation_terms.remove_term(change, asking.id, term, asking.asker.id)

    serving.workspace.write(clear)
    return add_term(serving, asking)


_TERM = "/api/annotation/{id:int}/term/{term:int}"

ROUTES = (
    post(f"{_TERM}/clearBefore.json", clear_and_add_term),
    post(f"{_TERM}.json", add_term),
    get(f"{_TERM}/user/{{user:int}}.json", show_term),
    get(f"{_TERM}.json", show_term),
    delete(f"{_TERM}/user/{{user:int}}.json", remove_term, by_runs=ByRuns.NEVER),
    delete(f"{_TERM}.json", remove_term, by_runs=ByRuns.NEVER),
    get("/api/annotation/{id:int}/notuser/{user:int}/term.json", terms_of_others),
    get("/api/annotation/{id:int}/term.json", terms),
)
