"""An address as a person types it, and what it leads to."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from cytodesk.errors import N_, BadInput


def server_url(typed: str) -> str:
    """Return the address of a server in full: scheme, host, perhaps a path; no slash at the end.

    Without a scheme it is https, so that nothing travels in clear by accident; http on loopback.
    Raises BadInput if `typed` is no address of a web server.
    """
    text = typed.strip()
    if "://" not in text:
        text = f"{'http' if is_loopback('http://' + text) else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or " " in text:
        raise BadInput(
            N_("{typed} is not the address of a server: give one such as {example}."),
            typed=repr(typed),
            example="https://cytomine.example.org",
        )
    path = parts.path.rstrip("/").removesuffix("/api")
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], path, "", ""))


def is_loopback(url: str) -> bool:
    """Return whether `url` leads to this very computer."""
    try:
        host = urlsplit(url).hostname or ""
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_same_server(url: str, other: str) -> bool:
    """Return whether both lead to the same scheme, host and port."""
    return _origin(url) == _origin(other)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, port


def address_of(server: str, path: str) -> str:
    """Return the full address of `path` on `server`.

    A path is below /api/ unless it begins with a slash. Servers give absolute addresses with
    whatever host they believe to have, which may be another name of the one we asked (contract
    1.6): what is below /api/ is asked where we are connected. Any other address stays.
    """
    if path.startswith(("http://", "https://")):
        parts = urlsplit(path)
        before, api, rest = parts.path.partition("/api/")
        if not api or "/api/" in before:
            return path
        path = "/api/" + rest + (f"?{parts.query}" if parts.query else "")
    return f"{server}{path}" if path.startswith("/") else f"{server}/api/{path}"


def query_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands behind the question mark; None is left out, lists get commas."""
    return {name: _as_text(value) for name, value in values.items() if value is not None}


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | set | frozenset):
        return ",".join(map(_as_text, value))
    return str(value)
