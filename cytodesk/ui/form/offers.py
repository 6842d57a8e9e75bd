"""What can be chosen: lists of the server, asked for once and kept for all who want the same."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from cytodesk.algorithms.parameters import Parameter
from cytodesk.client.choices import Choice
from cytodesk.client.named_choices import found_among
from cytodesk.client.offers import Offer, all_of, known_in, more_of, named_in, offer_of
from cytodesk.client.projects import project_with
from cytodesk.errors import CytoDeskError, Problem
from cytodesk.ui.remote import Remote
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.projects import Project

_OLD = 10.0
"""Seconds after which a list that somebody looks at is old, where no events tell of changes."""


class Source(QObject):
    """One list. What could not be had is kept as the trouble that it was."""

    arrived = Signal()
    """`offer` says something else than before."""

    def offer(self) -> Offer | CytoDeskError | None:
        """Return what is offered; None while it is on its way, which `arrived` ends."""
        raise NotImplementedError

    def retry(self) -> None:
        """Ask anew; until an answer is there, what was known stays."""

    def watch(self, is_watched: bool) -> None:
        """Hear that somebody opened the list, or closed it."""

    async def more(self, search: str, offset: int = 0, after: int | None = None) -> Offer:
        """Return a page of a list that is too long to be had whole; `after` stands before it."""
        raise NotImplementedError

    async def all(self, search: str) -> list[Choice]:
        """Return all that match, of such a list."""
        raise NotImplementedError

    async def known(self, ids: Sequence[int]) -> dict[int, Choice]:
        """Return those of `ids` that such a list still has."""
        raise NotImplementedError

    async def named(self, names: list[str]) -> tuple[list[Choice], list[Problem]]:
        """Return what `names` or ids mean, and a problem for each that is nobody's."""
        raise NotImplementedError


class Fixed(Source):
    """A list that is known from the beginning."""

    def __init__(self, texts: Iterable[str]) -> None:
        super().__init__()
        choices = [Choice(place, text, (place,)) for place, text in enumerate(texts)]
        self._offer = Offer.whole(choices)

    def offer(self) -> Offer:
        return self._offer


class Listed(Source):
    """A list of the server."""

    def __init__(
        self, remote: Remote, project: Project, parameter: Parameter, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._remote = remote
        self._project = project
        self._parameter = parameter
        self._tasks = Tasks(owner=self, report=self._keep)
        self._offer: Offer | CytoDeskError | None = None
        self._asked_at = 0.0
        self._is_watched = False

    def offer(self) -> Offer | CytoDeskError | None:
        if self._offer is None and not self._tasks.is_running("list"):
            self.retry()
        return self._offer

    def retry(self) -> None:
        self._tasks.start(self._fetch(), replacing="list")

    def look_again(self) -> None:
        """Ask anew, for something may have changed; where that fails, what was known stays."""
        self._tasks.start(self._fetch_quietly(), replacing="list")

    def watch(self, is_watched: bool) -> None:
        self._is_watched = is_watched
        self.look_again_if_old()

    def look_again_if_old(self) -> None:
        """Ask anew while somebody looks at the list of a server that does not tell of changes."""
        is_silent = self._is_watched and not self._remote.is_station
        is_old = time.monotonic() - self._asked_at > _OLD
        if is_silent and is_old and not self._tasks.is_running("list"):
            self.look_again()

    def take_project(self, project: Project) -> None:
        """Offer the things of the project as it is now, such as the terms of another ontology."""
        self._project = project
        self.look_again()

    async def more(self, search: str, offset: int = 0, after: int | None = None) -> Offer:
        asked = self._parameter, self._project
        return await self._remote.ask(more_of, *asked, search, offset, after)

    async def all(self, search: str) -> list[Choice]:
        return await self._remote.ask(all_of, self._parameter, self._project, search)

    async def known(self, ids: Sequence[int]) -> dict[int, Choice]:
        return await self._remote.ask(known_in, self._parameter, self._project, ids)

    async def named(self, names: list[str]) -> tuple[list[Choice], list[Problem]]:
        if isinstance(self._offer, Offer) and self._offer.is_whole:
            ids, problems = found_among(names, self._offer.choices)
            return [self._offer.by_id[id] for id in dict.fromkeys(ids)], problems
        return await self._remote.ask(named_in, self._parameter, self._project, names)

    def end(self) -> None:
        self._tasks.cancel_all()

    async def _fetch(self) -> None:
        self._asked_at = time.monotonic()
        self._keep(await self._remote.ask(offer_of, self._parameter, self._project))

    async def _fetch_quietly(self) -> None:
        try:
            await self._fetch()
        except CytoDeskError:
            if not isinstance(self._offer, Offer):
                raise

    def _keep(self, told: Offer | CytoDeskError) -> None:
        is_same = isinstance(told, Offer) and told.is_whole and told == self._offer
        self._offer = told
        if not is_same:
            self.arrived.emit()


class Offers(QObject):
    """The lists of one project by what they are: a uri, what is shown of a thing, and its order."""

    def __init__(self, remote: Remote, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._remote = remote
        self._project = project
        self._sources: dict[tuple[str, str, str], Listed] = {}
        self._tasks = Tasks(owner=self, report=lambda trouble: None)

    def source(self, parameter: Parameter) -> Source:
        key = (parameter.uri, parameter.print_attribute, parameter.sort_attribute)
        if key not in self._sources:
            self._sources[key] = Listed(self._remote, self._project, parameter, self)
        return self._sources[key]

    def refresh(self) -> None:
        """Ask anew for all lists."""
        for source in self._sources.values():
            source.retry()

    def look_again(self, things: Iterable[str]) -> None:
        """Ask anew for the lists whose uri names any of `things`, such as "image" or "job"."""
        wanted = tuple(things)
        for (uri, *_), source in self._sources.items():
            if any(each in uri.lower() for each in wanted):
                source.look_again()

    def look_again_if_old(self) -> None:
        for source in self._sources.values():
            source.look_again_if_old()

    def look_at_project(self) -> None:
        """Ask for the project anew, and for all lists where it is another than before."""
        self._tasks.start(self._follow_project(), replacing="project")

    def sources(self) -> Sequence[Source]:
        return list(self._sources.values())

    def names(self) -> dict[int, str]:
        """Return what things are called, of all lists that are here."""
        offers = [source.offer() for source in self._sources.values()]
        lists = [offer.choices for offer in offers if isinstance(offer, Offer)]
        return {choice.id: choice.text for choices in lists for choice in choices}

    def end(self) -> None:
        self._tasks.cancel_all()
        for source in self._sources.values():
            source.end()

    async def _follow_project(self) -> None:
        self._project = await self._remote.ask(project_with, self._project.id)
        for source in self._sources.values():
            source.take_project(self._project)
