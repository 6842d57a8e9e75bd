"""Strokes that all parts share: crisp frames, hairlines, text that elides, icons, tick boxes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)

from cytodesk.ui.parts.standing import NORMAL, Standing
from cytodesk.ui.theme.theme import Theme

RADIUS = 6
SMALL_RADIUS = 4
_PALE = 2.5
_UNKNOWN = 0.3
"""Share of a progress line that is filled while nobody knows how far it is."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def sized(font: QFont, pixels: int = 13, weight: int = 400) -> QFont:
    """Return `font` at this size and weight; its tabular figures stay."""
    other = QFont(font)
    other.setPixelSize(pixels)
    other.setWeight(QFont.Weight(weight))
    return other


def rounded(
    painter: QPainter,
    rect: QRectF | QRect,
    fill: QColor | None,
    edge: QColor | None = None,
    *,
    width: float = 1.0,
    radius: float = RADIUS,
) -> None:
    """Fill a rounded rectangle and stroke its inner edge, both on whole pixels."""
    inset = width / 2 if edge else 0
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, width) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill else Qt.BrushStyle.NoBrush)
    inner = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(inner, radius - inset, radius - inset)
    painter.restore()


def hairline(painter: QPainter, color: QColor, left: int, right: int, y: int) -> None:
    """Draw one line of one pixel, never antialiased."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(QRect(left, y, right - left, 1), color)
    painter.restore()


def write(
    painter: QPainter,
    rect: QRect,
    text: str,
    color: QColor,
    font: QFont,
    *,
    right: bool = False,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> int:
    """Write one line in the middle of `rect`, elided where it must be; return its width."""
    metrics = QFontMetrics(font)
    shown = text if metrics.horizontalAdvance(text) <= rect.width() else ""
    shown = shown or metrics.elidedText(text, elide, rect.width())
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, _RIGHT if right else _LEFT, shown)
    return metrics.horizontalAdvance(shown)


def icon(
    painter: QPainter, theme: Theme, name: str, token: str, x: int, middle: int, size: int = 16
) -> None:
    """Draw an icon whose left edge is `x` and whose middle is at `middle`, sharp on any screen."""
    ratio = painter.device().devicePixelRatioF()
    picture = theme.pixmap(name, token, size, ratio)
    place = QRectF(x, middle - size // 2, size, size)
    painter.drawPixmap(place, picture, QRectF(picture.rect()))


def tick_box(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    checked: bool | None,
    standing: Standing = NORMAL,
) -> None:
    """Draw a tick box of 16; `checked` None is a dash: some are, some are not."""
    if standing.is_off:
        fill, edge, mark = theme.color("off-ground"), theme.color("line"), theme.color("ink-faint")
    elif checked is False:
        ground = "hover" if standing.is_pointed_at else "surface"
        fill, edge, mark = theme.color(ground), theme.color("field-line"), theme.color("surface")
    else:
        fill, edge, mark = (theme.color(each) for each in ("accent", "accent", "on-accent"))
    if standing.has_focus:
        edge = theme.color("accent" if checked is False else "ink")
    width = 2 if standing.has_focus else 1
    rounded(painter, rect, fill, edge, width=width, radius=SMALL_RADIUS)
    if checked is not False:
        _tick(painter, rect, mark, is_dash=checked is None)


def _tick(painter: QPainter, rect: QRectF, color: QColor, *, is_dash: bool) -> None:
    dash = [(4.5, 8.0), (11.5, 8.0)]
    tick = [(4.2, 8.2), (6.9, 10.9), (11.8, 5.4)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(color, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    scale = rect.width() / 16
    points = [rect.topLeft() + QPointF(x, y) * scale for x, y in (dash if is_dash else tick)]
    painter.drawPolyline(QPolygonF(points))
    painter.restore()


def outline_of(theme: Theme, fill: QColor) -> QColor:
    """Return what outlines `fill`: its stroke where it is too pale for the surface, else itself."""
    is_pale = contrast(fill, theme.color("surface")) < _PALE
    return theme.stroke(fill) if is_pale else fill


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours as WCAG 2 defines it: 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def dot(painter: QPainter, middle: QPointF, size: float, fill: QColor, edge: QColor) -> None:
    """Draw the round swatch of a term; `outline_of` gives its edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(fill)
    painter.drawEllipse(middle, size / 2 - 0.5, size / 2 - 0.5)
    painter.restore()


def bar(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    share: float | None,
    fill: QColor | None = None,
    *,
    phase: float = 0.5,
) -> None:
    """Draw a progress line: its track, and `share` (0 to 1) of it filled.

    Where the share is not known, a part of it is filled, as far along as `phase` (0 to 1).
    """
    radius = rect.height() / 2
    rounded(painter, rect, theme.color("track"), radius=radius)
    if share is None:
        length = rect.width() * _UNKNOWN
        left = rect.left() + (rect.width() + length) * phase - length
        part = QRectF(left, rect.top(), length, rect.height()).intersected(rect)
    else:
        done = rect.width() * min(max(share, 0.0), 1.0)
        part = QRectF(rect.left(), rect.top(), max(done, rect.height()), rect.height())
    if share is None or share > 0:
        rounded(painter, part, fill or theme.color("accent"), radius=radius)


def clipped(painter: QPainter, rect: QRectF, radius: float, picture: QPixmap) -> None:
    """Draw `picture` over all of `rect`, its corners cut round, what does not fit left out."""
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(path)
    scale = max(rect.width() / picture.width(), rect.height() / picture.height())
    width, height = rect.width() / scale, rect.height() / scale
    left, top = (picture.width() - width) / 2, (picture.height() - height) / 2
    painter.drawPixmap(rect, picture, QRectF(left, top, width, height))
    painter.restore()
