"""Algorithms of a place: which there are, what each needs, installing and removing."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cytodesk.algorithms.descriptors import read_descriptor
from cytodesk.client.connection import Connection
from cytodesk.client.errands import Report, run_errand
from cytodesk.client.finding import installed_at
from cytodesk.client.natural import natural_key
from cytodesk.errors import N_, BadInput, NotFound, Refused
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import from_json
from cytodesk.wire.runs import Run

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Needs:
    """What an algorithm's files ask of this computer."""

    requirements: tuple[str, ...] = ()
    """Packages that are fetched once, as its requirements file wishes for them."""
    python: str | None = None
    """The Python (3.x) that it is made for, as its Dockerfile or project says."""
    python_is_here: bool = False
    """Whether such a Python is on this computer; else it is fetched where that is possible."""
    program: str | None = None
    """What is started: the words after the interpreter."""
    trouble: str | None = None
    """Why there is no program to start, in words."""
    named_python: str | None = None
    """The interpreter that was named for it."""
    missing_python: str | None = None
    """The same, where it is gone."""
    description: str = ""
    way: str = "program"
    """How it runs: `program` (Python), `command`, or `container`."""
    image: str | None = None
    """The container image that it is in: a name, or the file that holds it."""
    image_is_here: bool = True
    """Whether nothing is fetched of it any more."""
    engine: str | None = None
    """The container engine that runs it; None where none does."""
    engine_trouble: str | None = None
    """Why none does, in words."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What stands at a path that may be installed."""

    path: Path
    name: str
    version: str
    description: str
    files: int
    bytes: int
    warnings: tuple[str, ...]
    """What is odd in its descriptor."""
    needs: Needs


def algorithms_of(connection: Connection) -> list[InstalledAlgorithm]:
    """Return what is installed at the place, by name, newer versions of a name first."""
    found = installed_at(connection)
    found.sort(key=lambda each: (natural_key(each.version or ""), each.id), reverse=True)
    return sorted(found, key=lambda each: natural_key(each.name))


def last_used(connection: Connection, algorithm: InstalledAlgorithm) -> int | None:
    """Return when the algorithm was started last (epoch ms), None where it never was."""
    if not algorithm.run_count:
        return None
    answer = connection.get(
        "job.json",
        software=algorithm.id,
        sort="created",
        order="desc",
        max=1,
        withJobParameters=False,
    )
    rows = answer.get("collection") if isinstance(answer, dict) else None
    return from_json(Run, rows[0]).created if rows else None


def needs_of(connection: Connection, algorithm: InstalledAlgorithm) -> Needs:
    """Return what an installed algorithm needs; a server other than a station only describes it."""
    if not connection.is_station:
        return Needs(description=_described(connection, algorithm))
    return _needs(connection.get(f"/station/v1/algorithms/{algorithm.id}/needs"))


def look_at(connection: Connection, path: Path) -> Looked:
    """Look at the folder, zip or descriptor at `path` before it is installed; nothing is kept.

    Raises DescriptorError with every problem at its line; BadInput where the place is no station.
    """
    _refuse_others(connection)
    read_descriptor(path)
    told = _asked(connection, "/station/v1/algorithms/look", {"path": str(path.absolute())})
    return Looked(
        path=path,
        name=str(told["name"]),
        version=str(told["version"]),
        description=str(told["description"]),
        files=int(told["files"]),
        bytes=int(told["bytes"]),
        warnings=tuple(told["warnings"]),
        needs=_needs(told),
    )


def install(
    connection: Connection,
    path: Path,
    *,
    python: Path | str | None = None,
    wheels: Path | None = None,
    may_build: bool = False,
) -> InstalledAlgorithm:
    """Install what stands at `path`: its files are copied, nothing is fetched yet.

    `python` is an interpreter, or as a text a version (`3.10`). Where packages exist as sources
    only, making ready raises NeedsBuilding unless they `may_build`, which runs their code. The
    same content is installed once. Raises BadInput, DescriptorError.
    """
    _refuse_others(connection)
    paths = {"path": path, "python": python, "wheels": wheels}
    body: dict[str, Any] = {
        name: str(each.absolute() if isinstance(each, Path) else each)
        for name, each in paths.items()
        if each is not None
    }
    body["build"] = may_build
    return from_json(
        InstalledAlgorithm, _asked(connection, "/station/v1/algorithms", body)["software"]
    )


def make_ready(
    connection: Connection, algorithm: InstalledAlgorithm, report: Report | None = None
) -> None:
    """Fetch the packages of an installed algorithm, so that its first run need not.

    `report` hears what is done, and stops it by raising Cancelled. Raises EnvironmentFailed.
    """
    run_errand(connection, f"/station/v1/algorithms/{algorithm.id}/ready", {}, report)


def update_algorithm(connection: Connection, algorithm: InstalledAlgorithm) -> InstalledAlgorithm:
    """Install anew what the algorithm was installed from; the same one where nothing changed.

    What changed there becomes a version beside it. Raises BadInput where it is gone.
    """
    _refuse_others(connection)
    path = f"/station/v1/algorithms/{algorithm.id}/update"
    return from_json(InstalledAlgorithm, _asked(connection, path, {})["software"])


def remove_algorithm(connection: Connection, algorithm: InstalledAlgorithm) -> None:
    """Remove the algorithm and the record of its runs. Raises Refused while one goes on."""
    connection.delete(f"software/{algorithm.id}.json")


def _described(connection: Connection, algorithm: InstalledAlgorithm) -> str:
    """Return the description that a Cytomine keeps, a piece of HTML, as plain words."""
    path = f"domain/{InstalledAlgorithm.wire_class}/{algorithm.id}/description.json"
    try:
        told = connection.get(path)
    except (NotFound, Refused):
        return ""
    text = str(told.get("data") or "") if isinstance(told, dict) else ""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def _needs(told: dict[str, Any]) -> Needs:
    return Needs(
        requirements=tuple(told.get("requirements") or ()),
        python=told.get("python"),
        python_is_here=bool(told.get("python_is_here")),
        program=told.get("program"),
        trouble=told.get("trouble"),
        named_python=told.get("named_python"),
        missing_python=told.get("missing_python"),
        description=str(told.get("description") or ""),
        way=str(told.get("way") or "program"),
        image=told.get("image"),
        image_is_here=bool(told.get("image_is_here", True)),
        engine=told.get("engine"),
        engine_trouble=told.get("engine_trouble"),
    )


def _refuse_others(connection: Connection) -> None:
    if not connection.is_station:
        raise BadInput(
            N_("{url} is a Cytomine server: install algorithms there with its own tools."),
            url=connection.url,
        )


def _asked(connection: Connection, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Ask the station; what it says of bad input is said as it is."""
    try:
        answer: dict[str, Any] = connection.post(path, body)
        return answer
    except Refused as error:
        if error.status != 400:
            raise
        raise BadInput("{reason}", reason=error.fields["said"]) from error
