"""Checking this computer, and ending its station."""

from __future__ import annotations

import platform
import shutil
import time
from pathlib import Path
from typing import Any

from cytodesk import __version__
from cytodesk.assets import Words
from cytodesk.cli import mending
from cytodesk.cli.asked import Asked
from cytodesk.cli.speech import table
from cytodesk.client.connection import Connection
from cytodesk.client.engines import EnginesThere, EngineThere, engines_of, try_engine
from cytodesk.client.space import KeptThere, make_free, space_of
from cytodesk.client.station_door import LOCK, doorkeeper_of
from cytodesk.errors import N_, CytoDeskError, NotReached
from cytodesk.processes import FileLock, ask_to_end, identify

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
        (N_("Free space"), f"{_free(workspace) // 2**20} MB"),
        (N_("Log"), str(desk.folders.log)),
    ]
    status = 0
    unknown: list[dict[str, Any]] = []
    try:
        place = asked.place
        facts.append((N_("Place"), f"{place.url} ({place.version})"))
        if place.is_station:
            unknown = list(place.get("/station/v1/unknown")["requests"])
            facts += _of_engines(place, words)
            facts += _of_space(place, asked.chosen.free, words)
    except CytoDeskError as error:
        facts.append((N_("Place"), error.said(words)))
        status = error.exit_code
    answer = {"facts": dict(facts), "unknown_requests": unknown}
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


def _free(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _of_space(place: Connection, wanted: str | None, words: Words) -> list[tuple[str, str]]:
    """Say what algorithms keep on the disk; free what is `wanted`: a name, or `unused`."""
    facts = []
    for kept in space_of(place).kept:
        is_unused = kept.kind in ("environment", "image") and not kept.needed_by
        is_wanted = wanted == kept.name or (wanted == "unused" and is_unused)
        said = _kept_said(kept, words)
        if is_wanted:
            make_free(place, kept)
            freed = words(N_("freed"))
            said = f"{said}: {freed}"
        facts.append((N_("Kept"), said))
    return facts


_KINDS = {
    "environment": N_("environment"),
    "image": N_("image"),
    "models": N_("models"),
    "python": N_("Python"),
    "wheels": N_("wheels"),
}


def _kept_said(kept: KeptThere, words: Words) -> str:
    used = time.strftime("%Y-%m-%d", time.localtime(kept.used / 1000)) if kept.used else ""
    for_whom = ", ".join(kept.needed_by) or words(N_("no algorithm needs it"))
    parts = (
        words(_KINDS.get(kept.kind, kept.kind)),
        kept.name,
        f"{kept.bytes / 2**20:.0f} MB",
        kept.title,
        used,
        for_whom,
    )
    return "  ".join(part for part in parts if part)


def _of_engines(place: Connection, words: Words) -> list[tuple[str, str]]:
    """Say which engines there are, which one is used, and how its containers reach the station."""
    found = engines_of(place)
    if not found.engines:
        return [(N_("Container engine"), words(N_("none found")))]
    facts = [
        (N_("Container engine"), _engine_said(each, found.chosen, words)) for each in found.engines
    ]
    if found.chosen is not None:
        facts.append((N_("A container reaches the station"), _reach_said(place, found, words)))
    return facts


def _engine_said(engine: EngineThere, chosen: str | None, words: Words) -> str:
    if engine.trouble:
        said = words(N_("{engine} does not answer: {reason}"))
        return said.format(engine=engine.said(), reason=engine.trouble)
    used = words(N_("runs what comes as an image")) if engine.kind == chosen else ""
    return f"{engine.said()} {used}".strip()


def _reach_said(place: Connection, found: EnginesThere, words: Words) -> str:
    try:
        tried = try_engine(place)
    except CytoDeskError as error:
        return f"{words(found.reach or '')} {error.said(words)}".strip()
    marks = {True: words(N_("yes")), False: words(N_("no"))}
    return ", ".join(f"{words(name)}: {marks[has_worked]}" for name, has_worked in tried.items())
