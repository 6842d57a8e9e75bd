"""What the key of a run may do: read what its launcher may, write in its own project only.

It ends with its run: when the program's process has ended, or for a run without a process 24 hours
after its last request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cytodesk.errors import N_, BadInput
from cytodesk.server.asking import Asking
from cytodesk.server.routes import ByRuns, RouteOf
from cytodesk.server.serving import Serving
from cytodesk.wire.codec import read_id
from cytodesk.wire.people import User
from cytodesk.workspace import run_keys, runs
from cytodesk.workspace.allowances import Allowance, is_allowed
from cytodesk.workspace.homes import NO_PROJECT, home_of, projects_of_ontology

KEY_LIVES = 24 * 3600 * 1000
"""Milliseconds after its last request for which the key of a run without a process is good."""
_NOTED_EVERY = 10 * 60 * 1000
_IN_PATH = ("id", "property", "association")
_IN_BODY = (
    *("project", "job", "jobTemplate", "template", "domainIdent"),
    *("annotation", "annotationIdent", "userannotation", "layers"),
)
_WHERE = ("image", "slice")
_DRAWING = ("/api/annotation", "/api/userannotation", "/api/algoannotation")
"""An annotation stands in the project of its image, whatever project its body names."""


class Forbidden(BadInput):
    """Something that the key of a run may not do."""


def ensure_allowed(serving: Serving, route: RouteOf, asking: Asking) -> None:
    """Raise Forbidden where a run's key asks for more than it may."""
    if asking.user is None or not asking.user.is_run or route.by_runs is ByRuns.READ:
        return
    if route.by_runs is ByRuns.NEVER:
        raise Forbidden(N_("The key of a run may not do that: only its launcher may"))
    db = serving.workspace.reading()
    own = runs.project_of(db, asking.user.run or 0)
    homes = {home for id_ in set(_named(asking)) if (home := home_of(db, id_)) is not None}
    for ontology in _ontologies(asking):
        homes.add(own if own in projects_of_ontology(db, ontology) else NO_PROJECT)
    if route.by_runs is ByRuns.ANYWHERE:
        homes.discard(NO_PROJECT)
    if homes - {own}:
        raise Forbidden(
            N_("The key of a run writes in its own project only, which is {id}"), id=own
        )


def ensure_labels_are_allowed(serving: Serving) -> None:
    """Raise Forbidden unless the user lets runs see the labels of slides."""
    if not is_allowed(serving.workspace.reading(), Allowance.LABELS):
        raise Forbidden(N_("Labels of slides are shown to no run: they may bear names of patients"))


def is_over(serving: Serving, user: User) -> bool:
    """Return whether the key of a run has ended; note that it was used where it has not."""
    if user.run is None:
        return False
    now, record = (
        serving.workspace.clock(),
        run_keys.key_record(serving.workspace.reading(), user.run),
    )
    if record is None or record.has_ended:
        return True
    if record.has_process:
        return False
    if serving.silence.lasts(user.run, record.heard, now) > KEY_LIVES:
        return True
    serving.silence.broken(user.run, record.heard)
    if abs(now - record.heard) > _NOTED_EVERY:
        run = user.run
        serving.workspace.write(lambda change: run_keys.heard_of(change, run))
    return False


def _named(asking: Asking) -> Iterator[int]:
    """Yield the ids of everything that a request wants to change, as its words name them."""
    for name in _IN_PATH:
        if isinstance(value := asking.named.get(name), int):
            yield value
    form = {name: value for name, value in asking.form.items() if isinstance(value, str)}
    for words in (asking.query, form, *_bodies(asking)):
        yield from _ids_in(words, is_drawing=asking.path.startswith(_DRAWING))


def _ids_in(words: Mapping[str, Any], *, is_drawing: bool) -> Iterator[int]:
    has_place = is_drawing and any(words.get(name) is not None for name in _WHERE)
    for name in (*_WHERE, *(key for key in _IN_BODY if key != "project" or not has_place)):
        values = words.get(name)
        for value in values if isinstance(values, list) else (values,):
            try:
                id_ = read_id(value)
            except (TypeError, ValueError):
                continue
            if id_ is not None and 0 <= id_ < 1 << 63:
                yield id_


def _ontologies(asking: Asking) -> Iterator[int]:
    """Yield the ontologies to which a request adds terms."""
    for body in _bodies(asking):
        try:
            ontology = read_id(body.get("ontology"))
        except (TypeError, ValueError):
            continue
        if ontology is not None:
            yield ontology


def _bodies(asking: Asking) -> Iterator[Mapping[str, Any]]:
    try:
        json = asking.json
    except BadInput:
        return
    for body in json if isinstance(json, list) else (json,):
        if isinstance(body, Mapping):
            yield body
