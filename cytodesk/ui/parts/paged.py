"""Rows that come page by page from a source that may be slow and long."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from cytodesk.errors import CytoDeskError
from cytodesk.ui.parts.row_lists import ListRow, RowModel
from cytodesk.ui.tasks import Tasks

Index = QModelIndex | QPersistentModelIndex
PAGE = 200
_WHOLE_PAGE = 500
Picture = Callable[[str], Awaitable[QImage | None]]
"""Given the `thumbnail` of a row, its picture."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and how many there are in all that match."""

    rows: Sequence[ListRow]
    total: int


class Source(Protocol):
    """Whoever has the rows: a server's list, or one in memory."""

    async def page(self, query: str, offset: int, count: int) -> Page:
        """Return `count` rows from `offset` of those that match `query`."""
        ...


class ListSource:
    """Rows that are all here."""

    def __init__(self, rows: Sequence[ListRow]) -> None:
        self._rows = rows
        self._query = ""
        self._found: Sequence[ListRow] = rows

    async def page(self, query: str, offset: int, count: int) -> Page:
        if query != self._query:
            wanted = query.casefold().strip()
            self._query = query
            self._found = [row for row in self._rows if wanted in row.text.casefold()]
        return Page(self._found[offset : offset + count], len(self._found))


class PagedRows(RowModel):
    """The rows of a source, as far as they were looked at."""

    asked = Signal()
    came = Signal()
    failed = Signal(object)

    def __init__(self, source: Source, picture: Picture | None, owner: QWidget) -> None:
        super().__init__(owner)
        self._source, self._picture = source, picture
        self._tasks = Tasks(owner, self.failed.emit)
        self.total: int | None = None
        self._wanted_pictures: set[str] = set()

    def ask(self, query: str) -> None:
        """Look for `query` from the start; a newer question replaces an older one."""
        self.asked.emit()
        self._tasks.start(self._begin(query), replacing="page")

    def stop(self) -> None:
        self._tasks.cancel_all()
        self._wanted_pictures.clear()

    async def all_rows(self, query: str) -> list[ListRow]:
        """Return every row that matches `query`."""
        rows: list[ListRow] = []
        while True:
            page = await self._source.page(query, len(rows), _WHOLE_PAGE)
            rows += page.rows
            if not page.rows or len(rows) >= page.total:
                return rows

    def want_picture(self, row: ListRow) -> None:
        """Fetch the picture of a row that is seen, once."""
        key = row.thumbnail
        if self._picture is None or not key or key in self._wanted_pictures:
            return
        self._wanted_pictures.add(key)
        self._tasks.start(self._fetch(key))

    async def _begin(self, query: str) -> None:
        page = await self._source.page(query, 0, PAGE)
        self.query, self.total = query, page.total
        self.put(page.rows)
        self.came.emit()

    async def _go_on(self) -> None:
        page = await self._source.page(self.query, len(self.rows), PAGE)
        if not page.rows:
            self.total = len(self.rows)
            return
        first = len(self.rows)
        self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
        self.rows.extend(page.rows)
        self.endInsertRows()
        self.total = page.total
        self.came.emit()

    async def _fetch(self, key: str) -> None:
        assert self._picture is not None
        try:
            image = await self._picture(key)
        except CytoDeskError:
            return  # the grey shape stays: a list without pictures is still a list
        if image is not None and not image.isNull():
            self.pictures[key] = QPixmap.fromImage(image)
            self._repaint()

    # Qt calls these

    def canFetchMore(self, parent: Index) -> bool:
        return self.total is not None and len(self.rows) < self.total

    def fetchMore(self, parent: Index) -> None:
        if not self._tasks.is_running("page"):
            self._tasks.start(self._go_on(), replacing="page")
