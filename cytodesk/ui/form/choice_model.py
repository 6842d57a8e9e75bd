"""Choices as the rows of a list; some are chosen, and a long list goes on where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QPixmap

from cytodesk.client.choices import Choice
from cytodesk.ui.form.sizes import sizes_of
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look
from cytodesk.ui.parts.row_lists import Index, ListRow, RowModel

_ROOT = QModelIndex()


class ChoiceModel(RowModel):
    """Rows are made of what is looked at only; `more_wanted` tells from which row on to fetch."""

    more_wanted = Signal(int)

    def __init__(self, look: Look, thumbs: Thumbs | None, *, many: bool) -> None:
        super().__init__()
        self._look = look
        self.choices: Sequence[Choice] = ()
        self.total = 0
        self._is_asking = False
        self.pictures = _Pictures(thumbs)  # type: ignore[assignment]
        self.ticked = set() if many else None

    @property
    def is_tall(self) -> bool:
        return bool(self.choices) and self.choices[0].thumb is not None

    def show_choices(self, choices: Sequence[Choice], total: int, query: str) -> None:
        self.beginResetModel()
        self.choices, self.total, self.query = choices, total, query
        self._is_asking = False
        self.endResetModel()

    def add(self, choices: Sequence[Choice], total: int) -> None:
        """Take the next page; nothing new means that the list ends here."""
        self._is_asking = False
        self.total = total if choices else len(self.choices)
        if choices:
            first = len(self.choices)
            self.beginInsertRows(_ROOT, first, first + len(choices) - 1)
            self.choices = [*self.choices, *choices]
            self.endInsertRows()

    def row_of(self, id: int) -> int:
        return next((row for row, each in enumerate(self.choices) if each.id == id), -1)

    def _row(self, choice: Choice) -> ListRow:
        sizes, words = choice.sizes, self._look.words
        lacks_size = sizes is not None and sizes.pixel_size is None
        return ListRow(
            choice.id,
            choice.text,
            detail=sizes_of(words, sizes) if sizes else "",
            color=choice.color or "",
            warning=words("no pixel size") if lacks_size else "",
            thumbnail=choice.thumb or "",
        )

    def _repaint(self) -> None:
        if self.choices:
            self.dataChanged.emit(self.index(0), self.index(len(self.choices) - 1))

    # Qt calls these

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.choices)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        choice = self.choices[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return choice.text
            case Qt.ItemDataRole.UserRole:
                return self._row(choice)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{choice.text}\n#{choice.id}"
            case Qt.ItemDataRole.AccessibleTextRole:
                row = self._row(choice)
                return ", ".join(each for each in (row.text, row.detail, row.warning) if each)
            case Qt.ItemDataRole.CheckStateRole if self.ticked is not None:
                is_on = choice.id in self.ticked
                return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._is_asking and len(self.choices) < self.total

    def fetchMore(self, parent: Index) -> None:
        self._is_asking = True
        self.more_wanted.emit(len(self.choices))


class _Pictures:
    """Asks for a picture when its row is painted for the first time."""

    def __init__(self, thumbs: Thumbs | None) -> None:
        self._thumbs = thumbs

    def get(self, address: str) -> QPixmap | None:
        return self._thumbs.of(address) if self._thumbs else None
