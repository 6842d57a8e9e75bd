"""Batches: many runs that were asked for at once. Only a station has them; Cytomine has no word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from cytodesk.wire.codec import ID, INSTANT, TEXT, WHOLE, key, nested
from cytodesk.wire.runs import RunState, state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One row: its latest run, and how many there were."""

    wire_class: ClassVar[str] = "cytodesk.BatchRow"

    id: int = key("run", ID, 0)
    """Of the run; 0 where none was made yet."""
    place: int = key("row", WHOLE, 0)
    """From 1 on."""
    label: str = key("label", TEXT, "")
    number: int = key("number", WHOLE, 0)
    status: int = key("status", WHOLE, 0)
    comment: str | None = key("statusComment", TEXT)
    attempts: int = key("attempts", WHOLE, 1)

    @property
    def state(self) -> RunState:
        return state_of(self.status)

    @property
    def has_failed(self) -> bool:
        """Whether it is worth another attempt."""
        return self.state in (RunState.FAILED, RunState.LOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Counts are those of the rows by the state of their latest runs."""

    wire_class: ClassVar[str] = "cytodesk.Batch"

    id: int = key("id", ID)
    created: int | None = key("created", INSTANT)
    updated: int | None = key("updated", INSTANT)
    name: str = key("name", TEXT, "")
    how: str = key("how", TEXT, "")
    """What made it many: a word of `algorithms.batches.rows.How`."""
    project: int | None = key("project", ID)
    algorithm: int | None = key("software", ID)
    algorithm_name: str = key("softwareName", TEXT, "")
    total: int = key("total", WHOLE, 0)
    waiting: int = key("waiting", WHOLE, 0)
    running: int = key("running", WHOLE, 0)
    done: int = key("done", WHOLE, 0)
    failed: int = key("failed", WHOLE, 0)
    """Lost ones too."""
    cancelled: int = key("cancelled", WHOLE, 0)
    rows: tuple[BatchRow, ...] = nested("rows", BatchRow)
    """Empty in lists of batches."""

    @property
    def has_ended(self) -> bool:
        return not (self.waiting or self.running)

    @property
    def ended(self) -> int:
        return self.done + self.failed + self.cancelled


def counts_of(states: Mapping[RunState, int]) -> dict[str, int]:
    """Return the counts of a Batch by their names; `states` tells how many rows are in each."""
    counted = dict.fromkeys(("waiting", "running", "done", "failed", "cancelled"), 0)
    for state, count in states.items():
        counted[_COUNTED_AS[state]] += count
    return counted | {"total": sum(states.values())}


_COUNTED_AS = {
    RunState.CREATED: "waiting",
    RunState.QUEUED: "waiting",
    RunState.RUNNING: "running",
    RunState.SUCCEEDED: "done",
    RunState.FAILED: "failed",
    RunState.LOST: "failed",
    RunState.CANCELLED: "cancelled",
}
