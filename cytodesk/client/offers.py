"""What a Domain parameter offers while somebody looks through it: pages, and a search.

A list of up to WHOLE things is fetched whole and put into our order; of a longer one the server
shows pages and does the searching. A station has our order, another server its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cytodesk.algorithms.parameters import Parameter
from cytodesk.client.choices import (
    Choice,
    choices_for,
    choices_in,
    has_window,
    in_order,
    listing,
    path_of_choices,
)
from cytodesk.client.connection import Connection
from cytodesk.client.named_choices import found_among
from cytodesk.client.natural import folded
from cytodesk.client.paging import Page
from cytodesk.errors import Problem, Refused
from cytodesk.wire.projects import Project

WHOLE = 5000
PAGE = 100
_ALL = 2000
"""Rows in a page of a list that is only counted and chosen, without pictures and sizes."""
_IDS = 200
"""Ids asked for at once: an address may not grow without end."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Choices in the order in which to show them."""

    choices: tuple[Choice, ...]
    total: int
    """How many there are, or match, in all."""
    is_whole: bool
    """Whether `choices` is everything that the parameter offers, in our order."""
    folded: tuple[str, ...] = field(default=(), repr=False)
    """The texts without case and accents, for searching."""
    is_in_our_order: bool = True
    by_id: Mapping[int, Choice] = field(default_factory=dict, repr=False)

    @classmethod
    def whole(cls, choices: Sequence[Choice]) -> Offer:
        texts = tuple(folded(choice.text) for choice in choices)
        by_id = {choice.id: choice for choice in choices}
        return cls(tuple(choices), len(choices), True, texts, by_id=by_id)

    def matching(self, search: str) -> Sequence[Choice]:
        """Return those whose text has every word of `search` in it, or whose id it is."""
        words = folded(search).split()
        if not words:
            return self.choices
        return [
            choice
            for choice, text in zip(self.choices, self.folded, strict=True)
            if all(word in text for word in words) or str(choice.id) == words[0]
        ]


def offer_of(connection: Connection, parameter: Parameter, project: Project) -> Offer:
    """Return all that `parameter` offers, or the first page if that is more than WHOLE.

    Raises ChoicesUnavailable, which says why, so that a form can ask for an id; Cancelled.
    """
    path = path_of_choices(connection, parameter, project)
    if has_window(path):
        return Offer.whole(choices_for(connection, parameter, project))
    with listing(parameter):
        page = _page(connection, path, parameter, "", 0)
        if page.total > WHOLE:
            return _offered(connection, page, parameter, "", 0)
        rows = page.rows if len(page.rows) >= page.total else connection.rows(path)
        return Offer.whole(in_order(choices_in(rows, parameter)))


def more_of(
    connection: Connection,
    parameter: Parameter,
    project: Project,
    search: str,
    offset: int,
    after: int | None = None,
) -> Offer:
    """Return the page from `offset` on of what matches `search`, of a list longer than WHOLE.

    `after` is the id that stands before the page, where it is known: a station is quicker then.
    Raises ChoicesUnavailable, Cancelled.
    """
    path = path_of_choices(connection, parameter, project)
    with listing(parameter):
        page = _page(connection, path, parameter, search, offset, after)
        return _offered(connection, page, parameter, search, offset)


def all_of(
    connection: Connection, parameter: Parameter, project: Project, search: str
) -> list[Choice]:
    """Return all that matches `search` in a list longer than WHOLE, in the order of its pages.

    Raises ChoicesUnavailable, Cancelled.
    """
    path = path_of_choices(connection, parameter, project)
    found: list[Choice] = []
    with listing(parameter):
        while True:
            after = found[-1].id if found else None
            page = _page(
                connection, path, parameter, search, len(found), after, size=_ALL, light="true"
            )
            found += choices_in(page.rows, parameter, len(found))
            if not page.rows or len(found) >= page.total:
                return list(Offer.whole(found).matching(search))


def named_in(
    connection: Connection, parameter: Parameter, project: Project, names: list[str]
) -> tuple[list[Choice], list[Problem]]:
    """Return what `names` (or ids) mean in a list longer than WHOLE, and what is nobody's.

    Raises ChoicesUnavailable, Cancelled.
    """
    numbers = [name.strip() for name in names if name.strip().isdecimal()]
    known = known_in(connection, parameter, project, [int(each) for each in numbers])
    for name in names:
        if not (name.strip().isdecimal() and int(name) in known):
            found = _called(connection, parameter, project, name)
            known |= {choice.id: choice for choice in found}
    ids, problems = found_among(names, list(known.values()))
    return [known[id] for id in dict.fromkeys(ids)], problems


def _called(
    connection: Connection, parameter: Parameter, project: Project, name: str
) -> Sequence[Choice]:
    """Return what has `name` in it: a page, unless the one that is meant is on another.

    A server that does not search (contract 3.2) says of its first page only.
    """
    offer = more_of(connection, parameter, project, name, 0)
    is_there = bool(found_among([name], offer.choices)[0])
    is_all = connection.is_station and offer.total <= len(offer.choices)
    return offer.choices if is_there or is_all else all_of(connection, parameter, project, name)


def known_in(
    connection: Connection, parameter: Parameter, project: Project, ids: Sequence[int]
) -> dict[int, Choice]:
    """Return those of `ids` that a list longer than WHOLE still has.

    Raises ChoicesUnavailable, Cancelled.
    """
    path = path_of_choices(connection, parameter, project)
    known: dict[int, Choice] = {}
    with listing(parameter):
        for first in range(0, len(ids), _IDS):
            asked = ids[first : first + _IDS]
            query: dict[str, Any] = {"id[in]": ",".join(map(str, asked))}
            rows = connection.page(path, size=_IDS, **query).rows
            found = choices_in(rows, parameter)
            known |= {choice.id: choice for choice in found if choice.id in set(asked)}
    return known


def _offered(
    connection: Connection, page: Page, parameter: Parameter, search: str, offset: int
) -> Offer:
    found = Offer.whole(choices_in(page.rows, parameter, offset))
    kept = found.matching(search)
    is_searched = len(kept) == len(found.choices)
    total = page.total if is_searched else len(kept)
    is_ours = connection.is_station and "imageinstance" in parameter.uri
    return Offer(tuple(kept), total, is_whole=False, is_in_our_order=is_ours)


def _page(
    connection: Connection,
    path: str,
    parameter: Parameter,
    search: str,
    offset: int,
    after: int | None = None,
    *,
    size: int = PAGE,
    light: str | None = None,
) -> Page:
    """Old servers refuse to sort by what is no field of theirs (contract 3.2): then unsorted."""
    attribute = parameter.print_attribute or "name"
    words = "*".join(search.split()) if connection.is_station else search
    query = {f"{attribute}[ilike]": words} if search else {}
    order: dict[str, object] = {"sort": parameter.sort_attribute or attribute, "order": "asc"}
    if connection.is_station:
        order |= {"after": after, "light": light}
    try:
        return connection.page(path, size=size, offset=offset, **query, **order)
    except Refused:
        return connection.page(path, size=size, offset=offset, **query)
