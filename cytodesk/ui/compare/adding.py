"""A searchable list of the analyses that could be compared too."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cytodesk.charts.tables import STATES
from cytodesk.client.connection import Connection
from cytodesk.client.natural import folded
from cytodesk.ui.look import Look
from cytodesk.ui.parts.fields import SearchField
from cytodesk.ui.parts.popup import SHADOW, Popup
from cytodesk.ui.parts.row_lists import ListRow, RowList, RowModel
from cytodesk.ui.parts.texts import Text
from cytodesk.wire.runs import Run

MOST_OFFERED = 500
_WIDTH = 380
_SHOWN = 9
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Up)


def runs_to_offer(connection: Connection, project: int) -> list[Run]:
    """Return the newest runs of the project, MOST_OFFERED at the most."""
    rows = connection.things(Run, "job.json", page=MOST_OFFERED, project=project)
    found = list(itertools.islice(rows, MOST_OFFERED))
    return sorted(found, key=lambda run: -run.id)


class RunPicker(Popup):
    """Type to search by algorithm, number or state; Enter or a click takes one: `taken`."""

    taken = Signal(int)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._look = look
        self._all: list[ListRow] = []
        self._search = SearchField(look, look.words("Algorithm or number"))
        self._model = RowModel(self)
        self._list = RowList(look, self._model, self)
        self._list.setFixedHeight(_SHOWN * self._list.row_height())
        self._said = Text(look, look.words("Loading"), "soft")
        self._said.setContentsMargins(14, 10, 14, 10)
        edge = SHADOW + 8
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.setSpacing(6)
        for each in (self._search, self._said, self._list):
            self.body.addWidget(each)
        self._list.hide()
        self._search.searched.connect(self._filter)
        self._search.edit.installEventFilter(self)
        self._list.taken.connect(self._take)

    def open_for(self, anchor: QWidget) -> None:
        self.open_below(anchor, width=_WIDTH)
        self._search.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def put(self, runs: Sequence[Run], reviewed: int | None = None) -> None:
        """Offer the layer of reviews by the id `reviewed`, and `runs`, newest first."""
        words = self._look.words
        review = ListRow(reviewed, words("Reviewed annotations"), words("a layer of people"))
        self._all = [] if reviewed is None else [review]
        self._all += [
            ListRow(run.id, f"{run.algorithm_name} #{run.number}", words(STATES[run.state]))
            for run in runs
        ]
        self._filter(self._search.value())

    def fail(self, sentence: str) -> None:
        self._said.setText(sentence)

    def rows(self) -> list[ListRow]:
        return self._model.rows

    def _filter(self, text: str) -> None:
        wanted = folded(text).split()
        found = [
            row for row in self._all if all(w in folded(f"{row.text} {row.detail}") for w in wanted)
        ]
        self._model.put(found)
        self._list.setVisible(bool(found))
        self._said.setVisible(not found)
        words = self._look.words
        self._said.setText(
            words("No analysis is called that.") if self._all else words("No other.")
        )
        if found:
            self._list.go_to(0)
        self.adjustSize()

    def _take(self, row: ListRow) -> None:
        self.close()
        self.taken.emit(row.key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows and Enter reach the list while one types."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _DOWN:
                self._list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._list.take_current()
                return True
        return False
