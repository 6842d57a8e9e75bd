"""Which projects were open lately, kept between two starts."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from cytodesk.ui.memory import Drawer

if TYPE_CHECKING:
    from cytodesk.client.connection import Connection
    from cytodesk.wire.projects import Project

_KEY = "recent projects"
_MOST = 12


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project of a server; `url` is empty for this computer's own station."""

    server: str
    url: str
    project: int
    name: str
    images: int
    at: float
    """Seconds since the epoch."""

    @property
    def is_here(self) -> bool:
        return not self.url


class RecentProjects:
    """The newest first; what cannot be read any more is left out."""

    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer

    def all(self) -> list[RecentProject]:
        told = self._drawer.get(_KEY, [])
        entries = (_read(each) for each in told if isinstance(each, dict))
        return [each for each in entries if each is not None]

    def opened(self, connection: Connection, project: Project) -> None:
        """Put a project first, because somebody opened it."""
        entry = RecentProject(
            server=connection.server_id,
            url="" if connection.is_station else connection.url,
            project=project.id,
            name=project.name,
            images=project.image_count,
            at=time.time(),
        )
        self._put([entry, *self._others(entry.server, entry.project)])

    def forget(self, server: str, project: int) -> None:
        self._put(self._others(server, project))

    def url_of(self, server: str) -> str | None:
        """Return the address of a server that was visited; None for one that never was."""
        return next((each.url for each in self.all() if each.server == server), None)

    def _others(self, server: str, project: int) -> list[RecentProject]:
        return [each for each in self.all() if (each.server, each.project) != (server, project)]

    def _put(self, entries: list[RecentProject]) -> None:
        self._drawer.put(_KEY, [asdict(each) for each in entries[:_MOST]])


def _read(told: dict[str, Any]) -> RecentProject | None:
    try:
        return RecentProject(**{field.name: told[field.name] for field in fields(RecentProject)})
    except KeyError:
        return None
