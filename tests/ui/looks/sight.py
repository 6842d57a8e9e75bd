"""What somebody sees in a window: which words are cut off, and which are too pale to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QLineEdit, QWidget

from cytodesk.ui.parts.painting import contrast
from cytodesk.ui.parts.table import Table
from cytodesk.ui.parts.texts import Elided, IconText

ENOUGH = 4.5
"""Contrast of text of ordinary size (WCAG 2, level AA)."""
_RATIO = 2
"""Pictures are taken at 200 %: strokes of letters are whole pixels there."""
_WIDE, _HIGH = 12, 3
_SLACK = 1
"""Pixels that a text may be wider than its place: its last letter's bearing."""


@dataclass(frozen=True)
class Seen:
    """A widget with words, where it is in the window."""

    widget: QWidget
    words: str
    rect: QRect

    def __str__(self) -> str:
        name = self.widget.objectName() or type(self.widget).__name__
        return f"{name} {self.words[:60]!r} at {self.rect.getRect()}"


def picture_of(window: QWidget) -> QImage:
    """Return the window as it is on a screen at 200 %."""
    picture = QImage(window.size() * _RATIO, QImage.Format.Format_RGB32)
    picture.fill(0)
    picture.setDevicePixelRatio(_RATIO)
    window.render(picture)
    return picture


def words_in(window: QWidget) -> Iterator[Seen]:
    """Yield all words that are visible in `window`."""
    for widget in window.findChildren(QWidget):
        words = _words_of(widget)
        if words and widget.isVisibleTo(window) and not widget.visibleRegion().isEmpty():
            corner = widget.mapTo(window, QPoint(0, 0))
            yield Seen(widget, words, QRect(corner, widget.size()))


def cut_off(window: QWidget) -> list[str]:
    """Return what does not have room for its words and does not say them in a tooltip."""
    found = [str(seen) for seen in words_in(window) if not _has_room(seen)]
    for table in window.findChildren(Table):
        if table.isVisibleTo(window):
            found += list(_cut_off_numbers(table))
    return found


def too_pale(window: QWidget, picture: QImage) -> list[str]:
    """Return the words whose letters do not stand out from what is behind them."""
    pixels = _array(picture)
    found = []
    for seen in words_in(window):
        if not seen.widget.isEnabled() or not isinstance(seen.widget, QLabel | Elided | QLineEdit):
            continue
        shown = seen.widget.visibleRegion().boundingRect().translated(seen.rect.topLeft())
        reached = contrast_within(pixels, shown)
        if reached < ENOUGH:
            found.append(f"{seen}: {reached:.1f}")
    return found


def contrast_within(pixels: np.ndarray, rect: QRect) -> float:
    """Return the contrast between the ground of a piece of the picture and its strongest pixel."""
    left, top, width, height = (part * _RATIO for part in rect.getRect())
    piece = pixels[top : top + height, left : left + width].reshape(-1)
    if piece.size == 0:
        return 21.0
    counted = Counter(piece.tolist())
    ground = QColor.fromRgb(counted.most_common(1)[0][0])
    return max(contrast(QColor.fromRgb(each), ground) for each in counted)


def flat_colors(picture: QImage) -> dict[str, int]:
    """Return the colours that fill places, with the number of places: letters and edges are none.

    A place is 12 x 3 pixels of one colour.
    """
    pixels = _array(picture)
    rows, columns = pixels.shape[0] - _HIGH + 1, pixels.shape[1] - _WIDE + 1
    corner = pixels[:rows, :columns]
    is_flat = np.ones(corner.shape, bool)
    for down in range(_HIGH):
        for right in range(_WIDE):
            is_flat &= pixels[down : down + rows, right : right + columns] == corner
    colors, counts = np.unique(corner[is_flat], return_counts=True)
    return {
        QColor.fromRgb(int(color)).name().upper(): int(count)
        for color, count in zip(colors, counts, strict=True)
    }


def _array(picture: QImage) -> np.ndarray:
    rows = np.frombuffer(picture.constBits(), np.uint32)
    return rows.reshape(picture.height(), picture.bytesPerLine() // 4)[:, : picture.width()]


def _words_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton | Elided | IconText | QLineEdit):
        return str(widget.text())
    return ""


def _has_room(seen: Seen) -> bool:
    widget, words = seen.widget, seen.words
    if _is_scrolled_away(widget):
        return True
    if widget.visibleRegion().boundingRect() != widget.rect():
        return False
    if isinstance(widget, QLineEdit):
        return True  # what one types scrolls
    if isinstance(widget, QLabel):
        return _label_has_room(widget)
    if isinstance(widget, Elided):
        return widget.sizeHint().width() <= widget.width() + _SLACK or widget.toolTip() == words
    return widget.sizeHint().width() <= widget.width() + _SLACK or words in widget.toolTip()


def _label_has_room(label: QLabel) -> bool:
    if label.wordWrap():
        return label.heightForWidth(label.width()) <= label.height() + _SLACK
    hint = label.sizeHint()
    return hint.width() <= label.width() + _SLACK and hint.height() <= label.height() + _SLACK


def _is_scrolled_away(widget: QWidget) -> bool:
    """Whether only a scroll area hides a part of it: one can scroll there."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            area = parent
            corner = widget.mapTo(area, QPoint(0, 0))
            return not area.rect().contains(QRect(corner, widget.size()))
        parent = parent.parentWidget()
    return False


def _cut_off_numbers(table: Table) -> Iterator[str]:
    """Yield the columns of numbers that are too narrow for a number in them."""
    for place, column in enumerate(table.rows.columns):
        if column.align != "right" or table.isColumnHidden(place):
            continue
        wanted = table.sizeHintForColumn(place)
        if wanted > table.columnWidth(place) + _SLACK:
            yield f"column {column.heading!r}: {wanted} in {table.columnWidth(place)}"
