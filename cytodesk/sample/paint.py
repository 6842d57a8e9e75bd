"""How the sample looks: stains mixed as light is absorbed, with texture and noise.

Colours follow Beer and Lambert: each stain takes its own share of red, green and blue, and optical
densities add up: I = I0 * 10^-(c_H * H + c_E * E). The stain vectors are those of A. C. Ruifrok and
D. A. Johnston, 'Quantification of histochemical staining by color deconvolution', Analytical and
Quantitative Cytology and Histology 23(4), 2001, 291-299, scaled to length one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cytodesk.sample.shapes import Nucleus, Section, Star

Plane = NDArray[np.float32]

HAEMATOXYLIN = (0.650, 0.704, 0.286)
EOSIN = (0.072, 0.990, 0.105)
LIGHT = (243.0, 242.0, 244.0)
"""Red, green and blue of the empty slide."""

SPECK_DENSITY = 0.9

SENSOR_NOISE = 1.6
"""Standard deviation of the camera's noise, in steps of 0 to 255."""


def paint(
    rng: np.random.Generator,
    width: int,
    height: int,
    sections: Sequence[Section],
    nuclei: Sequence[Nucleus],
    specks: Sequence[Star] = (),
) -> NDArray[np.uint8]:
    """Return the slide as an array (height, width, 3) of red, green, blue."""
    cover = _tissue_cover(width, height, sections)
    haematoxylin = cover * (0.055 + 0.018 * _texture(rng, width, height, 6))
    fibres = 0.30 + 0.06 * _texture(rng, width, height, 48) + 0.05 * _texture(rng, width, height, 5)
    eosin = cover * fibres
    chromatin = _texture(rng, width, height, 3)
    for speck in specks:
        _blend(haematoxylin, speck, SPECK_DENSITY)
    for nucleus in reversed(nuclei):  # the earlier one lies on top, as its polygon says
        _stain_nucleus(nucleus, chromatin, haematoxylin, eosin)
    return _develop(rng, haematoxylin, eosin)


def _texture(rng: np.random.Generator, width: int, height: int, grain: int) -> Plane:
    """Return smooth noise of about unit variance whose spots are some `grain` pixels wide."""
    small = (width // grain + 2, height // grain + 2)
    noise = rng.standard_normal(small[::-1], dtype=np.float32)
    smooth = Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC)
    texture: Plane = np.clip(np.asarray(smooth, np.float32) * np.float32(1.3), -2.5, 2.5)
    return texture


def _tissue_cover(width: int, height: int, sections: Sequence[Section]) -> Plane:
    """Return how much of each pixel is tissue, 0 to 1."""
    cover = np.zeros((height, width), np.float32)
    for section in sections:
        _blend(cover, section.star, 1.0)
        for gap in section.gaps:
            _blend(cover, gap, 0.0)
    return cover


def _blend(plane: Plane, star: Star, value: float) -> None:
    """Move `plane` to `value` where `star` covers it."""
    rows, columns = _box(star, plane.shape)
    share = _soft(_depth(star, rows, columns))
    plane[rows, columns] += share * (value - plane[rows, columns])


def _box(star: Star, shape: tuple[int, ...]) -> tuple[slice, slice]:
    reach = 1.3 * max(star.half_width, star.half_height) + 2
    rows = slice(max(0, int(star.y - reach)), min(shape[0], int(star.y + reach) + 1))
    columns = slice(max(0, int(star.x - reach)), min(shape[1], int(star.x + reach) + 1))
    return rows, columns


def _depth(star: Star, rows: slice, columns: slice) -> Plane:
    """Return how far inside the outline each pixel's centre lies, in pixels, along its radius."""
    y, x = np.ogrid[rows, columns]
    dx, dy = x + 0.5 - star.x, y + 0.5 - star.y
    theta = np.linspace(-np.pi, np.pi, 2049)
    # A table of the edge saves a handful of cosines per pixel.
    edge = np.interp(np.arctan2(dy, dx), theta, star.edge(theta))
    return np.asarray(edge - np.hypot(dx, dy), np.float32)


def _soft(depth: Plane) -> Plane:
    """Return the share of each pixel inside an outline, whose edge is one pixel wide."""
    share: Plane = np.clip(depth + np.float32(0.5), 0, 1)
    return share


def _stain_nucleus(nucleus: Nucleus, chromatin: Plane, haematoxylin: Plane, eosin: Plane) -> None:
    rows, columns = _box(nucleus.star, haematoxylin.shape)
    depth = _depth(nucleus.star, rows, columns)
    share = _soft(depth)
    grain = 1 + nucleus.kind.chromatin * chromatin[rows, columns]
    membrane = 1 + 0.25 * np.exp(-np.square((depth - 1.5) / 1.2))
    for plane, inside in ((haematoxylin, nucleus.density * grain * membrane), (eosin, 0.14)):
        plane[rows, columns] += share * (inside - plane[rows, columns])


def _develop(rng: np.random.Generator, haematoxylin: Plane, eosin: Plane) -> NDArray[np.uint8]:
    """Turn stain densities into light, one colour after the other to spare memory."""
    rgb = np.empty((*haematoxylin.shape, 3), np.uint8)
    for channel, light in enumerate(LIGHT):
        density = HAEMATOXYLIN[channel] * haematoxylin + EOSIN[channel] * eosin
        seen = np.exp(np.float32(-np.log(10)) * density) * np.float32(light)
        seen += np.float32(SENSOR_NOISE) * rng.standard_normal(seen.shape, dtype=np.float32)
        rgb[..., channel] = np.clip(seen + np.float32(0.5), 0, 255)
    return rgb
