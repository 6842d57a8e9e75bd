"""A table whose first columns stay in sight while the others scroll below them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.rows import Column
from cytodesk.ui.parts.table import Table

T = TypeVar("T")


class PinnedTable(QWidget, Generic[T]):
    """`table` has all columns; once it is scrolled, a second one covers it with the first ones."""

    opened = Signal(str)
    """How the column is known below which a row was opened."""
    menu_wanted = Signal(object, QPoint)

    def __init__(
        self,
        look: Look,
        key: Callable[[T], Hashable],
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.table: Table[T] = Table(look, (), key, name=name)
        self._cover: Table[T] = Table(look, (), key, sortable=False, parent=self)
        self._cover.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cover.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._cover.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._cover.setAccessibleName("")
        self._cover.hide()
        self._pinned = 0
        self.setLayout(column(self.table, spacing=0))
        self._follow()

    def set_columns(self, pinned: Sequence[Column[T]], others: Sequence[Column[T]]) -> None:
        self._pinned = len(pinned)
        self.table.set_columns([*pinned, *others])
        self._cover.set_columns(pinned)
        self._lay_cover()

    def put(self, things: Sequence[T]) -> None:
        self.table.put(things)
        self._cover.put(self.table.things())
        QTimer.singleShot(0, self, self._lay_cover)

    def scroll_room(self) -> int:
        """Return the height of the lower scroll bar, 0 where all columns have room."""
        bar = self.table.horizontalScrollBar()
        widths = sum(self.table.columnWidth(at) for at in range(len(self.table.rows.columns)))
        return bar.sizeHint().height() if widths > self.width() > 0 else 0

    def _follow(self) -> None:
        table, cover = self.table, self._cover
        table.horizontalScrollBar().valueChanged.connect(lambda _: self._lay_cover())
        table.verticalScrollBar().valueChanged.connect(cover.verticalScrollBar().setValue)
        cover.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.sorted.connect(lambda: cover.put(table.things()))
        table.chosen.connect(lambda thing: cover.go_to(table.rows.key(thing)))
        cover.chosen.connect(lambda thing: table.go_to(table.rows.key(thing)))
        table.opened.connect(lambda _: self._open())
        for each in (table, cover):
            each.menu_wanted.connect(self.menu_wanted)
        table.viewport().installEventFilter(self)

    def _open(self) -> None:
        at = self.table.currentIndex().column()
        if at >= 0:
            self.opened.emit(self.table.rows.columns[at].known_as)

    def _lay_cover(self) -> None:
        """Put the cover over the first columns, as wide as they are below it."""
        is_scrolled = self.table.horizontalScrollBar().value() > 0
        self._cover.setVisible(is_scrolled)
        if not is_scrolled:
            return
        for at in range(self._pinned):
            self._cover.setColumnWidth(at, self.table.columnWidth(at))
        width = sum(self.table.columnWidth(at) for at in range(self._pinned))
        height = self.table.viewport().height() + self.table.horizontalHeader().height()
        self._cover.setGeometry(0, 0, width, height)
        self._cover.verticalScrollBar().setValue(self.table.verticalScrollBar().value())
        self._cover.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._lay_cover)
        return False
