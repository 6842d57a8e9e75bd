"""Reviewing annotations, one by one or a whole layer (contract 3.8)."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.responses import Response

from cytodesk.errors import NotFound
from cytodesk.server.annotation_json import annotation_json
from cytodesk.server.answers import Json, collection, done
from cytodesk.server.asking import Asking, ids_in
from cytodesk.server.images import image_json
from cytodesk.server.routes import delete, post, put
from cytodesk.server.serving import Serving
from cytodesk.workspace import annotation_store, images, reviews
from cytodesk.workspace.writer import Change

_CLASS = "ReviewedAnnotation"


def review(serving: Serving, asking: Asking) -> Json:
    terms = ids_in(_body(asking), "terms", "term")
    id_ = serving.workspace.write(
        lambda change: reviews.review(change, asking.id, reviewer=asking.asker.id, terms=terms)
    )
    return done("Add", _CLASS, _shown(serving, asking, id_))


def review_again(serving: Serving, asking: Asking) -> Json:
    """Replace the review, as is done after the annotation was drawn or named anew."""
    terms = ids_in(_body(asking), "terms", "term")
    before = reviews.reviewed_copies(serving.workspace.reading(), asking.id)

    def replaced(change: Change) -> int:
        for copy in before:
            change.delete("annotation", copy)
        return reviews.review(change, asking.id, reviewer=asking.asker.id, terms=terms)

    id_ = serving.workspace.write(replaced)
    return done("Edit", _CLASS, _shown(serving, asking, id_))


def unreview(serving: Serving, asking: Asking) -> Json:
    """Take the review of annotation `id` back; the annotation itself stays."""
    copies = reviews.reviewed_copies(serving.workspace.reading(), asking.id)
    if not copies:
        raise NotFound("{thing} not found with id : {id}", thing=_CLASS, id=asking.id)
    json = _shown(serving, asking, copies[0])

    def remove(change: Change) -> None:
        for copy in copies:
            change.delete("annotation", copy)

    serving.workspace.write(remove)
    return done("Delete", _CLASS, json)


def review_layer(serving: Serving, asking: Asking) -> Json | Response:
    """Review what `users` drew on an image; list the reviewed annotations."""
    images.image(serving.workspace.reading(), asking.id)
    users = asking.ids("users", "user")
    made = serving.workspace.write(
        lambda change: reviews.review_layer(
            change, asking.id, users=users, reviewer=asking.asker.id
        )
    )
    return collection([{"id": id_} for id_ in made], asking)


def unreview_layer(serving: Serving, asking: Asking) -> Json:
    """Take the reviews of what `users` drew on an image back."""
    images.image(serving.workspace.reading(), asking.id)
    users = asking.ids("users", "user")
    count = serving.workspace.write(
        lambda change: reviews.unreview_layer(change, asking.id, users=users)
    )
    return {"message": f"{count} annotations of image {asking.id} are not reviewed any more"}


def review_image(serving: Serving, asking: Asking) -> Json:
    """Begin the review of an image; DELETE ends it."""
    image = serving.workspace.write(
        lambda change: images.review_image(
            change, asking.id, asking.asker.id, stop=asking.method == "DELETE"
        )
    )
    return done("Edit", "ImageInstance", image_json(image, asking))


def _body(asking: Asking) -> Json:
    """Return the words of the body; Python's client sends a form and calls it JSON."""
    if asking.body.lstrip().startswith(b"{"):
        return asking.object
    return dict(parse_qs(asking.body.decode("utf-8", errors="replace")))


def _shown(serving: Serving, asking: Asking, id_: int) -> Json:
    return annotation_json(annotation_store.annotation(serving.workspace.reading(), id_), asking)


ROUTES = (
    post("/api/annotation/{id:int}/review.json", review),
    put("/api/annotation/{id:int}/review.json", review_again),
    delete("/api/annotation/{id:int}/review.json", unreview),
    post("/api/imageinstance/{id:int}/annotation/review.json", review_layer),
    delete("/api/imageinstance/{id:int}/annotation/review.json", unreview_layer),
    post("/api/imageinstance/{id:int}/review.json", review_image),
    delete("/api/imageinstance/{id:int}/review.json", review_image),
)
