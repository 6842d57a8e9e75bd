"""What can be pointed at in a chart: by mouse, or one after the other by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cytodesk.charts.drawing import Target
from cytodesk.charts.figures import Note

NEAR = 14.0
"""Pixels from the pointer within which a spot is meant."""
_SURFACE = 7.0
"""Pixels by which a point is preferred to the surface that it lies on."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One bar, box, dot or point: where it is, what it says, where a click leads.

    `half_width` and `bottom` make it a rectangle up to `y`; without them it is a point.
    """

    x: float
    y: float
    said: Note | str
    target: Target | None = None
    half_width: float = 0.0
    bottom: float | None = None


class Spots:
    """Finds which spot is meant; scales are pixels per unit of x and of y."""

    def __init__(self, spots: Sequence[Spot]) -> None:
        self.all = tuple(spot for spot in spots if np.isfinite(spot.x) and np.isfinite(spot.y))
        self._x = np.array([spot.x for spot in self.all])
        self._y = np.array([spot.y for spot in self.all])
        self._half = np.array([spot.half_width for spot in self.all])
        bottoms = [spot.y if spot.bottom is None else spot.bottom for spot in self.all]
        self._bottom = np.array(bottoms)
        self._is_surface = np.array([spot.bottom is not None for spot in self.all], dtype=bool)

    def at(self, x: float, y: float, x_scale: float, y_scale: float) -> int | None:
        """Return the place of the nearest spot, None where none is near."""
        if not self.all:
            return None
        low, high = np.minimum(self._y, self._bottom), np.maximum(self._y, self._bottom)
        across = np.maximum(np.abs(self._x - x) - self._half, 0) * x_scale
        along = np.maximum(np.maximum(low - y, y - high), 0) * y_scale
        distance = np.hypot(across, along) + np.where(self._is_surface, _SURFACE, 0.0)
        nearest = int(np.argmin(distance))
        return nearest if distance[nearest] <= NEAR else None

    def after(self, place: int | None, step: int) -> int | None:
        """Return the next spot for the keyboard, going round."""
        if not self.all:
            return None
        if place is None:
            return 0 if step > 0 else len(self.all) - 1
        return (place + step) % len(self.all)
