"""What an algorithm wishes for: how much of a computer, which folders, which variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_AMOUNT = re.compile(r"\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[A-Za-z]{0,2})")
_UNITS: Mapping[str, int] = {
    **{"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15},
    **{"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40, "Pi": 2**50},
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """None is what nobody said; `memory` in bytes, folders as its container sees them."""

    cpus: float | None = None
    memory: int | None = None
    gpus: int = 0
    internet: bool = False
    inputs: str = "/inputs"
    outputs: str = "/outputs"
    variables: tuple[tuple[str, str], ...] = ()
    """Of its environment, as its descriptor sets them."""


NO_WISHES = Wishes()


def bytes_of(text: str) -> int | None:
    """Return the bytes of an amount as Kubernetes writes it (`512Mi`, `4G`); None of any other."""
    found = _AMOUNT.match(text)
    if found is None:
        return None
    unit = found["unit"] if found["unit"] in _UNITS else found["unit"][:1]
    return int(float(found["number"]) * _UNITS[unit]) if unit in _UNITS else None
