"""How a run is drawn, the same in every chart and on the slide: colour, shape, dash."""

from __future__ import annotations

import enum
from dataclasses import dataclass

COLOUR_SLOTS = 8
"""Okabe-Ito's seven and ink (`PALETTE`)."""
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "")
"""The fill of each colour slot; the last is the ink of the page."""


class Shape(enum.StrEnum):
    CIRCLE = "circle"
    TRIANGLE = "triangle"
    SQUARE = "square"
    DIAMOND = "diamond"


class Dash(enum.StrEnum):
    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"
    DASH_DOT = "dash-dot"


@dataclass(frozen=True, slots=True)
class Look:
    """How one run is drawn, the same in every chart and on the slide."""

    colour_slot: int
    shape: Shape
    dash: Dash


def look_of(place: int) -> Look:
    """Return the look of the run in this place (0 is the baseline); 32 places differ."""
    # Shifted by one each time the colours begin anew, so that shapes and colours part.
    turn = (place + place // COLOUR_SLOTS) % len(Shape)
    return Look(place % COLOUR_SLOTS, list(Shape)[turn], list(Dash)[turn])
