"""A subject's routes as data: method, path, handler, and what a run's key may do there."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cytodesk.server.asking import Asking
from cytodesk.server.serving import Serving

Handler = Callable[[Serving, Asking], Any]


class ByRuns(enum.Enum):
    """What the key of a run may do with a request; a human may do everything."""

    READ = enum.auto()
    """Nothing is written: a run reads whatever its launcher may read."""
    IN_OWN_PROJECT = enum.auto()
    """Everything that the request names must stand in the run's own project."""
    ANYWHERE = enum.auto()
    """The request may also name nothing that stands in a project, such as a tag."""
    NEVER = enum.auto()


@dataclass(frozen=True, slots=True)
class RouteOf:
    method: str
    path: str
    handler: Handler
    by_runs: ByRuns
    is_signed: bool = True
    may_wait: bool = False
    """A long poll is not a slow request."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the path, and the same without `.json`, which Cytomine leaves optional."""
        bare = self.path.removesuffix(".json")
        return (self.path,) if bare == self.path else (self.path, bare)

    @property
    def is_of_one_state(self) -> bool:
        """Whether all of the answer is read as of one moment, however many statements it takes.

        A picture or a long poll lasts too long for that: an open reader lets the journal grow.
        """
        is_long = self.may_wait or "{format}" in self.path
        return self.by_runs is ByRuns.READ and self.is_signed and not is_long


def get(
    path: str,
    handler: Handler,
    *,
    by_runs: ByRuns = ByRuns.READ,
    is_signed: bool = True,
    may_wait: bool = False,
) -> RouteOf:
    return RouteOf("GET", path, handler, by_runs, is_signed, may_wait)


def post(
    path: str,
    handler: Handler,
    *,
    by_runs: ByRuns = ByRuns.IN_OWN_PROJECT,
    is_signed: bool = True,
    may_wait: bool = False,
) -> RouteOf:
    return RouteOf("POST", path, handler, by_runs, is_signed, may_wait)


def put(path: str, handler: Handler, *, by_runs: ByRuns = ByRuns.IN_OWN_PROJECT) -> RouteOf:
    return RouteOf("PUT", path, handler, by_runs)


def delete(path: str, handler: Handler, *, by_runs: ByRuns = ByRuns.IN_OWN_PROJECT) -> RouteOf:
    return RouteOf("DELETE", path, handler, by_runs)
