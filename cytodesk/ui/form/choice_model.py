"""Choices as the rows of a list, all of them from the beginning: pages come when looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QPixmap

from cytodesk.client.choices import Choice
from cytodesk.client.offers import PAGE
from cytodesk.ui.form.sizes import sizes_of
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look
from cytodesk.ui.parts.row_lists import Index, ListRow, RowModel

_ROOT = QModelIndex()
_KEPT = 40
"""Pages of a list that were looked at last; memory stays flat however far one scrolls."""


class ChoiceModel(RowModel):
    """`pages_wanted` tells that rows are looked at which are not here yet; see `missing`."""

    pages_wanted = Signal()

    def __init__(self, look: Look, thumbs: Thumbs | None, *, many: bool) -> None:
        super().__init__()
        self._look = look
        self._pages: OrderedDict[int, Sequence[Choice]] = OrderedDict()
        self._whole: Sequence[Choice] | None = ()
        self.total = 0
        self.is_tall = False
        self.pictures = _Pictures(thumbs)  # type: ignore[assignment]
        self.ticked = set() if many else None

    def show_choices(self, choices: Sequence[Choice], total: int, query: str) -> None:
        """Show all choices, or the first page of a longer list."""
        self.beginResetModel()
        self.query, self.total = query, _reached(0, choices, total)
        self._pages.clear()
        self._whole = choices if len(choices) >= self.total else None
        if self._whole is None:
            self._pages[0] = choices
        self.is_tall = bool(choices) and choices[0].thumb is not None
        self.endResetModel()

    def put_page(self, first: int, choices: Sequence[Choice], total: int) -> None:
        """Take the page that begins at row `first`; the list may have become another length."""
        self._pages[first // PAGE] = choices
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        self._become(_reached(first, choices, total))
        if choices:
            self.dataChanged.emit(self.index(first), self.index(first + len(choices) - 1))

    def choice(self, row: int) -> Choice | None:
        """Return the choice of a row; None while its page is on its way."""
        if self._whole is not None:
            return self._whole[row] if 0 <= row < len(self._whole) else None
        page = self._pages.get(row // PAGE, ())
        return page[row % PAGE] if 0 <= row % PAGE < len(page) else None

    def missing(self, first: int, last: int) -> list[int]:
        """Return the first rows of the pages that are not here, between two rows."""
        if self._whole is not None:
            return []
        pages = range(max(first, 0) // PAGE, min(last, self.total - 1) // PAGE + 1)
        return [page * PAGE for page in pages if page not in self._pages]

    def loaded(self) -> list[Choice]:
        """Return the choices that are here."""
        if self._whole is not None:
            return list(self._whole)
        return [choice for page in sorted(self._pages) for choice in self._pages[page]]

    def row_of(self, id: int) -> int:
        """Return the row of a choice that is here, else -1."""
        pages = {0: self._whole} if self._whole is not None else self._pages
        for page, choices in pages.items():
            for place, choice in enumerate(choices):
                if choice.id == id:
                    return page * PAGE + place
        return -1

    def _become(self, total: int) -> None:
        if total > self.total:
            self.beginInsertRows(_ROOT, self.total, total - 1)
            self.total = total
            self.endInsertRows()
        elif total < self.total:
            self.beginRemoveRows(_ROOT, total, self.total - 1)
            self.total = total
            self.endRemoveRows()

    def _row(self, choice: Choice | None) -> ListRow:
        if choice is None:
            return ListRow(-1, "…", is_off=True)
        words, sizes = self._look.words, choice.sizes
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
        if self.total:
            self.dataChanged.emit(self.index(0), self.index(self.total - 1))

    # Qt calls these

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self.total

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        choice = self.choice(index.row())
        if choice is None and role in (Qt.ItemDataRole.UserRole, Qt.ItemDataRole.DisplayRole):
            self.pages_wanted.emit()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return choice.text if choice else "…"
            case Qt.ItemDataRole.UserRole:
                return self._row(choice)
            case Qt.ItemDataRole.ToolTipRole if choice is not None:
                return f"{choice.text}\n#{choice.id}"
            case Qt.ItemDataRole.AccessibleTextRole:
                row = self._row(choice)
                return ", ".join(each for each in (row.text, row.detail, row.warning) if each)
            case Qt.ItemDataRole.CheckStateRole if self.ticked is not None:
                is_on = choice is not None and choice.id in self.ticked
                return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        return None


def _reached(first: int, choices: Sequence[Choice], total: int) -> int:
    """Return how long a list is: one whose page is not full ends there, whatever was said."""
    return total if len(choices) >= PAGE else min(total, first + len(choices))


class _Pictures:
    """Asks for a picture when its row is painted for the first time."""

    def __init__(self, thumbs: Thumbs | None) -> None:
        self._thumbs = thumbs

    def get(self, address: str) -> QPixmap | None:
        return self._thumbs.of(address) if self._thumbs else None
