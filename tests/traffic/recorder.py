"""Stands between a client and the station, and keeps what they say, without what changes.

Kept are order, methods, paths, queries, bodies, statuses and types; masked are ids, instants, keys,
hosts and tokens. Requests that several threads or children send at the same time have no order:
neighbours of the same kind are sorted.
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import re
import threading
from collections.abc import Collection, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

_IDS = {
    *("id", "project", "software", "job", "softwareParameter", "userJob", "user", "users", "image"),
    *("images", "slice", "term", "terms", "ontology", "baseImage", "baseSlice", "annotation"),
    *("annotations", "annotationIdent", "userannotation", "domainIdent", "expectedTerm", "command"),
    *("term1", "term2", "tag", "parentIdent", "idSoftware", "idJob"),
    *("number", "idTerm", "idExpectedTerm", "key", "parent", "imageinstance", "uploadedFile"),
}
_INSTANTS = {"created", "updated", "softwareDate"}
_KEYS = {"publicKey", "privateKey"}
_NAMES = {
    *("name", "fullName", "softwareName", "projectName", "ontologyName"),
    *("username", "message", "creator"),
}
_SHOWN = 2
"""How many elements of a list are kept; the rest is counted."""
_HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "date", "keep-alive"}
_KEPT = ("content-type", "connection", "cache-control", "etag", "last-modified")


class Recorder:
    """Serves on a port of its own; `lines()` is what was said so far."""

    def __init__(self, station_url: str, human_key: str, ids: Collection[str] = ()) -> None:
        self._human_key = human_key
        self._ids = ids
        """Texts that are masked wherever they stand as a whole value."""
        self._target = urlsplit(station_url).netloc
        self._said: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @contextlib.contextmanager
    def listening(self) -> Iterator[Recorder]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def lines(self) -> list[str]:
        lines: list[str] = []
        for _, group in itertools.groupby(self._said, _kind):
            lines += sorted(json.dumps(each, ensure_ascii=False, sort_keys=True) for each in group)
        return lines

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass_on(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                recorder._pass_on(self, self.rfile.read(length))

            do_GET = do_POST = do_PUT = do_DELETE = _pass_on  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: what matters is recorded."""

        return Handler

    def _pass_on(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        line = self._asked(request, body)
        with self._lock:
            self._said.append(line)
        onward = http.client.HTTPConnection(self._target, timeout=60)
        try:
            onward.putrequest(
                request.command, request.path, skip_host=True, skip_accept_encoding=True
            )
            for name, value in request.headers.items():
                onward.putheader(name, value)
            onward.endheaders(body)
            answer = onward.getresponse()
            content = answer.read()
        finally:
            onward.close()
        line["answer"] = self._answered(answer, content)
        request.send_response(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in _HOP_BY_HOP or name.lower() == "connection":
                request.send_header(name, value)
        request.send_header("content-length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)
        request.close_connection = answer.headers.get("connection") == "close"

    def _asked(self, request: BaseHTTPRequestHandler, body: bytes) -> dict[str, Any]:
        parts = urlsplit(request.path)
        query = parse_qsl(parts.query, keep_blank_values=True)
        asked: dict[str, Any] = {
            "by": self._signer(request.headers.get("authorization", "")),
            "method": request.command,
            "path": re.sub(r"(?<=/)\d+(?=[./]|$)|(?<=sure%20)\d+", "#", parts.path),
        }
        if query:
            asked["query"] = {name: self._masked(value, name) for name, value in query}
        if type_ := request.headers.get("content-type"):
            asked["type"] = type_.split(";")[0]
        if body:
            asked["body"] = self._body(type_ or "", body)
        return asked

    def _signer(self, said: str) -> str:
        if not said:
            return "nobody"
        return "human" if self._human_key in said else "run"

    def _answered(self, answer: http.client.HTTPResponse, content: bytes) -> dict[str, Any]:
        headers = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
        return {
            "status": answer.status,
            "headers": {
                name: value if name not in ("etag", "last-modified") else "#"
                for name, value in headers.items()
            },
            "body": self._body(headers.get("content-type", ""), content),
        }

    def _body(self, type_: str, content: bytes) -> Any:
        if type_.startswith("application/json") and content:
            with contextlib.suppress(ValueError):  # a form that its sender calls JSON
                return self._masked(json.loads(content))
        if type_.startswith("multipart/"):
            names = re.findall(rb'name="([^"]*)"(?:; filename="([^"]*)")?', content)
            return [
                [name.decode(), re.sub(rb"^/.*/", b"/.../", file).decode()] for name, file in names
            ]
        return f"<{type_} of {'no' if not content else 'some'} bytes>"

    def _masked(self, value: Any, name: str = "") -> Any:
        if name in _KEYS:
            return "<key>"
        if isinstance(value, dict):
            return {each: self._masked(inner, each) for each, inner in value.items()}
        if isinstance(value, list):
            masked = [self._masked(inner, name) for inner in value[:_SHOWN]]
            return masked + [f"<{len(value) - _SHOWN} more>"] * (len(value) > _SHOWN)
        if name in _INSTANTS and value is not None:
            return f"<instant as {'text' if isinstance(value, str) else 'number'}>"
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int | float):
            return "#" if name in _IDS else value
        return self._masked_text(value, name)

    def _masked_text(self, text: str, name: str) -> str:
        if text in self._ids:
            return "#"
        for host in (self.url, f"http://{self._target}"):
            text = text.replace(host, "<host>")
        text = re.sub(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "<uuid>", text)
        text = re.sub(r"\b[0-9a-f]{32}\b", "<token>", text)
        text = re.sub(r"(?<=/)\d+(?=[/.]|$)", "#", text)
        if name in _NAMES or name in _IDS or name.endswith("ID"):
            text = re.sub(r"\d+(,\d+)*", "#", text)
        return text


def _kind(line: dict[str, Any]) -> tuple[str, str, str]:
    return line["method"], line["path"], json.dumps(line.get("query"), sort_keys=True)
