"""What ranks say: Spearman's correlation, Wilcoxon's paired test, Holm's correction."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.figures import Note
from cytodesk.charts.statistics.pairs import Reals, too_few
from cytodesk.errors import N_

SPEARMAN = N_("Spearman's correlation")
WILCOXON = N_("Wilcoxon's paired test")
FEWEST_FOR_SPEARMAN = 4
FEWEST_FOR_WILCOXON = 6
"""With five pairs the smallest two-sided p is 0.0625: nothing could come out of it."""


@dataclass(frozen=True, slots=True)
class Correlation:
    """`p` is two-sided, against no monotone relation."""

    rho: float
    p: float
    n: int


def spearman(x: Reals, y: Reals) -> Correlation | Note:
    """Return Spearman's rho: Pearson's correlation of mid-ranks (Spearman 1904).

    p from t = rho sqrt((n - 2) / (1 - rho²)) with n - 2 degrees of freedom (Zar 1972).
    """
    if len(x) < FEWEST_FOR_SPEARMAN:
        return too_few(SPEARMAN, len(x), FEWEST_FOR_SPEARMAN)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        template = N_("Not computed: {what}, as all values of one side are equal.")
        return Note(template, {"what": Note(SPEARMAN)})
    from scipy.special import stdtr

    rank_x, rank_y = mid_ranks(x) - (len(x) + 1) / 2, mid_ranks(y) - (len(y) + 1) / 2
    scale = math.sqrt(float(rank_x @ rank_x) * float(rank_y @ rank_y))
    rho = min(1.0, max(-1.0, float(rank_x @ rank_y) / scale))
    if abs(rho) == 1.0:
        return Correlation(rho, 0.0, len(x))
    freedom = len(x) - 2
    t = rho * math.sqrt(freedom / ((1 - rho) * (1 + rho)))
    return Correlation(rho, 2 * float(stdtr(freedom, -abs(t))), len(x))


def mid_ranks(values: Reals) -> Reals:
    """Return ranks from 1; equal values share the mean of their ranks."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Reals = ((last - counts + 1 + last) / 2)[where]
    return ranks


@dataclass(frozen=True, slots=True)
class Paired:
    """Differences other - baseline. `effect` is the matched-pairs rank-biserial correlation.

    `shift` is the Hodges-Lehmann estimate of the difference, `low` and `high` its 95 % interval.
    `zeros` are pairs without a difference: in n, in no rank.
    """

    n: int
    zeros: int
    w: float
    p: float
    effect: float
    shift: float
    low: float
    high: float
    is_exact: bool


def wilcoxon(baseline: Reals, other: Reals) -> Paired | Note:
    """Return Wilcoxon's signed-rank test (Wilcoxon 1945), two-sided.

    zero_method 'wilcox' (pairs without a difference are dropped), no continuity correction, W the
    smaller sum of ranks; exact up to 50 differences without ties, else by the normal distribution
    with correction for ties. effect = (W+ - W-) / (W+ + W-) (Kerby 2014): 1 where every other
    value is the larger. The shift is the median of all Walsh averages, its interval by inverting
    the test with the normal distribution (Hollander & Wolfe 1999, 3.2-3.3).
    """
    differences = other - baseline
    nonzero = differences[differences != 0]
    n, zeros = len(differences), len(differences) - len(nonzero)
    if len(nonzero) < FEWEST_FOR_WILCOXON:
        template = N_(
            "Not computed: {what}, which needs {needed} pairs that differ or more (there are {n})."
        )
        fields = {"what": Note(WILCOXON), "needed": FEWEST_FOR_WILCOXON, "n": len(nonzero)}
        return Note(template, fields)
    from scipy import stats

    sizes = np.abs(nonzero)
    is_exact = len(nonzero) <= 50 and len(np.unique(sizes)) == len(sizes)
    tested = stats.wilcoxon(
        nonzero, zero_method="wilcox", correction=False, method="exact" if is_exact else "approx"
    )
    ranks = mid_ranks(sizes)
    plus, minus = float(ranks[nonzero > 0].sum()), float(ranks[nonzero < 0].sum())
    shift, low, high = _hodges_lehmann(differences)
    return Paired(
        n=n,
        zeros=zeros,
        w=min(plus, minus),
        p=float(tested.pvalue),
        effect=(plus - minus) / (plus + minus),
        shift=shift,
        low=low,
        high=high,
        is_exact=is_exact,
    )


def _hodges_lehmann(differences: Reals) -> tuple[float, float, float]:
    n = len(differences)
    rows, columns = np.triu_indices(n)
    walsh = np.sort((differences[rows] + differences[columns]) / 2)
    spread = math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
    below = max(0, math.floor(n * (n + 1) / 4 - 1.959963984540054 * spread))
    return float(np.median(walsh)), float(walsh[below]), float(walsh[len(walsh) - 1 - below])


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return p-values corrected for their number by Holm's step-down (Holm 1979).

    The k-th smallest of m is multiplied by m - k + 1, never below one before it, at most 1.
    """
    p: NDArray[np.float64] = np.array(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    factors = np.arange(len(p), 0, -1)
    corrected = np.empty_like(p)
    corrected[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * factors))
    return tuple(corrected.tolist())
