"""How far raters agree beyond chance: ICC(2,1), Cohen's and Fleiss' kappa."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cytodesk.charts.figures import Note
from cytodesk.charts.statistics.pairs import Reals, too_few
from cytodesk.errors import N_

ICC = N_("intraclass correlation")
KAPPA = N_("Cohen's kappa")
FLEISS = N_("Fleiss' kappa")
FEWEST_FOR_ICC = 3
_NORMAL_95 = 1.959963984540054
_CONSTANT = N_("Not computed: {what}, as all values are equal: there is nothing to tell apart.")
_ONE_CLASS = N_("Not computed: {what}, as everybody gave one and the same term.")
_NOBODY = N_("Not computed: {what}, as there is nothing that everybody rated.")


@dataclass(frozen=True, slots=True)
class Intraclass:
    """ICC(2,1) of `n` images rated by `k` runs, with its 95 % interval."""

    icc: float
    low: float
    high: float
    n: int
    k: int


def icc_2_1(ratings: Reals) -> Intraclass | Note:
    """Return ICC(2,1): two-way random effects, absolute agreement, single rater.

    `ratings` has a row per image and a column per run, nothing missing. Shrout & Fleiss 1979:
    (MSR - MSE) / (MSR + (k - 1) MSE + k (MSC - MSE) / n), interval by their equations for case 2.
    """
    n, k = ratings.shape
    if n < FEWEST_FOR_ICC:
        return too_few(ICC, n, FEWEST_FOR_ICC)
    grand = ratings.mean()
    rows, columns = ratings.mean(axis=1) - grand, ratings.mean(axis=0) - grand
    rest = ratings - grand - rows[:, None] - columns[None, :]
    msr = k * float(rows @ rows) / (n - 1)
    msc = n * float(columns @ columns) / (k - 1)
    mse = float((rest * rest).sum()) / ((n - 1) * (k - 1))
    below = msr + (k - 1) * mse + k * (msc - mse) / n
    if np.ptp(ratings) == 0 or below <= 0:
        return Note(_CONSTANT, {"what": Note(ICC)})
    icc = (msr - mse) / below
    low, high = _icc_interval(icc, msr, msc, mse, n, k)
    return Intraclass(icc, low, high, n, k)


def _icc_interval(
    icc: float, msr: float, msc: float, mse: float, n: int, k: int
) -> tuple[float, float]:
    if mse <= msr * 1e-14:
        # Without an error the F ratios have no bound: the interval shrinks to the estimate.
        return icc, icc
    from scipy.special import fdtri

    ratio = msc / mse
    part = n * (1 + (k - 1) * icc) - k * icc
    above = (k - 1) * (n - 1) * (k * icc * ratio + part) ** 2
    freedom = above / ((n - 1) * k**2 * icc**2 * ratio**2 + part**2)
    upper = float(fdtri(n - 1, freedom, 0.975))
    lower = float(fdtri(freedom, n - 1, 0.975))
    rest = k * msc + (k * n - k - n) * mse
    return (
        n * (msr - upper * mse) / (upper * rest + n * msr),
        n * (lower * msr - mse) / (rest + n * lower * msr),
    )


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance; `observed` and `expected` are shares, the interval is 95 %."""

    kappa: float
    observed: float
    expected: float
    n: int
    low: float | None = None
    high: float | None = None


def cohen_kappa(table: NDArray[np.int64]) -> Kappa | Note:
    """Return Cohen's kappa of a square table of counts (Cohen 1960), unweighted.

    The interval is kappa ± 1.96 standard errors by Fleiss, Cohen & Everitt 1969, equation 13.
    """
    n = int(table.sum())
    if not n:
        return Note(_NOBODY, {"what": Note(KAPPA)})
    p = table / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    observed, expected = float(np.trace(p)), float(rows @ columns)
    if expected >= 1 - 1e-12:
        return Note(_ONE_CLASS, {"what": Note(KAPPA)})
    kappa = (observed - expected) / (1 - expected)
    both = columns[:, None] + rows[None, :]
    agreeing = np.diag(p) * (1 - np.diag(both) * (1 - kappa)) ** 2
    apart = p * both**2 * (1 - kappa) ** 2
    apart_sum = float(apart.sum() - np.trace(apart))
    rest = (kappa - expected * (1 - kappa)) ** 2
    variance = (float(agreeing.sum()) + apart_sum - rest) / ((1 - expected) ** 2 * n)
    error = _NORMAL_95 * math.sqrt(max(0.0, variance))
    return Kappa(kappa, observed, expected, n, max(-1.0, kappa - error), min(1.0, kappa + error))


def fleiss_kappa(counts: NDArray[np.int64]) -> Kappa | Note:
    """Return Fleiss' kappa (Fleiss 1971): a row per object, a column per term, raters counted.

    Every row has the same number of raters.
    """
    n = len(counts)
    if not n or counts[0].sum() < 2:
        return Note(_NOBODY, {"what": Note(FLEISS)})
    raters = int(counts[0].sum())
    shares = counts.sum(axis=0) / (n * raters)
    agreeing = ((counts * counts).sum(axis=1) - raters) / (raters * (raters - 1))
    observed, expected = float(agreeing.mean()), float(shares @ shares)
    if expected >= 1 - 1e-12:
        return Note(_ONE_CLASS, {"what": Note(FLEISS)})
    return Kappa((observed - expected) / (1 - expected), observed, expected, n)
