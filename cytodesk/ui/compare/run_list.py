"""A searchable list of what can be compared, with ticks."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cytodesk.charts.tables import STATES
from cytodesk.client.connection import Connection
from cytodesk.client.layers import Layer, layers_of
from cytodesk.client.natural import folded
from cytodesk.ui.look import Look
from cytodesk.ui.parts.fields import SearchField
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.row_list_view import RowList
from cytodesk.ui.parts.row_lists import ListRow, RowModel
from cytodesk.ui.parts.texts import Text
from cytodesk.wire.runs import Run

MOST_OFFERED = 5000
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Offer:
    """What of a project could be compared, the newest runs first."""

    layers: tuple[Layer, ...]
    runs: tuple[Run, ...]

    def without(self, ids: Iterable[int]) -> Offer:
        taken = set(ids)
        return Offer(
            tuple(each for each in self.layers if each.id not in taken),
            tuple(each for each in self.runs if each.id not in taken),
        )


def offer_of(connection: Connection, project: int) -> Offer:
    """Return the layers of the project and its runs, MOST_OFFERED at the most."""
    rows = connection.things(Run, "job.json", page=_PAGE, project=project)
    found = itertools.islice(rows, MOST_OFFERED)
    newest = tuple(sorted(found, key=lambda run: -run.id))
    return Offer(tuple(layers_of(connection, project)), newest)


class RunList(QWidget):
    """Type to search by algorithm, number or state; a click or Space ticks, Enter takes.

    `ticks_changed` tells that others are ticked, `taken` that Enter was pressed.
    """

    ticks_changed = Signal()
    taken = Signal()

    def __init__(
        self, look: Look, shown: int, *, inset: int = 0, parent: QWidget | None = None
    ) -> None:
        """`shown` rows are seen at once; `inset` pixels the search stands in from the edges."""
        super().__init__(parent)
        self._look = look
        self._all: list[ListRow] = []
        self._order: list[int] = []
        self.search = SearchField(look, look.words("Algorithm or number"))
        self._model = RowModel(self)
        self._model.set_ticked(())
        self.list = RowList(look, self._model, self)
        self._shown = shown
        self.list.setAccessibleName(look.words("Analyses"))
        self._said = Text(look, look.words("Loading"), "soft", wraps=True)
        self._said.setContentsMargins(14, 8, 14, 8)
        self.list.hide()
        self.search.searched.connect(self._filter)
        self.list.be_steered_from(self.search.edit)
        self.search.edit.installEventFilter(self)
        self.list.taken.connect(self._toggle)
        search = row(self.search, margins=(inset, 0, inset, 0), align=None)
        self.setLayout(column(search, self._said, self.list, spacing=4))

    def put(self, offer: Offer) -> None:
        words = self._look.words
        self._all = [
            ListRow(
                layer.id,
                layer.person or words("Reviewed annotations"),
                words.plural("{number:,} annotation", "{number:,} annotations", layer.annotations),
                icon="user" if layer.person else "check-circle",
            )
            for layer in offer.layers
        ]
        self._all += [
            ListRow(run.id, f"{run.algorithm_name} #{run.number}", words(STATES[run.state]))
            for run in offer.runs
        ]
        shown = max(1, min(len(self._all), self._shown))
        self.list.setFixedHeight(shown * self.list.row_height())
        self._filter(self.search.value())

    def fail(self, sentence: str) -> None:
        self._said.setText(sentence)

    def rows(self) -> list[ListRow]:
        return self._model.rows

    def ticked(self) -> list[int]:
        """Return the ids that are ticked, in the order in which they were."""
        return list(self._order)

    def tick(self, ids: Sequence[int]) -> None:
        self._order = list(ids)
        self._model.set_ticked(ids)
        self.ticks_changed.emit()

    def current(self) -> int | None:
        row = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return None if row is None else int(row.key)

    def _toggle(self, row: ListRow) -> None:
        key = int(row.key)  # type: ignore[call-overload]
        if self._model.toggle(row):
            self._order.append(key)
        else:
            self._order.remove(key)
        self.ticks_changed.emit()

    def _filter(self, text: str) -> None:
        wanted = folded(text).split()
        found = [
            row for row in self._all if all(w in folded(f"{row.text} {row.detail}") for w in wanted)
        ]
        self._model.put(found)
        self.list.setVisible(bool(found))
        self._said.setVisible(not found)
        words = self._look.words
        self._said.setText(
            words("No analysis is called that.") if self._all else words("No other.")
        )
        if found:
            self.list.go_to(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is ticked with Enter, not what is current."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter:
            self.taken.emit()
        return is_enter
