"""Which lines of parallel coordinates are kept: those that pass all the brushed parts of axes."""

from __future__ import annotations

from collections.abc import Mapping

from cytodesk.charts.drawing import Line, Reals, Series

LEAST = 0.02
"""Share of an axis below which a drag was a click: it takes the brush away."""


class Brushes:
    """At most one part of each axis, from 0 (its foot) to 1."""

    def __init__(self) -> None:
        self._spans: dict[int, tuple[float, float]] = {}
        self._begun: tuple[int, float] | None = None

    @property
    def spans(self) -> Mapping[int, tuple[float, float]]:
        return self._spans

    @property
    def is_begun(self) -> bool:
        return self._begun is not None

    def begin(self, axis: int, height: float) -> None:
        self._begun = (axis, height)

    def move(self, height: float) -> None:
        """Brush the axis from where it was begun to `height`."""
        if self._begun is not None:
            axis, first = self._begun
            low, high = sorted((min(max(first, 0.0), 1.0), min(max(height, 0.0), 1.0)))
            self._spans[axis] = (low, high)

    def end(self, height: float) -> None:
        if self._begun is None:
            return
        axis, first = self._begun
        if abs(height - first) < LEAST:
            self._spans.pop(axis, None)
        self._begun = None

    def keeps(self, series: Series) -> bool:
        """Say whether the lines of `series` pass every brush; a gap passes none."""
        lines = [mark for mark in series.marks if isinstance(mark, Line)]
        return all(self._passes(line.y) for line in lines)

    def _passes(self, heights: Reals) -> bool:
        return all(low <= heights[axis] <= high for axis, (low, high) in self._spans.items())
