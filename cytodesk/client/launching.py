"""Start a run on a server, follow it to its end, cancel it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.descriptors import read_descriptor_text
from cytodesk.algorithms.values import Values, as_text
from cytodesk.client.connection import Connection
from cytodesk.client.finding import find_algorithm, find_image, find_project
from cytodesk.client.following import Followed, Logged, Moved, follow
from cytodesk.errors import N_, NotFound, NotUnderstood, Refused
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import from_json
from cytodesk.wire.runs import Run, RunState, status_of

__all__ = [
    "Followed",
    "Logged",
    "Moved",
    "algorithm_of",
    "cancel",
    "find_algorithm",
    "find_image",
    "find_project",
    "follow",
    "launch",
]


def launch(
    connection: Connection, installed: InstalledAlgorithm, project: int, values: Values
) -> Run:
    """Create a run with `values` and have the server execute it (contract 4.4).

    Raises Refused if the server does not; its sentence says whether the run was created. NotFound
    if the server's algorithm lacks a parameter that has a value.
    """
    body = {"project": project, "software": installed.id, "params": params_of(installed, values)}
    run = run_in(connection.post("job.json", body))
    try:
        answer = connection.post(f"job/{run.id}/execute.json")
    except Refused as error:
        raise Refused(
            N_("Run {run} was created but did not start: {reason}"),
            status=error.status,
            run=run.id,
            reason=error,
        ) from error
    return run_in(answer) if answer else connection.thing(Run, f"job/{run.id}.json")


def cancel(connection: Connection, run_id: int) -> Run:
    """Ask the server to end the run; it answers before the program has ended.

    An old server fails at a run that it did not start itself (contract 8.2, 18): that one is
    marked as cancelled, which whoever runs it hears.
    """
    try:
        answer = connection.post(f"job/{run_id}/kill.json")
    except Refused as error:
        if connection.is_station or error.status < 500:
            raise
        job = connection.get(f"job/{run_id}.json")
        killed = {**job, "status": status_of(RunState.CANCELLED)}
        answer = connection.put(f"job/{run_id}.json", killed)
    return run_in(answer) if answer else connection.thing(Run, f"job/{run_id}.json")


def algorithm_of(connection: Connection, installed: InstalledAlgorithm) -> Algorithm:
    """Return the algorithm as its descriptor tells it, where the server has kept that: a station.

    Cytomine's own servers keep no limits, choices nor descriptions; what they know is returned.
    """
    if not connection.is_station:
        return installed.algorithm
    try:
        answer = connection.get(f"/station/v1/algorithms/{installed.id}/descriptor")
    except NotFound:
        return installed.algorithm
    return read_descriptor_text(str(answer["text"]), str(answer["path"]))


def params_of(installed: InstalledAlgorithm, values: Values) -> list[dict[str, Any]]:
    """Return `values` as a job is given them. Raises NotFound for what the server does not ask."""
    by_name = {parameter.name: parameter for parameter in installed.parameters}
    strangers = [name for name in values if name not in by_name]
    if strangers:
        raise NotFound(
            N_("{algorithm} as installed at the server has no parameter {names}."),
            algorithm=installed.full_name or installed.name,
            names=", ".join(strangers),
        )
    return [
        {"softwareParameter": by_name[name].id, "value": as_text(by_name[name].parameter, value)}
        for name, value in values.items()
    ]


def texts_of(params: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Return the values of a job as they are given to it, by the ids of its parameters."""
    return {int(each["softwareParameter"]): str(each["value"]) for each in params}


def run_in(answer: object) -> Run:
    """Return the run in an answer: bare, or wrapped as answers to commands are (contract 3.1)."""
    if isinstance(answer, Mapping) and isinstance(answer.get("job"), Mapping):
        answer = answer["job"]
    if not isinstance(answer, Mapping) or not answer.get("id"):
        raise NotUnderstood(N_("The server started something that is no run."))
    return from_json(Run, answer)
