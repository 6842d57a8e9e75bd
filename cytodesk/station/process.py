"""The station process: the one writer, the queue and the API, on the doorkeeper's socket."""

from __future__ import annotations

import contextlib
import gc
import getpass
import logging
import socket
import sys
import time
import traceback
from collections.abc import Callable

import uvicorn

from cytodesk import __version__
from cytodesk.client.station_keys import KeyFile
from cytodesk.errors import N_, WorkspaceError
from cytodesk.journal import Journal
from cytodesk.processes import FileLock, received_socket, when_parent_ends
from cytodesk.runs.folders import is_lived_in
from cytodesk.runs.guests.keys import GuestKeys
from cytodesk.runs.place import Place
from cytodesk.runs.queue import RunQueue
from cytodesk.server.application import application
from cytodesk.server.serving import KeyBook, Serving
from cytodesk.settings import Folders, read_settings
from cytodesk.station.copying import Copying
from cytodesk.station.door import OPENED, WRITER
from cytodesk.station.ending import Ending, LastAsked
from cytodesk.station.in_flight import CutOff, InFlight, watched
from cytodesk.station.order import StationOrder
from cytodesk.watchdog import Watchdog
from cytodesk.wire.runs import RunState
from cytodesk.workspace import people, run_lists
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.pixels import SlideCache
from cytodesk.workspace.store import Change, Workspace
from cytodesk.workspace.sweeping import sweep
from cytodesk.workspace.warnings import warn

IDLE_SECONDS = 15 * 60.0
SLOW_REQUEST = 0.2
"""Seconds; a request that takes longer is noted with its stack."""
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
            journal.note("station refused", error.said())
            sys.stderr.write(f"{error.said()}\n")
            return 0


def _serve(order: StationOrder, sock: socket.socket, folders: Folders, journal: Journal) -> int:
    writer = FileLock(order.workspace / WRITER)
    give_up = time.monotonic() + _WRITER_WAIT
    while not writer.acquire():
        if time.monotonic() > give_up:
            raise WorkspaceError(
                N_("Another station still writes to {workspace}."), workspace=order.workspace
            )
        time.sleep(0.05)
    with contextlib.ExitStack() as house:
        house.callback(writer.release)
        workspace = Workspace(order.workspace)
        house.callback(workspace.close)
        people.ensure_human(workspace, _login())
        watchdog = Watchdog(SLOW_REQUEST)
        house.callback(watchdog.close)
        serving = _composed(order, sock, folders, journal, workspace, watchdog, house)
        in_flight = InFlight(order.workspace / "in-flight")
        house.callback(in_flight.close)
        _warn_of(in_flight.cut_off, serving)
        server = uvicorn.Server(
            uvicorn.Config(
                last := LastAsked(application(serving)),
                http=watched(in_flight),
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=5,
            )
        )
        ending = Ending(server)
        house.callback(ending.forget)
        serving.ends.extend([ending.end, workspace.wake])  # a window may wait for events
        when_parent_ends(ending.end)
        serving.queue.start()
        copying = Copying(order.workspace, lambda: serving.queue.is_idle, serving.noted)
        house.callback(copying.close)
        copying.start()
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


def _composed(
    order: StationOrder,
    sock: socket.socket,
    folders: Folders,
    journal: Journal,
    workspace: Workspace,
    watchdog: Watchdog,
    house: contextlib.ExitStack,
) -> Serving:
    secret = KeyFile(folders.private / "station-keys.json").secret_made_for(workspace.id)
    files = FileStore(workspace.folder / "files")
    sweep(workspace, files, is_lived_in)
    slides = SlideCache()
    house.callback(slides.close)
    book = KeyBook(secret, workspace, journal.masks.add)
    address = f"http://127.0.0.1:{sock.getsockname()[1]}"

    def noted(event: str, fields: dict[str, object]) -> None:
        error = fields.get("error")
        told: dict[str, object] = {"event": event, **fields}
        if isinstance(error, BaseException):
            told |= {"stack": _stack(error), "error": str(error)}
        logging.getLogger("cytodesk").log(logging.ERROR if error else logging.INFO, "", extra=told)

    queue = RunQueue(
        Place(
            workspace=workspace,
            files=files,
            address=lambda: address,
            keys=book.keys,
            guest_keys=GuestKeys(folders.private / "guests" / workspace.id, journal.masks.add),
            cache=folders.cache,
            limit=read_settings(folders.config / "settings.json").runs_at_a_time,
            noted=noted,
            engine=lambda: read_settings(folders.config / "settings.json").container_engine,
        )
    )
    house.callback(queue.close)
    ends: list[Callable[[], None]] = []
    return Serving(
        workspace=workspace,
        files=files,
        keys=book,
        slides=slides,
        queue=queue,
        version=__version__,
        is_legacy=order.is_legacy,
        ends=ends,
        noted=noted,
        watching=watchdog.watching,
    )


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


def _stack(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "me"
