"""Checking this computer, and ending its station."""

from __future__ import annotations

import platform
import time
from pathlib import Path
from typing import Any

from cytodesk import __version__
from cytodesk.cli import mending
from cytodesk.cli.asked import Asked
from cytodesk.cli.computer import engine_facts, space_facts
from cytodesk.cli.speech import table
from cytodesk.client.station_door import LOCK, doorkeeper_of
from cytodesk.errors import N_, CytoDeskError, NotReached
from cytodesk.processes import FileLock, ask_to_end, identify
from cytodesk.settings import free_bytes

_ENDS_WITHIN = 30.0
"""Seconds."""


def examine(asked: Asked) -> int:
    """Say what works here; exit 4 if the station does not."""
    if asked.chosen.restore is not None:
        return mending.restore(asked)
    if asked.chosen.check:
        return mending.check(asked)
    words, desk = asked.speech.words, asked.desk
    workspace = asked.workspace or desk.folders.workspace
    facts: list[tuple[str, str]] = [
        (N_("CytoDesk"), __version__),
        (N_("Python"), platform.python_version()),
        (N_("System"), platform.platform()),
        (N_("Workspace"), str(workspace)),
        (N_("Free space"), f"{free_bytes(workspace) // 2**20} MB"),
        (N_("Log"), str(desk.folders.log)),
    ]
    status = 0
    unknown: list[dict[str, Any]] = []
    data: dict[str, Any] = {}
    try:
        place = asked.place
        facts.append((N_("Place"), f"{place.url} ({place.version})"))
        if place.is_station:
            unknown = list(place.get("/station/v1/unknown")["requests"])
            rows, more = engine_facts(place, words)
            kept_rows, kept = space_facts(place, words, free=asked.chosen.free)
            facts += [*rows, *kept_rows]
            data = {**more, **kept}
    except CytoDeskError as error:
        facts.append((N_("Place"), error.said(words)))
        status = error.exit_code
    answer = {"facts": dict(facts), "unknown_requests": unknown, **data}
    facts += [(N_("An app asked for what we do not have"), _asked_for(each)) for each in unknown]
    rows = [(words(title), fact) for title, fact in facts]
    asked.speech.answer(answer, table([words(N_("What")), words(N_("Here"))], rows))
    return status


def _asked_for(unknown: dict[str, Any]) -> str:
    """Return the request, with the algorithm that made it where a run's program did."""
    request = f"{unknown['method']} {unknown['path']}"
    return f"{request} ({unknown['algorithm']})" if unknown.get("algorithm") else request


def stop(asked: Asked) -> int:
    """End the workspace's station if it runs; runs go on unless --now."""
    workspace = asked.workspace or asked.desk.folders.workspace
    if asked.desk.station_address(workspace) is None:
        asked.speech.answer({"stopped": False}, asked.speech.words(N_("No station runs here.")))
        return 0
    place = asked.desk.connect(workspace=workspace)
    if place.is_station:
        place.post("/station/v1/stop", {"now": asked.chosen.now})
    elif (pid := doorkeeper_of(workspace)) and (doorkeeper := identify(pid)):
        ask_to_end(doorkeeper)
    _wait_for_the_end(workspace)
    asked.speech.answer({"stopped": True}, asked.speech.words(N_("The station has ended.")))
    return 0


def _wait_for_the_end(workspace: Path) -> None:
    """Return once the workspace is free: a station first answers what it was asked."""
    lock = FileLock(workspace / LOCK)
    give_up = time.monotonic() + _ENDS_WITHIN
    while not lock.acquire():
        if time.monotonic() > give_up:
            raise NotReached(N_("The station of {workspace} does not end."), workspace=workspace)
        time.sleep(0.05)
    lock.release()
