"""Fills what its own words already say, such as the term of 'Term for lymphocytes'."""

from __future__ import annotations

from cytodesk.algorithms.conversion import is_given
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.client.guessing import likely
from cytodesk.client.offers import Offer
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.groups import label_of
from cytodesk.ui.form.offers import Offers

_MOST = 500


def guess(answers: Answers, offers: Offers) -> None:
    """Answer what must be answered, has no answer yet, and whose words name one choice.

    A guess is an answer like any other: it is seen, and can be changed or reset.
    """
    for id in list(answers.problems):
        parameter = answers.parameters[id]
        if parameter.type is ParameterType.DOMAIN and not is_given(answers.of(id)):
            found = _likely(parameter, offers)
            if found is not None:
                answers.put(id, found)


def _likely(parameter: Parameter, offers: Offers) -> int | None:
    offer = offers.source(parameter).offer()
    if not isinstance(offer, Offer) or not offer.is_whole or len(offer.choices) > _MOST:
        return None
    place = likely(label_of(parameter), [choice.text for choice in offer.choices])
    return None if place is None else offer.choices[place].id
