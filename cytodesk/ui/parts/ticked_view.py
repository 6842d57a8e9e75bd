"""A view of rows of which some are ticked; what Table, its header and its cells share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableView, QWidget

from cytodesk.ui.parts.rows import Column, Rows

T = TypeVar("T")
PADDING = 12
TICKS = "ticks"
"""What the column of tick boxes is known as."""


class TickedView(QTableView, Generic[T]):
    """Things in rows; `ticked()` are those whose boxes are set."""

    ticks_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[T]],
        key: Callable[[T], Hashable],
        has_ticks: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.has_ticks = has_ticks
        self._ticked: dict[Hashable, T] = {}
        self._last_tick = -1
        self.rows: Rows[T] = Rows(self._with_ticks(columns), key, self)

    def things(self) -> list[T]:
        return list(self.rows.things)

    def current(self) -> T | None:
        return self.rows.thing(self.currentIndex().row())

    def ticked(self) -> list[T]:
        """Return the ticked things in the order of the table."""
        return [each for each in self.rows.things if self.rows.key(each) in self._ticked]

    def set_ticked(self, keys: Iterable[Hashable]) -> None:
        wanted = set(keys)
        here = {self.rows.key(each): each for each in self.rows.things}
        self._ticked = {key: here[key] for key in here if key in wanted}
        self._repaint_ticks()

    def is_ticked(self, row: int) -> bool:
        thing = self.rows.thing(row)
        return thing is not None and self.rows.key(thing) in self._ticked

    def all_ticked(self) -> bool | None:
        """Return whether all are ticked, None where some are."""
        if not self._ticked:
            return False
        return True if len(self._ticked) == len(self.rows.things) else None

    def tick_row(self, row: int, *, to_last: bool = False) -> None:
        """Tick or untick a row; `to_last` does the same to all since the last one."""
        is_on = not self.is_ticked(row)
        start = self._last_tick if to_last and self._last_tick >= 0 else row
        for each in self.rows.things[min(start, row) : max(start, row) + 1]:
            key = self.rows.key(each)
            if is_on:
                self._ticked[key] = each
            else:
                self._ticked.pop(key, None)
        self._last_tick = row
        self._repaint_ticks()
        self.ticks_changed.emit()

    def tick_all(self, is_on: bool = True) -> None:
        self._ticked = {self.rows.key(each): each for each in self.rows.things} if is_on else {}
        self._repaint_ticks()
        self.ticks_changed.emit()

    def _repaint_ticks(self) -> None:
        self.viewport().update()
        self.horizontalHeader().viewport().update()

    def _keep_ticks(self) -> None:
        """Forget the ticks of things that are gone."""
        here = {self.rows.key(each): each for each in self.rows.things}
        gone = self._ticked.keys() - here.keys()
        self._ticked = {key: here[key] for key in self._ticked if key in here}
        if gone:
            self.ticks_changed.emit()

    def _with_ticks(self, columns: Sequence[Column[T]]) -> list[Column[T]]:
        if not self.has_ticks:
            return list(columns)
        tick: Column[T] = Column("", lambda thing: "", name=TICKS, width=16 + 16 + PADDING)
        return [tick, *columns]
