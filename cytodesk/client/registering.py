"""An algorithm of this computer, written down at another server: so that a run may name it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter
from cytodesk.client.connection import Connection
from cytodesk.client.launching import algorithm_of
from cytodesk.errors import N_, BadInput, NotUnderstood, Refused
from cytodesk.wire.algorithms import InstalledAlgorithm, installed_parameter
from cytodesk.wire.codec import from_json, to_json
from cytodesk.wire.projects import Project

_FORBIDDEN = (401, 403)


def twin_of(
    installed: InstalledAlgorithm, others: list[InstalledAlgorithm]
) -> InstalledAlgorithm | None:
    """Return the same algorithm, by name and version, among those of another place."""
    wanted = installed.name, installed.version or ""
    return next((each for each in others if (each.name, each.version or "") == wanted), None)


def registered(
    server: Connection, station: Connection, installed: InstalledAlgorithm, project: Project
) -> InstalledAlgorithm:
    """Return the algorithm as `server` has it, written down there first if need be.

    Raises BadInput where what the server has under its name asks for other parameters, Refused
    where it has none and we may not write it down.
    """
    found = twin_of(installed, list(server.things(InstalledAlgorithm, "software.json")))
    algorithm = algorithm_of(station, installed)
    try:
        theirs = found or _written_down(server, installed, algorithm)
        _refuse_other_parameters(server, theirs, algorithm)
        _link(server, theirs, project)
    except Refused as error:
        if error.status not in _FORBIDDEN:
            raise
        raise Refused(
            N_(
                "{algorithm} is not among the algorithms of {project} at {url}, and you may not "
                "add it: ask whoever runs that server. It said: {said}"
            ),
            status=error.status,
            algorithm=installed.full_name,
            project=project.name,
            url=server.url,
            said=error,
        ) from error
    return theirs


def _written_down(
    server: Connection, installed: InstalledAlgorithm, algorithm: Algorithm
) -> InstalledAlgorithm:
    """Write the algorithm down without commands: nobody there can start what only we have."""
    body = {"name": installed.name, "softwareVersion": installed.version or ""}
    made = from_json(InstalledAlgorithm, _inner(server.post("software.json", body), "software"))
    for parameter in algorithm.parameters:
        _add_parameter(server, made.id, parameter)
    if algorithm.description:
        _describe(server, InstalledAlgorithm.wire_class, made.id, algorithm.description)
    return server.thing(InstalledAlgorithm, f"software/{made.id}.json")


def _add_parameter(server: Connection, algorithm: int, parameter: Parameter) -> None:
    told = to_json(installed_parameter(parameter, id=0, algorithm=algorithm))
    kept = {name: value for name, value in told.items() if name not in ("id", "class")}
    kept["defaultValue"] = told.get("defaultParamValue")
    answer = server.post("softwareparameter.json", kept)
    made = _inner(answer, "softwareparameter")
    if parameter.description and made.get("id"):
        class_ = "be.cytomine.processing.SoftwareParameter"
        _describe(server, class_, int(made["id"]), parameter.description)


def _describe(server: Connection, wire_class: str, id: int, text: str) -> None:
    """Keep a description beside it; what cannot be described is there all the same."""
    body = {"data": text, "domainClassName": wire_class, "domainIdent": id}
    with contextlib.suppress(Refused, NotUnderstood, BadInput):
        server.post(f"domain/{wire_class}/{id}/description.json", body)


def _refuse_other_parameters(
    server: Connection, theirs: InstalledAlgorithm, algorithm: Algorithm
) -> None:
    known = {parameter.name for parameter in theirs.parameters}
    missing = [parameter.id for parameter in algorithm.asked if parameter.id not in known]
    if missing:
        raise BadInput(
            N_(
                "{url} has another {algorithm} under this name and version: it does not know "
                "{names}. Give the one of this computer a version of its own."
            ),
            url=server.url,
            algorithm=theirs.full_name or theirs.name,
            names=", ".join(missing),
        )


def _link(server: Connection, theirs: InstalledAlgorithm, project: Project) -> None:
    """Let the project use the algorithm, as its members see those only."""
    listed = server.things(InstalledAlgorithm, f"project/{project.id}/software.json")
    if theirs.id not in {each.id for each in listed}:
        server.post("softwareproject.json", {"software": theirs.id, "project": project.id})


def _inner(answer: Any, name: str) -> Mapping[str, Any]:
    inner = answer.get(name, answer) if isinstance(answer, Mapping) else {}
    if not isinstance(inner, Mapping) or not inner.get("id"):
        raise NotUnderstood(N_("The server did not say what it had added."))
    return inner
