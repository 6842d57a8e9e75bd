"""A listening socket handed to a child, so that connections wait while it is restarted."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from .starting import Output, start_child

_SOCKET = "CYTODESK_SOCKET"  # a descriptor's number, or "stdin" on Windows


def start_with_socket(
    command: Sequence[str],
    sock: socket.socket,
    *,
    folder: Path,
    environment: Mapping[str, str],
    output: Output = None,
) -> subprocess.Popen[bytes]:
    """Start `command` as our child with a share in `sock`; it calls `received_socket()`."""
    if sys.platform != "win32":
        number = sock.fileno()
        return start_child(
            command,
            folder=folder,
            environment={**environment, _SOCKET: str(number)},
            output=output,
            shared_sockets=(number,),
        )
    child = start_child(
        command, folder=folder, environment={**environment, _SOCKET: "stdin"}, output=output
    )
    assert child.stdin is not None
    told = sock.share(child.pid)
    child.stdin.write(len(told).to_bytes(4, "big") + told)
    child.stdin.flush()
    return child


def received_socket() -> socket.socket:
    """Return the socket our parent shared with us; the next child does not get it by accident.

    KeyError: nobody shared one.
    """
    told = os.environ.pop(_SOCKET)
    if sys.platform != "win32":
        number = int(told)
        os.set_inheritable(number, False)
        return socket.socket(fileno=number)
    length = int.from_bytes(_read_exactly(4), "big")
    return socket.fromshare(_read_exactly(length))


def somebody_listens_at(path: Path) -> bool:
    """Whether a Unix socket answers; its file comes a moment before. Windows has none."""
    if sys.platform == "win32":
        return False
    with socket.socket(socket.AF_UNIX) as knocking:
        return knocking.connect_ex(str(path)) == 0


def _read_exactly(count: int) -> bytes:
    got = b""
    while len(got) < count:
        more = os.read(0, count - len(got))
        if not more:
            raise EOFError("the parent ended before it shared its socket")
        got += more
    return got
