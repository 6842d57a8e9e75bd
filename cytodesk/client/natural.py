"""The order in which a person expects texts: image 2 before image 10, é beside e.

Not the collation of the system's locale: that is one setting for all threads of a process, and
says something else on each of our three systems.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

NaturalKey = tuple[Any, ...]
_NUMBER = re.compile(r"([0-9]+)")
# Letters that people file under another one, though Unicode does not take them apart.
_ALIKE = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def natural_key(text: str) -> NaturalKey:
    """Return what to sort `text` by: case and accents decide last, digits count as numbers."""
    texts_and_numbers = enumerate(_NUMBER.split(folded(text)))
    pieces = (_number(each) if place % 2 else each for place, each in texts_and_numbers)
    return (tuple(pieces), text)


def folded(text: str) -> str:
    """Return `text` without case and accents, to compare what people mean."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    return unicodedata.normalize("NFKC", bare)


def _number(digits: str) -> tuple[int, str]:
    """Return what sorts like the number, of any length; Python reads 4,300 digits at most."""
    plain = digits.lstrip("0")
    return len(plain), plain


def value_key(value: object) -> NaturalKey:
    """Return what to sort a value of JSON by: numbers, also as text, then texts, then nothing.

    Cytomine writes instants as texts of digits (contract 2.1).
    """
    if isinstance(value, bool) or value is None or value == "":
        return (2, value is None or value == "", bool(value))
    if isinstance(value, int | float):
        return (0, value)
    text = str(value)
    if re.fullmatch(r"-?[0-9]{1,99}", text):
        return (0, int(text))
    return (1, *natural_key(text))
