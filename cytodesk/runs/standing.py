"""Which runs the queue has to look at, as their rows say."""

from __future__ import annotations

from dataclasses import dataclass

from cytodesk.wire.runs import RunState, state_of
from cytodesk.workspace.store import Workspace


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A run of this computer whose process may be there, or may come."""

    id: int
    state: RunState
    cancel_asked: bool
    algorithm: int


def unsettled_runs(workspace: Workspace) -> list[Unsettled]:
    """Return the executed runs whose process is not known to be gone, who goes first first."""
    rows = workspace.rows(
        "select id, status, cancel_asked, algorithm from run"
        " where executed=1 and duration is null order by priority desc, id"
    )
    return [
        Unsettled(row["id"], state_of(row["status"]), bool(row["cancel_asked"]), row["algorithm"])
        for row in rows
    ]


def runs_without_process(workspace: Workspace) -> list[tuple[int, int]]:
    """Return the runs that go on without a process of ours, and when each was last heard of."""
    rows = workspace.rows(
        "select id, heard from run where status=2 and (executed=0 or duration is not null)"
    )
    return [(row["id"], row["heard"]) for row in rows]
