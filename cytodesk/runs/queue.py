"""The queue of this computer: which runs start when, and how each of them stands.

One thread looks twice a second at the runs that have a process and starts the next ones. What it
knows stands in the workspace and in the supervisors' records, never only in memory: after a crash
the next station looks at the same places and goes on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from cytodesk.client.station_keys import Keys
from cytodesk.errors import N_, Cancelled, CytoDeskError, WorkspaceError
from cytodesk.processes import ProcessId
from cytodesk.runs.logs import hide_secrets, last_words
from cytodesk.runs.preparing import Preparing
from cytodesk.runs.process_runner import (
    LOG,
    RECORD,
    Lost,
    NotStarted,
    ProcessRunner,
    Running,
    Unsupervised,
    Waiting,
    cancel,
    follow,
)
from cytodesk.runs.record import Ended
from cytodesk.wire.runs import Run, RunState
from cytodesk.workspace import notes, runs
from cytodesk.workspace.files import FileStore, free_bytes
from cytodesk.workspace.store import Change, Workspace

LOOK_EVERY = 0.4
"""Seconds between two looks."""
FREE_AT_LEAST = 2 << 30
"""Bytes; below it no run starts."""
SILENT_FOR_TOO_LONG = 24 * 3600 * 1000
"""Milliseconds after which a run by hand, which has no process of ours, is lost."""
RUN_CLASS = Run.wire_class


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the queue needs of the station it works for."""

    workspace: Workspace
    files: FileStore
    address: Callable[[], str]
    """Where the station answers; programs are told it as their host."""
    keys: Callable[[int], Keys]
    cache: Path
    limit: int
    noted: Callable[[str, dict[str, object]], None]


class RunQueue:
    """Call `start()` once the station answers, `close()` at its end; runs go on without it."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._workspace = place.workspace
        self._preparing = Preparing(place.workspace, place.address, place.keys, place.cache)
        self._runner = ProcessRunner()
        self._started: dict[int, ProcessId] = {}
        self._busy: set[int] = set()
        """Runs that are being made ready or being ended in a thread of their own."""
        self._lock = threading.Lock()
        self._look = threading.Event()
        self._is_open = True
        self._pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="run")
        self._thread = threading.Thread(target=self._watch, name="queue", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._is_open = False
        self._look.set()
        if self._thread.is_alive():
            self._thread.join()
        self._pool.shutdown(wait=False, cancel_futures=True)

    @property
    def is_idle(self) -> bool:
        db = self._workspace.reading()
        return not runs.runs_in(db, RunState.QUEUED, RunState.RUNNING)

    def submit(self, run: int) -> Run:
        """Queue a run; one that was executed before is left alone (contract 8.2, 13)."""
        queued = self._workspace.write(lambda change: runs.queue(change, run))
        self._look.set()
        return queued

    def cancel(self, run: int) -> Run:
        """Ask for an end; the program has ten seconds before its whole group is ended."""
        asked = self._workspace.write(lambda change: runs.ask_to_cancel(change, run))
        self._look.set()
        return asked

    def folder(self, run: int) -> Path:
        return self._workspace.folder / "runs" / str(run)

    def log(self, run: int) -> Path:
        return self.folder(run) / LOG

    def _watch(self) -> None:
        while self._is_open:
            self._look.clear()
            try:
                self._look_at_all()
                self._start_next()
                self._lose_the_silent()
            except WorkspaceError as error:
                self._place.noted("queue waits", {"why": error.said()})
            except Exception as error:
                self._place.noted("mistake", {"where": "queue", "error": error})
            self._look.wait(LOOK_EVERY)

    def _look_at_all(self) -> None:
        db = self._workspace.reading()
        for run in runs.runs_in(db, RunState.QUEUED, RunState.RUNNING, RunState.LOST):
            if run not in self._busy and (self.folder(run) / RECORD).exists():
                self._look_at(run)
        for run in self._ended_by_word():
            if run not in self._busy:
                self._look_at(run)

    def _ended_by_word(self) -> list[int]:
        """Return runs whose program has spoken while its process may still be there."""
        rows = self._workspace.rows(
            "select id from run where executed=1 and exit is null and duration is null"
            " and (spoken=1 or cancel_asked=1) and status in (3, 4)"
        )
        return [row[0] for row in rows if (self.folder(row[0]) / RECORD).exists()]

    def _look_at(self, run: int) -> None:
        fate = follow(self.folder(run), self._started.get(run))
        record = runs.record_of(self._workspace.reading(), run)
        match fate:
            case Waiting():
                pass
            case Running() | Unsupervised():
                if record.cancel_asked:
                    self._in_thread(run, self._end)
                else:
                    self._move(run, RunState.RUNNING)
            case NotStarted(why):
                self._settle(run, Ended(127, None, 0.0, 0), why)
            case Ended():
                self._settle(run, fate, "")
            case Lost():
                self._lose(run)
            case _:
                assert_never(fate)

    def _start_next(self) -> None:
        db = self._workspace.reading()
        active = set(runs.runs_in(db, RunState.RUNNING)) | self._busy
        for run in runs.runs_in(db, RunState.QUEUED):
            if len(active) >= self._place.limit:
                return
            if run not in active and not (self.folder(run) / RECORD).exists():
                self._in_thread(run, self._launch)
                active.add(run)

    def _in_thread(self, run: int, work: Callable[[int], None]) -> None:
        self._busy.add(run)

        def working() -> None:
            try:
                work(run)
            except Exception as error:
                self._place.noted("mistake", {"where": "queue", "run": run, "error": error})
                self._move(run, RunState.FAILED, f"A mistake of the station: {error}")
            finally:
                self._busy.discard(run)
                self._look.set()

        self._pool.submit(working)

    def _launch(self, run: int) -> None:
        """Make the run ready and start it; what cannot be is said of the run."""

        def is_cancelled() -> bool:
            now = runs.run(self._workspace.reading(), run)
            return not self._is_open or now.state is not RunState.QUEUED

        def report(line: str) -> None:
            self._workspace.write(lambda change: runs.told(change, run, comment=line))

        try:
            self._refuse_on_full_disk()
            folder = self.folder(run)
            folder.mkdir(parents=True, exist_ok=True)
            order = self._preparing.order(run, folder, report, is_cancelled)
            if is_cancelled():
                return
            identity = order.environment.identity
            self._workspace.write(
                lambda change: change.update("run", run, environment=identity, comment=None)
            )
            self._started[run] = self._runner.start(order)
        except Cancelled:
            return
        except CytoDeskError as error:
            self._move(run, RunState.FAILED, error.said())
            return
        self._await_first_word(run)

    def _await_first_word(self, run: int) -> None:
        """Keep the run out of the queue until its supervisor has begun its record."""
        for _ in range(200):
            if (self.folder(run) / RECORD).exists() or not self._is_open:
                return
            if isinstance(follow(self.folder(run), self._started.get(run)), Lost):
                self._move(run, RunState.LOST, "its supervisor ended before its first word")
                return
            threading.Event().wait(0.05)

    def _end(self, run: int) -> None:
        fate = cancel(self.folder(run), self._started.get(run))
        if isinstance(fate, Ended):
            self._settle(run, fate, "")
        else:
            self._workspace.write(
                lambda change: runs.move(change, run, RunState.CANCELLED, comment="Cancelled")
            )

    def _settle(self, run: int, ended: Ended, why: str) -> None:
        """Write down how the process ended, and keep its log as `log.out` (contract 8.2, 16)."""
        folder = self.folder(run)
        self._started.pop(run, None)
        hide_secrets(folder / LOG, self._preparing.secrets(run))
        words = why or _words(ended, last_words(folder / LOG))
        stored, size = self._place.files.put(_blocks(folder / LOG))
        exit_status = ended.exit if ended.exit is not None else -(ended.signal or 0)

        def settled(change: Change) -> None:
            runs.process_ended(change, run, exit=exit_status, duration=ended.duration, words=words)
            notes.add_attached_file(change, RUN_CLASS, run, "log.out", stored, size)

        self._workspace.write(settled)

    def _lose(self, run: int) -> None:
        before = runs.run(self._workspace.reading(), run)
        if before.state is RunState.LOST:
            return
        self._started.pop(run, None)
        hide_secrets(self.folder(run) / LOG, self._preparing.secrets(run))
        record = runs.record_of(self._workspace.reading(), run)
        if record.cancel_asked:
            self._move(run, RunState.CANCELLED, "Cancelled")
            return
        words = N_("program and supervisor are gone, and no word says how it ended")
        self._move(run, RunState.LOST, words)
        if before.state.has_ended:
            self._workspace.write(lambda change: change.update("run", run, exit=0))

    def _lose_the_silent(self) -> None:
        db, now = self._workspace.reading(), self._workspace.clock()
        for run in runs.runs_in(db, RunState.RUNNING, executed=False):
            if now - runs.record_of(db, run).heard > SILENT_FOR_TOO_LONG:
                self._move(run, RunState.LOST, N_("not heard of for 24 hours"))

    def _move(self, run: int, state: RunState, comment: str | None = None) -> None:
        if runs.run(self._workspace.reading(), run).state is not state:
            self._workspace.write(lambda change: runs.move(change, run, state, comment=comment))

    def _refuse_on_full_disk(self) -> None:
        free = free_bytes(self._workspace.folder)
        if free < FREE_AT_LEAST:
            raise WorkspaceError(
                N_("Only {free} MB are free at {folder}: make room, then start the run again."),
                free=free >> 20,
                folder=self._workspace.folder,
            )


def _words(ended: Ended, last: str) -> str:
    """Say how the program ended, with its own last words where it had a chance to speak."""
    if ended.signal is not None or not last:
        return ended.said()
    return last


def _blocks(path: Path) -> list[bytes]:
    return [path.read_bytes()] if path.exists() else []
