"""This computer as a Cytomine: the doorkeeper, and the station process that it keeps alive.

The doorkeeper holds the listening socket and the workspace's lock, and starts the station again
after a crash; connections wait meanwhile. The station holds the one writer, and ends by itself
when nobody has asked for anything for a while.
"""

from __future__ import annotations

import argparse
import contextlib
import getpass
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from cytodesk import __version__
from cytodesk.client.station_keys import KeyFile
from cytodesk.errors import N_, WorkspaceError
from cytodesk.journal import Journal, Watchdog
from cytodesk.processes import (
    FileLock,
    own_command,
    own_environment,
    received_socket,
    start_with_socket,
    when_parent_ends,
)
from cytodesk.runs.queue import Place, RunQueue
from cytodesk.server.application import application
from cytodesk.server.serving import KeyBook, Serving
from cytodesk.settings import Folders, read_settings, write_atomically
from cytodesk.workspace import people
from cytodesk.workspace.files import FileStore
from cytodesk.workspace.pixels import SlideCache
from cytodesk.workspace.store import Workspace

ADDRESS = "station.json"
LOCK = "station.lock"
IDLE_SECONDS = 15 * 60.0
SLOW_REQUEST = 0.2
"""Seconds; a request that takes longer is noted with its stack."""
_WRITER_WAIT = 15.0
_RESTARTS_AT_MOST = 8
"""Crashes in a row, each within ten seconds of its start, after which the doorkeeper gives up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationOrder:
    """What is to be served: `port` 0 takes the last one of this workspace, or any."""

    workspace: Path
    port: int = 0
    is_legacy: bool = False
    is_kept: bool = False
    """Whether it stays although nobody asks for anything."""


def words_of(order: StationOrder) -> list[str]:
    """Return `order` as the words that one process of ours says to the next."""
    words = ["--workspace", str(order.workspace), "--port", str(order.port)]
    return words + ["--legacy"] * order.is_legacy + ["--kept"] * order.is_kept


def order_of(words: Sequence[str]) -> StationOrder:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--legacy", dest="is_legacy", action="store_true")
    parser.add_argument("--kept", dest="is_kept", action="store_true")
    return StationOrder(**vars(parser.parse_args(words)))


def keep_door(
    order: StationOrder, *, opened: Callable[[str], None] = lambda url: None
) -> int:
    """Serve `order` until the station ends by itself or we are asked to; return the exit status.

    Raises WorkspaceError if another doorkeeper has this workspace: it stands in the file ADDRESS.
    """
    order.workspace.mkdir(parents=True, exist_ok=True)
    lock = FileLock(order.workspace / LOCK)
    if not lock.acquire():
        raise WorkspaceError(
            N_("{workspace} is already served, at {url}."),
            workspace=order.workspace,
            url=address_of(order.workspace) or "?",
        )
    with contextlib.closing(_listening(order)) as sock, lock_held(lock):
        url = f"http://127.0.0.1:{sock.getsockname()[1]}"
        told = {"schema": 1, "url": url, "pid": os.getpid(), "legacy": order.is_legacy}
        write_atomically(order.workspace / ADDRESS, json.dumps(told).encode())
        opened(url)
        return _keep_alive(order, sock)


@contextlib.contextmanager
def lock_held(lock: FileLock) -> Iterator[None]:
    try:
        yield
    finally:
        lock.release()


def address_of(workspace: Path) -> str | None:
    """Return the address that the workspace's last doorkeeper wrote down, if any."""
    try:
        told = json.loads((workspace / ADDRESS).read_text("utf-8"))
        return str(told["url"])
    except (OSError, ValueError, KeyError):
        return None


def _listening(order: StationOrder) -> socket.socket:
    """Listen on loopback, on the workspace's last port if it is free.

    Programs that still run know the station by its port.
    """
    last = (address_of(order.workspace) or ":0").rsplit(":", 1)[-1]
    for port in (order.port or int(last), order.port):
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind(("127.0.0.1", port))
        except OSError as error:
            sock.close()
            if order.port:
                raise WorkspaceError(
                    N_("Port {port} of this computer is taken."), port=order.port
                ) from error
            continue
        sock.listen(2048)
        return sock
    raise WorkspaceError(N_("No port of this computer could be opened."))


def _keep_alive(order: StationOrder, sock: socket.socket) -> int:
    crashes = 0
    asked_to_end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked_to_end.set())
    while True:
        began = time.monotonic()
        child = _start_station(order, sock)
        status = _watch(child, asked_to_end)
        if status == 0 or asked_to_end.is_set():
            return 0 if asked_to_end.is_set() else status
        crashes = crashes + 1 if time.monotonic() - began < 10 else 1
        if crashes > _RESTARTS_AT_MOST:
            return status
        asked_to_end.wait(min(5.0, 0.05 * 2**crashes))


def _start_station(order: StationOrder, sock: socket.socket) -> subprocess.Popen[bytes]:
    log = Folders.of_user().made().log / "station-output.txt"
    return start_with_socket(
        own_command("station", *words_of(order)),
        sock,
        folder=order.workspace,
        environment=own_environment(),
        output=log,
    )


def _watch(child: subprocess.Popen[bytes], asked_to_end: threading.Event) -> int:
    """Wait for the station's end; hand on that we were asked to end by closing its stdin."""
    while child.poll() is None:
        if asked_to_end.wait(0.05) and child.stdin is not None and not child.stdin.closed:
            child.stdin.close()
    return int(child.returncode)


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
    writer = FileLock(order.workspace / "writer.lock")
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
        server = uvicorn.Server(
            uvicorn.Config(
                _Counted(application(serving), last := _LastAsked()),
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=5,
            )
        )
        ending = _Ending(server)
        house.callback(ending.forget)
        serving.ends.append(ending.end)
        when_parent_ends(ending.end)
        serving.queue.start()
        if not order.is_kept:
            ending.end_when_idle(lambda: last.seconds_ago > IDLE_SECONDS and serving.queue.is_idle)
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
    files.sweep(workspace.reading())
    slides = SlideCache()
    house.callback(slides.close)
    book = KeyBook(secret, workspace, journal.masks.add)
    address = f"http://127.0.0.1:{sock.getsockname()[1]}"

    def noted(event: str, fields: dict[str, object]) -> None:
        error = fields.get("error")
        if isinstance(error, BaseException):
            fields = fields | {"stack": _stack(error), "error": str(error)}
        journal.note(event, **fields)

    queue = RunQueue(
        Place(
            workspace=workspace,
            files=files,
            address=lambda: address,
            keys=book.keys,
            cache=folders.cache,
            limit=read_settings(folders.config / "settings.json").runs_at_a_time,
            noted=noted,
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


def _stack(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "me"


class _LastAsked:
    """When the last request came."""

    def __init__(self) -> None:
        self.at = time.monotonic()

    @property
    def seconds_ago(self) -> float:
        return time.monotonic() - self.at


class _Counted:
    """The application, with the clock of its last request."""

    def __init__(self, app: ASGIApp, last: _LastAsked) -> None:
        self._app = app
        self._last = last

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._last.at = time.monotonic()
        await self._app(scope, receive, send)


class _Ending:
    """Ends the server from any thread."""

    def __init__(self, server: uvicorn.Server) -> None:
        self._server = server
        self._forgotten = threading.Event()

    def end(self) -> None:
        self._server.should_exit = True

    def forget(self) -> None:
        self._forgotten.set()

    def end_when_idle(self, is_idle: Callable[[], bool]) -> None:
        def watch() -> None:
            while not self._forgotten.wait(5.0):
                if is_idle():
                    self.end()
                    return

        threading.Thread(target=watch, name="idle", daemon=True).start()
