"""Where the parts of a field stand, for a width; one line each where the words are short."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QWidget

from cytodesk.ui.form import faces
from cytodesk.ui.parts.painting import sized

SLIT = 60
"""No field is narrower; before it is laid out, one may seem to be."""
BESIDE = 16
"""Between two fields of a row."""
_WIDE = 300
_HEAD = 20
_GAP = 6
_BELOW = 4
_ICON = 20
_SIGN = 22
_SWITCH_HEIGHT = 28
_ENDLESS = 100_000


class Letters:
    """The fonts of a field's words, and how tall these become."""

    def __init__(self, font: QFont) -> None:
        self._font = font

    @cached_property
    def label(self) -> QFont:
        return sized(self._font, 13, 500)

    @cached_property
    def caption(self) -> QFont:
        return sized(self._font, 12)

    @staticmethod
    def height(font: QFont, text: str, width: int) -> int:
        if not text:
            return 0
        metrics = QFontMetrics(font)
        if "\n" not in text and metrics.horizontalAdvance(text) <= width:
            return metrics.height()
        room = QRect(0, 0, width, _ENDLESS)
        return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()


@dataclass(frozen=True, slots=True)
class Told:
    """The words around an editor."""

    label: str
    note: str = ""
    caption: str = ""
    problem: str = ""

    @property
    def below(self) -> str:
        return self.problem or self.caption

    def but(self, **news: str) -> Told:
        return replace(self, **news)


@dataclass(frozen=True, slots=True)
class Places:
    width: int
    height: int
    label: QRect
    info: QRect
    note: QRect
    reset: QRect
    editor: QRect
    below: QRect
    reason: QRect


def places_of(
    letters: Letters,
    told: Told,
    width: int,
    *,
    editor: QWidget | None,
    is_switch: bool,
    is_narrow: bool,
    has_reset: bool,
    reason: QWidget | None,
    head: int,
) -> Places:
    """Return the places: label and its signs, the editor, what stands below.

    A switch stands at the right of its words, everything else below its label. A number alone
    in a wide row is as wide as one of two; `head` is the height of the highest label in the row.
    """
    room = width - (faces.SWITCH + 16 if is_switch else 0)
    label, info, note, reset = _head(letters, told, room, has_reset)
    if is_switch:
        place, end, gap = _switch(editor, width), label.height(), 2
    else:
        inside = (width - BESIDE) // 2 if is_narrow and width > _WIDE else width
        place = QRect(0, max(label.height(), head) + _GAP, inside, _height_of(editor, inside))
        end, gap = place.bottom() + 1, _GAP
    below = _below(letters, told, room, end + gap)
    bottom = below.bottom() + 1 if told.below else end
    why = _reason(reason, room, bottom)
    height = max(why.bottom() + 1, _SWITCH_HEIGHT if is_switch else 0)
    return Places(width, height, label, info, note, reset, place, below, why)


def _head(
    letters: Letters, told: Told, room: int, has_reset: bool
) -> tuple[QRect, QRect, QRect, QRect]:
    """Return the places of the label, its sign, its note, and the way back to the default."""
    words = room - _ICON - 2 - (_ICON + 2 if has_reset else 0)
    metrics = QFontMetrics(letters.label)
    wide = min(metrics.horizontalAdvance(told.label) + 1, words)
    tall = max(_HEAD, letters.height(letters.label, told.label, words))
    label = QRect(0, (_HEAD - metrics.height()) // 2, wide, tall)
    info = QRect(wide + 2, 0, _ICON, _ICON)
    reset = QRect(room - _ICON, 0, _ICON, _ICON)
    end = reset.left() - 4 if has_reset else room
    note = QRect(info.right() + 6, 0, max(end - info.right() - 6, 0), _HEAD)
    return label, info, note, reset


def _switch(editor: QWidget | None, width: int) -> QRect:
    if editor is None:
        return QRect(width - faces.SWITCH, 4, faces.SWITCH, _HEAD)
    return QRect(width - faces.SWITCH, 0, faces.SWITCH, _SWITCH_HEIGHT)


def _below(letters: Letters, told: Told, room: int, top: int) -> QRect:
    indent = _SIGN if told.problem else 0
    width = room - indent
    return QRect(indent, top, width, letters.height(letters.caption, told.below, width))


def _reason(reason: QWidget | None, room: int, bottom: int) -> QRect:
    if reason is None:
        return QRect(0, bottom, room, 0)
    wide = room if reason.hasHeightForWidth() else reason.sizeHint().width()
    return QRect(0, bottom + _BELOW, wide, _height_of(reason, room))


def _height_of(editor: QWidget | None, width: int) -> int:
    if editor is None:
        return faces.HEIGHT
    if editor.hasHeightForWidth():
        return editor.heightForWidth(width)
    return editor.sizeHint().height()
