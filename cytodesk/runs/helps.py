"""What helps a program that failed for want of its container: said beside its own words."""

from __future__ import annotations

import re

from cytodesk.errors import N_

_HELPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"ImportError: cannot import name '(?P<what>\w+)' from 'cytomine"),
        N_(
            "The Cytomine client of its Python has no {what}. Install the algorithm with an "
            "interpreter that has another one: 2.4.1 and 3.0.0 know jobs, later ones do not."
        ),
    ),
    (
        re.compile(r"ModuleNotFoundError: No module named '(?P<what>[\w.]+)'"),
        N_(
            "Its Python has no {what}. Install the algorithm with an interpreter that has it, or "
            "add it to the algorithm's requirements.txt."
        ),
    ),
    (
        re.compile(
            r"(?:ImportError: cannot import name '\w+' from|AttributeError: module) "
            r"'(?P<what>[\w.]+)'"
        ),
        N_(
            "{what} may be newer than the algorithm, which counts on what is gone from it. Install "
            "the algorithm with an interpreter that has the packages of its time, or pin them in "
            "its requirements.txt."
        ),
    ),
    (
        re.compile(
            r"No such file or directory: '(?P<what>/(?:app|data|models?|opt|usr|root)\b[^']*)"
        ),
        N_(
            "{what} is a place in its container, not on this computer. It needs its image, or a "
            "parameter that says where that stands here."
        ),
    ),
    (
        re.compile(
            r"(?P<what>CUDA|NVIDIA)\b.*(?:driver|available|enabled|device)|no (?:CUDA|GPU)", re.I
        ),
        N_(
            "It looks for a graphics card that this computer does not offer. Look for a parameter "
            "that does without, or take an interpreter with packages for the processor."
        ),
    ),
)


def help_for(words: str) -> str:
    """Return what helps a program whose last words these are, "" where nobody knows."""
    for pattern, sentence in _HELPS:
        if found := pattern.search(words):
            return sentence.format(what=found["what"])
    return ""
