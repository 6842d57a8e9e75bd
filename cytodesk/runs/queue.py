"""The queue of this computer: which runs start when, and how each of them stands.

One thread looks at the runs that have a process and starts the next ones; what takes time happens
in threads of their own, one a run. What the queue knows stands in the workspace and in the
supervisors' records, never only in memory: after a crash the next station looks at the same places
and goes on.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from cytodesk.errors import N_, WorkspaceError
from cytodesk.processes import ProcessId
from cytodesk.runs.containers.house import Containers
from cytodesk.runs.endings import Endings
from cytodesk.runs.folders import STARTING, is_lived_in
from cytodesk.runs.gathering import Gathering
from cytodesk.runs.given import Given
from cytodesk.runs.guests.telling import Guests
from cytodesk.runs.hands import REST, Hands
from cytodesk.runs.launching import Launching
from cytodesk.runs.place import Place
from cytodesk.runs.preparing import Preparing
from cytodesk.runs.process_runner import (
    LOG,
    RECORD,
    Fate,
    Lost,
    Running,
    Unsupervised,
    Waiting,
    cancel,
    follow,
)
from cytodesk.runs.record import is_stillborn
from cytodesk.runs.standing import Silent, Unsettled, is_unsettled, unsettled_runs
from cytodesk.runs.turns import Turns
from cytodesk.wire.runs import Run, RunState
from cytodesk.workspace import runs, turns
from cytodesk.workspace.sweeping import sweep_runs

LOOK_EVERY = 0.4
LOOK_OFTEN = 0.04
"""Seconds between two looks, and between two while a run waits or goes on."""
_PATIENCE = 10
"""Seconds between asking a container to end and insisting."""


class RunQueue:
    """Call `start()` once the station answers, `close()` at its end; runs go on without it."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._workspace = place.workspace
        self.containers = Containers(
            place.workspace.id, place.workspace.folder, place.cache, place.engine
        )
        given = Given(place.workspace, place.address, place.keys, place.guest_keys)
        self.preparing = Preparing(place.workspace, given, place.cache, self.containers)
        gathering = Gathering(place.workspace, place.files, self.preparing)
        self._endings = Endings(
            place.workspace, place.files, given.secrets, self.containers, gathering
        )
        self._closing = threading.Event()
        self._look = threading.Event()
        self._started: dict[int, ProcessId] = {}
        self.guests = Guests(
            place.workspace, place.guest_keys, cancel=self.cancel, log=self.log, noted=place.noted
        )
        self._launching = Launching(
            place.workspace,
            self.preparing,
            self._endings,
            self.guests,
            self._started,
            self._closing,
            place.free,
        )
        self._noted: set[int] = set()
        self._silent = Silent(place.workspace, place.steady)
        self._turns = Turns(place.workspace, place.limit)
        self._hands = Hands(place.limit, self._closing, self._look, place.noted)
        self._thread = threading.Thread(target=self._watch, name="queue", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self.guests.start()
        if self.containers.have_been_used:
            self._hands.aside(self._remove_left_containers)

    def close(self) -> None:
        """Stop starting; runs that were asked to end are ended first, all others go on."""
        self._closing.set()
        self._look.set()
        if self._thread.is_alive():
            self._thread.join()
            self._hands.stop_starting()
            self._look_at_all(only_asked_to_end=True)
        self._hands.close()
        self.containers.close()
        self.guests.close()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is to be looked at, and no other server has to hear of a run.

        What waits in a paused queue waits on disk.
        """
        is_paused = self.is_paused
        return not self.guests.has_untold and all(
            is_paused and run.state is RunState.QUEUED for run in unsettled_runs(self._workspace)
        )

    @property
    def is_paused(self) -> bool:
        return turns.is_paused(self._workspace.reading())

    def pause(self, yes: bool) -> None:
        """Let no further run start, or let them start again; those that run go on."""
        self._workspace.write(lambda change: turns.pause(change, yes))
        self._look.set()

    def give_priority(self, runs: Iterable[int], priority: int) -> None:
        """Let waiting runs go before those with less; the usual one is 0. Raises NotFound."""
        self._workspace.write(lambda change: turns.give_priority(change, runs, priority))
        self._look.set()

    def submit(self, run: int) -> Run:
        """Queue a run; one that was executed before is left alone (contract 8.2, 13)."""
        queued = self._workspace.write(lambda change: runs.queue(change, run))
        self._look.set()
        return queued

    def look(self) -> None:
        """Look at once at what has come into the queue."""
        self._look.set()

    def cancel(self, run: int) -> Run:
        """Ask for an end; the program has ten seconds before its whole group is ended."""
        asked = self._workspace.write(lambda change: runs.ask_to_cancel(change, run))
        self._look.set()
        return asked

    @property
    def cache(self) -> Path:
        """Where environments and models stand."""
        return self._place.cache

    def folder(self, run: int) -> Path:
        return self._launching.folder(run)

    def log(self, run: int) -> Path:
        return self.folder(run) / LOG

    def sweep(self) -> None:
        """Remove the folders of runs that have no row any more, unless somebody works there."""
        sweep_runs(self._workspace, is_lived_in)

    def _watch(self) -> None:
        while not self._closing.is_set():
            self._look.clear()
            has_work = False
            try:
                has_work = self._look_at_all()
                self._start_next()
                self._lose_the_silent()
            except WorkspaceError as error:
                self._place.noted("queue waits", {"why": error.said()})
                self._closing.wait(REST)
            except Exception as error:
                self._place.noted("mistake", {"where": "queue", "error": error})
                self._closing.wait(REST)
            self._look.wait(LOOK_OFTEN if has_work else LOOK_EVERY)

    def _look_at_all(self, *, only_asked_to_end: bool = False) -> bool:
        """Look at each run that is not settled, and say whether there was any."""
        unsettled = unsettled_runs(self._workspace)
        for run in unsettled:
            if self._hands.is_busy(run.id) or (only_asked_to_end and not run.cancel_asked):
                continue
            try:
                self._look_at(run)
            except (WorkspaceError, OSError) as error:
                self._note_once("run unread", run.id, str(error))
        return bool(unsettled)

    def _note_once(self, event: str, run: int, why: str) -> None:
        if run not in self._noted:
            self._noted.add(run)
            self._place.noted(event, {"run": run, "why": why})

    def _look_at(self, run: Unsettled) -> None:
        folder, supervisor = self.folder(run.id), self._started.get(run.id)
        if not (folder / RECORD).exists():
            self._look_at_unstarted(run)
            return
        fate = follow(folder, supervisor)
        if isinstance(fate, Waiting) and supervisor is None and is_stillborn(folder / RECORD):
            fate = Lost()
        if not isinstance(fate, Waiting | Running | Unsupervised):
            self._hands.end(run.id, lambda id_: self._settle(id_, fate))
        elif run.cancel_asked or run.state is RunState.CANCELLED:
            self._hands.end(run.id, self._end)
        elif not isinstance(fate, Waiting) and run.state.leads_to(RunState.RUNNING):
            self._move(run.id, RunState.RUNNING)

    def _look_at_unstarted(self, run: Unsettled) -> None:
        if run.state is not RunState.QUEUED:
            may_live = (self.folder(run.id) / STARTING).exists()
            self._hands.end(run.id, self._end if may_live else self._lose)

    def _start_next(self) -> None:
        busy = self._hands.busy  # before the rows: who leaves meanwhile still counts
        unsettled = unsettled_runs(self._workspace)
        active = {
            run.id for run in unsettled if run.id in busy or (self.folder(run.id) / RECORD).exists()
        }
        if self.is_paused or len(active) >= self._place.limit:
            return
        for run in self._turns.next(unsettled, active):
            self._hands.start(run, self._launching.launch)

    def _remove_left_containers(self) -> None:
        removed = self.containers.remove_left(lambda run: is_unsettled(self._workspace, run))
        if removed:
            self._place.noted("containers removed", {"count": removed})

    def _settle(self, run: int, fate: Fate) -> None:
        self.guests.hear(run)
        if self._endings.settle(run, self.folder(run), fate):
            self._started.pop(run, None)

    def _lose(self, run: int) -> None:
        self._settle(run, Lost())

    def _end(self, run: int) -> None:
        self.containers.stop(self.folder(run), _PATIENCE)
        fate = cancel(self.folder(run), self._started.get(run))
        self._settle(run, Lost() if isinstance(fate, Waiting) else fate)

    def _lose_the_silent(self) -> None:
        """Lose the runs that say nothing any more and have no process that we could look at."""
        for run in self._silent.for_too_long():
            self._move(run, RunState.LOST, N_("not heard of for 24 hours"))

    def _move(self, run: int, state: RunState, comment: str | None = None) -> None:
        self._workspace.write(lambda change: runs.move(change, run, state, comment=comment))
