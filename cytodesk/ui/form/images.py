"""What the answers say of images and terms: which to show, and how many analyses they make."""

from __future__ import annotations

from collections.abc import Sequence

from cytodesk.algorithms.batches import splits
from cytodesk.algorithms.conversion import UnfitError, converted, is_given
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.assets import Words
from cytodesk.client.choices import Choice
from cytodesk.client.offers import Offer
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.offers import Offers

_IDS = (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN)


def image_parameter(answers: Answers) -> str | None:
    """Return the first parameter that takes images; a list of them before a single one."""
    found = splits.image_parameter(answers.algorithm)
    return found.id if found else None


def shown_images(answers: Answers, offers: Offers) -> tuple[Sequence[Choice], bool]:
    """Return the chosen images, or all that are offered and False while none is chosen."""
    id = image_parameter(answers)
    if id is None:
        return [], False
    parameter = answers.parameters[id]
    offer = offers.source(parameter).offer()
    known = offer.choices if isinstance(offer, Offer) else ()
    ids = ids_in(parameter, answers.of(id))
    by_id = {choice.id: choice for choice in known}
    return ([by_id[id] for id in ids if id in by_id], True) if ids else (known, False)


def shown_terms(answers: Answers, offers: Offers) -> list[Choice]:
    """Return the terms that were chosen, each once."""
    found: dict[int, Choice] = {}
    for parameter in answers.parameters.values():
        if parameter.type in _IDS and parameter.uri.partition("?")[0].endswith("term.json"):
            offer = offers.source(parameter).offer()
            known = offer.choices if isinstance(offer, Offer) else ()
            wanted = ids_in(parameter, answers.of(parameter.id))
            found |= {choice.id: choice for choice in known if choice.id in wanted}
    return list(found.values())


def ids_in(parameter: Parameter, answer: object) -> list[int]:
    """Return the ids in an answer; none in a word such as "all"."""
    shown = answer if is_given(answer) else parameter.default
    if not is_given(shown):
        return []
    try:
        value = converted(parameter.type, shown)
    except UnfitError:
        return []
    values = value if isinstance(value, tuple) else (value,)
    return [each for each in values if isinstance(each, int)]


def ids_for(parameter: Parameter, ids: Sequence[int]) -> int | tuple[int, ...]:
    """Return an answer that chooses `ids`, or the first of them where only one is asked for."""
    return tuple(ids) if parameter.type is ParameterType.LIST_DOMAIN else ids[0]


def in_words(words: Words, answers: Answers, images: str | None, count: int) -> str:
    """Return '1 analysis on 2 images', as far as images are chosen."""
    chosen = ids_in(answers.parameters[images], answers.of(images)) if images else []
    if not chosen:
        return ""
    runs = words.plural("{number} analysis", "{number} analyses", count)
    on = words.plural("{number} image", "{number} images", len(chosen))
    return words("{runs} on {images}", runs=runs, images=on)
