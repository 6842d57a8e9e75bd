"""Follow a run until it has ended: by the station's events and live log, or by asking again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cytodesk.client.connection import Connection
from cytodesk.errors import N_, Cancelled, NotFound, NotReached, Refused
from cytodesk.wire.codec import from_json
from cytodesk.wire.runs import Run

_PATIENCE = 30.0  # seconds in which a station comes back after a crash, or a network
_GRACE = 5.0  # seconds between a program's word that it is done and the end of its log
_SLOWEST = 5.0
_LONGEST_WAIT = 20.0
_LATE_LOG = 3  # times that a log is asked for which is attached after the end (contract 4.5)


@dataclass(frozen=True, slots=True)
class Moved:
    """The run is at another state, progress or comment."""

    run: Run


@dataclass(frozen=True, slots=True)
class Logged:
    """More of what the program said; any number of lines, the last perhaps not whole."""

    text: str


Followed = Moved | Logged


def follow(
    connection: Connection,
    run_id: int,
    *,
    report: Callable[[Followed], None],
    cancelled: threading.Event | None = None,
    poll: float = 0.5,
) -> Run:
    """Tell `report` what happens to the run, and return it when it has ended.

    Raises Cancelled when `cancelled` is set, which ends the following and not the run; NotReached
    when the server has not answered for half a minute.
    """
    kind = _StationFollower if connection.is_station else _Follower
    return kind(connection, run_id, report, cancelled or threading.Event(), poll).followed()


class _Follower:
    """Asks a server again and again, less often while nothing happens."""

    def __init__(
        self,
        connection: Connection,
        run_id: int,
        report: Callable[[Followed], None],
        cancelled: threading.Event,
        poll: float,
    ) -> None:
        self.connection = connection
        self.run_id = run_id
        self.report = report
        self.cancelled = cancelled
        self.poll = poll
        self.pause = poll

    def followed(self) -> Run:
        run = self._moved_from(None)
        while not run.state.has_ended:
            self._wait()
            run = self._moved_from(run)
        self._finish_log()
        return run

    def _moved_from(self, before: Run | None) -> Run:
        run = from_json(Run, self._get(f"job/{self.run_id}.json"))
        self.pause = min(self.pause * 1.5, max(self.poll, _SLOWEST))
        if before is None or _visible(run) != _visible(before):
            self.report(Moved(run))
            self.pause = self.poll
        return run

    def _wait(self) -> None:
        self._sleep(self.pause)

    def _finish_log(self) -> None:
        """Report the log, which such a server attaches some time after the end, or never."""
        for _ in range(_LATE_LOG):
            try:
                answer = self._get(f"job/{self.run_id}/log.json")
            except (NotFound, Refused):
                self._sleep(self.poll)
            else:
                self._log(str(answer.get("data") or ""))
                return

    def _log(self, text: str) -> None:
        if text:
            self.report(Logged(text))

    def _sleep(self, seconds: float) -> None:
        if self.cancelled.wait(seconds):
            raise Cancelled(N_("Run {run} is no longer followed."), run=self.run_id)

    def _get(self, path: str, **query: Any) -> Any:
        """Return the JSON at `path`; a server that is gone may be about to come back."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                return self.connection.get(path, **query)
            except NotReached:
                if time.monotonic() > until:
                    raise
                self._sleep(self.poll)


class _StationFollower(_Follower):
    """Waits for the station's events, and reads the log while it grows."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._offset = 0
        self._has_log_ended = False
        self._last_event = int(self._get("/station/v1/events", wait=0)["last"])

    def _moved_from(self, before: Run | None) -> Run:
        run = super()._moved_from(before)
        self._read_log()
        return run

    def _wait(self) -> None:
        """Return when something happened to the run, or when it is time to look at the log."""
        until = time.monotonic() + self.poll
        while (left := until - time.monotonic()) > 0:
            self._sleep(0)
            events = self._events(left)
            if any(event.get("run") == self.run_id for event in events):
                return
            if not events:
                self._sleep(max(0.0, until - time.monotonic()))

    def _finish_log(self) -> None:
        until = time.monotonic() + _GRACE
        while not self._has_log_ended and time.monotonic() < until:
            self._wait()
            self._read_log()

    def _events(self, seconds: float) -> list[dict[str, Any]]:
        """Return the events since the last time, waiting up to `seconds` for the first one."""
        answer = self._get(
            "/station/v1/events",
            after=self._last_event,
            wait=f"{min(seconds, _LONGEST_WAIT):.3f}",
        )
        self._last_event = int(answer["last"])
        return list(answer["events"])

    def _read_log(self) -> None:
        """Report what was added to the log; a long one comes in several blocks."""
        while True:
            try:
                answer = self._get(f"/station/v1/runs/{self.run_id}/log", offset=self._offset)
            except NotFound:
                self._has_log_ended = True
                return
            self._log(str(answer["text"]))
            self._has_log_ended = bool(answer["ended"])
            if int(answer["offset"]) <= self._offset:
                return
            self._offset = int(answer["offset"])


def _visible(run: Run) -> tuple[Any, ...]:
    return run.state, run.progress, run.comment
