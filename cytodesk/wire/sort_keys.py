"""The order in which a person expects texts, as one text: the same here and in a station's file.

Not the collation of the system's locale: that is one setting for all threads of a process, and
says something else on each of our three systems.
"""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"[0-9]+")
# Letters that people file under another one, though Unicode does not take them apart.
_ALIKE = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def folded(text: str) -> str:
    """Return `text` without case and accents, to compare what people mean."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    return unicodedata.normalize("NFKC", bare)


def sort_key(text: str) -> str:
    """Return what to sort `text` by, sign by sign: each number is preceded by its length.

    `image 2` comes before `image 10`, as numbers of any length do. Where two keys are the same,
    as of `7` and `007`, the folded texts decide.
    """
    return _NUMBER.sub(_number, folded(text))


def _number(found: re.Match[str]) -> str:
    digits = found[0].lstrip("0")
    return f"{len(digits):04d}{digits}"
