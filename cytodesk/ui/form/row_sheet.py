"""Rows of one height, as many as there are: only those in sight cost anything.

A QListView lays out each row, seen or not: 20 ms of a hundred thousand, 300 ms of a million, and
ten times that where its model is Python's.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QStyle, QStyleOptionViewItem

from cytodesk.ui.look import Look
from cytodesk.ui.parts.row_list_view import LOW, RowDelegate, RowList
from cytodesk.ui.parts.row_lists import RowModel


class RowItems(RowList):
    """The same of few rows, each of which a screen reader finds as an item."""

    chosen = Signal(int)

    def __init__(self, look: Look, model: RowModel) -> None:
        super().__init__(look, model)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.taken.connect(lambda _: self.chosen.emit(self.current()))

    def set_row_height(self, height: int) -> None:
        if height != self.row_height():
            super().set_row_height(height)

    def current(self) -> int:
        return self.currentIndex().row()

    def go_to(self, row: int) -> None:
        index = self._rows.index(row) if row >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def in_sight(self) -> tuple[int, int]:
        first = self.verticalScrollBar().value() // self.row_height()
        return first, first + self.viewport().height() // self.row_height() + 1


class RowSheet(QAbstractScrollArea):
    """Paints the rows of a model; one of them is current. The focus stays elsewhere."""

    chosen = Signal(int)
    """The row that was clicked."""

    def __init__(self, look: Look, model: RowModel) -> None:
        super().__init__()
        self._model = model
        self._delegate = RowDelegate(look, model, self)
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("ground", "none")
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.set_row_height(LOW)
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._fit)
        model.dataChanged.connect(self.viewport().update)
        look.theme.changed.connect(self.viewport().update)

    def row_height(self) -> int:
        return self._delegate.height

    def set_row_height(self, height: int) -> None:
        if height != self.verticalScrollBar().singleStep():
            self._delegate.height = height
            self.verticalScrollBar().setSingleStep(height)
            self._fit()

    def current(self) -> int:
        """Return the current row, -1 for none."""
        return self._current if self._current < self._model.rowCount() else -1

    def go_to(self, row: int) -> None:
        """Make `row` the current one and show it; -1 for none."""
        self._current = row
        bar, height = self.verticalScrollBar(), self.row_height()
        top = row * height
        if row >= 0 and top < bar.value():
            bar.setValue(top)
        elif row >= 0 and top + height > bar.value() + self.viewport().height():
            bar.setValue(top + height - self.viewport().height())
        self.viewport().update()

    def in_sight(self) -> tuple[int, int]:
        """Return the first and the last row that can be seen."""
        first = self.verticalScrollBar().value() // self.row_height()
        last = first + self.viewport().height() // self.row_height() + 1
        return first, min(last, self._model.rowCount() - 1)

    def row_at(self, y: float) -> int:
        """Return the row at `y` of the viewport, -1 below the last."""
        row = int(self.verticalScrollBar().value() + y) // self.row_height()
        return row if 0 <= row < self._model.rowCount() else -1

    def _fit(self) -> None:
        height, room = self.row_height() * self._model.rowCount(), self.viewport().height()
        self.verticalScrollBar().setRange(0, max(height - room, 0))
        self.verticalScrollBar().setPageStep(room)
        self.viewport().update()

    # Qt calls these

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        if self._current >= 0:
            self.go_to(self._current)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().y())
        if row >= 0 and not event.buttons():
            self._current = row
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().y())
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._current = row
            self.chosen.emit(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, height = QPainter(self.viewport()), self.row_height()
        shift, option = self.verticalScrollBar().value(), QStyleOptionViewItem()
        option.font = self.font()
        first, last = self.in_sight()
        for row in range(first, last + 1):
            option.rect = QRect(0, row * height - shift, self.viewport().width(), height)
            if option.rect.intersects(event.rect()):
                is_current = row == self._current
                selected = QStyle.StateFlag.State_Selected
                option.state = selected if is_current else QStyle.StateFlag.State_None
                self._delegate.paint(painter, option, self._model.index(row))
