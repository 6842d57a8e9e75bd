"""A bar that says how large a picture is: in µm where the size of a pixel is known, else in px."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from cytodesk.ui.parts.painting import rounded, sized
from cytodesk.ui.theme.theme import Theme


def nice_length(most: float, unit: str = "µm") -> tuple[float, str]:
    """Return a length of 1, 2 or 5 times a power of ten up to `most`, and how it is written."""
    power = 10.0 ** math.floor(math.log10(most))
    length = next(step * power for step in (5, 2, 1, 0.5) if step * power <= most)
    if unit == "µm" and length >= 1000:
        return length, f"{length / 1000:g} mm"
    return length, f"{length:g} {unit}"


def paint_scale_bar(
    painter: QPainter,
    corner: QPoint,
    pixel: float,
    *,
    most: int,
    theme: Theme,
    font: QFont,
    unit: str = "µm",
) -> None:
    """Paint a bar of at most `most` pixels of the screen above `corner`, its bottom left.

    `pixel` is what one pixel of the screen shows, in `unit`.
    """
    length, said = nice_length(pixel * most, unit)
    width = round(length / pixel)
    letters = sized(font, 11)
    broad = max(width, QFontMetrics(letters).horizontalAdvance(said)) + 10
    box = QRect(corner.x(), corner.y() - 22, broad, 22)
    rounded(painter, box, theme.color("surface"), radius=4)
    painter.setFont(letters)
    painter.setPen(theme.color("ink"))
    words = QRect(box.left() + 5, box.top() + 1, box.width(), 15)
    painter.drawText(words, 0, said)
    painter.fillRect(QRect(box.left() + 5, box.bottom() - 4, width, 2), theme.color("ink"))
