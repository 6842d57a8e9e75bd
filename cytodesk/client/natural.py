"""Values of JSON in the order in which a person expects them: image 2 before 10, é beside e."""

from __future__ import annotations

import re
from typing import Any

from cytodesk.wire.sort_keys import folded as folded
from cytodesk.wire.sort_keys import sort_key

NaturalKey = tuple[Any, ...]


def natural_key(text: str) -> NaturalKey:
    """Return what to sort `text` by: case and accents decide last, digits count as numbers."""
    return sort_key(text), folded(text), text


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
