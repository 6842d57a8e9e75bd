"""Sparklines: a figure image by image, a line per run, small enough for a cell of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from cytodesk.charts.comparison import MetricRow
from cytodesk.charts.drawing import Reals
from cytodesk.charts.figures import Metric

MOST_RUNS = 8
"""Lines of more runs in one cell could not be told apart."""
_MOST_POINTS = 48
_FEWEST_IMAGES = 3


def sparks_of(
    by_image: Mapping[Metric, Sequence[MetricRow]], runs: int
) -> dict[Metric, tuple[Reals, ...]]:
    """Return for each pooled metric one line per run, from 0 to 1 in its cell; NaN is a gap.

    Of more than 48 images, neighbours are averaged; of one or two there is no line.
    """
    if runs > MOST_RUNS:
        return {}
    return {
        metric: _between_ends([[row.values[run] for row in rows] for run in range(runs)])
        for metric, rows in by_image.items()
        if len(rows) >= _FEWEST_IMAGES
    }


def _between_ends(columns: Sequence[Sequence[float | None]]) -> tuple[Reals, ...]:
    values = np.array(
        [[np.nan if value is None else value for value in column] for column in columns],
        dtype=np.float64,
    )
    if values.shape[1] > _MOST_POINTS:
        parts = np.array_split(np.arange(values.shape[1]), _MOST_POINTS)
        values = np.stack([_mean(values[:, part]) for part in parts], axis=1)
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)
    heights = (
        (values - low) / (high - low) if high > low else np.where(np.isnan(values), values, 0.5)
    )
    return tuple(heights)


def _mean(values: Reals) -> Reals:
    """Return the mean of each row over what is known of it; NaN where nothing is."""
    known = np.isfinite(values)
    sums, counts = np.where(known, values, 0.0).sum(axis=1), known.sum(axis=1)
    means: Reals = np.divide(sums, counts, out=np.full(len(values), np.nan), where=counts > 0)
    return means
