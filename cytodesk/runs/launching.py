"""Bringing one queued run to life, so that no crash in between can start it twice."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

from cytodesk.errors import N_, Cancelled, CytoDeskError, WorkspaceError
from cytodesk.processes import ProcessId
from cytodesk.runs.container_orders import INPUTS, OUTPUTS
from cytodesk.runs.endings import Endings
from cytodesk.runs.folders import STARTING
from cytodesk.runs.guests.telling import Guests
from cytodesk.runs.preparing import Preparing, Ready
from cytodesk.runs.process_runner import LOG, RECORD, WORK, Lost, follow
from cytodesk.wire.runs import RunState
from cytodesk.workspace import runs
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.warnings import warn
from cytodesk.workspace.writer import Change

FREE_AT_LEAST = 2 << 30
"""Bytes; below it no run starts."""
_WORD_WITHIN = 5.0
"""Seconds for a supervisor that a crashed station had started to begin its record."""
_LOOK_AGAIN = 0.02


class Launching:
    """Makes runs ready and starts them; what cannot be is said of the run.

    `started` is filled with the supervisors of the runs.
    """

    def __init__(
        self,
        workspace: Workspace,
        preparing: Preparing,
        endings: Endings,
        guests: Guests,
        started: dict[int, ProcessId],
        closing: threading.Event,
        free: Callable[[Path], int],
    ) -> None:
        self._workspace = workspace
        self._preparing = preparing
        self._endings = endings
        self._guests = guests
        self._started = started
        self._closing = closing
        self._free = free

    def folder(self, run: int) -> Path:
        return self._workspace.folder / "runs" / str(run)

    def launch(self, run: int) -> None:
        """Start the run and wait for its supervisor's first word; blocks while it is prepared.

        A station that closes meanwhile leaves the run in the queue. Raises WorkspaceError where
        the workspace cannot be written.
        """
        try:
            if self._is_unwanted(run) or self._has_been_started(run):
                return
            if self._started_now(run):
                self._await_first_word(run)
        except Cancelled:
            return
        except CytoDeskError as error:
            self._refuse(run, str(error), str(error.fields.get("details", "")))
        except OSError as error:
            self._refuse(run, str(error))
        except Exception as error:
            self._refuse(run, f"A mistake of the station: {error}")
            raise

    def _is_unwanted(self, run: int) -> bool:
        if self._closing.is_set():
            return True
        return runs.run(self._workspace.reading(), run).state is not RunState.QUEUED

    def _has_been_started(self, run: int) -> bool:
        """Say whether a station before this one started the run and could not tell us."""
        folder = self.folder(run)
        give_up = time.monotonic() + _WORD_WITHIN
        while (folder / STARTING).exists() and not (folder / RECORD).exists():
            if self._closing.wait(_LOOK_AGAIN):
                return True
            if time.monotonic() > give_up:
                return False
        return (folder / RECORD).exists()

    def _started_now(self, run: int) -> bool:
        self._refuse_on_full_disk()
        folder = self.folder(run)
        _empty(folder)
        ready = self._preparing.ready(
            run, folder, lambda line: self._report(run, line), lambda: self._is_unwanted(run)
        )
        if self._closing.is_set() or not self._workspace.write(
            lambda change: _is_ready(change, run, ready)
        ):
            return False
        self._guests.begins(run, lambda: self._is_unwanted(run))
        if self._is_unwanted(run):
            return False
        (folder / STARTING).touch()
        self._started[run] = ready.start()
        return True

    def _report(self, run: int, line: str) -> None:
        self._workspace.write(lambda change: runs.told(change, run, comment=line))

    def _await_first_word(self, run: int) -> None:
        """Wait until the supervisor has begun its record, for as long as it lives."""
        folder = self.folder(run)
        while not (folder / RECORD).exists():
            if isinstance(follow(folder, self._started[run]), Lost):
                words = N_("its supervisor ended before its first word")
                self._endings.lose(run, folder, words)
                return
            if self._closing.wait(_LOOK_AGAIN):
                return

    def _refuse(self, run: int, words: str, details: str = "") -> None:
        """Settle the run as failed; `details` become its log, which a comment is too short for."""
        folder = self.folder(run)
        (folder / STARTING).unlink(missing_ok=True)
        if details:
            (folder / LOG).write_text(f"{words}\n\n{details}\n", "utf-8")
        self._endings.refuse(run, folder, words)

    def _refuse_on_full_disk(self) -> None:
        free = self._free(self._workspace.folder)
        if free < FREE_AT_LEAST:
            raise WorkspaceError(
                N_("Only {free} MB are free at {folder}: make room, then start the run again."),
                free=free >> 20,
                folder=self._workspace.folder,
            )


def _is_ready(change: Change, run: int, ready: Ready) -> bool:
    """Note what the run will stand in, unless it was cancelled at the last moment."""
    if runs.run(change.db, run).state is not RunState.QUEUED:
        return False
    change.update("run", run, environment=ready.environment, comment=None)
    if ready.warning is not None:
        warn(change, run, ready.warning)
    return True


def _empty(folder: Path) -> None:
    """Make the run's folder fresh: an attempt that was cut short left half of the app's files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (STARTING, LOG):
        (folder / name).unlink(missing_ok=True)
    for name in (WORK, INPUTS, OUTPUTS):
        if (folder / name).exists():
            shutil.rmtree(folder / name)
