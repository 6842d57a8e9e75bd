"""The doorkeeper: holds the listening socket and the workspace's lock, restarts the station.

Connections wait while it does. It ends last.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator

from cytodesk.client.station_door import (
    LOCK,
    address_of,
    forget_address,
    forget_refusal,
    refusal_of,
    write_address,
)
from cytodesk.errors import N_, WorkspaceError
from cytodesk.processes import Child, FileLock, own_command, own_environment, start_with_socket
from cytodesk.settings import Folders
from cytodesk.station.order import StationOrder, words_of

_LOOKERS_HOLD_AT_MOST = 0.5
"""Seconds."""
_LEFT_ALONE_FOR_AT_MOST = 10.0
"""Seconds."""
WRITER = "writer.lock"
"""Who holds this file in a workspace is its one writer: a station."""
OPENED = "opened"
"""A file that a station touches once it serves."""
_LOOK_EVERY = 0.05
"""Seconds."""
_RESTARTS_AT_MOST = 8
"""Crashes in a row, each before the station served, after which the doorkeeper gives up."""


def keep_door(order: StationOrder, *, opened: Callable[[str], None] = lambda url: None) -> int:
    """Serve `order` until the station ends by itself or we are asked to; return the exit status.

    Raises WorkspaceError if another doorkeeper has this workspace: its address is in the sentence,
    and where the station itself refuses to serve.
    """
    lock = FileLock(order.workspace / LOCK)
    if not _acquired(lock, order):
        raise WorkspaceError(
            N_("{workspace} is already served, at {url}: end that with `cytodesk stop`."),
            workspace=order.workspace,
            url=address_of(order.workspace) or "?",
        )
    _await_who_was_left_alone(order)
    last = address_of(order.workspace)
    forget_address(order.workspace)
    forget_refusal(order.workspace)
    with _held(lock), contextlib.closing(_listening(order, last)) as sock:
        url = f"http://127.0.0.1:{sock.getsockname()[1]}"
        write_address(order.workspace, url, os.getpid())
        opened(url)
        status = _keep_alive(order, sock)
        if (refusal := refusal_of(order.workspace)) is not None:
            raise refusal
        return status


@contextlib.contextmanager
def _held(lock: FileLock) -> Iterator[None]:
    try:
        yield
    finally:
        lock.release()


def _acquired(lock: FileLock, order: StationOrder) -> bool:
    """Try for a moment: whoever only looks whether a station is there holds the lock as briefly.

    Raises WorkspaceError where the folder cannot be written.
    """
    give_up = time.monotonic() + _LOOKERS_HOLD_AT_MOST
    try:
        order.workspace.mkdir(parents=True, exist_ok=True)
        while not lock.acquire():
            if time.monotonic() > give_up:
                return False
            time.sleep(0.02)
    except OSError as error:
        raise WorkspaceError(
            N_("The workspace {path} cannot be written: {reason}."),
            path=order.workspace,
            reason=error.strerror or error,
        ) from error
    return True


def _await_who_was_left_alone(order: StationOrder) -> None:
    """Wait for the station of a killed doorkeeper: it ends by itself, and frees its port."""
    writer = FileLock(order.workspace / WRITER)
    give_up = time.monotonic() + _LEFT_ALONE_FOR_AT_MOST
    while time.monotonic() < give_up:
        if writer.acquire():
            writer.release()
            return
        time.sleep(0.02)


def _listening(order: StationOrder, last: str | None) -> socket.socket:
    """Listen on loopback, on the workspace's last port if it is free.

    Programs that still run know the station by its port.
    """
    before = int((last or ":0").rsplit(":", 1)[-1])
    for port in (order.port or before, order.port):
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
    asked = AskedToEnd()
    while True:
        before = _opened_at(order)
        child = _start_station(order, sock)
        status = _watch(child, asked)
        if status == 0 or asked.is_so:
            return 0 if asked.is_so else status
        crashes = crashes + 1 if _opened_at(order) == before else 1
        if crashes > _RESTARTS_AT_MOST:
            return status
        asked.wait(min(5.0, 0.05 * 2**crashes))


class AskedToEnd:
    """Hears SIGINT and SIGTERM from now on.

    A handler interrupts the very thread that waits. So it takes no lock: an Event's `set` would
    wait for ever for the `wait` that it interrupted, now and then.
    """

    def __init__(self) -> None:
        self.is_so = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._hear)

    def wait(self, seconds: float) -> None:
        """Return once a signal came, or after so many seconds."""
        give_up = time.monotonic() + seconds
        while not self.is_so and time.monotonic() < give_up:
            time.sleep(_LOOK_EVERY)

    def _hear(self, number: int, frame: object) -> None:
        self.is_so = True


def _opened_at(order: StationOrder) -> int | None:
    try:
        return (order.workspace / OPENED).stat().st_mtime_ns
    except OSError:
        return None


def _start_station(order: StationOrder, sock: socket.socket) -> Child:
    log = Folders.of_user().made().log / "station-output.txt"
    return start_with_socket(
        own_command("station", *words_of(order)),
        sock,
        folder=order.workspace,
        environment=own_environment(),
        output=log,
    )


def _watch(child: Child, asked: AskedToEnd) -> int:
    """Wait for the station's end; hand on that we were asked to end by closing its stdin."""
    while child.poll() is None:
        if asked.is_so and child.stdin is not None and not child.stdin.closed:
            child.stdin.close()
        time.sleep(_LOOK_EVERY)
    return int(child.returncode)
