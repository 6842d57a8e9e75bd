"""A small real server that signs, pages and fails as Cytomine's generations do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from cytodesk.client.connection import Connection
from cytodesk.client.station_keys import Keys
from cytodesk.client.transport import Limits

KEYS = Keys("11111111-aaaa-4aaa-8aaa-111111111111", "22222222-bbbb-4bbb-8bbb-222222222222")
SHORT = Limits(connect=1, read=0.5)
LONG = Limits(connect=1, read=15)


@dataclass
class Asked:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Answer:
    body: Any = None
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    """Another content-length than the body's, to break off in the middle."""

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Reply = Answer | Callable[[Asked], Answer]


class Place:
    """A Cytomine as a table of answers; `generations` are the signatures that it understands."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self.generations = {"with-path", "without-path"}
        self.unknown: Reply = Answer({"success": False, "errors": "who are you?"}, 401)
        self.otherwise: Reply | None = None
        self.table: dict[tuple[str, str], Reply] = {}
        self.says("/server/ping", {"alive": True, "version": "3.2.0", "serverID": "server-1"})
        self.says("/api/user/current.json", {"id": 7, "username": "me", "algo": False})
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def says(self, path: str, body: Any, method: str = "GET", **answer: Any) -> None:
        self.table[method, path] = Answer(body, **answer)

    def does(self, path: str, reply: Callable[[Asked], Answer], method: str = "GET") -> None:
        self.table[method, path] = reply

    def is_station(self) -> None:
        self.says("/station/v1/hello", {"program": "cytodesk", "version": "0.1.0", "api": 1})

    def reply_to(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        is_api = asked.path.startswith(("/api/", "/station/")) and not asked.path.endswith("hello")
        reply = self.unknown if is_api and not self._is_signed(asked) else self._found(asked)
        return reply(asked) if callable(reply) else reply

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _found(self, asked: Asked) -> Reply:
        nothing = Answer({"errors": {"message": f"nothing at {asked.path}"}}, 404)
        return self.table.get((asked.method, asked.path), self.otherwise or nothing)

    def _is_signed(self, asked: Asked) -> bool:
        said = [asked.method, "", asked.headers.get("content-type", ""), asked.headers.get("date")]
        if said[3] is None:
            return False
        messages = {"with-path": [*said, asked.target], "without-path": said}
        return any(
            asked.headers.get("authorization") == f"CYTOMINE {KEYS.public}:{_hmac(messages[each])}"
            for each in self.generations
        )


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that give up are what is tested."""


def _hmac(parts: list[Any]) -> str:
    message = "\n".join(parts).encode()
    return base64.b64encode(
        hmac.new(KEYS.private.encode(), message, hashlib.sha1).digest()
    ).decode()


def _handler(place: Place) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, self.rfile.read(size))
            try:
                answer = place.reply_to(asked)
            except ConnectionError:  # the test wants the connection dropped
                self.close_connection = True
                return
            self.send_response(answer.status)
            self.send_header("content-type", answer.kind)
            length = len(answer.content) if answer.length is None else answer.length
            self.send_header("content-length", str(length))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.content)
            self.close_connection = answer.length is not None

        do_GET = do_POST = do_PUT = do_DELETE = do  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    return Handler


@pytest.fixture
def place() -> Iterator[Place]:
    place = Place()
    yield place
    place.close()


@pytest.fixture
def connected() -> Iterator[Callable[..., Connection]]:
    """Connect to a place, and part from it at the end of the test."""
    opened: list[Connection] = []

    def connect(place: Place, **options: Any) -> Connection:
        opened.append(Connection.open(place.url, KEYS, **{"limits": LONG, **options}))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()
