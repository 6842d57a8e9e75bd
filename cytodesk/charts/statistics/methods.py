"""Two ways of measuring the same: Bland and Altman, Passing and Bablok."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cytodesk.charts.figures import Note
from cytodesk.charts.statistics.pairs import Reals, too_few
from cytodesk.errors import N_

BLAND_ALTMAN = N_("Bland and Altman's limits")
PASSING_BABLOK = N_("Passing and Bablok's regression")
FEWEST_FOR_LIMITS = 3
FEWEST_FOR_REGRESSION = 8
MOST_FOR_REGRESSION = 5000
"""All pairs of points are looked at: above this, memory would decide."""
_NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Limits:
    """Of the differences other - baseline: mean, sd, 95 % limits and each one's 95 % interval."""

    n: int
    bias: float
    sd: float
    lower: float
    upper: float
    bias_interval: tuple[float, float]
    lower_interval: tuple[float, float]
    upper_interval: tuple[float, float]


def bland_altman(baseline: Reals, other: Reals) -> Limits | Note:
    """Return bias and limits of agreement, bias ± 1.96 sd (Bland & Altman 1986; sd with ddof 1).

    Intervals by t with n - 1 degrees of freedom: sd² / n for the bias and
    sd² (1/n + 1.96² / (2 (n - 1))) for a limit (Bland & Altman 1999, 2.1).
    """
    n = len(baseline)
    if n < FEWEST_FOR_LIMITS:
        return too_few(BLAND_ALTMAN, n, FEWEST_FOR_LIMITS)
    from scipy.special import stdtrit

    differences = other - baseline
    bias, sd = float(differences.mean()), float(differences.std(ddof=1))
    t = float(stdtrit(n - 1, 0.975))
    reach = _NORMAL_95 * sd
    of_bias = t * sd / math.sqrt(n)
    of_limit = t * sd * math.sqrt(1 / n + _NORMAL_95**2 / (2 * (n - 1)))
    return Limits(
        n=n,
        bias=bias,
        sd=sd,
        lower=bias - reach,
        upper=bias + reach,
        bias_interval=(bias - of_bias, bias + of_bias),
        lower_interval=(bias - reach - of_limit, bias - reach + of_limit),
        upper_interval=(bias + reach - of_limit, bias + reach + of_limit),
    )


@dataclass(frozen=True, slots=True)
class Regression:
    """other = intercept + slope * baseline, with 95 % intervals."""

    n: int
    slope: float
    intercept: float
    slope_interval: tuple[float, float]
    intercept_interval: tuple[float, float]


def passing_bablok(baseline: Reals, other: Reals) -> Regression | Note:
    """Return Passing and Bablok's regression (1983, J. Clin. Chem. Clin. Biochem. 21, 709-720).

    The slope is the median of the slopes between all pairs of points, shifted by the number K of
    slopes below -1; slopes of exactly -1 and of identical points are left out, an upright pair
    counts as plus or minus infinity. The interval takes ranks C = 1.96 sqrt(n(n-1)(2n+5)/18)
    away from the middle. The intercept is the median of y - slope x, its interval at the ends of
    the slope's. It supposes a positive linear relation: said, not computed, where the slopes show
    none.
    """
    n = len(baseline)
    if n < FEWEST_FOR_REGRESSION:
        return too_few(PASSING_BABLOK, n, FEWEST_FOR_REGRESSION)
    if n > MOST_FOR_REGRESSION:
        template = N_("Not computed: {what}, as {n} pairs are more than {most}.")
        return Note(template, {"what": Note(PASSING_BABLOK), "n": n, "most": MOST_FOR_REGRESSION})
    slopes, shift = _slopes(baseline, other)
    count = len(slopes)
    reach = _NORMAL_95 * math.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    first = round((count - reach) / 2)
    last = count - first + 1
    if first + shift < 1 or last + shift > count or not np.isfinite(slopes).any():
        template = N_("Not computed: {what}, as the two sides show no positive linear relation.")
        return Note(template, {"what": Note(PASSING_BABLOK)})
    middle = (count - 1) // 2 + shift, count // 2 + shift
    slope = float((slopes[middle[0]] + slopes[middle[1]]) / 2)
    low, high = float(slopes[first + shift - 1]), float(slopes[last + shift - 1])
    if not all(map(math.isfinite, (slope, low, high))):
        template = N_("Not computed: {what}, as the two sides show no positive linear relation.")
        return Note(template, {"what": Note(PASSING_BABLOK)})
    return Regression(
        n=n,
        slope=slope,
        intercept=float(np.median(other - slope * baseline)),
        slope_interval=(low, high),
        intercept_interval=(
            float(np.median(other - high * baseline)),
            float(np.median(other - low * baseline)),
        ),
    )


def _slopes(x: Reals, y: Reals) -> tuple[Reals, int]:
    """Return the sorted slopes between all pairs of points, and how many are below -1."""
    rows, columns = np.triu_indices(len(x), 1)
    along, up = x[columns] - x[rows], y[columns] - y[rows]
    differs = (along != 0) | (up != 0)
    along, up = along[differs], up[differs]
    with np.errstate(divide="ignore"):
        slopes = up / along
    slopes = np.where(along == 0, np.where(up > 0, np.inf, -np.inf), slopes)
    slopes = np.sort(slopes[slopes != -1])
    return slopes, int((slopes < -1).sum())
