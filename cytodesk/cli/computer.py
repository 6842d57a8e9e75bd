"""What doctor says of a station's computer: its container engines, and what is kept on its disk."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

from cytodesk.assets import Words
from cytodesk.client.connection import Connection
from cytodesk.client.engines import EnginesThere, EngineThere, engines_of, try_engine
from cytodesk.client.space import KeptThere, make_free, space_of
from cytodesk.errors import N_, CytoDeskError

Rows = list[tuple[str, str]]
_KINDS = {
    "environment": N_("environment"),
    "models": N_("models"),
    "python": N_("Python"),
    "wheels": N_("wheels"),
    "image": N_("image"),
}
_WAYS = {"host network": N_("host network")}
"""The names of ways that are words; the others are names of programs."""
_FREED = N_("freed")


def engine_facts(place: Connection, words: Words) -> tuple[Rows, dict[str, Any]]:
    """Say which engines there are, which one is used, and how its containers reach the station."""
    found = engines_of(place)
    title = N_("Container engine")
    rows = [(title, _engine_said(each, found.chosen, words)) for each in found.engines]
    data: dict[str, Any] = {"engines": [asdict(each) for each in found.engines]}
    if not rows:
        rows = [(title, words(N_("none found")))]
    if found.chosen is not None:
        said, tried = _reach_said(place, found, words)
        rows.append((N_("A container reaches the station"), said))
        data |= {"engine": found.chosen, "reaches": tried}
    return rows, data


def space_facts(
    place: Connection, words: Words, *, free: str | None
) -> tuple[Rows, dict[str, Any]]:
    """Say what algorithms keep on the disk; free what is wanted: a name, or `unused`."""
    rows: Rows = []
    freed: list[str] = []
    found = space_of(place).kept
    for kept in found:
        said = _kept_said(kept, words)
        if free == kept.name or (free == "unused" and kept.is_unneeded):
            make_free(place, kept)
            freed.append(kept.name)
            said = f"{said}: {words(_FREED)}"
        rows.append((N_("Kept"), said))
    return rows, {"kept": [asdict(each) for each in found], "freed": freed}


def _engine_said(engine: EngineThere, chosen: str | None, words: Words) -> str:
    if engine.trouble:
        said = words(N_("{engine} does not answer: {reason}"))
        return said.format(engine=engine.said(), reason=engine.trouble)
    used = words(N_("runs what comes as an image")) if engine.kind == chosen else ""
    return f"{engine.said()} {used}".strip()


def _reach_said(
    place: Connection, found: EnginesThere, words: Words
) -> tuple[str, dict[str, bool]]:
    way = words(_WAYS.get(found.reach, found.reach)) if found.reach else ""
    try:
        tried = try_engine(place)
    except CytoDeskError as error:
        return f"{way}: {error.said(words)}".removeprefix(": "), {}
    marks = {True: words(N_("yes")), False: words(N_("no"))}
    said = (f"{words(_WAYS.get(name, name))}: {marks[works]}" for name, works in tried.items())
    return ", ".join(said), tried


def _kept_said(kept: KeptThere, words: Words) -> str:
    used = time.strftime("%Y-%m-%d", time.localtime(kept.used / 1000)) if kept.used else ""
    nobody = words(N_("no algorithm needs it")) if kept.is_unneeded else ""
    for_whom = ", ".join(kept.needed_by) or nobody
    kind, size = words(_KINDS[kept.kind]), f"{kept.bytes / 2**20:.0f} MB"
    parts = (kind, kept.name, size, kept.title, used, for_whom)
    return "  ".join(part for part in parts if part)
