"""The station process: the one writer, the queue and the API, on the doorkeeper's socket."""

from __future__ import annotations

import contextlib
import gc
import socket
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import uvicorn

from cytodesk import __version__
from cytodesk.client.station_door import write_refusal
from cytodesk.errors import N_, WorkspaceError
from cytodesk.journal import Journal
from cytodesk.processes import FileLock, received_socket, when_parent_ends
from cytodesk.server.application import application
from cytodesk.server.serving import Serving
from cytodesk.settings import Folders
from cytodesk.station.composing import composed
from cytodesk.station.copying import Copying
from cytodesk.station.door import OPENED, WRITER
from cytodesk.station.ending import Ending, LastAsked
from cytodesk.station.in_flight import CutOff, InFlight, watched
from cytodesk.station.order import StationOrder
from cytodesk.wire.runs import RunState
from cytodesk.workspace import people, run_lists
from cytodesk.workspace.opening import not_opened
from cytodesk.workspace.warnings import warn
from cytodesk.workspace.writer import Change

IDLE_SECONDS = 15 * 60.0
INTERRUPTED = N_("a request was interrupted: the station had to be started again")
_WRITER_WAIT = 15.0
_TURN = 0.0005
"""Seconds for which one thread computes while others wait. A small request waits for its turn four
times: while two programs posted, 95 % were answered within 34 and 43 ms, with Python's own 5 ms
within 83 and 57 ms (benchmarks/while_posting.py, in turns)."""


def serve_station(order: StationOrder) -> int:
    """Be the station: serve on the socket that the doorkeeper shared, until told to end."""
    sock = received_socket()
    folders = Folders.of_user().made()
    with Journal.open(folders.log, "station") as journal:
        try:
            return _serve(order, sock, folders, journal)
        except WorkspaceError as error:
            refused = error
        except sqlite3.Error as error:
            refused = not_opened(order.workspace / "workspace.db", error)
        journal.note("station refused", refused.said())
        write_refusal(order.workspace, refused)
        return 0


def _serve(order: StationOrder, sock: socket.socket, folders: Folders, journal: Journal) -> int:
    with contextlib.ExitStack() as house:
        house.callback(_only_writer(order.workspace).release)
        serving = composed(order, sock, folders, journal, house)
        in_flight = house.enter_context(closing(InFlight(order.workspace / "in-flight")))
        _warn_of(in_flight.cut_off, serving)
        server, last = _server(serving, in_flight)
        ending = Ending(server)
        house.callback(ending.forget)
        serving.ends.extend([ending.end, serving.workspace.wake])  # a window may wait for events
        when_parent_ends(ending.end)
        serving.queue.start()
        copying = Copying(order.workspace, lambda: serving.queue.is_idle, serving.noted)
        house.enter_context(closing(copying)).start()
        sys.setswitchinterval(_TURN)
        gc.freeze()  # what is loaded by now stays: it need not be looked through again
        if not order.is_kept:
            ending.end_when_idle(lambda: last.seconds_ago > IDLE_SECONDS and serving.queue.is_idle)
        with contextlib.suppress(OSError):  # a full disk: it serves all the same
            (order.workspace / OPENED).write_text(str(time.time_ns()))
        journal.note("station opened", workspace=str(order.workspace), version=__version__)
        server.run(sockets=[sock])
        journal.note("station closed")
    return 0


def _only_writer(workspace: Path) -> FileLock:
    """Return the lock of who writes, taken; a station that ends may hold it a little longer."""
    writer = FileLock(workspace / WRITER)
    give_up = time.monotonic() + _WRITER_WAIT
    while not writer.acquire():
        if time.monotonic() > give_up:
            raise WorkspaceError(
                N_("Another station still writes to {workspace}."), workspace=workspace
            )
        time.sleep(0.05)
    return writer


def _server(serving: Serving, in_flight: InFlight) -> tuple[uvicorn.Server, LastAsked]:
    """Return the server of the API, and what knows how long nobody has asked it anything."""
    last = LastAsked(application(serving))
    config = uvicorn.Config(
        last,
        http=watched(in_flight),
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config), last


def _warn_of(cut_off: CutOff, serving: Serving) -> None:
    """Warn on the runs whose requests ended with the station before: none fails in silence.

    Where it had not been said yet who asks, it may have been any run that goes on.
    """
    db = serving.workspace.reading()
    users = {id_ for key in cut_off.keys if (id_ := serving.keys.user_of(key)) is not None}
    meant = {user.run for user in people.users(db, sorted(users)) if user.run is not None}
    if cut_off.strangers:
        meant |= set(run_lists.runs_in(db, RunState.RUNNING))

    def warned(change: Change) -> None:
        for run in sorted(meant):
            warn(change, run, INTERRUPTED)

    if meant:
        serving.workspace.write(warned)
