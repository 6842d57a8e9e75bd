"""What is known of the things that are chosen: through every search, and when they are gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cytodesk.assets import Words
from cytodesk.client.choices import Choice
from cytodesk.client.offers import Offer
from cytodesk.ui.form.offers import Source

_NAMED = 1000
_TOLD = 5
"""Ids of a long list whose names are asked for, and names that are told."""


class Known:
    """Choices by their ids, remembered from what was offered and what was asked for."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._choices: dict[int, Choice] = {}
        self._asked: set[int] = set()
        self._gone: set[int] = set()

    def offer(self) -> Offer | None:
        """Return what is offered now, None while it is on its way or where it failed."""
        offer = self._source.offer()
        return offer if isinstance(offer, Offer) else None

    def offer_is_new(self) -> None:
        """Ask again, where need be: what was gone may be back."""
        self._asked.clear()
        self._gone.clear()

    def put(self, choices: Iterable[Choice]) -> None:
        self._choices |= {choice.id: choice for choice in choices}

    def of(self, id: int) -> Choice | None:
        """Return what is known of an id."""
        offer = self.offer()
        if id not in self._choices and offer is not None and id in offer.by_id:
            self._choices[id] = offer.by_id[id]
        return self._choices.get(id)

    def name(self, id: int) -> str:
        choice = self.of(id)
        return choice.text if choice is not None else f"#{id}"

    def to_ask(self, ids: Iterable[int]) -> list[int]:
        """Return the ids, each only once, that stand on no page of a long list that is here."""
        offer = self.offer()
        if offer is None or offer.is_whole:
            return []
        asked = [id for id in ids if self.of(id) is None and id not in self._asked][:_NAMED]
        self._asked.update(asked)
        return asked

    async def learn(self, ids: Sequence[int]) -> None:
        """Ask what these ids are called."""
        known = await self._source.known(list(ids))
        self._choices |= known
        self._gone |= set(ids) - known.keys()

    def is_gone(self, id: int) -> bool:
        """Whether a chosen id is surely not offered any more."""
        offer = self.offer()
        if offer is not None and offer.is_whole:
            return id not in offer.by_id
        return id in self._gone

    def gone_in_words(self, words: Words, ids: Iterable[int]) -> str:
        """Return 'Not offered any more: slide 7, #12', or nothing."""
        gone = [self.name(id) for id in ids if self.is_gone(id)]
        if not gone:
            return ""
        names = ", ".join(gone[:_TOLD])
        if len(gone) > _TOLD:
            more = words("{number} more", number=len(gone) - _TOLD)
            names = f"{names}, {more}"
        return words("Not offered any more: {names}", names=names)
