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
from cytodesk.algorithms.values import Values
from cytodesk.client.beginning import Beginning, resolved_for
from cytodesk.client.connection import Connection
from cytodesk.client.launching import algorithm_of, params_of, run_in, texts_of
from cytodesk.client.registering import registered
from cytodesk.client.station_keys import Keys
from cytodesk.errors import N_, BadInput, CytoDeskError, NotFound, Refused
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


@dataclass(frozen=True, slots=True)
class Host:
    """Who carries out what is written down at a server: a station, and which algorithm of it."""

    station: str
    """Its serverID."""
    algorithm: int
    """Its id at the station."""


@dataclass(frozen=True, slots=True)
class Hosting:
    """One algorithm in one project of a server, carried out by a station."""

    server: Connection
    station: Connection
    project: Project
    theirs: InstalledAlgorithm
    """As the server has it."""
    host: Host

    @classmethod
    def begin(
        cls,
        server: Connection,
        station: Connection,
        installed: InstalledAlgorithm,
        project: Project,
    ) -> Hosting:
        """Have the server know what the station has `installed`.

        Raises BadInput or Refused where it does not and does not let us write it down.
        """
        _refuse_stations(server, station)
        _refuse_the_mute(algorithm_of(station, installed))
        theirs = registered(server, station, installed, project)
        return cls(server, station, project, theirs, Host(station.server_id, installed.id))

    @classmethod
    def go_on(
        cls, server: Connection, station: Connection, host: Host, project: int, algorithm: int
    ) -> Hosting:
        """Return what was begun, by the ids that the server has. Raises NotFound."""
        if station.server_id != host.station:
            raise NotFound(
                N_("These analyses wait in another workspace of this computer: go on from there.")
            )
        return cls(
            server,
            station,
            server.thing(Project, f"project/{project}.json"),
            server.thing(InstalledAlgorithm, f"software/{algorithm}.json"),
            host,
        )

    def start(self, run: int, texts: Mapping[int, str]) -> None:
        """Do as `take` does; what is refused for good is a failed run at the server."""
        try:
            self.take(run, texts)
        except (Refused, BadInput) as error:
            _say_that_it_failed(self.server, run, error)
            raise

    def take(self, id: int, texts: Mapping[int, str]) -> Guest:
        """Have the station carry out a run of the server, once however often one asks.

        `texts` are its values by the ids that the server's parameters have. Raises Refused,
        BadInput, NotReached.
        """
        run = self.server.thing(Run, f"job/{id}.json")
        user, keys = _keys_of(self.server, run)
        home = Home(
            server=self.server.server_id,
            url=self.server.url,
            signature=self.server.signature.value,
            project=self.project.id,
            project_name=self.project.name,
            algorithm=self.theirs.id,
            run=run.id,
            user=user,
        )
        names = {each.id: each.name for each in self.theirs.parameters}
        body = {
            "algorithm": self.host.algorithm,
            "home": home.told,
            "keys": {"public": keys.public, "private": keys.private},
            "values": {names[each]: text for each, text in texts.items()},
        }
        return Guest(from_json(Run, self.station.post("/station/v1/guests", body)["run"]), home)


def run_here(
    server: Connection,
    station: Connection,
    installed: InstalledAlgorithm,
    project: Project,
    values: Values,
) -> Guest:
    """Make a run of `installed` in the `project` of `server`, and have `station` carry it out.

    Raises BadInput or Refused where the server does not have the algorithm and does not let us
    write it down, Refused too where it keeps the keys of the run's user to itself.
    """
    hosting = Hosting.begin(server, station, installed, project)
    params = params_of(hosting.theirs, values)
    body = {"project": project.id, "software": hosting.theirs.id, "params": params}
    run = run_in(server.post("job.json", body))
    try:
        return hosting.take(run.id, texts_of(params))
    except CytoDeskError as error:
        _say_that_it_failed(server, run.id, error)
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


def _keys_of(server: Connection, run: Run) -> tuple[int, Keys]:
    """Return the run's own user and its keys (contract 4.2, 6 and 7)."""
    user = server.get(f"user/{run.user}.json") if run.user else {}
    public, private = (str(user.get(name) or "") for name in ("publicKey", "privateKey"))
    if not (public and private):
        raise Refused(
            N_("{url} does not tell the keys of run {run}, without which it cannot run here."),
            status=403,
            url=server.url,
            run=run.id,
        )
    return int(run.user or 0), Keys(public, private)


def _say_that_it_failed(server: Connection, run: int, error: CytoDeskError) -> None:
    """Leave no run behind that seems to be about to begin."""
    with contextlib.suppress(CytoDeskError):
        job = server.get(f"job/{run}.json")
        said = {"status": status_of(RunState.FAILED), "statusComment": error.said()[:255]}
        server.put(f"job/{run}.json", {**job, **said})


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
