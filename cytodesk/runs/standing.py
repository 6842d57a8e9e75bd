"""Which runs the queue has to look at, as their rows say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cytodesk.wire.runs import RunState, state_of
from cytodesk.workspace.silence import Silence
from cytodesk.workspace.store import Workspace

SILENT_FOR_TOO_LONG = 24 * 3600 * 1000
"""Milliseconds after which a run without a process of ours is lost."""


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


def is_unsettled(workspace: Workspace, run: int) -> bool:
    return any(each.id == run for each in unsettled_runs(workspace))


class Silent:
    """The runs that go on without a process of ours; `steady` are seconds that never jump."""

    def __init__(self, workspace: Workspace, steady: Callable[[], float]) -> None:
        self._workspace = workspace
        self._silence = Silence(steady)

    def for_too_long(self) -> list[int]:
        """Return those that nobody heard of for a day."""
        rows = self._workspace.rows(
            "select id, heard from run where status=2 and (executed=0 or duration is not null)"
        )
        now = self._workspace.clock()
        silent = ((row["id"], self._silence.lasts(row["id"], row["heard"], now)) for row in rows)
        return [id_ for id_, lasts in silent if lasts > SILENT_FOR_TOO_LONG]
