"""Servers that nobody wants to meet, each on a port of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Page(BaseHTTPRequestHandler):
    """Answers everything with a page for people, as a portal or a proxy does."""

    def do_GET(self) -> None:
        page = b"<!doctype html><title>Welcome</title><h1>Welcome to our hospital</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    do_POST = do_GET  # noqa: N815

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


class _Silence(_Page):
    """Takes every request and answers none, until its server ends."""

    def do_GET(self) -> None:
        self.server.ended.wait()  # type: ignore[attr-defined]

    do_POST = do_GET  # noqa: N815


@contextmanager
def page() -> Iterator[str]:
    """Give the address of a server that is no Cytomine."""
    with _served(_Page) as url:
        yield url


@contextmanager
def silence() -> Iterator[str]:
    """Give the address of a server that hangs."""
    with _served(_Silence) as url:
        yield url


@contextmanager
def _served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.ended = threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.ended.set()  # type: ignore[attr-defined]
            server.shutdown()
            thread.join()
