"""Things as the rows of a table: columns are data, sorting is by what a column says of a thing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cytodesk.ui.parts.cells import Brush, Cell, text_of

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
THING = Qt.ItemDataRole.UserRole
CELL = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: what it is called and what it says of a thing.

    `order` gives what is sorted by (the text, where it is not said); `unit` stands after the
    title; `stretch` takes what room is left; `act` makes its cells clickable; `mark` is the index
    of a run whose mark stands before the title; `paint` paints instead of the cell's own kind.
    """

    title: str
    value: Callable[[T], Cell]
    align: str = "left"
    unit: str = ""
    paint: Callable[[Brush, T], None] | None = None
    order: Callable[[T], Any] | None = None
    stretch: bool = False
    width: int | None = None
    tooltip: Callable[[T], str] | None = None
    act: Callable[[T], None] | None = None
    mark: int | None = None
    name: str = ""
    """How the column is remembered; its title where it is not said."""

    @property
    def heading(self) -> str:
        return f"{self.title}, {self.unit}" if self.unit else self.title

    @property
    def known_as(self) -> str:
        return self.name or self.title


class Rows(QAbstractTableModel, Generic[T]):
    """The model of a table; `put` fills it, each thing known by its `key`."""

    def __init__(
        self,
        columns: Sequence[Column[T]],
        key: Callable[[T], Hashable] = lambda thing: getattr(thing, "id", id(thing)),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.key = key
        self.things: list[T] = []
        self._as_put: list[T] = []
        self.sorted_by: int | None = None
        self.is_descending = False

    def put(self, things: Iterable[T]) -> None:
        """Show `things`; where they are the same in the same order, only what they say changes."""
        self._as_put = list(things)
        ordered = self._ordered()
        if [self.key(each) for each in ordered] == [self.key(each) for each in self.things]:
            self.things = ordered
            self.repaint()
        else:
            self.beginResetModel()
            self.things = ordered
            self.endResetModel()

    def set_columns(self, columns: Sequence[Column[T]]) -> None:
        self.beginResetModel()
        by = None if self.sorted_by is None else self.columns[self.sorted_by].known_as
        self.columns = tuple(columns)
        names = [column.known_as for column in columns]
        self.sorted_by = names.index(by) if by in names else None
        self.endResetModel()

    def thing(self, row: int) -> T | None:
        return self.things[row] if 0 <= row < len(self.things) else None

    def place_of(self, key: Hashable) -> int:
        """Return the row of the thing known by `key`, -1 where there is none."""
        return next((row for row, each in enumerate(self.things) if self.key(each) == key), -1)

    def repaint(self) -> None:
        if self.things and self.columns:
            last = self.index(len(self.things) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _ordered(self) -> list[T]:
        if self.sorted_by is None:
            return list(self._as_put)
        column = self.columns[self.sorted_by]
        by = column.order or (lambda thing: text_of(column.value(thing)).casefold())
        said = [(by(each), each) for each in self._as_put]
        known = [pair for pair in said if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=self.is_descending)
        return [each for _, each in known] + [each for value, each in said if value is None]

    # Qt calls these

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.sorted_by = column if column >= 0 else None
        self.is_descending = order is Qt.SortOrder.DescendingOrder
        self.put(self._as_put)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.things)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        thing = self.thing(index.row()) if index.isValid() else None
        if thing is None:
            return None
        if role == THING:
            return thing
        column = self.columns[index.column()]
        if role == CELL:
            return column.value(thing)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text_of(column.value(thing))
        if role == Qt.ItemDataRole.ToolTipRole and column.tooltip:
            return column.tooltip(thing)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        named = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self.columns[section].heading if role in named else None
