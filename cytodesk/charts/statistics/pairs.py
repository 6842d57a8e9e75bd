"""Two columns of the same images: what both know."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.figures import Note
from cytodesk.errors import N_

Reals = NDArray[np.float64]


_NOISE = 1e-12
"""Values that differ by less than this share of themselves are equal: sums were rounded."""


def difference(value: float, baseline: float) -> float:
    """Return value - baseline; 0 where only rounding tells them apart."""
    return 0.0 if math.isclose(value, baseline, rel_tol=_NOISE) else value - baseline


def complete_pairs(
    one: Sequence[float | None], other: Sequence[float | None]
) -> tuple[Reals, Reals, int]:
    """Return the values of both where both are known, and how many pairs were left out.

    Halves that only rounding tells apart are made equal, so that no test ranks its noise.
    """
    columns = [
        np.array([np.nan if value is None else value for value in column], dtype=np.float64)
        for column in (one, other)
    ]
    keep = np.isfinite(columns[0]) & np.isfinite(columns[1])
    first, second = columns[0][keep], columns[1][keep]
    equal = np.isclose(first, second, rtol=_NOISE, atol=0)
    return first, np.where(equal, first, second), int((~keep).sum())


def too_few(what: str, n: int, needed: int) -> Note:
    """Return the sentence for pairs that are too few; `what` is marked for translation."""
    template = N_("Not computed: {what}, which needs {needed} pairs or more (there are {n}).")
    return Note(template, {"what": Note(what), "needed": needed, "n": n})
