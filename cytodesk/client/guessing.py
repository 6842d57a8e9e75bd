"""What a person would most likely choose, told from names alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cytodesk.client.natural import folded

_SHORTEST = 4
_SHARE = 0.6
"""Of the longer of two words, that they must begin with in common: nuclei and nucleus."""


def likely(name: str, offered: Sequence[str]) -> int | None:
    """Return the place of the one text whose words all occur in the parameter's `name`.

    'Term for lymphocytes' is the term 'Lymphocyte'. Where two would do, the one with more words
    does; where one is offered only, it does. None where it is not sure.
    """
    if len(offered) == 1:
        return 0
    asked = _words(name)
    counts = {
        place: len(_words(text)) for place, text in enumerate(offered) if _fits(_words(text), asked)
    }
    best = [place for place, count in counts.items() if count == max(counts.values())]
    return best[0] if len(best) == 1 else None


def _fits(offered: list[str], asked: list[str]) -> bool:
    return bool(offered) and all(any(_is_akin(one, other) for other in asked) for one in offered)


def _is_akin(one: str, other: str) -> bool:
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    longest = max(len(one), len(other))
    return one == other or (common >= _SHORTEST and common >= _SHARE * longest)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))
