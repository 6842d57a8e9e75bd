"""The colours of maps: cividis (Nuñez, Anderton, Renslow 2018), read alike by all eyes."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from cytodesk.ui.charts.markers import luminance

_STOPS = (
    (0x00, 0x22, 0x4E), (0x00, 0x2E, 0x6A), (0x1A, 0x38, 0x6F), (0x32, 0x43, 0x6D),
    (0x43, 0x4E, 0x6C), (0x53, 0x5A, 0x6D), (0x61, 0x65, 0x6F), (0x6F, 0x70, 0x73),
    (0x7D, 0x7C, 0x78), (0x8C, 0x88, 0x78), (0x9B, 0x94, 0x76), (0xAB, 0xA0, 0x72),
    (0xBC, 0xAE, 0x6C), (0xCD, 0xBB, 0x63), (0xDE, 0xC9, 0x58), (0xF0, 0xD8, 0x46),
    (0xFE, 0xE8, 0x38),
)  # fmt: skip


def color_at(share: float) -> QColor:
    """Return the colour of a share 0..1 of the map."""
    return QColor(*(int(part) for part in colors_at(np.array([share]))[0]))


def colors_at(shares: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return red, green and blue (last axis) for shares 0..1; beyond them, the nearest end."""
    stops = np.array(_STOPS, dtype=np.float64)
    places = np.linspace(0, 1, len(stops))
    parts = [np.interp(shares, places, stops[:, part]) for part in range(3)]
    return np.round(np.stack(parts, axis=-1)).astype(np.uint8)


def ink_on(color: QColor) -> QColor:
    """Return black or white, whichever contrasts more; 4.6:1 at the least on this map."""
    light = luminance(color)
    is_dark = 1.05 / (light + 0.05) > (light + 0.05) / 0.05
    return QColor("#FFFFFF" if is_dark else "#000000")


def share_of(value: float, low: float, high: float) -> float | None:
    """Return where `value` stands between `low` and `high`; None where it is missing."""
    if math.isnan(value):
        return None
    return 0.0 if high <= low else min(max((value - low) / (high - low), 0.0), 1.0)
