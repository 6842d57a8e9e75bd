"""Two columns of the same images: what both know."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.figures import Note
from cytodesk.errors import N_

Reals = NDArray[np.float64]


def complete_pairs(
    one: Sequence[float | None], other: Sequence[float | None]
) -> tuple[Reals, Reals, int]:
    """Return the values of both where both are known, and how many pairs were left out."""
    columns = [
        np.array([np.nan if value is None else value for value in column], dtype=np.float64)
        for column in (one, other)
    ]
    keep = np.isfinite(columns[0]) & np.isfinite(columns[1])
    return columns[0][keep], columns[1][keep], int((~keep).sum())


def too_few(what: str, n: int, needed: int) -> Note:
    """Return the sentence for pairs that are too few; `what` is marked for translation."""
    template = N_("Not computed: {what}, which needs {needed} pairs or more (there are {n}).")
    return Note(template, {"what": Note(what), "needed": needed, "n": n})
