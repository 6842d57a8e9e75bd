"""Which of the runs are shown: a sum of wishes, each of which may be empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from cytodesk.client.natural import folded
from cytodesk.client.run_lists import ListedRun
from cytodesk.errors import N_
from cytodesk.wire.runs import RunState

WAITING = (RunState.CREATED, RunState.QUEUED)
STATES: dict[str, tuple[str, tuple[RunState, ...]]] = {
    "waiting": (N_("Waiting"), WAITING),
    "running": (N_("Running"), (RunState.RUNNING,)),
    "done": (N_("Done"), (RunState.SUCCEEDED,)),
    "failed": (N_("Failed"), (RunState.FAILED,)),
    "cancelled": (N_("Cancelled"), (RunState.CANCELLED,)),
    "lost": (N_("Lost"), (RunState.LOST,)),
}
WHEN: dict[str, tuple[str, int]] = {
    "today": (N_("Today"), 0),
    "week": (N_("Last 7 days"), 6),
    "month": (N_("Last 30 days"), 29),
    "year": (N_("Last 12 months"), 364),
}
"""Days before today that still count."""


@dataclass(frozen=True, slots=True)
class Filter:
    text: str = ""
    algorithms: tuple[str, ...] = ()
    """Names, of all versions."""
    states: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    when: str = ""
    only_favourites: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Filter()

    def passing(self, runs: list[ListedRun], now: datetime) -> list[ListedRun]:
        """Return those of `runs` that are wanted, in their order; `now` is local time."""
        since = self._since(now)
        states = {state for key in self.states for state in STATES[key][1]}
        words = folded(self.text).split()
        return [
            run
            for run in runs
            if (not self.only_favourites or run.favourite)
            and (not states or run.state in states)
            and (not self.algorithms or run.name in self.algorithms)
            and (not self.who or run.who in self.who)
            and (since is None or (run.created or 0) >= since)
            and (not words or _has_all(run, words))
        ]

    def as_json(self) -> dict[str, Any]:
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}

    @classmethod
    def from_json(cls, told: Mapping[str, Any] | None) -> Filter:
        """Return the filter that was remembered; what is no longer known in it is left out."""
        known: dict[str, Any] = {
            field.name: tuple(value) if isinstance(value := told[field.name], list) else value
            for field in fields(cls)
            if told and field.name in told
        }
        found = cls(**known)
        states = tuple(key for key in found.states if key in STATES)
        when = found.when if found.when in WHEN else ""
        return cls(found.text, found.algorithms, states, found.who, when, found.only_favourites)

    def _since(self, now: datetime) -> float | None:
        if not self.when:
            return None
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return (midnight - timedelta(days=WHEN[self.when][1])).timestamp() * 1000


def _has_all(run: ListedRun, words: list[str]) -> bool:
    """Whether each of `words` is somewhere in what the row says; '#14' is a number only."""
    text = folded(f"{run.name} {run.version} #{run.number} {run.who} {run.comment}")
    return all(word == f"#{run.number}" if word.startswith("#") else word in text for word in words)
