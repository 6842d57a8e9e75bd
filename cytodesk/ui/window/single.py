"""One window per user: a second start gives it its files and ends.

A mark in the user's folder says that a window may be open, so that the first one need not ask
for another before it is painted; a crash leaves it behind, which costs a question.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_MARK = "window.open"
_WITHIN = 500
"""Milliseconds that the first window has to answer."""


class Single(QObject):
    """Listens for later starts; `handed` carries their paths, as texts."""

    handed = Signal(list)

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._name = _name_of(home)
        self._mark = home / _MARK
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def hand_over(self, paths: Sequence[str]) -> bool:
        """Give `paths` to a window that is already open; False if there is none."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WITHIN):
            return False
        socket.write(json.dumps([str(Path(each).absolute()) for each in paths]).encode() + b"\n")
        return socket.waitForBytesWritten(_WITHIN) and socket.waitForReadyRead(_WITHIN)

    def listen(self) -> None:
        """Be the first; what a crash left of an earlier one is taken away."""
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)
        self._mark.touch()

    def close(self) -> None:
        self._server.close()
        self._mark.unlink(missing_ok=True)

    def _greet(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        try:
            told = json.loads(bytes(socket.readLine().data()))
        except ValueError:
            return
        socket.write(b"taken\n")
        socket.flush()
        if isinstance(told, list):
            self.handed.emit([each for each in told if isinstance(each, str)])


def _name_of(home: Path) -> str:
    return "cytodesk-" + hashlib.sha256(str(home).encode()).hexdigest()[:16]
