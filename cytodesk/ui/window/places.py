"""This computer and the servers one is signed in to, each connected once."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cytodesk.ui.remote import Remote

if TYPE_CHECKING:
    from cytodesk.client.connection import Connection
    from cytodesk.desk import Desk
    from cytodesk.wire.projects import Project

HERE = ""
"""The address that stands for this computer."""


class Places(QObject):
    """Opens a place when it is first wanted; nothing of it waits in the window's thread."""

    opened = Signal(object)
    """A place that was connected just now: a Remote."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._remotes: dict[str, Remote] = {}
        self._opening = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="places")

    def address_of(self, server_id: str) -> str | None:
        """Return the address of an open place by its server's id."""
        found = (name for name, each in self._remotes.items() if each.server_id == server_id)
        return next(found, None)

    async def remote(self, address: str = HERE) -> Remote:
        """Return the place at `address`, this computer's station for ''. Raises PlaceError."""
        async with self._opening:
            if address not in self._remotes:
                self._remotes[address] = await self._opened(address)
            return self._remotes[address]

    def forget(self, address: str) -> None:
        """Let the next wish connect anew, with other keys perhaps."""
        if remote := self._remotes.pop(address, None):
            remote.close()

    def close(self) -> None:
        for remote in self._remotes.values():
            remote.close()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _opened(self, address: str) -> Remote:
        opening = self._thread.submit(self._desk.connect, server=address or None)
        remote = Remote(await asyncio.wrap_future(opening))
        self.opened.emit(remote)
        remote.news.begin()
        return remote


def projects_of(connection: Connection) -> list[Project]:
    """Return the projects that one may open here, by name."""
    from cytodesk.wire.projects import Project  # in the thread that asks

    found = connection.things(Project, "project.json")
    return sorted(found, key=lambda project: project.name.casefold())
