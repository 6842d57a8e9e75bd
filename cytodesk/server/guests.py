"""/station/v1/guests: runs that this computer carries out for projects of other servers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cytodesk.client.addresses import server_url
from cytodesk.client.signing import Signature
from cytodesk.client.station_keys import Keys
from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import Json
from cytodesk.server.asking import Asking, required_id
from cytodesk.server.routes import ByRuns, get, post
from cytodesk.server.runs import job_json
from cytodesk.server.serving import Serving
from cytodesk.wire.guests import Home
from cytodesk.workspace import algorithms, guests, runs
from cytodesk.workspace.guests import Guest


def add(serving: Serving, asking: Asking) -> Json:
    """Take in a run that was made at another server, with the keys of its own user there."""
    body = asking.object
    algorithm = required_id(body, "algorithm")
    source = algorithms.source_of(serving.workspace.reading(), algorithm)
    if not source.folder:
        named = algorithms.algorithm(serving.workspace.reading(), algorithm)
        raise BadInput(
            N_("{algorithm} has no program here, it can only be started from elsewhere."),
            algorithm=named.full_name,
        )
    home, keys, values = _home(body), _keys(body), _values(body)
    serving.queue.guests.keys.keep(home, keys)
    run = serving.workspace.write(
        lambda change: guests.add_guest(change, home, algorithm, asking.asker.id, values)
    )
    serving.queue.look()
    return {"run": job_json(run)}


def listed(serving: Serving, asking: Asking) -> Json:
    """List the guests, those of a `server` only, or the one of a `job` there."""
    db = serving.workspace.reading()
    found = guests.guests(db, server=asking.text("server"), theirs=asking.whole("job"))
    return {"guests": [_told(serving, guest) for guest in found]}


def _told(serving: Serving, guest: Guest) -> Json:
    db = serving.workspace.reading()
    return {
        "run": guest.run,
        "home": guest.home.told,
        "job": job_json(runs.run(db, guest.run)),
        "warning": runs.record_of(db, guest.run).warning,
        "silentSince": guest.silent_since,
        "isTold": guest.is_told,
    }


def _home(body: Json) -> Home:
    told = body.get("home")
    try:
        home = Home.of(told if isinstance(told, Mapping) else {})
        Signature(home.signature)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadInput(N_("home does not say which job of which server is meant")) from error
    if server_url(home.url) != home.url or not all(0 < id_ < 1 << 63 for id_ in _ids(home)):
        raise BadInput(N_("home does not say which job of which server is meant"))
    return home


def _ids(home: Home) -> tuple[int, ...]:
    return home.project, home.algorithm, home.run, home.user


def _keys(body: Json) -> Keys:
    told = body.get("keys")
    pair = [told.get(name) for name in ("public", "private")] if isinstance(told, Mapping) else []
    if len(pair) != 2 or not all(isinstance(key, str) and key for key in pair):
        raise BadInput(N_("keys must be the public and the private key of the job's user"))
    return Keys(*map(str, pair))


def _values(body: Json) -> dict[str, str | None]:
    told: Any = body.get("values") or {}
    if not isinstance(told, Mapping):
        raise BadInput(N_("values must be texts by the names of parameters"))
    return {str(name): None if text is None else str(text) for name, text in told.items()}


ROUTES = (
    post("/station/v1/guests", add, by_runs=ByRuns.NEVER),
    get("/station/v1/guests", listed),
)
