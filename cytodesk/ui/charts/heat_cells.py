"""The cells of a Drawing that is one Heat, as a Qt model."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from cytodesk.charts.drawing import Drawing, Heat
from cytodesk.charts.writing import number
from cytodesk.ui.look import Look

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class HeatCells(QAbstractTableModel):
    """Rows from the top down; a Heat counts its own from below."""

    def __init__(self, look: Look, drawing: Drawing) -> None:
        super().__init__()
        self._look = look
        self.put(drawing)

    def put(self, drawing: Drawing) -> None:
        self.beginResetModel()
        self.drawing = drawing
        self.heat = heat_of(drawing)
        self.endResetModel()

    def place(self, index: Index) -> int:
        rows, columns = self.heat.values.shape
        return int((rows - 1 - index.row()) * columns + index.column())

    def value(self, index: Index) -> float:
        return float(self.heat.values.flat[self.place(index)])

    def label(self, index: Index) -> str:
        place = self.place(index)
        if place < len(self.heat.labels):
            return self.heat.labels[place].said(self._look.words)
        return number(self.value(index), self._look.words.language)

    def said(self, index: Index) -> str:
        place = self.place(index)
        if place < len(self.heat.hovers):
            return self.heat.hovers[place].said(self._look.words)
        rows, columns = self.drawing.y.categories, self.drawing.x.categories
        row, column = rows[len(rows) - 1 - index.row()], columns[index.column()]
        return f"{self._look.words(row)}, {self._look.words(column)}: {self.label(index)}"

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else int(self.heat.values.shape[0])

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else int(self.heat.values.shape[1])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.label(index)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.said(index)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_across = orientation is Qt.Orientation.Horizontal
        names = self.drawing.x.categories if is_across else self.drawing.y.categories[::-1]
        if role == Qt.ItemDataRole.DisplayRole and section < len(names):
            return self._look.words(names[section])
        return None


def heat_of(drawing: Drawing) -> Heat:
    """Return the one Heat of a drawing that `is_matrix`."""
    return next(m for s in drawing.series for m in s.marks if isinstance(m, Heat))


def is_matrix(drawing: Drawing) -> bool:
    """Say whether `drawing` is one grid of cells between named rows and columns."""
    marks = [mark for series in drawing.series for mark in series.marks]
    has_names = bool(drawing.x.categories and drawing.y.categories)
    return (
        has_names
        and len(marks) == 1
        and isinstance(marks[0], Heat)
        and math.prod(marks[0].values.shape) > 0
    )
