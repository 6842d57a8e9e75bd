"""What drawings share: a run's series, boxes, spread dots, bins, figures in titles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from cytodesk.charts.drawing import (
    Box,
    Mark,
    Reals,
    Series,
)
from cytodesk.charts.figures import Joined, Note
from cytodesk.charts.looks import look_of
from cytodesk.charts.writing import MISSING
from cytodesk.errors import N_

MOST_POINTS = 501
"""An ECDF of more values is given at evenly spaced fractions; nothing is sampled by chance."""
MOST_DOTS = 400
"""More than these beside a box would be a blot: the box and the violin speak for them."""
MOST_BINS = 200
GROUP_WIDTH = 0.8
"""Of a category, what all its bars take together."""
_MOST_IN_TITLE = 4


class RunName(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


def series_of(run: RunName, place: int, *marks: Mark, n: int = 0) -> Series:
    """Return the series of a run; `place` is its place in the comparison, 0 for the baseline."""
    return Series(run.name, marks, run.id, look_of(place), n)


def not_known(series: Sequence[Series]) -> tuple[Note, ...]:
    """Return the sentence that names the runs of which nothing is drawn, if there are any."""
    names = tuple(
        dict.fromkeys(each.name for each in series if each.run is not None and not each.n)
    )
    return (Note(N_("Not known: {runs}."), {"runs": Joined(names)}),) if names else ()


def by_run(runs: Sequence[RunName], values: Sequence[float | None]) -> Joined:
    """Return `#1 50, #2 45`, and of many runs from where to where: `45–50`."""
    if len(runs) <= _MOST_IN_TITLE:
        pairs = zip(runs, values, strict=False)
        return Joined(tuple(Joined((run.name, known_or_dash(value)), " ") for run, value in pairs))
    known = {value for value in values if value is not None}
    if len(known) < 2:
        return Joined(tuple(known) or (MISSING,))
    return Joined((min(known), max(known)), "–")


def known_or_dash(value: float | None) -> object:
    """Return what fills the blank of a figure: itself, or the dash of a missing one."""
    return MISSING if value is None else value


def suffix(unit: str) -> str:
    """Return the unit as it follows a figure: after a space, or nothing."""
    return f" {unit}" if unit else ""


def beside(count: int, place: int, of: int) -> tuple[Reals, float]:
    """Return the middles of the bars in this `place` of `of` at 0..count-1, and their width."""
    width = GROUP_WIDTH / of
    middles: Reals = np.arange(count, dtype=np.float64) + (place - (of - 1) / 2) * width
    return middles, width


def box_of(values: Reals) -> Box | None:
    """Return the box of `values`, which must be sorted and finite; None where there are none."""
    if not len(values):
        return None
    low, median, high = (float(value) for value in np.quantile(values, (0.25, 0.5, 0.75)))
    reach = 1.5 * (high - low)
    within = values[(values >= low - reach) & (values <= high + reach)]
    return Box(
        whisker_low=float(within[0]),
        quartile_low=low,
        median=median,
        quartile_high=high,
        whisker_high=float(within[-1]),
        mean=float(values.mean()),
        n=len(values),
    )


def spread(count: int, middle: float, width: float) -> Reals:
    """Return `count` places around `middle`, evenly without looking like rows or like chance.

    Multiples of the golden ratio, modulo 1: the same for the same count, and never two alike.
    """
    golden = (math.sqrt(5) - 1) / 2
    steps = (np.arange(count, dtype=np.float64) * golden) % 1.0
    places: Reals = middle + (steps - 0.5) * width
    return places


def ecdf_of(values: Reals) -> tuple[Reals, Reals]:
    """Return sorted values and the share of all that is not above each.

    Of more than MOST_POINTS the values at evenly spaced ranks, both ends among them.
    """
    n = len(values)
    ranks = np.arange(1, n + 1)
    if n > MOST_POINTS:
        ranks = np.round(np.linspace(1, n, MOST_POINTS)).astype(np.intp)
    return values[ranks - 1], ranks / n


def bins_of(columns: Sequence[Reals], *, is_log: bool = False) -> Reals:
    """Return edges for all `columns` together: Freedman & Diaconis 1981 on the pooled values.

    The width is 2 IQR / n^(1/3); at least 1 bin, at most MOST_BINS. On a log axis the bins are of
    equal width there, and values that are not above 0 are in none.
    """
    pooled = np.concatenate([*columns, np.empty(0)])
    pooled = np.log10(pooled[pooled > 0]) if is_log else pooled
    if not len(pooled):
        return np.array([1.0, 10.0]) if is_log else np.array([0.0, 1.0])
    low, high = float(pooled.min()), float(pooled.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    lower, upper = np.quantile(pooled, (0.25, 0.75))
    width = 2 * float(upper - lower) / len(pooled) ** (1 / 3)
    count = math.ceil((high - low) / width) if width > 0 else MOST_BINS
    edges = np.linspace(low, high, min(max(count, 1), MOST_BINS) + 1)
    if not is_log:
        return edges
    # Rounding must not leave the outermost values out.
    return np.concatenate(
        [[10.0**low * (1 - 1e-9)], 10.0 ** edges[1:-1], [10.0**high * (1 + 1e-9)]]
    )


def density_of(values: Reals, edges: Reals) -> tuple[Reals, Reals]:
    """Return heights and the smoothed density of `values` there, its highest point 1.

    A Gaussian kernel density on binned values (Silverman 1986, 3.28: bandwidth
    0.9 min(sd, IQR / 1.34) n^(-1/5)), so that a million values cost no more than a thousand.
    """
    middles = (edges[:-1] + edges[1:]) / 2
    counts, _ = np.histogram(values, bins=edges)
    lower, upper = np.quantile(values, (0.25, 0.75))
    scale = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    spreads = [each for each in (scale, float(upper - lower) / 1.34) if each > 0]
    bandwidth = 0.9 * min(spreads) * len(values) ** -0.2 if spreads else 0.0
    bandwidth = max(bandwidth, float(edges[1] - edges[0]))
    kernel = np.exp(-0.5 * ((middles[:, None] - middles[None, :]) / bandwidth) ** 2)
    density = kernel @ counts
    peak = density.max()
    return middles, density / peak if peak > 0 else density
