"""Where the analyses of a form run: at the project's own place, or on this computer for it.

An algorithm that only this computer has is offered too. Its id is this computer's, below zero: ids
of two places may be the same number.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from cytodesk.algorithms.values import Values
from cytodesk.client.beginning import Beginning, beginning_at
from cytodesk.client.connection import Connection
from cytodesk.client.guests import beginning_here, run_here
from cytodesk.client.installing import algorithms_of
from cytodesk.client.launching import launch
from cytodesk.client.registering import twin_of
from cytodesk.errors import CytoDeskError
from cytodesk.ui.here import Here
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.remote import Remote
from cytodesk.wire.algorithms import InstalledAlgorithm

THERE, HERE = "there", "here"
Near = tuple[Connection, InstalledAlgorithm]
"""This computer's station, and what it runs of its own for a server."""


class RunOn:
    """`station` returns this computer's, where the project stands at a server."""

    def __init__(self, at: Here, station: Callable[[], Awaitable[Remote]] | None) -> None:
        self._at = at
        self._ask_for_station = None if at.remote.is_station else station
        self._station: Remote | None = None
        self._own: list[InstalledAlgorithm] = []

    async def offered(self, theirs: Sequence[InstalledAlgorithm]) -> list[InstalledAlgorithm]:
        """Return `theirs`, and what only this computer has after them."""
        await self._look_here()
        alone = [each for each in self._own if twin_of(each, list(theirs)) is None]
        return [*theirs, *(replace(each, id=-each.id) for each in alone)]

    async def beginning(self, id: int) -> Beginning:
        """Return where a form begins: with what this computer knows of the algorithm, if it does.

        Cytomine's own servers keep neither limits nor choices nor help.
        """
        remote, project = self._at.remote, self._at.project
        begun = None if id < 0 else await remote.ask(beginning_at, project, id)
        own = self._own_of(id) if begun is None else twin_of(begun.installed, self._own)
        if own is None or self._station is None:
            assert begun is not None
            return begun
        return await remote.ask(beginning_here, self._station.connection, project, own, begun)

    def choices(self, begun: Beginning) -> list[ListRow]:
        """Return where the algorithm can run; the last one is what most would take."""
        words = self._at.look.words
        connection = self._at.remote.connection
        if connection.is_station:
            return [ListRow(THERE, words("This computer"))]
        there = ListRow(THERE, connection.url.partition("://")[2])
        here = ListRow(HERE, words("This computer"), words("saved at the server"))
        if self._own_for(begun) is None:
            return [there]
        return [here] if begun.installed.id < 0 else [there, here]

    def likely(self, begun: Beginning) -> str:
        """Return what to choose at first: this computer for what the server cannot start."""
        keys = [str(row.key) for row in self.choices(begun)]
        can_there = THERE in keys and (begun.installed.executable or HERE not in keys)
        return THERE if can_there else HERE

    async def start(self, begun: Beginning, values: Values, where: object) -> int:
        """Start one analysis; return its id at the project's place. Raises CytoDeskError."""
        remote, project = self._at.remote, self._at.project
        if (near := self.near(begun, where)) is None:
            return (await remote.ask(launch, begun.installed, project.id, values)).id
        return (await remote.ask(run_here, *near, project, values)).home.run

    def near(self, begun: Beginning, where: object) -> Near | None:
        """Return this computer's station and its algorithm, where these carry it out."""
        own = self._own_for(begun)
        if where != HERE or own is None or self._station is None:
            return None
        return self._station.connection, own

    def _own_for(self, begun: Beginning) -> InstalledAlgorithm | None:
        id = begun.installed.id
        return self._own_of(id) if id < 0 else twin_of(begun.installed, self._own)

    def _own_of(self, id: int) -> InstalledAlgorithm | None:
        return next((each for each in self._own if each.id == -id), None)

    async def _look_here(self) -> None:
        """Look what this computer can run; without its station the server is all there is."""
        if self._ask_for_station is None:
            return
        try:
            self._station = await self._ask_for_station()
            found = await self._station.ask(algorithms_of)
        except CytoDeskError:
            self._station, found = None, []
        self._own = [each for each in found if each.executable and not each.deprecated]
