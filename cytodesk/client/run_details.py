"""One run with all that its page tells: names for ids, how it ran, what it was started with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cytodesk.algorithms.algorithm import SERVER_PARAMETERS, Algorithm
from cytodesk.algorithms.command_line import command_line
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.algorithms.values import Values, from_text
from cytodesk.client.addresses import is_loopback
from cytodesk.client.choices import ChoicesUnavailable, choices_for
from cytodesk.client.connection import Connection
from cytodesk.client.launching import algorithm_of
from cytodesk.client.run_lists import ListedRun, listed
from cytodesk.errors import CytoDeskError, NotFound, Refused
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import from_json, read_ids
from cytodesk.wire.images import ImageInstance
from cytodesk.wire.projects import Project, Term
from cytodesk.wire.runs import Run

_ONE_BY_ONE = 12
"""Up to so many images are asked for by their ids, more by the list of their project."""


@dataclass(frozen=True, slots=True)
class Named:
    """What an id in a value stands for."""

    id: int
    text: str
    kind: str = ""
    """term, image, or nothing."""
    color: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDetails:
    run: Run
    row: ListedRun
    installed: InstalledAlgorithm | None = None
    """None where its algorithm is gone."""
    algorithm: Algorithm | None = None
    started: int | None = None
    """UTC epoch milliseconds, as `finished`."""
    finished: int | None = None
    exit: int | None = None
    memory: int | None = None
    """Bytes that its largest process held at most."""
    environment: str = ""
    folder: Path | None = None
    """Where it worked, if that is a folder of this computer."""
    command: tuple[str, ...] = field(default=(), repr=False)
    """Every argument as it was given, what the place filled in by name only."""


def run_details(
    connection: Connection, run_id: int, before: RunDetails | None = None
) -> RunDetails:
    """Return what is known of the run. Raises NotFound where it is gone.

    What does not change is taken from `before`, where that is given.
    """
    if connection.is_station:
        told = connection.get(f"/station/v1/runs/{run_id}")
        job, facts = told["job"], {**told, "id": run_id}
    else:
        job, facts = connection.get(f"job/{run_id}.json"), {}
    run = from_json(Run, job)
    row = listed([job], {run.id: facts})[0]
    if before is not None:
        installed, algorithm = before.installed, before.algorithm
    else:
        installed = _installed(connection, run)
        algorithm = _algorithm(connection, installed) if installed else None
    return RunDetails(
        run=run,
        row=row,
        installed=installed,
        algorithm=algorithm,
        started=facts.get("started") or run.created,
        finished=facts.get("finished") or (run.updated if run.state.has_ended else None),
        exit=facts.get("exit"),
        memory=facts.get("memory"),
        environment=str(facts.get("environment") or ""),
        folder=_folder(connection, facts.get("folder")),
        command=_command(algorithm, run) if algorithm else (),
    )


def names_in(connection: Connection, run: Run, project: Project) -> Mapping[int, Named]:
    """Return what the ids in the run's values stand for; those that nobody knows stay out."""
    names: dict[int, Named] = {}
    for parameter in run.parameters:
        wanted = _ids(parameter.type, parameter.value) - set(names)
        if wanted:
            found = _named(connection, parameter.uri or "", parameter.name, wanted, project)
            names.update({each.id: each for each in found if each.id in wanted})
    return names


def project_names(connection: Connection, project: Project) -> dict[int, str]:
    """Return what the ids of the project's terms and images are called."""
    things: list[Term | ImageInstance] = [
        *connection.things(Term, f"project/{project.id}/term.json"),
        *connection.things(ImageInstance, f"project/{project.id}/imageinstance.json"),
    ]
    return {thing.id: thing.name for thing in things}


def _named(
    connection: Connection, uri: str, name: str, wanted: set[int], project: Project
) -> list[Named]:
    try:
        if "imageinstance" in uri:
            images = images_with(connection, wanted, project)
            return [Named(image.id, image.name, "image") for image in images]
        if uri.partition("?")[0].endswith("term.json"):
            terms = connection.things(Term, f"project/{project.id}/term.json")
            return [Named(term.id, term.name, "term", term.color) for term in terms]
        return _choices(connection, uri, name, project)
    except (ChoicesUnavailable, NotFound, Refused):
        return []


def images_with(
    connection: Connection, ids: Collection[int], project: Project
) -> list[ImageInstance]:
    """Return the images with these ids; what is gone is left out."""
    if len(ids) > _ONE_BY_ONE:
        images = connection.things(ImageInstance, f"project/{project.id}/imageinstance.json")
        return [image for image in images if image.id in ids]
    found = (_image(connection, id_) for id_ in sorted(ids))
    return [image for image in found if image is not None]


def _image(connection: Connection, id_: int) -> ImageInstance | None:
    try:
        return connection.thing(ImageInstance, f"imageinstance/{id_}.json")
    except (NotFound, Refused):
        return None


def _choices(connection: Connection, uri: str, name: str, project: Project) -> list[Named]:
    parameter = Parameter(id=name, name=name, type=ParameterType.DOMAIN, uri=uri)
    return [Named(each.id, each.text) for each in choices_for(connection, parameter, project)]


def _ids(type_: str, text: str | None) -> set[int]:
    if not text or type_.lower() not in ("domain", "listdomain"):
        return set()
    try:
        return set(read_ids(text))
    except (TypeError, ValueError):
        return set()


def _installed(connection: Connection, run: Run) -> InstalledAlgorithm | None:
    try:
        return connection.thing(InstalledAlgorithm, f"software/{run.algorithm}.json")
    except (NotFound, Refused):
        return None


def _algorithm(connection: Connection, installed: InstalledAlgorithm) -> Algorithm:
    try:
        return algorithm_of(connection, installed)
    except CytoDeskError:
        return installed.algorithm


def _folder(connection: Connection, told: object) -> Path | None:
    if not told or not is_loopback(connection.url):
        return None
    folder = Path(str(told))
    return folder if folder.is_dir() else None


def _command(algorithm: Algorithm, run: Run) -> tuple[str, ...]:
    """Return the tokens that the run was started with; the five of its place by their names."""
    asked = {parameter.id: parameter for parameter in algorithm.asked}
    values = {
        each.name: value
        for each in run.parameters
        if each.name in asked and (value := from_text(asked[each.name], each.value)) is not None
    }
    filled = {name: f"<{name}>" for name in SERVER_PARAMETERS}
    try:
        return tuple(command_line(algorithm, Values(values), filled))
    except CytoDeskError:
        return ()
