"""How the table of runs was left: its filter, its columns, their widths and their order."""

from __future__ import annotations

from cytodesk.client.run_lists import ListedRun
from cytodesk.ui.memory import Drawer
from cytodesk.ui.parts.table import Table
from cytodesk.ui.runs.columns import OPTIONAL
from cytodesk.ui.runs.filters import Filter


class TableMemory:
    """Keeps what the user's hand did, so that the next window begins with it."""

    def __init__(self, memory: Drawer) -> None:
        self._memory = memory

    def filter(self) -> Filter:
        return Filter.from_json(self._memory.get("analyses filter"))

    def columns(self) -> tuple[str, ...]:
        return tuple(self._memory.get("analyses columns", tuple(OPTIONAL)))

    def arrange(self, table: Table[ListedRun]) -> None:
        """Sort `table`, and give its columns their widths, as it was left."""
        name, descending = self._memory.get("analyses order", ("started", True))
        if name in (column.known_as for column in table.rows.columns):
            table.sort_by(name, descending=descending)
        if widths := self._memory.get("analyses widths"):
            table.set_widths(widths)

    def keep_filter(self, wanted: Filter) -> None:
        self._memory.put("analyses filter", wanted.as_json())

    def keep_columns(self, shown: tuple[str, ...]) -> None:
        self._memory.put("analyses columns", list(shown))

    def keep_widths(self, table: Table[ListedRun]) -> None:
        if widths := table.widths():
            self._memory.put("analyses widths", widths)

    def keep_order(self, table: Table[ListedRun]) -> None:
        rows = table.rows
        if rows.sorted_by is not None:
            name = rows.columns[rows.sorted_by].known_as
            self._memory.put("analyses order", [name, rows.is_descending])
