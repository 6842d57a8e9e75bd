"""Runs as processes of this computer: started through a supervisor, followed by its record."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cytodesk.errors import N_, BadInput
from cytodesk.processes import ProcessId, clean_environment, end_group, end_session, is_alive
from cytodesk.runs.app_files import copy_app
from cytodesk.runs.environments.environment import Environment
from cytodesk.runs.programs import HasCommandLine, Program, find_program
from cytodesk.runs.record import Ended, Record, read_record
from cytodesk.runs.supervised import NICE, start_supervised, without

LOG = "log.txt"
RECORD = "record.jsonl"
WORK = "work"
_PATIENCE = 10.0
"""Seconds between asking a program to end and insisting."""
_WORD_WITHIN = 5.0
"""Seconds for a supervisor to write what it knows: a start, or its program's end."""
_LOOK_AGAIN = 0.02


@dataclass(frozen=True, slots=True)
class RunOrder:
    """All that is needed to start one run; `folder` is the run's own, fresh."""

    run_id: int
    folder: Path
    app_folder: Path
    algorithm: HasCommandLine
    arguments: list[str] = field(repr=False)
    environment: Environment
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """Keys that may stand in the program's arguments and nowhere else."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """No program yet: its supervisor is about to start it."""


@dataclass(frozen=True, slots=True)
class Running:
    """The program runs under its supervisor; `started_at` in UTC epoch milliseconds."""

    program: ProcessId
    started_at: int | None


@dataclass(frozen=True, slots=True)
class Unsupervised:
    """The program runs, but nobody will write down how it ends."""

    program: ProcessId
    started_at: int | None


@dataclass(frozen=True, slots=True)
class NotStarted:
    """The program could not be started; `why` in the operating system's words."""

    why: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Program and supervisor are gone, and no word says how it ended."""


Fate = Waiting | Running | Unsupervised | NotStarted | Ended | Lost


class ProcessRunner:
    """Starts runs on this computer; `nice` is by how much they stand behind the window."""

    def __init__(self, *, nice: int = NICE) -> None:
        self._nice = nice

    def start(self, order: RunOrder) -> ProcessId:
        """Copy the app into the run's folder, start its supervisor and return who that is.

        Waits for the copy, never for the program. Raises BadInput if the app has no program or
        its files cannot be copied, EnvironmentFailed if the supervisor cannot be started.
        """
        program = find_program(order.app_folder, order.algorithm)
        work = order.folder / WORK
        _copy(order, work)
        environment = clean_environment(_variables(order.environment, program, work))
        return start_supervised(
            [str(order.environment.python), *program.words, *order.arguments],
            folder=order.folder,
            work=work,
            log=order.folder / LOG,
            record=order.folder / RECORD,
            environment=without(order.secrets, environment),
            secrets=order.secrets,
            nice=self._nice,
        )


def follow(folder: Path, started: ProcessId | None = None) -> Fate:
    """Say how the run in `folder` stands, from its record and from who is alive.

    `started` is what `ProcessRunner.start` returned, if it is known: a supervisor that died
    before its first word makes the run Lost instead of Waiting for ever.
    """
    record = read_record(folder / RECORD)
    supervisor_id = record.supervisor or started
    if _has_fate(record) or supervisor_id is None:
        return _fate(record)
    if is_alive(supervisor_id):
        return _fate(record)
    # It may have written its last word between our reading and our looking.
    record = read_record(folder / RECORD)
    if _has_fate(record):
        return _fate(record)
    if record.program is not None and is_alive(record.program):
        return Unsupervised(record.program, record.started_at)
    return Lost()


def cancel(folder: Path, started: ProcessId | None = None, *, patience: float = _PATIENCE) -> Fate:
    """End the program in `folder`: ask, wait `patience` seconds, insist, the whole group. Blocks.

    Returns the fate that the record tells then; a run that had ended before keeps its own.
    """
    fate = _once_started(folder, started)
    if isinstance(fate, Waiting):
        # A supervisor that neither starts nor refuses: without it there will be no program.
        silent = read_record(folder / RECORD).supervisor or started
        if silent is not None:
            end_group(silent, patience=0.0)
    _end_all(folder, patience)
    return _once_told(folder, started)


def end_leftovers(folder: Path, *, patience: float = 1.0) -> None:
    """End what the program of an ended run left behind, as the end of its container would. Blocks.

    On Windows only what still has its parent is found.
    """
    _end_all(folder, patience)


def _end_all(folder: Path, patience: float) -> None:
    record = read_record(folder / RECORD)
    if record.program is not None:
        end_group(record.program, patience=patience)
    elif record.supervisor is not None and not is_alive(record.supervisor):
        # Killed between its program's start and its word of it.
        end_session(record.supervisor, patience=patience)


def _once_started(folder: Path, started: ProcessId | None) -> Fate:
    return _wait_while(folder, started, Waiting)


def _once_told(folder: Path, started: ProcessId | None) -> Fate:
    return _wait_while(folder, started, Running)


def _wait_while(folder: Path, started: ProcessId | None, state: type[Fate]) -> Fate:
    give_up = time.monotonic() + _WORD_WITHIN
    while isinstance(fate := follow(folder, started), state) and time.monotonic() < give_up:
        time.sleep(_LOOK_AGAIN)
    return fate


def _has_fate(record: Record) -> bool:
    return record.ended is not None or record.not_started is not None


def _fate(record: Record) -> Fate:
    if record.ended is not None:
        return record.ended
    if record.not_started is not None:
        return NotStarted(record.not_started)
    if record.program is not None:
        return Running(record.program, record.started_at)
    return Waiting()


def _copy(order: RunOrder, work: Path) -> None:
    try:
        copy_app(order.app_folder, work)
    except OSError as problem:
        raise BadInput(
            N_("The files of {algorithm} could not be copied to {folder}: {why}."),
            algorithm=order.algorithm.name,
            folder=work,
            why=problem.strerror or problem,
        ) from problem


def _variables(environment: Environment, program: Program, work: Path) -> Mapping[str, str]:
    home = str(work)
    variables = {
        "HOME": home,
        "PYTHONUNBUFFERED": "1",
        "PYTHONNOUSERSITE": "1",
        "PATH": os.pathsep.join([*environment.places, os.environ.get("PATH", "")]),
        **environment.variables(),
    }
    if sys.platform == "win32":
        variables["USERPROFILE"] = home
    if program.module:
        variables["PYTHONPATH"] = str(work / program.module_folder)
    return variables
