"""Hearing what homes say of their runs, and telling them what happened here.

Each look compares the row here with the job there and says what is missing, so that it does not
matter when a crash or a lost network came between.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from cytodesk.errors import N_, CytoDeskError, NotFound, NotSignedIn, PlaceError
from cytodesk.runs.guests.calls import Calls
from cytodesk.runs.guests.keys import GuestKeys
from cytodesk.runs.guests.logs import add_to_log, sent
from cytodesk.wire.runs import Run, RunState
from cytodesk.workspace import guests, runs
from cytodesk.workspace.guests import Guest
from cytodesk.workspace.store import Workspace
from cytodesk.workspace.warnings import warn
from cytodesk.workspace.writer import Change

Job = dict[str, Any]

LOOK_EVERY = 2.0
"""Seconds between two looks at a home, which decide how soon a kill there ends a program here."""
_SELDOM = 20.0
"""Seconds between two tries at most, while a home does not answer."""
_BEFORE = (RunState.CREATED, RunState.QUEUED)
_SPEAKS = (RunState.RUNNING, RunState.SUCCEEDED, RunState.FAILED)
"""What a program itself says of its run."""


@dataclass(slots=True)
class _Talk:
    """What is remembered of one guest between two looks; a crash may forget it."""

    calls: Calls
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_look: float = 0.0
    pause: float = LOOK_EVERY


class Guests:
    """Call `start()` and `close()`; the doors for the queue may be called from any thread."""

    def __init__(
        self,
        workspace: Workspace,
        keys: GuestKeys,
        *,
        cancel: Callable[[int], object],
        log: Callable[[int], Path],
        noted: Callable[[str, dict[str, object]], None],
    ) -> None:
        self._workspace = workspace
        self.keys = keys
        self._cancel = cancel
        self._log = log
        self._noted = noted
        self._talks: dict[int, _Talk] = {}
        self._closing = threading.Event()
        self._door = threading.Lock()
        self._thread = threading.Thread(target=self._tell_all, name="guests", daemon=True)

    def start(self) -> None:
        self.keys.sweep(guest.home for guest in self._untold())
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(_SELDOM)
        for talk in self._talks.values():
            talk.calls.close()

    @property
    def has_untold(self) -> bool:
        """Say whether some home has still to hear something."""
        return bool(self._untold())

    def begins(self, run: int, is_unwanted: Callable[[], bool]) -> None:
        """Tell the home of a guest that its program starts now; wait until it answers."""
        guest = self._of(run)
        if guest is None:
            return

        def say(calls: Calls, theirs: Run, job: Job) -> None:
            if theirs.state in _BEFORE:
                calls.say(job, RunState.RUNNING, None)

        while not (is_unwanted() or self._spoke(guest, say)):
            self._closing.wait(LOOK_EVERY)

    def hear(self, run: int) -> None:
        """Hear what the program of a guest told its home, before its end is written down here."""
        guest = self._of(run)
        if guest is not None and not guest.is_told:
            self._spoke(guest, lambda calls, theirs, job: self._mirror(run, theirs))

    def _of(self, run: int) -> Guest | None:
        return guests.guest(self._workspace.reading(), run)

    def _untold(self) -> list[Guest]:
        return guests.untold_guests(self._workspace.reading())

    def _tell_all(self) -> None:
        while not self._closing.wait(0.2):
            try:
                for guest in self._untold():
                    talk = self._talks.get(guest.run)
                    if talk is None or time.monotonic() >= talk.next_look:
                        self._spoke(guest, partial(self._compare, guest))
            except CytoDeskError as error:
                self._noted("guests wait", {"why": error.said()})
                self._closing.wait(_SELDOM)
            except Exception as error:
                self._noted("mistake", {"where": "guests", "error": error})
                self._closing.wait(_SELDOM)

    def _compare(self, guest: Guest, calls: Calls, theirs: Run, job: Job) -> None:
        """Look how the run stands there and here, and let both hear what they do not know."""
        db = self._workspace.reading()
        ours = runs.run(db, guest.run)
        if runs.record_of(db, guest.run).duration is not None:
            self._finish(guest, calls, ours, theirs, job)
        elif theirs.state is RunState.CANCELLED:
            self._cancel(guest.run)
        elif ours.state is RunState.RUNNING:
            self._mirror(guest.run, theirs)
        elif ours.state is RunState.QUEUED and theirs.state in _BEFORE:
            news = (RunState.QUEUED, ours.comment or "")
            if (theirs.state, theirs.comment or "") != news:
                calls.say(job, *news)

    def _mirror(self, run: int, theirs: Run) -> None:
        ours = runs.run(self._workspace.reading(), run)
        said = (theirs.status, theirs.progress, theirs.comment)
        if theirs.state in _SPEAKS and said != (ours.status, ours.progress, ours.comment):
            status, progress, comment = said

            def hear(change: Change) -> None:
                runs.told(change, run, status=status, progress=progress, comment=comment)

            self._workspace.write(hear)

    def _finish(self, guest: Guest, calls: Calls, ours: Run, theirs: Run, job: Job) -> None:
        """Tell the end where the program did not, send the log, and forget the keys."""
        has_word = theirs.state.is_settled
        if not has_word:
            calls.say(job, ours.state, ours.comment)
        refused = sent(calls, self._log(guest.run))

        def told(change: Change) -> None:
            if has_word:
                guests.take_word(change, guest.run, theirs)
            if refused is not None:
                words = f"{guest.home.url} did not take the log: {refused.said()}"
                warn(change, guest.run, words)
            guests.told(change, guest.run)

        self._workspace.write(told)
        self._let_go(guest)

    def _spoke(self, guest: Guest, work: Callable[[Calls, Run, Job], None]) -> bool:
        """Ask the home how the run stands and do `work`; return whether there is no need to wait.

        A home that does not answer is noted, and so is that it answers again.
        """
        try:
            talk = self._talk(guest)
            with talk.lock:
                theirs, job = talk.calls.run()
                self._answers_again(guest)
                work(talk.calls, theirs, job)
        except (NotFound, NotSignedIn) as error:
            self._lose_touch(guest, error)
            return True
        except PlaceError as error:
            talk.pause = min(_SELDOM, talk.pause * 1.5)
            talk.next_look = time.monotonic() + talk.pause
            self._fell_silent(guest, error)
            return False
        talk.pause = LOOK_EVERY
        talk.next_look = time.monotonic() + talk.pause
        return True

    def _fell_silent(self, guest: Guest, error: PlaceError) -> None:
        now = self._of(guest.run)
        if now is None or now.silent_since is not None:
            return
        self._workspace.write(lambda change: guests.fell_silent(change, guest.run))
        words = f"{error.said().rstrip('.')}. What is to be reported is kept until it answers."
        add_to_log(self._log(guest.run), words)

    def _answers_again(self, guest: Guest) -> None:
        now = self._of(guest.run)
        if now is None or now.silent_since is None:
            return
        since, until = _clock(now.silent_since), _clock(self._workspace.clock())
        words = f"{guest.home.url} did not answer from {since} to {until}; now it does."
        self._workspace.write(lambda change: guests.answers_again(change, guest.run, words))
        add_to_log(self._log(guest.run), words)

    def _lose_touch(self, guest: Guest, why: CytoDeskError) -> None:
        """Give up telling a home that does not know the run any more; its program ends."""
        words = f"{guest.home.url} does not know the analysis any more: {why.said()}"

        def lost(change: Change) -> None:
            warn(change, guest.run, words)
            guests.told(change, guest.run)

        self._workspace.write(lost)
        add_to_log(self._log(guest.run), words)
        if runs.record_of(self._workspace.reading(), guest.run).duration is None:
            self._cancel(guest.run)
        self._let_go(guest)

    def _talk(self, guest: Guest) -> _Talk:
        with self._door:
            if guest.run not in self._talks:
                keys = self.keys.of(guest.home)
                if keys is None:
                    raise NotSignedIn(N_("its keys are gone"))
                self._talks[guest.run] = _Talk(Calls(guest.home, keys))
            return self._talks[guest.run]

    def _let_go(self, guest: Guest) -> None:
        self.keys.forget(guest.home)
        with self._door:
            talk = self._talks.pop(guest.run, None)
        if talk is not None:
            talk.calls.close()


def _clock(instant: int) -> str:
    return time.strftime("%H:%M:%S", time.localtime(instant / 1000))
