"""Writing down how a run's process ended: once, with its log, and without its keys.

A run of this computer is settled when its row has a duration: its process is gone for good, and
nobody needs to look any more. A lost one has no exit status; what it lasted is told by its signs
of life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import assert_never

from cytodesk.errors import N_, CytoDeskError, WorkspaceError
from cytodesk.runs.bundles.harvest import Harvest
from cytodesk.runs.containers.house import Containers
from cytodesk.runs.helps import help_for
from cytodesk.runs.logs import hide_secrets, last_words
from cytodesk.runs.process_runner import (
    LOG,
    RECORD,
    Fate,
    Lost,
    NotStarted,
    Running,
    Unsupervised,
    Waiting,
    end_leftovers,
)
from cytodesk.runs.record import Ended, read_record
from cytodesk.wire.runs import Run, RunState
from cytodesk.workspace import notes, runs
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.warnings import warn
from cytodesk.workspace.writer import Change

LOG_NAME = "log.out"
"""The attached file that a run's log becomes (contract 8.2, 16)."""
_COULD_NOT_START = 127
"""The exit status that shells use for it."""
_BLOCK = 1 << 20


class Endings:
    """Settles runs; every door may be called again after a crash, and does nothing twice."""

    def __init__(
        self,
        workspace: Workspace,
        files: FileStore,
        secrets: Callable[[int], Sequence[str]],
        containers: Containers,
        gather: Callable[[int, Path], Harvest | None],
    ) -> None:
        """`gather` brings in what a run left as files; it raises a CytoDeskError in words."""
        self._workspace = workspace
        self._files = files
        self._secrets = secrets
        self._containers = containers
        self._gather = gather

    def settle(self, run: int, folder: Path, fate: Fate) -> bool:
        """Write down the `fate` of the run in `folder`; return whether it is an end."""
        match fate:
            case Ended():
                self._ended(run, folder, fate, "")
            case NotStarted(why):
                self._ended(run, folder, Ended(_COULD_NOT_START, None, 0.0, 0), why)
            case Lost():
                self.lose(run, folder, N_("program and supervisor are gone, nobody saw its end"))
            case Waiting() | Running() | Unsupervised():
                return False
            case _:
                assert_never(fate)
        return True

    def lose(self, run: int, folder: Path, words: str) -> None:
        """Settle a run of whose end nobody knows; what its program said before still counts."""

        def lost(change: Change) -> None:
            is_cancelled = runs.record_of(change.db, run).cancel_asked
            end, comment = (
                (RunState.CANCELLED, "Cancelled") if is_cancelled else (RunState.LOST, words)
            )
            runs.move(change, run, end, comment=comment)
            change.update("run", run, duration=self._lasted(change, run, folder))

        self._settle_with_log(run, folder, lost)

    def refuse(self, run: int, folder: Path, words: str) -> None:
        """Settle a run that was never started; `words` say why, a log in `folder` may say more."""

        def refused(change: Change) -> None:
            runs.move(change, run, RunState.FAILED, comment=words)
            change.update("run", run, duration=0.0)

        self._settle_with_log(run, folder, refused)

    def _ended(self, run: int, folder: Path, ended: Ended, why: str) -> None:
        exit_status = ended.exit if ended.exit is not None else -(ended.signal or 0)
        ending = self._containers.ending(folder)
        if ending is not None and ending.ran_out_of_memory:
            why = N_("the program needed more memory than its container may have")
        elif ending is not None and ending.was_killed_within_limits:
            why = N_("the program was killed: it may need more memory than its container may have")
        harvest, trouble = self._gathered(run, folder) if exit_status == 0 else (None, "")
        words = trouble or why or _words(ended, last_words(folder / LOG))

        def settled(change: Change) -> None:
            if harvest is not None:
                who = runs.run(change.db, run)
                harvest.add(change, run, who.user or 0, who.project or 0)
            runs.process_ended(
                change,
                run,
                exit=exit_status,
                duration=ended.duration,
                words=words,
                left=harvest.said() if harvest is not None else None,
                is_spoilt=bool(trouble),
            )
            if exit_status and (said := help_for(words)):
                warn(change, run, said)

        try:
            self._settle_with_log(run, folder, settled)
        except WorkspaceError:
            if harvest is not None:
                self._forget(harvest)
            raise

    def _gathered(self, run: int, folder: Path) -> tuple[Harvest | None, str]:
        """Return what the run left as files, or in words what is wrong with it."""
        record = runs.record_of(self._workspace.reading(), run)
        if record.duration is not None or record.cancel_asked:
            return None, ""
        try:
            return self._gather(run, folder), ""
        except WorkspaceError:
            raise
        except CytoDeskError as error:
            return None, error.said()

    def _forget(self, harvest: Harvest) -> None:
        for _, _, stored, _ in harvest.files:
            self._files.remove(stored)

    def _settle_with_log(self, run: int, folder: Path, settle: Callable[[Change], None]) -> None:
        end_leftovers(folder)
        self._containers.remove(folder)
        log = folder / LOG
        hide_secrets(log, self._secrets(run))
        stored, size = self._files.put(_blocks(log))

        def settled(change: Change) -> bool:
            if runs.record_of(change.db, run).duration is not None:
                return False
            settle(change)
            if not log.exists():
                return False
            notes.add_attached_file(change, Run.wire_class, run, LOG_NAME, stored, size)
            return True

        is_kept = False
        try:
            is_kept = self._workspace.write(settled)
        finally:
            if not is_kept:
                self._files.remove(stored)

    def _lasted(self, change: Change, run: int, folder: Path) -> float:
        """Return the seconds from the program's start to its last sign of life, as far as known."""
        began = read_record(folder / RECORD).started_at
        if began is None:
            return 0.0
        log = folder / LOG
        wrote = log.stat().st_mtime * 1000 if log.exists() else 0.0
        return max(0.0, max(wrote, runs.record_of(change.db, run).heard) - began) / 1000


def _words(ended: Ended, last: str) -> str:
    """Say how the program ended, with its own last words where it had a chance to speak."""
    if ended.signal is not None or not last:
        return ended.said()
    return last


def _blocks(path: Path) -> Iterator[bytes]:
    if path.exists():
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
