"""A subject's routes as data: method, path, handler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cytodesk.server.asking import Asking
from cytodesk.server.serving import Serving

Handler = Callable[[Serving, Asking], Any]


@dataclass(frozen=True, slots=True)
class RouteOf:
    method: str
    path: str
    handler: Handler
    is_signed: bool = True
    may_wait: bool = False
    """A long poll is not a slow request."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the path, and the same without `.json`, which Cytomine leaves optional."""
        bare = self.path.removesuffix(".json")
        return (self.path,) if bare == self.path else (self.path, bare)


def get(path: str, handler: Handler, *, is_signed: bool = True, may_wait: bool = False) -> RouteOf:
    return RouteOf("GET", path, handler, is_signed, may_wait)


def post(path: str, handler: Handler, *, is_signed: bool = True, may_wait: bool = False) -> RouteOf:
    return RouteOf("POST", path, handler, is_signed, may_wait)


def put(path: str, handler: Handler) -> RouteOf:
    return RouteOf("PUT", path, handler)


def delete(path: str, handler: Handler) -> RouteOf:
    return RouteOf("DELETE", path, handler)
