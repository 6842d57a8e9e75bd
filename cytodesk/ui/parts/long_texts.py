"""Text of several lines in a frame: to write, or to read and copy."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.fields import FieldFrame
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.theme.theme import mono_font

_FEWEST_LINES, _MOST_LINES = 4, 22
_BAR = 12
"""Pixels of a scroll bar below the lines."""


class LongText(FieldFrame):
    """Several lines; Tab goes on to the next field, the wheel stays here only with the focus."""

    changed = Signal()

    def __init__(
        self,
        look: Look,
        placeholder: str = "",
        *,
        lines: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self.edit = QPlainTextEdit()
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setTabChangesFocus(True)
        self.edit.viewport().setAutoFillBackground(False)
        self.edit.document().setDocumentMargin(2)
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._height = lines * self.edit.fontMetrics().lineSpacing() + 16
        self.setLayout(row(self.edit, spacing=0, margins=(8, 6, 3, 6), align=None))
        self.setFixedHeight(self._height)
        self._watch(self.edit)
        self._is_silent = False
        self.edit.textChanged.connect(self._tell)

    def value(self) -> str:
        return self.edit.toPlainText()

    def set_value(self, value: str) -> None:
        self._is_silent = True
        self.edit.setPlainText(value)
        self._is_silent = False

    def _tell(self) -> None:
        if not self._is_silent:
            self.changed.emit()

    # Qt calls these

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        return QSize(240, self._height)


class Reading(FieldFrame):
    """Text to read and copy, every letter as wide as the others; it takes the room there is."""

    def __init__(
        self, look: Look, text: str, name: str, *, pixels: int = 12, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self.setAccessibleName(name)
        self.edit = read_only(text, name, pixels)
        self.edit.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setLayout(row(self.edit, spacing=0, margins=(10, 8, 3, 3), align=None))
        self._watch(self.edit)

    def set_text(self, text: str) -> None:
        self.edit.setPlainText(text)

    # Qt calls these

    def sizeHint(self) -> QSize:
        return QSize(480, _height(self.edit, _MOST_LINES) + 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, _height(self.edit, _FEWEST_LINES) + 20)


def read_only(text: str, name: str, pixels: int = 12) -> QPlainTextEdit:
    """Return text to read on the ground that bears it; no line of it is broken."""
    edit = QPlainTextEdit(text)
    edit.setReadOnly(True)
    edit.setFont(mono_font(pixels))
    edit.setFrameShape(QFrame.Shape.NoFrame)
    edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    edit.setTabChangesFocus(True)
    edit.setAccessibleName(name)
    edit.viewport().setAutoFillBackground(False)
    edit.document().setDocumentMargin(0)
    return edit


def fit_lines(edit: QPlainTextEdit, most: int) -> None:
    """Let `edit` show all of its lines, `most` of them at the most."""
    edit.setFixedHeight(_height(edit, most))


def _height(edit: QPlainTextEdit, most: int) -> int:
    lines = min(edit.blockCount(), most)
    return lines * QFontMetrics(edit.font()).lineSpacing() + _BAR
