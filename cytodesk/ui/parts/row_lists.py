"""Rows to choose from: what stands in each, which are ticked, what is searched for."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ListRow:
    """One thing to choose; `thumbnail` is the key under which its picture is asked for."""

    key: Hashable
    text: str
    detail: str = ""
    icon: str = ""
    color: str = ""
    warning: str = ""
    thumbnail: str = ""
    is_off: bool = False
    is_apart: bool = False
    """Whether a line stands between it and the row above."""


class RowModel(QAbstractListModel):
    """Rows, which of them are ticked, and what is searched for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ListRow] = []
        self.query = ""
        self.ticked: set[Hashable] | None = None
        self.pictures: dict[str, QPixmap] = {}

    def put(self, rows: Iterable[ListRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def set_ticked(self, keys: Iterable[Hashable] | None) -> None:
        """Tick these; None shows no tick boxes."""
        self.ticked = None if keys is None else set(keys)
        self._repaint()

    def toggle(self, row: ListRow) -> bool:
        """Tick or untick `row`; return whether it is ticked now."""
        assert self.ticked is not None
        self.ticked ^= {row.key}
        self._repaint()
        return row.key in self.ticked

    def place_of(self, key: Hashable) -> int:
        return next((place for place, row in enumerate(self.rows) if row.key == key), -1)

    def _repaint(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    # Qt calls these

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].is_off:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return ", ".join(each for each in (row.text, row.detail, row.warning) if each)
        if role == Qt.ItemDataRole.CheckStateRole and self.ticked is not None:
            return Qt.CheckState.Checked if row.key in self.ticked else Qt.CheckState.Unchecked
        return None


def rows_of(
    choices: Sequence[ListRow | tuple[Hashable, str]] | Mapping[Hashable, str],
) -> list[ListRow]:
    """Return rows from rows, from pairs of key and text, or from a mapping."""
    pairs = choices.items() if isinstance(choices, Mapping) else choices
    return [each if isinstance(each, ListRow) else ListRow(*each) for each in pairs]
