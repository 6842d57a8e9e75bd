"""What stands in the cells of a table, as data; how each kind is painted, in one table.

A new kind of cell is a dataclass with `text` and a function with `@paints(ThatKind)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from cytodesk.ui.parts.marks import Marks
from cytodesk.ui.parts.painting import bar, dot, outline_of, sized, write
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.theme.theme import Theme

_BAR = 72


@dataclass(frozen=True, slots=True)
class Inked:
    """Words of a weight and an ink: 'soft' captions, 500 for a baseline's figures."""

    text: str
    token: str = "ink"
    weight: int = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and what belongs to it in ink-soft: 'Detect nuclei  1.2.0'."""

    first: str
    second: str
    weight: int = 500

    @property
    def text(self) -> str:
        return f"{self.first} {self.second}".strip()


@dataclass(frozen=True, slots=True)
class Sign:
    """An icon and a word; `has_bar`: between them a bar, of which `share` (0 to 1) is done.

    Without a share nobody knows how far it is.
    """

    icon: str
    token: str
    text: str
    ink: str = "ink"
    share: float | None = None
    has_bar: bool = False


@dataclass(frozen=True, slots=True)
class Star:
    """A star that is set or not."""

    is_set: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class Swatch:
    """A term: its colour and its name."""

    color: str
    text: str
    weight: int = 400


@dataclass(frozen=True, slots=True)
class Mark:
    """A run: the mark at `index` and its number."""

    index: int
    text: str
    weight: int = 500


@dataclass(frozen=True, slots=True)
class Share:
    """A bar of `share` (0 to 1) in a term's colour, or the accent."""

    share: float
    color: str = ""
    text: str = ""


Cell = Inked | Pair | Sign | Star | Swatch | Mark | Share | str | int | None
"""What a column's `value` returns; numbers come written (`charts.writing`)."""


@dataclass(frozen=True, slots=True)
class Brush:
    """What a cell is painted with."""

    painter: QPainter
    theme: Theme
    rect: QRect
    font: QFont
    right: bool = False

    def write(self, text: str, token: str = "ink", weight: int = 400, skip: int = 0) -> int:
        """Write `text` after `skip` pixels; return its width."""
        rect = self.rect.adjusted(skip, 0, 0, 0)
        font, color = sized(self.font, weight=weight), self.theme.color(token)
        return write(self.painter, rect, text, color, font, right=self.right)

    @property
    def middle(self) -> int:
        return self.rect.center().y() + 1


_PAINTERS: dict[type, Callable[[Brush, Any], None]] = {}
_WIDTHS: dict[type, Callable[[Any], int]] = {
    Sign: lambda cell: 24 + (_BAR + 10 if cell.has_bar else 0),
    Star: lambda cell: 16,
    Swatch: lambda cell: 20,
    Mark: lambda cell: 19,
    Pair: lambda cell: 8,
    Share: lambda cell: 72,
}
"""Pixels that a kind of cell takes beside its text."""


def paints(kind: type) -> Callable[[Callable[[Brush, Any], None]], Callable[[Brush, Any], None]]:
    def keep(paint: Callable[[Brush, Any], None]) -> Callable[[Brush, Any], None]:
        _PAINTERS[kind] = paint
        return paint

    return keep


def text_of(cell: Cell) -> str:
    """Return a cell in words, for screen readers, copying and searching."""
    if cell is None:
        return "–"
    return str(cell) if isinstance(cell, str | int) else cell.text


def width_of(cell: Cell, font: QFont) -> int:
    """Return the pixels that a cell wants."""
    beside = _WIDTHS[type(cell)](cell) if type(cell) in _WIDTHS else 0
    weight = getattr(cell, "weight", 400)
    return beside + QFontMetrics(sized(font, weight=weight)).horizontalAdvance(text_of(cell)) + 2


def paint_cell(brush: Brush, cell: Cell) -> None:
    _PAINTERS.get(type(cell), _paint_plain)(brush, cell)


def _paint_plain(brush: Brush, cell: Cell) -> None:
    brush.write(text_of(cell))


@paints(Inked)
def _paint_inked(brush: Brush, cell: Inked) -> None:
    brush.write(cell.text, cell.token, cell.weight)


@paints(Pair)
def _paint_pair(brush: Brush, cell: Pair) -> None:
    used = brush.write(cell.first, "ink", cell.weight)
    if used + 16 < brush.rect.width():
        brush.write(cell.second, "ink-soft", 400, used + 8)


@paints(Sign)
def _paint_sign(brush: Brush, cell: Sign) -> None:
    rect = brush.rect
    paint_icon(brush.painter, brush.theme, cell.icon, cell.token, rect.left(), brush.middle)
    skip = 24
    if cell.has_bar:
        place = QRectF(rect.left() + skip, brush.middle - 2, _BAR, 4)
        bar(brush.painter, brush.theme, place, cell.share)
        skip += _BAR + 8
    brush.write(cell.text, cell.ink, skip=skip)


@paints(Star)
def _paint_star(brush: Brush, cell: Star) -> None:
    name, token = ("star-fill", "accent") if cell.is_set else ("star", "field-line")
    x = brush.rect.center().x() - 7
    paint_icon(brush.painter, brush.theme, name, token, x, brush.middle)


@paints(Swatch)
def _paint_swatch(brush: Brush, cell: Swatch) -> None:
    fill = QColor(cell.color)
    place = QPointF(brush.rect.left() + 5.5, brush.middle - 0.5)
    dot(brush.painter, place, 11, fill, outline_of(brush.theme, fill))
    brush.write(cell.text, weight=cell.weight, skip=20)


@paints(Mark)
def _paint_mark(brush: Brush, cell: Mark) -> None:
    place = QRectF(brush.rect.left(), brush.middle - 6, 12, 12)
    Marks(brush.theme).paint(brush.painter, cell.index, place)
    brush.write(cell.text, weight=cell.weight, skip=19)


@paints(Share)
def _paint_share(brush: Brush, cell: Share) -> None:
    rect, share = brush.rect, min(max(cell.share, 0.0), 1.0)
    place = QRectF(rect.left(), brush.middle - 4, max(1.0, rect.width() * share), 8)
    brush.painter.save()
    brush.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    brush.painter.setPen(Qt.PenStyle.NoPen)
    fill = QColor(cell.color) if cell.color else brush.theme.color("accent")
    brush.painter.fillRect(place, fill)
    brush.painter.restore()
