"""Who may knock: names of this computer only, no foreign web page, nothing without an end.

A page in a browser can be made to talk to 127.0.0.1 under a name of its own (DNS rebinding) or from
its own origin; both are turned away before anything is read. A number for a host is no name that
anybody could have bent.
"""

from __future__ import annotations

import ipaddress
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cytodesk.errors import N_, BadInput
from cytodesk.server.answers import refusal
from cytodesk.settings import free_bytes

LARGEST_BODY = 512 << 20
"""Bytes of a request that is not an upload; it is held in memory."""
LARGEST_UPLOAD = 64 << 30
"""Bytes of an upload, which goes to the disk as it comes."""
_LEFT_FREE = 1 << 30
_NAMES = ("localhost", "host.docker.internal", "host.containers.internal", "host.lima.internal")
"""Names under which programs, also those in containers, know this computer."""


class TooLarge(BadInput):
    """More than a request may bring."""


class Guard:
    """The application behind it is only asked by whom it should be."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if not is_ours(host):
            response = refusal("This station answers under the names of its computer only", 403)
            await response(scope, receive, send)
        elif origin is not None and not is_same(origin, host):
            response = refusal("This station does not answer to web pages", 403)
            await response(scope, receive, send)
        else:
            await self._app(scope, _bounded(receive, _most(headers)), send)


def is_ours(host: str) -> bool:
    """Return whether a Host header names this computer, or names none (HTTP/1.0)."""
    name = _name_of(f"//{host}")
    if name is None:
        return False
    if name in ("", *_NAMES) or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        return False
    return True


def is_same(origin: str, host: str) -> bool:
    """Return whether a page that this station itself served asks."""
    try:
        return urlsplit(origin).netloc.lower() == host.lower() != ""
    except ValueError:
        return False


def _name_of(address: str) -> str | None:
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return None


def _most(headers: Headers) -> int:
    if not headers.get("content-type", "").startswith("multipart/"):
        return LARGEST_BODY
    free = free_bytes(Path(tempfile.gettempdir()))
    return max(LARGEST_BODY, min(LARGEST_UPLOAD, free - _LEFT_FREE))


def _bounded(receive: Receive, most: int) -> Receive:
    """Return `receive`, but raising TooLarge once more than `most` bytes have come."""
    came = 0

    async def bounded() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise TooLarge(N_("A request may bring {most} bytes at most"), most=most)
        return message

    return bounded
