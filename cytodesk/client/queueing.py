"""The queue of a station: who waits, pausing it, letting some go first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cytodesk.client.connection import Connection

_PATH = "/station/v1/queue"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The id of a run, and its priority; the usual one is 0."""

    run: int
    priority: int


@dataclass(frozen=True, slots=True)
class Queue:
    """Who goes first stands first."""

    is_paused: bool
    waiting: tuple[Waiting, ...]


def queue_of(connection: Connection) -> Queue:
    return _read(connection.get(_PATH))


def pause_queue(connection: Connection, yes: bool) -> Queue:
    """Let no further run start, or let them start again; those that run go on."""
    return _read(connection.put(_PATH, {"paused": yes}))


def give_priority(connection: Connection, runs: Sequence[int], priority: int) -> Queue:
    """Let waiting runs go before those with less priority; the usual one is 0."""
    return _read(connection.put(_PATH, {"runs": list(runs), "priority": priority}))


def let_first(connection: Connection, runs: Sequence[int]) -> Queue:
    """Let waiting runs go before all others that wait now."""
    highest = max((each.priority for each in queue_of(connection).waiting), default=0)
    return give_priority(connection, runs, highest + 1)


def _read(told: dict[str, Any]) -> Queue:
    return Queue(
        bool(told["paused"]),
        tuple(Waiting(int(each["run"]), int(each["priority"])) for each in told["waiting"]),
    )
