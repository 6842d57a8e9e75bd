"""Tissue in a small picture of a stained slide: numbers in, outlines and areas out.

Tissue takes light, an empty slide does not: the mean optical density of the three colours is
smoothed and cut at a threshold, given or N. Otsu's (1979). Only numpy, scipy and shapely.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from shapely.geometry import Polygon

Mask = NDArray[np.bool_]
Densities = NDArray[np.float32]

DIMMEST_LIGHT = 200
"""No slide is taken to be lit less than this (0 to 255), even where tissue fills the picture."""


@dataclass(frozen=True)
class Settings:
    """What counts as tissue. Lengths in micrometres, areas in square micrometres."""

    pixel_size: float
    """Micrometres per pixel of the picture that is looked at, not of the whole image."""
    smoothing: float = 4.0
    minimum_area: float = 5000.0
    largest_gap: float = 1000.0
    """Smaller gaps in the tissue are closed; larger ones stay open."""


def optical_density(rgb: NDArray[np.uint8]) -> Densities:
    """Return the mean optical density of the colours of each pixel of `rgb` (height, width, 3).

    The light is what the brightest twentieth of the picture lets through.
    """
    light = np.percentile(rgb.reshape(-1, 3), 95, axis=0)
    light = np.maximum(light, DIMMEST_LIGHT).astype(np.float32)
    density = -np.log10(np.maximum(rgb.astype(np.float32), 1) / light)
    return np.maximum(density, 0).mean(axis=2)


def otsu_threshold(density: Densities) -> float:
    """Return the threshold that best parts `density` into two groups (N. Otsu, 1979)."""
    counts, borders = np.histogram(density, 256)
    centres = (borders[:-1] + borders[1:]) / 2
    below, mass = np.cumsum(counts), np.cumsum(counts * centres)
    total = below[-1]
    both = (below > 0) & (below < total)
    if not both.any():
        return float(borders[-1])
    apart = np.square(mass[-1] * below[both] / total - mass[both])
    # As floats: the product of two counts overflows whole numbers on some systems.
    between = apart / (below[both] * (total - below[both]).astype(np.float64))
    return float(borders[1:][both][between.argmax()])


def smoothed(rgb: NDArray[np.uint8], settings: Settings) -> Densities:
    """Return the optical density of `rgb`, smoothed as `settings` says."""
    density = optical_density(rgb)
    return ndimage.gaussian_filter(density, settings.smoothing / settings.pixel_size)


def find_tissue(density: Densities, threshold: float, settings: Settings) -> list[Polygon]:
    """Return the pieces of tissue where the smoothed `density` exceeds `threshold`.

    Polygons in pixels of the picture, y downwards from the top, gaps as holes, largest first.
    """
    pixel = settings.pixel_size**2
    mask = ~_without_specks(~(density > threshold), settings.largest_gap / pixel)
    mask = _without_specks(mask, settings.minimum_area / pixel)
    labels, count = ndimage.label(mask)
    boxes = ndimage.find_objects(labels)
    pieces = [_polygon(labels[box] == label + 1, box) for label, box in enumerate(boxes[:count])]
    return sorted(pieces, key=lambda piece: -piece.area)


def _without_specks(mask: Mask, least: float) -> Mask:
    """Return `mask` without its pieces of less than `least` pixels."""
    labels, _ = ndimage.label(mask)
    large = np.bincount(labels.ravel()) >= least
    large[0] = False
    return large[labels]


def _polygon(mask: Mask, box: tuple[slice, slice]) -> Polygon:
    """Return the one piece in `mask` as a polygon: its rows' runs of pixels, joined.

    The stairs are smoothed by less than a pixel.
    """
    padded = np.pad(mask, ((0, 0), (1, 1))).astype(np.int8)
    turns = np.diff(padded, axis=1)
    rows, starts = np.nonzero(turns == 1)
    ends = np.nonzero(turns == -1)[1]
    top, left = box[0].start, box[1].start
    runs = shapely.box(starts + left, rows + top, ends + left, rows + top + 1)
    return shapely.union_all(runs).simplify(0.75)
