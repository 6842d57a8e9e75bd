"""What a Domain parameter offers while somebody looks through it: pages, and a search.

A list of up to WHOLE things is fetched whole and put into our order; of a longer one the server
shows pages, in its own order, and does the searching.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cytodesk.algorithms.parameters import Parameter
from cytodesk.client.choices import (
    Choice,
    choices_for,
    choices_in,
    found_among,
    has_window,
    in_order,
    listing,
    path_of_choices,
)
from cytodesk.client.connection import Connection
from cytodesk.client.natural import folded
from cytodesk.client.paging import Page
from cytodesk.errors import Problem, Refused
from cytodesk.wire.projects import Project

WHOLE = 5000
PAGE = 500


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

    @classmethod
    def whole(cls, choices: Sequence[Choice]) -> Offer:
        texts = tuple(folded(choice.text) for choice in choices)
        return cls(tuple(choices), len(choices), True, texts)

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
        page = connection.page(path, size=PAGE)
        if page.total > WHOLE:
            return _from_server(connection, path, parameter, "", 0)
        rows = page.rows if len(page.rows) >= page.total else connection.rows(path)
        return Offer.whole(in_order(choices_in(rows, parameter)))


def more_of(
    connection: Connection, parameter: Parameter, project: Project, search: str, offset: int
) -> Offer:
    """Return the page from `offset` on of what matches `search`, of a list longer than WHOLE.

    Raises ChoicesUnavailable, Cancelled.
    """
    path = path_of_choices(connection, parameter, project)
    with listing(parameter):
        return _from_server(connection, path, parameter, search, offset)


def named_in(
    connection: Connection, parameter: Parameter, project: Project, names: list[str]
) -> tuple[list[Choice], list[Problem]]:
    """Return what `names` (or ids) mean in a list longer than WHOLE, and what is nobody's.

    Raises ChoicesUnavailable, Cancelled.
    """
    known: dict[int, Choice] = {}
    for name in names:
        for choice in more_of(connection, parameter, project, name, 0).choices:
            known[choice.id] = choice
    ids, problems = found_among(names, list(known.values()))
    return [known[id] for id in dict.fromkeys(ids)], problems


def _from_server(
    connection: Connection, path: str, parameter: Parameter, search: str, offset: int
) -> Offer:
    page = _page(connection, path, parameter, search, offset)
    found = Offer.whole(choices_in(page.rows, parameter, offset))
    kept = found.matching(search)
    is_searched = len(kept) == len(found.choices)
    return Offer(tuple(kept), page.total if is_searched else len(kept), is_whole=False)


def _page(
    connection: Connection, path: str, parameter: Parameter, search: str, offset: int
) -> Page:
    """Old servers refuse to sort by what is no field of theirs (contract 3.2): then unsorted."""
    attribute = parameter.print_attribute or "name"
    query = {f"{attribute}[ilike]": search} if search else {}
    order = {"sort": parameter.sort_attribute or attribute, "order": "asc"}
    try:
        return connection.page(path, size=PAGE, offset=offset, **query, **order)
    except Refused:
        return connection.page(path, size=PAGE, offset=offset, **query)
