"""What many values come down to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20
RESAMPLES = 2000
FEWEST_FOR_INTERVAL = 5
"""A bootstrap of fewer values has too few different resamples to speak of 95 %."""

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Of `n` values; `missing` more were not known and are in nothing.

    `sd` is None of a single value, `low` and `high` (95 % for the mean) of fewer than five.
    """

    n: int
    missing: int
    mean: float | None = None
    sd: float | None = None
    median: float | None = None
    quartile_low: float | None = None
    quartile_high: float | None = None
    smallest: float | None = None
    largest: float | None = None
    low: float | None = None
    high: float | None = None


def aggregate(values: Sequence[float | None]) -> Aggregate:
    """Return the aggregate of `values`; None and NaN are missing.

    sd with ddof 1; quartiles by linear interpolation (Hyndman & Fan 1996, type 7).
    """
    column = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    known = column[np.isfinite(column)]
    missing = len(column) - len(known)
    if not len(known):
        return Aggregate(0, missing)
    low, median, high = (float(each) for each in np.quantile(known, (0.25, 0.5, 0.75)))
    interval = bootstrap_interval(known)
    return Aggregate(
        n=len(known),
        missing=missing,
        mean=float(known.mean()),
        sd=float(known.std(ddof=1)) if len(known) > 1 else None,
        median=median,
        quartile_low=low,
        quartile_high=high,
        smallest=float(known.min()),
        largest=float(known.max()),
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
    )


def bootstrap_interval(
    values: Reals, *, share: float = 0.95, seed: int = SEED
) -> tuple[float, float] | None:
    """Return the percentile bootstrap interval of the mean (Efron & Tibshirani 1993, 13.3).

    2,000 resamples from a generator with a fixed seed, so that the same values give the same
    interval. None of fewer than five values.
    """
    if len(values) < FEWEST_FOR_INTERVAL:
        return None
    chance = np.random.default_rng(seed)
    means = _means(values, chance)
    tail = (1 - share) / 2
    low, high = np.quantile(means, (tail, 1 - tail))
    return float(low), float(high)


def _means(values: Reals, chance: np.random.Generator) -> Reals:
    """Return the means of the resamples, a part at a time: a million values times 2,000 is much."""
    part = max(1, 4_000_000 // len(values))
    means = [
        values[chance.integers(0, len(values), (min(part, RESAMPLES - start), len(values)))].mean(1)
        for start in range(0, RESAMPLES, part)
    ]
    return np.concatenate(means)
