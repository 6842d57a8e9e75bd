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
from cytodesk.algorithms.values import Values, as_text
from cytodesk.client.beginning import Beginning, resolved_for
from cytodesk.client.connection import Connection
from cytodesk.client.launching import algorithm_of, params_of, run_in
from cytodesk.client.registering import registered
from cytodesk.client.station_keys import Keys
from cytodesk.errors import N_, BadInput, CytoDeskError, NotSignedIn
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.codec import from_json
from cytodesk.wire.guests import Home
from cytodesk.wire.projects import Project
from cytodesk.wire.runs import Run, RunState, status_of


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


def _guest(row: Mapping[str, Any]) -> Guest:
    return Guest(
        run=from_json(Run, row["job"]),
        home=Home.of(row["home"]),
        warning=row.get("warning"),
        silent_since=row.get("silentSince"),
        is_told=bool(row.get("isTold")),
    )
