"""Comparisons that somebody named: which runs, in which order, and how they were looked at.

A station keeps them as properties of the project, so that they go where its project goes: into its
backups, into an exported project and out of it. On any other server nothing is written: there they
are a file of this computer. Figures are never kept: to open a comparison is to compute it again.

Ids change when a project is brought to another workspace, so a run is also known by its algorithm,
its number and the instant at which it was made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cytodesk.client.connection import Connection
from cytodesk.errors import N_, BadInput, NotFound
from cytodesk.settings import write_atomically
from cytodesk.wire.notes import Property
from cytodesk.wire.people import User
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import Run

SCHEMA = 1
"""Raised when a key changes its meaning."""
_KEY = "cytodesk.comparison:"
_REVIEWED = "reviewed"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class SavedComparison:
    """`layers` are ids as the page has them: runs, -project (reviewed) or -user; baseline first.

    `hidden` are places in `layers`. `gone` are the runs that are not there any more, as they were
    called.
    """

    name: str
    layers: tuple[int, ...]
    hidden: tuple[int, ...] = ()
    saved: int = 0
    """UTC epoch milliseconds."""
    gone: tuple[str, ...] = ()


def saved_comparisons(
    connection: Connection, project: Project, folder: Path
) -> list[SavedComparison]:
    """Return those of `project`, by name. Raises BadInput where one is newer than this program."""
    if connection.is_station:
        kept = [_understood(each.value) for each in _properties(connection, project)]
    else:
        kept = _of_file(_path(connection, project, folder))
    runs = _Runs(connection, project)
    found = [_read(told, runs, project) for told in kept]
    return sorted(found, key=lambda each: each.name.casefold())


def save_comparison(
    connection: Connection, project: Project, saved: SavedComparison, folder: Path
) -> None:
    """Keep it in place of an older one of its name. Raises BadInput for no name, or a long one."""
    if not 0 < len(saved.name.strip()) <= _LONGEST:
        raise BadInput(N_("A comparison's name has from 1 to {most} characters."), most=_LONGEST)
    told = _told(saved, connection, project)
    forget_comparison(connection, project, saved.name, folder)
    if connection.is_station:
        body = {"key": f"{_KEY}{saved.name}", "value": json.dumps(told, ensure_ascii=False)}
        connection.post(f"domain/{Project.wire_class}/{project.id}/property.json", body)
        return
    path = _path(connection, project, folder)
    _write(path, [*_of_file(path), told])


def forget_comparison(connection: Connection, project: Project, name: str, folder: Path) -> None:
    if connection.is_station:
        for each in _properties(connection, project):
            if each.name == f"{_KEY}{name}":
                hung = f"domain/{Project.wire_class}/{project.id}/property/{each.id}.json"
                connection.delete(hung)
        return
    path = _path(connection, project, folder)
    if kept := _of_file(path):
        _write(path, [each for each in kept if each["name"] != name])


def _properties(connection: Connection, project: Project) -> list[Property]:
    path = f"domain/{Project.wire_class}/{project.id}/property.json"
    return [each for each in connection.things(Property, path) if each.name.startswith(_KEY)]


def _path(connection: Connection, project: Project, folder: Path) -> Path:
    """Return the file of a project; a server is known by its serverID, never by its address."""
    mark = hashlib.sha256(connection.server_id.encode()).hexdigest()[:16]
    return folder / "comparisons" / f"{mark}-{project.id}.json"


def _of_file(path: Path) -> list[dict[str, Any]]:
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError:
        return []
    except ValueError as error:
        template = N_("{path} holds no saved comparisons: {reason}. Move it away.")
        raise BadInput(template, path=path, reason=error) from error
    _check_schema(told)
    return list(told["comparisons"])


def _write(path: Path, kept: Sequence[Mapping[str, Any]]) -> None:
    told = {"schema": SCHEMA, "comparisons": list(kept)}
    write_atomically(path, json.dumps(told, ensure_ascii=False, indent=1).encode())


def _check_schema(told: Any) -> None:
    if not isinstance(told, dict) or not isinstance(told.get("schema"), int):
        raise BadInput(N_("This is no saved comparison."))
    if told["schema"] > SCHEMA:
        raise BadInput(
            N_(
                "This comparison was saved by a newer CytoDesk (schema {schema}, this one knows "
                "{known}). Update CytoDesk."
            ),
            schema=told["schema"],
            known=SCHEMA,
        )


class _Runs:
    """The runs and people of a project, asked for once and only where an id says nothing."""

    def __init__(self, connection: Connection, project: Project) -> None:
        self._connection = connection
        self._project = project
        self._all: list[Run] | None = None
        self._people: list[User] | None = None

    @property
    def all(self) -> list[Run]:
        if self._all is None:
            listed = self._connection.things(Run, "job.json", project=self._project.id)
            self._all = list(listed)
        return self._all

    def person(self, name: str) -> int | None:
        if self._people is None:
            self._people = list(self._connection.things(User, "user.json"))
        return next((each.id for each in self._people if each.username == name), None)

    def person_of(self, id_: int) -> str:
        self.person("")
        return next((each.username for each in self._people or () if each.id == id_), "")


def _told(saved: SavedComparison, connection: Connection, project: Project) -> dict[str, Any]:
    runs = _Runs(connection, project)
    by_id = {run.id: run for run in runs.all}
    return {
        "schema": SCHEMA,
        "name": saved.name,
        "saved": saved.saved,
        "layers": [
            _layer_told(layer, by_id, runs, project) | {"hidden": place in saved.hidden}
            for place, layer in enumerate(saved.layers)
        ],
    }


def _layer_told(
    layer: int, by_id: Mapping[int, Run], runs: _Runs, project: Project
) -> dict[str, Any]:
    if layer == -project.id:
        return {"layer": _REVIEWED}
    if layer < 0:
        return {"person": runs.person_of(-layer)}
    run = by_id.get(layer)
    if run is None:
        raise NotFound(N_("Analysis {run} is not in this project any more."), run=layer)
    return {
        "run": run.id,
        "algorithm": run.algorithm_name,
        "number": run.number,
        "created": run.created,
    }


def _understood(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError as error:
        raise BadInput(N_("This is no saved comparison.")) from error
    _check_schema(told)
    return dict(told)


def _read(told: Mapping[str, Any], runs: _Runs, project: Project) -> SavedComparison:
    found = [(_layer_of(each, runs, project), each) for each in told["layers"]]
    here = [(layer, each) for layer, each in found if layer is not None]
    return SavedComparison(
        name=str(told["name"]),
        layers=tuple(layer for layer, _ in here),
        hidden=tuple(place for place, (_, each) in enumerate(here) if each.get("hidden")),
        saved=int(told.get("saved") or 0),
        gone=tuple(_called(each) for layer, each in found if layer is None),
    )


def _layer_of(told: Mapping[str, Any], runs: _Runs, project: Project) -> int | None:
    if told.get("layer") == _REVIEWED:
        return -project.id
    if "person" in told:
        person = runs.person(str(told["person"]))
        return None if person is None else -person
    return _run_of(told, runs.all)


def _run_of(told: Mapping[str, Any], runs: Iterable[Run]) -> int | None:
    """Return the run with this id, if it is still the one that was meant, or its like here."""
    for run in runs:
        is_meant = (run.algorithm_name, run.number, run.created) == (
            told["algorithm"],
            told["number"],
            told["created"],
        )
        if is_meant or (run.id == told["run"] and run.created == told["created"]):
            return run.id
    return None


def _called(told: Mapping[str, Any]) -> str:
    return str(told.get("person") or f"{told.get('algorithm', '')} #{told.get('number', '?')}")
