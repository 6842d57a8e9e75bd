"""What painters of marks are given: where to paint, with which pens, in whose language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtGui import QColor, QPen

from cytodesk.charts.drawing import Drawing, Target
from cytodesk.charts.figures import Note
from cytodesk.charts.looks import Dash
from cytodesk.ui.charts.spots import Spot
from cytodesk.ui.look import Look


class Canvas(Protocol):
    """The side of a Plot that painters see."""

    drawing: Drawing

    @property
    def look(self) -> Look: ...
    @property
    def scales(self) -> tuple[float, float]: ...
    @property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]: ...
    def color(self, token: str, alpha: float = 1.0) -> QColor: ...
    def pen(self, color: QColor, width: float = 1.0, dash: Dash = Dash.SOLID) -> QPen: ...
    def add(self, item: Any, z: float = 0) -> None: ...
    def add_spot(self, spot: Spot) -> None: ...
    def write(
        self,
        text: str,
        x: float,
        y: float,
        *,
        anchor: tuple[float, float] = (0.5, 1.0),
        token: str = "ink",
        weight: int = 400,
    ) -> None: ...
    def text_width(self, text: str, weight: int = 400) -> float: ...
    def said(self, note: Note | str) -> str: ...
    def figure(self, value: float) -> str: ...


def part(parts: Sequence[Any], place: int) -> Any:
    """Return what a mark says of its part, None where it says nothing."""
    return parts[place] if place < len(parts) else None


def target_of(targets: Sequence[Target], place: int, run: int | None) -> Target | None:
    """Return where a click on this part leads; without a word of its own, to the run."""
    found: Target | None = part(targets, place)
    return found or (Target(run) if run is not None else None)
