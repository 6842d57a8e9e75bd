"""Annotations as a table to download, and the lists that a workspace of one person has few of."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from starlette.datastructures import QueryParams
from starlette.responses import Response

from cytodesk.errors import N_, BadInput
from cytodesk.server.annotation_filters import wanted_annotations
from cytodesk.server.annotation_json import items_of
from cytodesk.server.answers import Json, collection, download_of
from cytodesk.server.asking import Asking
from cytodesk.server.routes import get
from cytodesk.server.serving import Serving
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.workspace import annotation_store, people, projects

_COLUMNS = (
    *("ID", "Area", "Area unit", "Perimeter", "Perimeter unit", "X", "Y"),
    *("Image ID", "Image", "User", "Terms", "View", "Crop", "Location"),
)
STORAGE = 9_000_000_000_000_300
_SHOWN = ("Basic", "Meta", "WKT", "GIS", "Term", "Image", "User")


def download(serving: Serving, asking: Asking) -> Response:
    """Send the annotations that a query asks for as CSV; other formats are refused in words."""
    format_ = (asking.text("format") or "csv").lower()
    if format_ != "csv":
        raise BadInput(
            N_("Annotations are downloaded as csv here, not as {format}"), format=format_
        )
    words = {**asking.query, **{f"show{name}": "true" for name in _SHOWN}}
    if "id" in asking.named:
        projects.bare_project(serving.workspace.reading(), asking.id)
        words |= _words_of_path(serving, asking)
    asking = replace(asking, query=QueryParams(words))
    db = serving.workspace.reading()
    found = annotation_store.find_annotations(db, wanted_annotations(serving, asking))
    names = {term.id: term.name for term in projects.terms(db)}
    rows = [_row(item, names) for item in items_of(found, asking)]
    return download_of(_table(rows), "annotations.csv", "text/csv; charset=utf-8")


def _words_of_path(serving: Serving, asking: Asking) -> dict[str, str]:
    """Return what the path of a project's download says of kind and project."""
    words = {"project": str(asking.id)}
    kind = next(kind for kind in AnnotationKind if kind.value in asking.path.split("/"))
    if kind is AnnotationKind.REVIEWED:
        words["reviewed"] = "true"
    if kind is AnnotationKind.RUN:
        words["includeAlgo"] = "true"
    return words


def _row(item: Json, names: dict[int, str]) -> list[object]:
    return [
        *(item["id"], item["area"], item["areaUnit"], item["perimeter"], item["perimeterUnit"]),
        *(item["centroid"]["x"], item["centroid"]["y"]),
        *(item["image"], item["instanceFilename"], item["creator"]),
        "; ".join(names.get(term, str(term)) for term in item["term"]),
        *(item["imageURL"], item["cropURL"], item["location"]),
    ]


def _table(rows: list[list[object]]) -> bytes:
    """Return rows as CSV; a text that a spreadsheet would calculate is kept from it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: object) -> object:
    is_formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if is_formula else value


def disciplines(serving: Serving, asking: Asking) -> Json | Response:
    return collection([], asking)


def storages(serving: Serving, asking: Asking) -> Json | Response:
    """List the one place where images are kept: the workspace."""
    human = people.user(serving.workspace.reading(), people.HUMAN)
    storage = {
        "class": "be.cytomine.image.server.Storage",
        "id": STORAGE,
        "name": human.username,
        "user": human.id,
    }
    return collection([storage], asking)


ROUTES = (
    get("/api/annotation/method/download", download),
    *(get(f"/api/project/{{id:int}}/{kind.value}/download", download) for kind in AnnotationKind),
    get("/api/discipline.json", disciplines),
    get("/api/storage.json", storages),
)
