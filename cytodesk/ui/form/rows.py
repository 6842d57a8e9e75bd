"""Rows of fields below each other, laid out here: Qt's layouts ask each field's height ten times
over, which a long form feels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cytodesk.ui.form.field import Field
from cytodesk.ui.form.field_layout import BESIDE
from cytodesk.ui.form.groups import is_short

_BETWEEN = 12


class Rows(QWidget):
    """As tall as its rows, and as the room that is kept for those to come."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[Field, ...]] = []
        self._bottom = 0
        self._room = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit()

    def add(self, fields: Sequence[Field], room: int) -> None:
        """Put a row below the others; `room` pixels are kept below it."""
        row = tuple(fields)
        for field in row:
            field.setParent(self)
        self._rows.append(row)
        self._bottom = self._placed(row, self._bottom)
        for field in row:
            field.show()
        self.keep(room)

    def keep(self, room: int) -> None:
        self._room = room
        self._fit()

    def bottom(self) -> int:
        """Return where the rows end that are there."""
        return self._bottom

    def lay_out(self) -> None:
        """Place all rows anew; those that stay where they are cost nothing."""
        bottom = 0
        for row in self._rows:
            bottom = self._placed(row, bottom)
        self._bottom = bottom
        self._fit()

    def _placed(self, row: tuple[Field, ...], bottom: int) -> int:
        """Place a row below `bottom`, and return where it ends."""
        top = bottom + (_BETWEEN if bottom else 0)
        half = (self.width() - BESIDE) // 2
        width = half if len(row) > 1 or is_short(row[0].parameter) else self.width()
        head = max(field.head(width) for field in row) if len(row) > 1 else 0
        tallest = 0
        for place, field in enumerate(row):
            field.align_to(head)
            height = field.heightForWidth(width)
            tallest = max(tallest, height)
            wanted = QRect(place * (half + BESIDE), top, width, height)
            if field.geometry() != wanted:
                field.setGeometry(wanted)
        return top + tallest

    def _fit(self) -> None:
        height = self._bottom + self._room
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    # Qt calls these

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.lay_out()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self.lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        self.lay_out()
