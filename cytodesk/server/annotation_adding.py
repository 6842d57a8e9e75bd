"""Creating annotations: one, or as many of a list as can be."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from cytodesk.errors import N_, BadInput, CytoDeskError
from cytodesk.server.annotation_edits import class_name, location_in, shown, tell
from cytodesk.server.answers import Json, done, json_answer, summed_up
from cytodesk.server.asking import Asking, ids_in, optional_id, required_id
from cytodesk.server.notes import property_text
from cytodesk.server.routes import post
from cytodesk.server.serving import Serving
from cytodesk.wire.annotations import AnnotationKind
from cytodesk.wire.codec import read_truth
from cytodesk.workspace import annotation_store, images, notes, run_files
from cytodesk.workspace.images import Frame
from cytodesk.workspace.refusals import in_words
from cytodesk.workspace.shapes import Shape, shape_of, shapes_of
from cytodesk.workspace.writer import Change


def add(serving: Serving, asking: Asking) -> Json | Response:
    """Add one annotation, or as many as can be of a list; `[]` is a list too."""
    body = asking.object_or_list
    kind = _kind(asking)
    if isinstance(body, list):
        return json_answer(*_add_all(serving, asking, body, kind))
    try:
        outline = _Outline(serving, body, kind)
        new = _New(outline, shape_of(outline.wkt, outline.frame))
        id_ = serving.workspace.write(lambda change: _add(change, asking, new))
    except CytoDeskError as error:
        if (run := asking.asker.run) is not None:
            why = error.said()
            serving.workspace.write(lambda change: run_files.note_refused(change, run, 1, why))
        raise
    return done("Add", class_name(new.kind), shown(serving, asking, id_), key="annotation")


def _add(change: Change, asking: Asking, new: _New) -> int:
    id_ = new.added(change, asking.asker.id)
    tell(change, asking, "annotations drawn")
    return id_


def _kind(asking: Asking) -> AnnotationKind:
    """Return whose annotation it is: the path may force what else the signer decides."""
    for kind in (AnnotationKind.USER, AnnotationKind.RUN):
        if asking.path.startswith(f"/api/{kind.value}"):
            return kind
    return AnnotationKind.RUN if asking.asker.is_run else AnnotationKind.USER


class _Outline:
    """What a body says, before it is measured; `frames` remembers images between bodies."""

    def __init__(
        self,
        serving: Serving,
        body: Json,
        kind: AnnotationKind,
        frames: dict[Any, Frame] | None = None,
    ):
        self.body = body
        self.kind = AnnotationKind.ROI if read_truth(body.get("roi", False)) else kind
        self.frame = _frame(serving, body, {} if frames is None else frames)
        self.wkt = location_in(body)


def _frame(serving: Serving, body: Json, known: dict[Any, Frame]) -> Frame:
    """Return the image of an annotation, which is named itself or by its slice."""
    slice_ = optional_id(body, "slice")
    is_slice = slice_ is not None and body.get("image") is None
    id_ = slice_ if is_slice and slice_ is not None else required_id(body, "image")
    if (is_slice, id_) not in known:
        read = images.frame_of_slice if is_slice else images.frame
        known[is_slice, id_] = read(serving.workspace.reading(), id_)
    return known[is_slice, id_]


class _New:
    """An annotation that was read and measured, ready for the writer."""

    def __init__(self, outline: _Outline, shape: Shape):
        self.shape = shape
        self.kind = outline.kind
        self._frame = outline.frame
        self._terms = tuple(dict.fromkeys(ids_in(outline.body, "term", "terms")))
        self._properties = _properties(outline.body)

    def added(self, change: Change, user: int) -> int:
        id_ = annotation_store.add_annotation(
            change,
            self.shape,
            kind=self.kind,
            image=self._frame.id,
            project=self._frame.project,
            user=user,
            terms=self._terms,
        )
        for name, value in self._properties:
            notes.add_property(change, self.kind.wire_class, id_, name, value)
        return id_


def _properties(body: Json) -> list[tuple[str, str]]:
    items = body.get("property") or body.get("properties") or ()
    try:
        return [(str(item["key"]), property_text(item.get("value"))) for item in items]
    except (TypeError, KeyError, AttributeError) as error:
        raise BadInput(N_("properties must be objects with key and value")) from error


def _add_all(
    serving: Serving, asking: Asking, bodies: Sequence[Any], kind: AnnotationKind
) -> tuple[Json, int]:
    """Add all that can be read in one transaction (contract 3.1, 8.2, 19)."""
    ready, errors = _all_read(serving, bodies, kind)

    def add_each(change: Change) -> list[int]:
        ids = []
        for body, new in ready:
            change.db.execute("savepoint each")
            try:
                ids.append(new.added(change, asking.asker.id))
            except (CytoDeskError, sqlite3.IntegrityError) as error:
                said = in_words(error) if isinstance(error, sqlite3.IntegrityError) else error
                change.db.execute("rollback to each")
                errors.append({"data": body, "message": said.said()})
            change.db.execute("release each")
        if errors and asking.asker.run is not None:
            run_files.note_refused(change, asking.asker.run, len(errors), errors[0]["message"])
        tell(change, asking, "annotations drawn", len(ids))
        return ids

    ids = serving.workspace.write(add_each) if bodies else []
    return summed_up(kind.value, ids, errors)


def _all_read(
    serving: Serving, bodies: Sequence[Any], kind: AnnotationKind
) -> tuple[list[tuple[Any, _New]], list[Json]]:
    """Read all bodies, measure them image by image, and say which were refused."""
    outlines: list[_Outline] = []
    errors: list[Json] = []
    known: dict[Any, Frame] = {}
    for body in bodies:
        try:
            if not isinstance(body, dict):
                raise BadInput(N_("An element is not a JSON object"))
            outlines.append(_Outline(serving, body, kind, known))
        except CytoDeskError as error:
            errors.append({"data": body, "message": error.said()})
    shapes = _measured(outlines)
    ready: list[tuple[Any, _New]] = []
    for outline in outlines:
        try:
            ready.append((outline.body, _New(outline, _unless_refused(shapes[outline]))))
        except CytoDeskError as error:
            errors.append({"data": outline.body, "message": error.said()})
    return ready, errors


def _measured(outlines: Sequence[_Outline]) -> dict[_Outline, Shape | BadInput]:
    by_frame: dict[Frame, list[_Outline]] = {}
    for outline in outlines:
        by_frame.setdefault(outline.frame, []).append(outline)
    return {
        outline: shape
        for frame, on_it in by_frame.items()
        for outline, shape in zip(
            on_it, shapes_of([outline.wkt for outline in on_it], frame), strict=True
        )
    }


def _unless_refused(shape: Shape | BadInput) -> Shape:
    if isinstance(shape, BadInput):
        raise shape
    return shape


ROUTES = (
    post("/api/annotation.json", add),
    post("/api/userannotation.json", add),
    post("/api/algoannotation.json", add),
)
