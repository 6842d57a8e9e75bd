"""What a station does for longer than an answer may take, followed to its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cytodesk.client.connection import Connection
from cytodesk.errors import (
    BadInput,
    Cancelled,
    CytoDeskError,
    EnvironmentFailed,
    NeedsBuilding,
    NotFound,
    WorkspaceError,
)

Report = Callable[[float, str], None]
"""Told the share of the work that is done, 0 to 1, and what is done just now, or nothing."""

_ASK_EVERY = 1.0
_KINDS = {
    kind.__name__: kind
    for kind in (BadInput, Cancelled, EnvironmentFailed, NeedsBuilding, NotFound, WorkspaceError)
}


def run_errand(
    connection: Connection, path: str, body: Mapping[str, Any], report: Report | None = None
) -> dict[str, Any]:
    """Start the errand at `path`, follow it and return its answer; it ends where its follower does.

    Raises what the errand met with, and whatever `report` raises: Cancelled, to stop it.
    """
    told = connection.post(path, dict(body))
    place = f"/station/v1/errands/{told['id']}"
    try:
        while not told["ended"]:
            if report is not None:
                report(float(told["share"]), str(told.get("doing") or ""))
            told = connection.get(place, wait=_ASK_EVERY)
    except BaseException:
        connection.delete(place)
        raise
    if told["trouble"]:
        raise _trouble(told["trouble"])
    if report is not None:
        report(1.0, "")
    answer: dict[str, Any] = told["answer"]
    return answer


def _trouble(told: Mapping[str, Any]) -> CytoDeskError:
    kind = _KINDS.get(told["kind"], CytoDeskError)
    return kind(told["template"], **told["fields"])
