"""The open list of a Pick: choices to take one or several of, searched in where they are many."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.fields import SearchField
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.popup import SHADOW, Popup
from cytodesk.ui.parts.row_list_view import RowList
from cytodesk.ui.parts.row_lists import ListRow, RowModel

_SEARCHED_FROM = 13
_SHOWN = 10


class Choices(Popup):
    """`taken` tells all keys that are picked now."""

    taken = Signal(tuple)

    def __init__(
        self,
        look: Look,
        rows: list[ListRow],
        keys: tuple[Hashable, ...],
        several: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(look, parent)
        self._all = rows
        self._several = several
        self._model = RowModel(self)
        self._model.ticked = set(keys) if several else None
        self._list = RowList(look, self._model, self)
        self._model.put(rows)
        self._start = max(0, self._model.place_of(keys[0])) if keys else 0
        self._list.taken.connect(self._take)
        self._search: SearchField | None = None
        if len(rows) >= _SEARCHED_FROM:
            self._search = SearchField(look, look.words("Search"))
            self._search.changed.connect(self._filter)
            self._list.be_steered_from(self._search.edit)
            self.body.addLayout(row(self._search, margins=(4, 0, 4, 0), align=None))
            self.body.setSpacing(4)
        self.body.addWidget(self._list)
        inner = SHADOW + 5
        self.body.setContentsMargins(inner - 4, inner, inner - 4, inner)

    def open_for(self, anchor: QWidget) -> None:
        shown = min(max(len(self._all), 1), _SHOWN)
        self._list.setFixedHeight(shown * self._list.row_height())
        self.open_below(anchor, width=max(anchor.width(), min(self._list.widest() + 10, 480)))
        self._list.go_to(self._start)
        (self._search or self._list).setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, row: ListRow) -> None:
        if not self._several:
            self.taken.emit((row.key,) if row.key is not None else ())
            self.close()
            return
        self._model.toggle(row)
        ticked = self._model.ticked or set()
        self.taken.emit(tuple(each.key for each in self._all if each.key in ticked))

    def _filter(self) -> None:
        assert self._search is not None
        query = self._search.text().casefold().strip()
        self._model.query = query
        self._model.put(row for row in self._all if query in f"{row.text} {row.detail}".casefold())
        self._list.go_to(0)
