"""Where tissue and nuclei of the sample lie, and what outlines they have.

Everything here is in image coordinates: pixels, origin at the TOP left, y downwards, and pixel
(0, 0) covers the square from 0 to 1. All outlines are star-shaped: a radius for each angle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

from cytodesk.sample.truth import LYMPHOCYTE, TUMOUR_NUCLEUS

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kind:
    """How nuclei of one term look; lengths in pixels, densities are optical densities."""

    term: str
    share: float
    radius: tuple[float, float]
    wobble: float
    """Standard deviation of each harmonic of the outline, relative to the radius."""
    elongation: float
    density: tuple[float, float]
    """Haematoxylin, from the palest to the darkest nucleus."""
    chromatin: float
    """Relative strength of the texture inside."""


TUMOUR = Kind(TUMOUR_NUCLEUS.name, 0.55, (11.5, 16.0), 0.035, 0.28, (0.30, 0.54), 0.17)
LYMPH = Kind(LYMPHOCYTE.name, 0.45, (6.5, 8.0), 0.010, 0.06, (0.80, 1.00), 0.08)

SECTIONS = ((0.26, 0.36, 0.20, 0.27), (0.72, 0.34, 0.21, 0.25), (0.50, 0.81, 0.29, 0.13))
"""Centre x, centre y, half width, half height of each tissue section, relative to the slide."""

LUMEN = (0.24, 0.38, 0.030, 0.045)
"""A bright gap inside the first section."""

PIXELS_PER_NUCLEUS = 5200
SPECKS_PER_NUCLEUS = 0.15
"""Dark debris, smaller than any nucleus: it is painted but no part of the truth."""

COMPANIONS = 0.10
"""Share of nuclei that get a neighbour of their own kind placed against them."""


@dataclass(frozen=True, slots=True)
class Star:
    """An outline as a radius per angle: an ellipse whose edge waves.

    `waves` has one row per harmonic: order, amplitude relative to the radius, phase.
    """

    x: float
    y: float
    half_width: float
    half_height: float
    angle: float
    waves: tuple[tuple[int, float, float], ...]

    def edge(self, theta: Floats) -> Floats:
        """Return the distance from centre to edge, in pixels, in each direction `theta`."""
        turned = theta - self.angle
        ellipse = np.hypot(np.cos(turned) / self.half_width, np.sin(turned) / self.half_height)
        wave = np.ones_like(theta)
        for order, amplitude, phase in self.waves:
            wave += amplitude * np.cos(order * theta + phase)
        return wave / ellipse

    def ring(self, corners: int) -> Floats:
        """Return the outline as `corners` points, an array (corners, 2) of x and y."""
        theta = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        radius = self.edge(theta)
        return np.stack([self.x + radius * np.cos(theta), self.y + radius * np.sin(theta)], axis=1)


@dataclass(frozen=True, slots=True)
class Section:
    """One piece of tissue and, perhaps, gaps in it."""

    star: Star
    gaps: tuple[Star, ...] = ()

    def polygon(self) -> Polygon:
        return Polygon(self.star.ring(360), [gap.ring(120) for gap in self.gaps])


@dataclass(frozen=True, slots=True)
class Nucleus:
    """One nucleus as it is painted; `polygon` is what remains where an earlier one lies on it."""

    kind: Kind
    star: Star
    density: float
    polygon: Polygon


def draw_sections(rng: np.random.Generator, width: int, height: int) -> list[Section]:
    """Return the tissue sections; they touch neither each other nor the slide's border."""
    stars = [_tissue_star(rng, place, width, height) for place in SECTIONS]
    lumen = _tissue_star(rng, LUMEN, width, height)
    return [Section(stars[0], (lumen,)), *(Section(star) for star in stars[1:])]


def place_nuclei(rng: np.random.Generator, sections: Sequence[Section]) -> list[Nucleus]:
    """Return nuclei inside the sections: scattered, in nests, and some against each other."""
    places = [section.polygon() for section in sections]
    wanted = round(sum(place.area for place in places) / PIXELS_PER_NUCLEUS)
    nests = {kind.term: _points_in(rng, places, 14) for kind in (TUMOUR, LYMPH)}
    candidates: list[tuple[Kind, Star]] = []
    for kind in (TUMOUR, LYMPH):
        count = round(1.6 * wanted * kind.share)
        for x, y in _scattered(rng, places, nests[kind.term], count):
            star = _nucleus_star(rng, kind, x, y)
            candidates.append((kind, star))
            if rng.random() < COMPANIONS:
                candidates.append((kind, _companion(rng, kind, star)))
    order = _shuffled_pairs(rng, candidates)
    return _settled(rng, order, places, wanted)


def scatter_specks(
    rng: np.random.Generator, sections: Sequence[Section], nuclei: Sequence[Nucleus]
) -> list[Star]:
    """Return small round debris in the tissue, clear of all nuclei."""
    places = [section.polygon() for section in sections]
    points = _points_in(rng, places, round(SPECKS_PER_NUCLEUS * len(nuclei)))
    nucleus_near = shapely.STRtree([nucleus.polygon for nucleus in nuclei])
    close, _ = nucleus_near.query(shapely.points(points), predicate="dwithin", distance=8)
    clear = np.delete(points, close, axis=0)
    radii = rng.uniform(1.5, 3.2, len(clear))
    return [
        Star(float(x), float(y), float(radius), float(radius), 0.0, ())
        for (x, y), radius in zip(clear, radii, strict=True)
    ]


def _tissue_star(
    rng: np.random.Generator, place: tuple[float, float, float, float], width: int, height: int
) -> Star:
    x, y, half_width, half_height = place
    waves = tuple(
        (order, float(rng.uniform(0.3, 1.0) * 0.09 / order), float(rng.uniform(0, 2 * np.pi)))
        for order in (2, 3, 5, 7, 11)
    )
    return Star(x * width, y * height, half_width * width, half_height * height, 0.0, waves)


def _nucleus_star(rng: np.random.Generator, kind: Kind, x: float, y: float) -> Star:
    radius = rng.uniform(*kind.radius)
    stretch = np.sqrt(1 + rng.uniform(0, kind.elongation))
    waves = tuple(
        (order, float(rng.normal(0, kind.wobble)), float(rng.uniform(0, 2 * np.pi)))
        for order in (2, 3, 4, 5)
    )
    angle = float(rng.uniform(0, np.pi))
    return Star(x, y, float(radius * stretch), float(radius / stretch), angle, waves)


def _companion(rng: np.random.Generator, kind: Kind, beside: Star) -> Star:
    """Return a nucleus whose edge touches the edge of `beside`."""
    direction = np.array([rng.uniform(0, 2 * np.pi)])
    other = _nucleus_star(rng, kind, 0.0, 0.0)
    reach = (beside.edge(direction) + other.edge(direction + np.pi))[0] * rng.uniform(0.97, 1.05)
    x = beside.x + reach * np.cos(direction[0])
    y = beside.y + reach * np.sin(direction[0])
    return Star(float(x), float(y), other.half_width, other.half_height, other.angle, other.waves)


def _points_in(rng: np.random.Generator, places: Sequence[Polygon], count: int) -> Floats:
    """Return `count` points, an array (count, 2), spread evenly over all `places`."""
    union = shapely.union_all(places)
    left, top, right, bottom = union.bounds
    found = np.empty((0, 2))
    while len(found) < count:
        points = rng.uniform((left, top), (right, bottom), (4 * count, 2))
        inside = shapely.contains_xy(union, points[:, 0], points[:, 1])
        found = np.concatenate([found, points[inside]])
    return found[:count]


def _scattered(
    rng: np.random.Generator, places: Sequence[Polygon], nests: Floats, count: int
) -> Floats:
    """Return points, two thirds of them around `nests` (standard deviation 110 pixels)."""
    in_nests = 2 * count // 3
    chosen = nests[rng.integers(0, len(nests), in_nests)]
    near = chosen + rng.normal(0, 110, (in_nests, 2))
    return np.concatenate([near, _points_in(rng, places, count - in_nests)])


def _shuffled_pairs(
    rng: np.random.Generator, candidates: list[tuple[Kind, Star]]
) -> list[tuple[Kind, Star]]:
    """Mix the kinds, so that neither takes all the room; neighbours in the list stay together."""
    blocks = [candidates[at : at + 8] for at in range(0, len(candidates), 8)]
    return [one for block in rng.permutation(len(blocks)) for one in blocks[block]]


def _settled(
    rng: np.random.Generator,
    candidates: Sequence[tuple[Kind, Star]],
    places: Sequence[Polygon],
    wanted: int,
) -> list[Nucleus]:
    """Take candidates in turn where they fit; a touch is cut to a shared border."""
    ground = shapely.union_all(places).buffer(-4)
    shapely.prepare(ground)
    polygons = [Polygon(star.ring(48)) for _, star in candidates]
    near = shapely.STRtree(polygons)
    taken: dict[int, Nucleus] = {}
    for index, (kind, star) in enumerate(candidates):
        if len(taken) == wanted:
            break
        whole = polygons[index]
        if not ground.contains(whole):
            continue
        neighbours = [taken[int(other)].polygon for other in near.query(whole) if other in taken]
        free = whole.difference(shapely.union_all(neighbours))
        if isinstance(free, Polygon) and not free.interiors and free.area > 0.95 * whole.area:
            density = float(rng.uniform(*kind.density))
            taken[index] = Nucleus(kind, star, density, free)
    return list(taken.values())
