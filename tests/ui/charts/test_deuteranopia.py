"""Runs are told apart by eyes that do not see green: full deuteranopia, simulated.

The simulation is Machado, Oliveira and Fernandes 2009 (severity 1.0, on linear light), the distance
CIEDE2000 (Sharma, Wu and Dalal 2005), under D65.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from cytodesk.charts.looks import look_of
from cytodesk.ui.charts.markers import fill_of, stroke_of
from cytodesk.ui.look import Look

Reals = NDArray[np.float64]
_DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])
CLEAR = 25.0
"""CIEDE2000 from which on nobody takes one colour for the other."""
SEEN = 9.0
"""CIEDE2000 from which on two surfaces beside each other are not one."""


def as_seen(color: QColor) -> Reals:
    """Return CIELAB of a colour as somebody with deuteranopia sees it."""
    light = np.array([color.redF(), color.greenF(), color.blueF()])
    linear = np.where(light <= 0.04045, light / 12.92, ((light + 0.055) / 1.055) ** 2.4)
    xyz = _TO_XYZ @ np.clip(_DEUTERANOPIA @ linear, 0, 1) / _WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: Reals, other: Reals) -> float:
    """Return CIEDE2000 between two colours in CIELAB."""
    (l1, a1, b1), (l2, a2, b2) = one.tolist(), other.tolist()
    mean_c = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    light, c = (l1 + l2) / 2, (c1 + c2) / 2
    h = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    t = (
        1
        - 0.17 * np.cos(np.radians(h - 30))
        + 0.24 * np.cos(np.radians(2 * h))
        + 0.32 * np.cos(np.radians(3 * h + 6))
        - 0.20 * np.cos(np.radians(4 * h - 63))
    )
    sl = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * c, 1 + 0.015 * c * t
    around = 30 * np.exp(-(((h - 275) / 25) ** 2))
    rt = -2 * np.sqrt(c**7 / (c**7 + 25.0**7)) * np.sin(np.radians(2 * around))
    parts = (dl / sl, dc / sc, dh / sh)
    return float(np.sqrt(sum(p**2 for p in parts) + rt * parts[1] * parts[2]))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_is_the_published_one(
    one: tuple[float, ...], other: tuple[float, ...], expected: float
) -> None:
    """Pairs 1, 17 and 34 of Sharma, Wu and Dalal's table."""
    assert distance(np.array(one), np.array(other)) == pytest.approx(expected, abs=5e-5)


def test_three_runs_are_told_apart_by_colour_alone(look: Look) -> None:
    for paint in (fill_of, stroke_of):
        seen = [as_seen(paint(look.theme, look_of(place))) for place in range(3)]
        assert min(distance(*pair) for pair in itertools.combinations(seen, 2)) >= CLEAR * 0.7
    fills = [as_seen(fill_of(look.theme, look_of(place))) for place in range(3)]
    assert min(distance(*pair) for pair in itertools.combinations(fills, 2)) >= CLEAR


def test_runs_whose_colours_are_near_have_other_shapes_and_dashes(look: Look) -> None:
    looks = [look_of(place) for place in range(32)]
    seen = [as_seen(fill_of(look.theme, each)) for each in looks]
    for one, other in itertools.combinations(range(32), 2):
        if distance(seen[one], seen[other]) < SEEN:
            assert looks[one].shape is not looks[other].shape, (one, other)
            assert looks[one].dash is not looks[other].dash, (one, other)
