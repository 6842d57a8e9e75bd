"""Which of the waiting runs may start, by the room that the running ones leave."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil

from cytodesk.algorithms.descriptors import read_descriptor_text
from cytodesk.algorithms.wishes import NO_WISHES, Wishes
from cytodesk.errors import DescriptorError, EnvironmentFailed, NotFound
from cytodesk.processes import clean_environment, run_briefly
from cytodesk.runs.standing import Unsettled
from cytodesk.wire.runs import RunState
from cytodesk.workspace import algorithms
from cytodesk.workspace.store import Workspace

_ANSWERS_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class Room:
    """What one computer has; `runs` is how many may run at a time, `memory` in bytes."""

    runs: int
    cpus: float
    memory: int
    gpus: int


@dataclass(frozen=True, slots=True)
class Waiting:
    id: int
    wishes: Wishes


def may_start(waiting: Sequence[Waiting], active: Iterable[Wishes], room: Room) -> list[int]:
    """Return who starts now, of those that wait in their order.

    The first of all starts where nobody runs, however much it wishes for. One that waits for
    processors or memory holds up all behind it, or smaller ones would pass it for ever; one that
    waits for a GPU holds up nobody, as the others do not need it.
    """
    running = list(active)
    chosen: list[int] = []
    for each in waiting:
        if len(running) >= room.runs:
            break
        if _fits(each.wishes, running, room):
            chosen.append(each.id)
            running.append(each.wishes)
        elif not _waits_for_gpu_only(each.wishes, running, room):
            break
    return chosen


def _fits(wishes: Wishes, running: Sequence[Wishes], room: Room) -> bool:
    return not running or (
        _has_processors(wishes, running, room) and _has_gpus(wishes, running, room)
    )


def _waits_for_gpu_only(wishes: Wishes, running: Sequence[Wishes], room: Room) -> bool:
    return _has_processors(wishes, running, room) and not _has_gpus(wishes, running, room)


def _has_processors(wishes: Wishes, running: Sequence[Wishes], room: Room) -> bool:
    cpus = sum(each.cpus or 0 for each in running) + (wishes.cpus or 0)
    memory = sum(each.memory or 0 for each in running) + (wishes.memory or 0)
    return (not wishes.cpus or cpus <= room.cpus) and (not wishes.memory or memory <= room.memory)


def _has_gpus(wishes: Wishes, running: Sequence[Wishes], room: Room) -> bool:
    return not wishes.gpus or sum(each.gpus for each in running) + wishes.gpus <= room.gpus


class WishBook:
    """What each installed algorithm wishes for; read once, an algorithm's descriptor never
    changes."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[int, Wishes] = {}

    def of(self, algorithm: int) -> Wishes:
        if algorithm not in self._known:
            self._known[algorithm] = self._read(algorithm)
        return self._known[algorithm]

    def _read(self, algorithm: int) -> Wishes:
        try:
            source = algorithms.source_of(self._workspace.reading(), algorithm)
            return read_descriptor_text(source.descriptor, Path("descriptor.json")).wishes
        except (NotFound, DescriptorError):
            return NO_WISHES


class Turns:
    """Who starts next in a workspace, `limit` at a time on this computer."""

    def __init__(self, workspace: Workspace, limit: int) -> None:
        self._wishes = WishBook(workspace)
        self._room = room_here(limit)

    def next(self, unsettled: Sequence[Unsettled], active: Collection[int]) -> list[int]:
        """Return which of `unsettled` start now, while those in `active` run or begin."""
        wishes = self._wishes.of
        waiting = [
            Waiting(run.id, wishes(run.algorithm))
            for run in unsettled
            if run.state is RunState.QUEUED and run.id not in active
        ]
        running = [wishes(run.algorithm) for run in unsettled if run.id in active]
        return may_start(waiting, running, self._room)


def room_here(runs: int) -> Room:
    """Return the room of this computer for `runs` at a time."""
    return Room(
        runs=runs,
        cpus=os.cpu_count() or 1,
        memory=psutil.virtual_memory().total,
        gpus=gpus_here(),
    )


@cache
def gpus_here() -> int:
    """Return how many GPUs containers could be given; asked once, as they do not come and go."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return 0
    try:
        said = run_briefly(
            [program, "--list-gpus"],
            folder=Path(program).parent,
            environment=clean_environment(),
            timeout=_ANSWERS_WITHIN,
        )
    except EnvironmentFailed:
        return 0
    lines = said.output.splitlines() if said.has_succeeded else []
    return sum(line.startswith("GPU ") for line in lines)
