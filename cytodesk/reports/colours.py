"""The colours of paper: runs as look.md has them, in light."""

from __future__ import annotations

from cytodesk.charts.looks import (
    PALETTE,
    Look,
    Shape,
)

INK = "#1B1F24"
SOFT = "#5B6570"
HAIRLINE = "#DFE3E7"
_DARKER = 0.62
"""Strokes are the fill times this: at least 3.4:1 on white."""

MARKERS = {Shape.CIRCLE: "o", Shape.TRIANGLE: "^", Shape.SQUARE: "s", Shape.DIAMOND: "D"}


def fill_of(look: Look | None) -> str:
    return (PALETTE[look.colour_slot] if look else "") or INK


def stroke_of(look: Look | None) -> str:
    fill = fill_of(look)
    if fill == INK:
        return INK
    parts = (int(fill[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part * _DARKER):02X}" for part in parts)
