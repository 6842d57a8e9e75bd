"""A network between two stations that can be cut: a relay of TCP on a port of its own."""

from __future__ import annotations

import contextlib
import socket
import threading


class Network:
    """Relays to `port`; while it is cut, connections break off and new ones are refused."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._pairs: set[socket.socket] = set()
        self._door: socket.socket | None = None
        self._lock = threading.Lock()
        self.port = 0
        self.mend()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def mend(self) -> None:
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", self.port))
        door.listen(64)
        self.port, self._door = door.getsockname()[1], door
        threading.Thread(target=self._serve, args=(door,), daemon=True).start()

    def cut(self) -> None:
        if self._door is not None:
            with contextlib.suppress(OSError):
                self._door.shutdown(socket.SHUT_RDWR)
            self._door.close()
            self._door = None
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for each in pairs:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _serve(self, door: socket.socket) -> None:
        while True:
            try:
                near, _ = door.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                return
            with self._lock:
                self._pairs |= {near, far}
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=_relay, args=(source, target), daemon=True).start()


def _relay(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while block := source.recv(1 << 16):
            target.sendall(block)
    for each in (source, target):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
