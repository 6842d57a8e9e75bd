"""Which parameter a server means when it refuses a run."""

from __future__ import annotations

import re

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.errors import CytoDeskError, InvalidValues, NotReached, NotSignedIn, Problem


def parameter_blamed(trouble: CytoDeskError, algorithm: Algorithm) -> str | None:
    """Return the id of the asked parameter that the sentence names, by its id or its name.

    Cytomine writes `Argument images is required !` (contract 5.3). Trouble on the way is nobody's.
    """
    if isinstance(trouble, NotReached | NotSignedIn):
        return None
    if isinstance(trouble, InvalidValues):
        return trouble.problems[0].attribute
    said = trouble.said()
    named = [each for each in algorithm.asked if _names(said, each.id) or _names(said, each.name)]
    return max((each.id for each in named), key=len, default=None)


def problem_of(trouble: CytoDeskError, id: str) -> Problem:
    if isinstance(trouble, InvalidValues):
        return next(each for each in trouble.problems if each.attribute == id)
    return Problem(trouble.template, dict(trouble.fields), attribute=id, rule="refused")


def _names(sentence: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence) is not None
