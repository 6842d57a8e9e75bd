"""A table whose cells are typed in: Enter goes down, Tab goes right, Escape takes back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.fields import LineField
from cytodesk.ui.parts.painting import rounded
from cytodesk.ui.parts.rows import Column
from cytodesk.ui.parts.table import Table

_MOVES = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}

_NARROWEST = 200
"""Pixels that one has to type in at least, however narrow the column is."""


@dataclass(frozen=True, slots=True)
class CellField:
    """What a cell is typed in: a widget, and the line in it that has the focus."""

    widget: QWidget
    edit: QLineEdit
    begin: Callable[[bool], None]
    """It stands in its cell; True where the first letter was typed already."""
    keeps: Callable[[QKeyEvent], bool]
    """Whether a key is for itself, and neither ends nor moves."""
    text: Callable[[], str]


class EditTable(Table[int]):
    """Rows are known by their places. `text_at` tells what a cell holds, None where nobody types;
    `field_at` what to type in, None for a plain line.

    `edited` tells a new text of a cell by its row and column, `pasted` rows of texts that belong
    there and at the right and below, `cleared` a cell that shall be empty.
    """

    edited = Signal(int, int, str)
    pasted = Signal(int, int, list)

    def __init__(
        self,
        look: Look,
        columns: Sequence[Column[int]],
        text_at: Callable[[int, int], str | None],
        field_at: Callable[[int, int], CellField | None] = lambda row, column: None,
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            look, columns, lambda place: place, ticks=True, sortable=False, name=name, parent=parent
        )
        self._text_at = text_at
        self._field_at = field_at
        line = LineField(look, parent=self.viewport())
        line.hide()
        self._plain = CellField(line, line.edit, lambda _: None, lambda _: False, line.text)
        self._field = self._plain
        line.edit.installEventFilter(self)
        self._edited_at: tuple[int, int] | None = None

    def edit_cell(self, row: int, column: int, text: str | None = None) -> None:
        """Let a cell be typed in, beginning with `text` or with what it holds."""
        self.end_editing()
        now = self._text_at(row, column)
        if now is None:
            return
        self.setCurrentIndex(self.rows.index(row, column))
        self.scrollTo(self.currentIndex())
        self._edited_at = (row, column)
        self._field = field = self._field_at(row, column) or self._plain
        self._adopt(field)
        self._place_field()
        field.edit.setText(now if text is None else text)
        field.edit.setAccessibleName(self.rows.columns[column].heading)
        field.widget.show()
        field.edit.setFocus()
        if text is None:
            field.edit.selectAll()
        field.begin(text is not None)

    def go_on(self) -> None:
        """Keep what was entered, and edit the cell below."""
        self._go(*_MOVES[Qt.Key.Key_Return])

    def _adopt(self, field: CellField) -> None:
        """Hear the keys of a field before it hears them itself."""
        if field.widget.parent() is not self.viewport():
            field.widget.setParent(self.viewport())
            field.edit.installEventFilter(self)

    def end_editing(self, *, is_kept: bool = True) -> None:
        if self._edited_at is None:
            return
        (row, column), self._edited_at = self._edited_at, None
        had_focus = self._field.edit.hasFocus()
        text = self._field.text()
        self._field.widget.hide()
        if had_focus:
            self.setFocus()
        if is_kept and text != self._text_at(row, column):
            self.edited.emit(row, column, text)

    def _place_field(self) -> None:
        if self._edited_at is not None:
            rect = self.visualRect(self.rows.index(*self._edited_at))
            rect.setWidth(max(rect.width(), _NARROWEST))
            rect.moveRight(min(rect.right(), self.viewport().width() - 1))
            self._field.widget.setGeometry(rect.adjusted(0, 0, 0, -1))

    def _go(self, down: int, right: int) -> None:
        """Commit, and edit the next cell that can be typed in."""
        at = self.currentIndex()
        self.end_editing()
        row, column = at.row() + down, at.column() + right
        if self._can_type(self.rows.index(row, column)):
            self.edit_cell(row, column)

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text().rstrip("\r\n")
        lines = list(csv.reader(io.StringIO(text), delimiter="\t"))
        at = self.currentIndex()
        if at.isValid() and lines:
            self.pasted.emit(at.row(), at.column(), lines)

    def _can_type(self, at: QModelIndex) -> bool:
        return at.isValid() and self._text_at(at.row(), at.column()) is not None

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._field.edit:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut and self._edited_at is not None:
            self.end_editing()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self._field.keeps(event):
                return False
            if event.key() == Qt.Key.Key_Escape:
                self.end_editing(is_kept=False)
                return True
            if event.key() in _MOVES:
                self._go(*_MOVES[Qt.Key(event.key())])
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at, key, text = self.currentIndex(), event.key(), event.text()
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._can_type(at):
            self.edit_cell(at.row(), at.column())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._can_type(at):
            self.edited.emit(at.row(), at.column(), "")
        elif text.isprintable() and text.strip() and self._can_type(at) and _is_bare(event):
            self.edit_cell(at.row(), at.column(), text)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        before = self.currentIndex()
        super().mousePressEvent(event)
        at = self.indexAt(event.position().toPoint())
        if self._can_type(at) and at == before and event.button() == Qt.MouseButton.LeftButton:
            self.edit_cell(at.row(), at.column())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.indexAt(event.position().toPoint())
        if self._can_type(at):
            self.edit_cell(at.row(), at.column())
        else:
            super().mouseDoubleClickEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_field()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_field()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        at = self.currentIndex()
        if self.hasFocus() and self._can_type(at):
            theme, rect = self._look.theme, self.visualRect(at).adjusted(0, 0, 0, -1)
            painter = QPainter(self.viewport())
            rounded(painter, rect, None, theme.color("accent"), width=2)


def _is_bare(event: QKeyEvent) -> bool:
    allowed = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    return not event.modifiers() & ~allowed
