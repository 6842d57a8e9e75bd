"""The lines of a log, and those of them that are looked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line; `level` is debug, info, warning or error, `time` as it is shown."""

    time: str
    level: str
    text: str

    def __str__(self) -> str:
        return f"{self.time} {self.level} {self.text}"


class LogModel(QAbstractListModel):
    """All lines, and those of them that are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[LogLine] = []
        self.shown: list[LogLine] = []
        self.longest = 0
        self._levels: tuple[str, ...] = ()
        self._query = ""
        self.counts = {"warning": 0, "error": 0}

    def put(self, lines: Sequence[LogLine]) -> None:
        self.lines = []
        self.shown = []
        self.longest = 0
        self.counts = {"warning": 0, "error": 0}
        self.beginResetModel()
        self.endResetModel()
        self.add(lines)

    def add(self, lines: Iterable[LogLine]) -> None:
        """Go on with `lines`; what is not looked for now is only kept."""
        new = list(lines)
        self.lines += new
        for level in self.counts:
            self.counts[level] += sum(line.level == level for line in new)
        self.longest = max(self.longest, max((len(line.text) for line in new), default=0))
        if wanted := [line for line in new if self._is_wanted(line)]:
            first = len(self.shown)
            self.beginInsertRows(QModelIndex(), first, first + len(wanted) - 1)
            self.shown += wanted
            self.endInsertRows()

    def look_for(self, query: str, levels: tuple[str, ...]) -> None:
        """Show the lines of these levels (all where empty) that contain `query`."""
        self._query, self._levels = query.casefold().strip(), levels
        self.beginResetModel()
        self.shown = [line for line in self.lines if self._is_wanted(line)]
        self.endResetModel()

    def _is_wanted(self, line: LogLine) -> bool:
        if self._levels and line.level not in self._levels:
            return False
        return not self._query or self._query in line.text.casefold()

    # Qt calls these

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.shown):
            return None
        line = self.shown[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return str(line)
        return None
