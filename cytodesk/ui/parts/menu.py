"""A menu: actions of which one is chosen, below a button or at a point."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.popup import SHADOW, Popup
from cytodesk.ui.parts.row_list_view import RowList
from cytodesk.ui.parts.row_lists import ListRow, RowModel


class Menu(Popup):
    """Actions to choose one from: `Menu(look, rows)`, `chosen` tells the key."""

    chosen = Signal(object)

    def __init__(
        self,
        look: Look,
        rows: Sequence[ListRow],
        parent: QWidget | None = None,
        *,
        current: object = None,
    ) -> None:
        """`current` is the key of the row to begin at; the first one where there is none."""
        super().__init__(look, parent)
        self._model = RowModel(self)
        self._model.put(rows)
        self._start = next((at for at, row in enumerate(rows) if row.key == current), 0)
        self._list = RowList(look, self._model, self)
        self._list.setFixedHeight(len(rows) * self._list.row_height())
        self._list.taken.connect(self._take)
        self.body.setContentsMargins(SHADOW + 1, SHADOW + 5, SHADOW + 1, SHADOW + 5)
        self.body.addWidget(self._list)
        self.closed.connect(self.deleteLater)

    def open_at(self, place: QPoint) -> None:
        """Open at a point of the screen, as for a right click."""
        self.fit(self._list.widest() + 10)
        anchor = QRect(place, QSize(1, 1))
        self.move(self._inside(place - QPoint(SHADOW, SHADOW), anchor, 0))
        self.show()
        self._ready()

    def open_below(self, anchor: QWidget, *, width: int | None = None, gap: int = 4) -> None:
        super().open_below(anchor, width=width or self._list.widest() + 10, gap=gap)
        self._ready()

    def _ready(self) -> None:
        self._list.go_to(self._start)
        self._list.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, row: ListRow) -> None:
        self.close()
        self.chosen.emit(row.key)
