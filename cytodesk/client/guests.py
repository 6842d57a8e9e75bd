"""Run here, save there: an algorithm of this computer's station on a project of another server.

The job is made at that server, with its parameters and a user of its own; the station carries it
out with that user's keys and tells the server how it went. Nobody's own keys leave our hands.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter
from cytodesk.algorithms.values import Values, as_text
from cytodesk.client.beginning import Beginning, resolved_for
from cytodesk.client.connection import Connection
from cytodesk.client.launching import algorithm_of, params_of, run_in
from cytodesk.client.station_keys import Keys
from cytodesk.errors import N_, BadInput, CytoDeskError, NotSignedIn, NotUnderstood, Refused
from cytodesk.wire.algorithms import InstalledAlgorithm, installed_parameter
from cytodesk.wire.codec import from_json, to_json
from cytodesk.wire.guests import Home
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import Run, RunState, status_of

_FORBIDDEN = (401, 403)


@dataclass(frozen=True, slots=True)
class Guest:
    """A run of another server as this computer's station has it."""

    run: Run
    """As it stands here; its id is the station's."""
    home: Home
    warning: str | None = None
    silent_since: int | None = None
    """Since when that server does not answer (epoch ms)."""
    is_told: bool = False
    """Whether that server knows its end and has its log."""


def run_here(
    server: Connection,
    station: Connection,
    installed: InstalledAlgorithm,
    project: Project,
    values: Values,
) -> Guest:
    """Make a run of `installed` in the `project` of `server`, and have `station` carry it out.

    Raises BadInput or Refused where the server does not have the algorithm and does not let us
    write it down, NotSignedIn where it keeps the keys of the run's user to itself.
    """
    _refuse_stations(server, station)
    _refuse_the_mute(algorithm_of(station, installed))
    theirs = registered(server, station, installed, project)
    body = {
        "project": project.id,
        "software": theirs.id,
        "params": params_of(theirs, values),
    }
    run = run_in(server.post("job.json", body))
    try:
        return _handed_over(server, station, installed, project, theirs, run, values)
    except CytoDeskError as error:
        _say_that_it_failed(server, run, error)
        raise


def beginning_here(
    server: Connection,
    station: Connection,
    project: Project,
    installed: InstalledAlgorithm,
    there: Beginning | None,
) -> Beginning:
    """Return where a form for `installed` begins in a project of `server`.

    `there` is the beginning as the server alone has it; its answers and its algorithm's id stay.
    Where nothing is known there, the id is this station's, below zero.
    """
    algorithm = resolved_for(server, project, algorithm_of(station, installed))
    if there is None:
        return Beginning(replace(installed, id=-installed.id), algorithm, {})
    if {each.id for each in there.algorithm.asked} != {each.id for each in algorithm.asked}:
        return there
    return replace(there, algorithm=algorithm)


def guests_of(station: Connection, server: Connection, *, run: int | None = None) -> list[Guest]:
    """Return the runs of `server` that `station` carries out or did, or the one with an id."""
    answer = station.get("/station/v1/guests", server=server.server_id, job=run)
    return [_guest(row) for row in answer["guests"]]


def until_told(station: Connection, guest: Guest, *, seconds: float = 30.0) -> Guest:
    """Return the guest once its server knows its end, or as it stands after `seconds`."""
    give_up = time.monotonic() + seconds
    while True:
        answer = station.get("/station/v1/guests", server=guest.home.server, job=guest.home.run)
        now = _guest(answer["guests"][0])
        if now.is_told or time.monotonic() > give_up:
            return now
        time.sleep(0.2)


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


def _handed_over(
    server: Connection,
    station: Connection,
    installed: InstalledAlgorithm,
    project: Project,
    theirs: InstalledAlgorithm,
    run: Run,
    values: Values,
) -> Guest:
    user, keys = _keys_of(server, run)
    home = Home(
        server=server.server_id,
        url=server.url,
        signature=server.signature.value,
        project=project.id,
        project_name=project.name,
        algorithm=theirs.id,
        run=run.id,
        user=user,
    )
    by_name = {each.name: each.parameter for each in theirs.parameters}
    body = {
        "algorithm": installed.id,
        "home": home.told,
        "keys": {"public": keys.public, "private": keys.private},
        "values": {name: as_text(by_name[name], value) for name, value in values.items()},
    }
    return Guest(from_json(Run, station.post("/station/v1/guests", body)["run"]), home)


def _keys_of(server: Connection, run: Run) -> tuple[int, Keys]:
    """Return the run's own user and its keys (contract 4.2, 6 and 7)."""
    user = server.get(f"user/{run.user}.json") if run.user else {}
    public, private = (str(user.get(name) or "") for name in ("publicKey", "privateKey"))
    if not (public and private):
        raise NotSignedIn(
            N_("{url} does not tell the keys of run {run}, without which it cannot run here."),
            url=server.url,
            run=run.id,
        )
    return int(run.user or 0), Keys(public, private)


def _say_that_it_failed(server: Connection, run: Run, error: CytoDeskError) -> None:
    """Leave no run behind that seems to be about to begin."""
    with contextlib.suppress(CytoDeskError):
        job = server.get(f"job/{run.id}.json")
        said = {"status": status_of(RunState.FAILED), "statusComment": error.said()[:255]}
        server.put(f"job/{run.id}.json", {**job, **said})


def _refuse_stations(server: Connection, station: Connection) -> None:
    if server.is_station or not station.is_station:
        raise BadInput(
            N_("{url} is a station: its runs are carried out by itself."),
            url=server.url if server.is_station else station.url,
        )


def _refuse_the_mute(algorithm: Algorithm) -> None:
    if not algorithm.is_cytomine_app:
        raise BadInput(
            N_("{algorithm} does not talk to a server: what it finds can be kept here only."),
            algorithm=algorithm.name,
        )


def _inner(answer: Any, name: str) -> Mapping[str, Any]:
    inner = answer.get(name, answer) if isinstance(answer, Mapping) else {}
    if not isinstance(inner, Mapping) or not inner.get("id"):
        raise NotUnderstood(N_("The server did not say what it had added."))
    return inner


def _guest(row: Mapping[str, Any]) -> Guest:
    return Guest(
        run=from_json(Run, row["job"]),
        home=Home.of(row["home"]),
        warning=row.get("warning"),
        silent_since=row.get("silentSince"),
        is_told=bool(row.get("isTold")),
    )
