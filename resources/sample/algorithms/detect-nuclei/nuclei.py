"""Nuclei in a picture stained with haematoxylin and eosin: numbers in, outlines out.

The picture is unmixed into stains (A. C. Ruifrok and D. A. Johnston, 2001), smoothed, cut at a
threshold (given, or N. Otsu's, 1979), touching nuclei are parted between the peaks of the distance
to the edge, and each is named by its size and darkness. Only numpy and scipy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import KDTree

Floats = NDArray[np.float64]
Labels = NDArray[np.int32]
Step = tuple[int, int]
"""Row and column: a pixel, a corner of one, or the way from one to the next."""

HAEMATOXYLIN = (0.650, 0.704, 0.286)
EOSIN = (0.072, 0.990, 0.105)
EMPTY_SLIDE = 243.0
"""Brightness of a slide without tissue, 0 to 255."""

BINS = np.linspace(0.0, 2.0, 401)
"""Borders of the histogram of haematoxylin densities from which Otsu's threshold is taken."""

FIXED_THRESHOLD = 0.25
"""Optical density of haematoxylin that parts nuclei from the rest where nobody says otherwise."""

TISSUE_DENSITY = 0.05
"""Mean optical density above which a pixel is taken for tissue, not for empty slide."""

WAIST = 0.85
"""Two centres are two nuclei where the clump between them narrows to less than this share."""


@dataclass(frozen=True)
class Settings:
    """What to look for. Lengths in micrometres, areas in square micrometres."""

    pixel_size: float = 0.5
    smoothing: float = 0.5
    minimum_area: float = 15.0
    maximum_area: float = 600.0
    split_touching: bool = True
    minimum_radius: float = 2.0
    """Touching nuclei are parted where their centres are at least this far from both edges."""
    lymphocyte_diameter: float = 9.5
    lymphocyte_density: float = 0.6


@dataclass(frozen=True)
class Nucleus:
    """One nucleus: `outline` is (n, 2) pixels of the picture, x and y, y downwards from the top."""

    outline: Floats
    x: float
    y: float
    area: float
    """Square micrometres."""
    density: float
    """Mean optical density of haematoxylin."""
    is_lymphocyte: bool


def haematoxylin(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the optical density of haematoxylin of each pixel of `rgb` (height, width, 3)."""
    stains = np.array([HAEMATOXYLIN, EOSIN, np.cross(HAEMATOXYLIN, EOSIN)])
    stains /= np.linalg.norm(stains, axis=1, keepdims=True)
    share = np.linalg.inv(stains)[:, 0]
    # 256 values of brightness: a table is faster than a logarithm per pixel.
    density = -np.log10(np.maximum(np.arange(256), 1) / EMPTY_SLIDE)
    tables = (density[:, None] * share).astype(np.float32)
    return tables[rgb[..., 0], 0] + tables[rgb[..., 1], 1] + tables[rgb[..., 2], 2]


def tissue_share(rgb: NDArray[np.uint8]) -> float:
    """Return the share of `rgb` that is darker than an empty slide, 0 to 1."""
    density = -np.log10(np.maximum(rgb.astype(np.float32), 1) / EMPTY_SLIDE).mean(axis=2)
    return float((density > TISSUE_DENSITY).mean())


def smoothed(rgb: NDArray[np.uint8], settings: Settings) -> NDArray[np.float32]:
    """Return the density of haematoxylin of `rgb`, smoothed as `settings` says."""
    return ndimage.gaussian_filter(haematoxylin(rgb), settings.smoothing / settings.pixel_size)


def otsu_threshold(densities: Iterable[NDArray[np.float32]]) -> float:
    """Return the threshold that best parts all `densities` into two groups (N. Otsu, 1979)."""
    counts = np.zeros(len(BINS) - 1)
    for density in densities:
        counts += np.histogram(np.clip(density, BINS[0], BINS[-1]), BINS)[0]
    centres = (BINS[:-1] + BINS[1:]) / 2
    below, mass = np.cumsum(counts), np.cumsum(counts * centres)
    total = below[-1]
    both = (below > 0) & (below < total)
    if not both.any():
        return FIXED_THRESHOLD
    apart = np.square(mass[-1] * below[both] / total - mass[both])
    between = apart / (below[both] * (total - below[both]))
    return float(BINS[1:][both][between.argmax()])


def find_nuclei(
    density: NDArray[np.float32], threshold: float, settings: Settings
) -> list[Nucleus]:
    """Return the nuclei where the smoothed `density` (height, width) exceeds `threshold`."""
    largest_gap = settings.maximum_area / 4 / settings.pixel_size**2
    labels, _ = ndimage.label(_without_gaps(density > threshold, largest_gap))
    if settings.split_touching:
        labels = _parted(labels, settings)
    return list(_measured(labels, density, settings))


def _without_gaps(mask: NDArray[np.bool_], largest: float) -> NDArray[np.bool_]:
    """Close the pale insides of nuclei, up to `largest` pixels, but not what lies between them."""
    gaps, _ = ndimage.label(ndimage.binary_fill_holes(mask) & ~mask)
    small = np.bincount(gaps.ravel()) <= largest
    small[0] = False
    return mask | small[gaps]


def _parted(labels: Labels, settings: Settings) -> Labels:
    """Give each of several touching nuclei a label of its own, clump by clump."""
    radius = settings.minimum_radius / settings.pixel_size
    parted = np.zeros_like(labels)
    count = 0
    for label, box in enumerate(ndimage.find_objects(labels), start=1):
        clump = np.pad(labels[box] == label, 1)
        depth = np.where(clump, _depth(clump, radius), 0.0)
        centres = _centres(depth, radius)
        pieces = _shared_out(clump, depth, centres) if len(centres) > 1 else clump.astype(np.int32)
        inside = pieces[1:-1, 1:-1]
        parted[box] = np.where(inside > 0, inside + count, parted[box])
        count += max(1, len(centres))
    return parted


def _depth(clump: NDArray[np.bool_], radius: float) -> Floats:
    """Return the distance of each pixel to the edge, smoothed against a ragged edge."""
    distance = ndimage.distance_transform_edt(clump)
    return np.asarray(ndimage.gaussian_filter(distance, 0.35 * radius))


def _centres(depth: Floats, radius: float) -> list[Step]:
    """Return (row, column) of the peaks of `depth`, deepest first, that a waist keeps apart."""
    highest = ndimage.maximum_filter(depth, size=2 * max(1, round(radius / 2)) + 1)
    peaks = np.argwhere((depth == highest) & (depth >= radius / 2))
    order = np.argsort(-depth[tuple(peaks.T)], kind="stable")
    centres: list[Step] = []
    for row, column in peaks[order].tolist():
        near = _within_reach(depth, (row, column), centres)
        if all(_waist(depth, (row, column), other) < WAIST for other in near):
            centres.append((row, column))
    return centres


def _within_reach(depth: Floats, peak: Step, centres: list[Step]) -> list[Step]:
    """Return the centres so near that `peak` may be part of the same nucleus."""
    if not centres:
        return []
    places = np.array(centres)
    reach = 1.5 * (depth[peak] + depth[tuple(places.T)])
    near = np.hypot(*(places - peak).T) < reach
    return [centres[index] for index in np.flatnonzero(near)]


def _waist(depth: Floats, one: Step, other: Step) -> float:
    """Return the least depth between two peaks, relative to the shallower peak."""
    way = np.linspace(one, other, 2 + round(float(np.hypot(*np.subtract(one, other))))).T
    return float(ndimage.map_coordinates(depth, way, order=1).min()) / min(depth[one], depth[other])


def _shared_out(clump: NDArray[np.bool_], depth: Floats, centres: list[Step]) -> Labels:
    """Give each pixel of the clump to one centre: the power diagram of discs of their depths.

    Two discs are parted along the line through the points where their rims cross. The power of a
    pixel is its squared distance to a point lifted above the disc's centre, the lower the larger
    the disc, so a search tree in space finds the least one.
    """
    pixels = np.argwhere(clump)
    places = np.array(centres)
    radii = depth[tuple(places.T)]
    lifts = np.sqrt(np.square(radii.max()) - np.square(radii))
    tree = KDTree(np.column_stack([places, lifts]))
    _, nearest = tree.query(np.column_stack([pixels, np.zeros(len(pixels))]))
    pieces = np.zeros(clump.shape, np.int32)
    pieces[tuple(pixels.T)] = nearest + 1
    for piece, box in enumerate(ndimage.find_objects(pieces), start=1):
        if box is None:
            continue
        parts, found = ndimage.label(pieces[box] == piece)
        if found > 1:  # a splinter beyond another nucleus belongs to nobody
            largest = 1 + int(np.bincount(parts.ravel())[1:].argmax())
            pieces[box][(parts > 0) & (parts != largest)] = 0
    return pieces


def _measured(
    labels: Labels, density: NDArray[np.float32], settings: Settings
) -> Iterator[Nucleus]:
    pixel = settings.pixel_size**2
    for label, box in enumerate(ndimage.find_objects(labels), start=1):
        if box is None:
            continue
        mask = labels[box] == label
        area = float(mask.sum()) * pixel
        if not settings.minimum_area <= area <= settings.maximum_area:
            continue
        top, left = box[0].start, box[1].start
        rows, columns = np.nonzero(mask)
        darkness = float(density[box][mask].mean())
        diameter = 2 * np.sqrt(area / np.pi)
        yield Nucleus(
            outline=outline_of(mask) + np.array([left, top]),
            x=float(columns.mean()) + left + 0.5,
            y=float(rows.mean()) + top + 0.5,
            area=area,
            density=darkness,
            is_lymphocyte=bool(
                diameter <= settings.lymphocyte_diameter and darkness >= settings.lymphocyte_density
            ),
        )


def outline_of(mask: NDArray[np.bool_]) -> Floats:
    """Return the outer outline of the only object in `mask`, (n, 2) x and y of its corners.

    The edges of the border pixels are followed with the object on the right; the outline joins
    their middles, which cuts the corners of the stairs as marching squares does.
    """
    steps = _border(np.pad(mask, 1))
    corner = min(steps)
    first, heading = corner, steps[corner][0]
    middles: list[tuple[float, float]] = []
    while True:
        middles.append((corner[1] + heading[1] / 2 - 1, corner[0] + heading[0] / 2 - 1))
        corner = (corner[0] + heading[0], corner[1] + heading[1])
        if corner == first:
            break
        heading = _next(steps[corner], heading)
    return _without_straight(np.array(middles))


def _border(mask: NDArray[np.bool_]) -> dict[Step, list[Step]]:
    """Return, for each corner (row, column) on the border, the unit steps that leave it."""
    steps: dict[Step, list[Step]] = {}
    # The neighbour that must be empty; where the edge begins; which way it goes.
    sides = (
        ((-1, 0), (0, 0), (0, 1)),
        ((0, 1), (0, 1), (1, 0)),
        ((1, 0), (1, 1), (0, -1)),
        ((0, -1), (1, 0), (-1, 0)),
    )
    for towards, (down, right), heading in sides:
        edge = mask & ~np.roll(mask, (-towards[0], -towards[1]), (0, 1))
        for row, column in np.argwhere(edge).tolist():
            steps.setdefault((row + down, column + right), []).append(heading)
    return steps


def _next(choices: list[Step], heading: Step) -> Step:
    """Where two pixels meet by a corner only, turn right and stay on this one."""
    right = (heading[1], -heading[0])
    return right if right in choices else choices[0]


def _without_straight(points: Floats) -> Floats:
    """Drop points on the straight line between their neighbours."""
    before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
    turns = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    kept = points[turns != 0]
    return kept if len(kept) >= 3 else points
