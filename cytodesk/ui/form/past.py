"""Which earlier analysis to take values from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.assets import Words
from cytodesk.client.beginning import answers_for
from cytodesk.client.natural import folded
from cytodesk.ui.form.answers import differs_from_default
from cytodesk.ui.form.groups import label_of
from cytodesk.ui.form.summary import value_in_words
from cytodesk.ui.look import Look
from cytodesk.ui.parts.fields import SearchField
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.popup import SHADOW, Popup
from cytodesk.ui.parts.row_list_view import TALL, RowList
from cytodesk.ui.parts.row_lists import ListRow, RowModel
from cytodesk.ui.parts.texts import Text
from cytodesk.wire.runs import Run, RunState

_WIDTH = 460
_ROWS = 7
_VALUES = 3
_ICONS = {
    RunState.SUCCEEDED: "check-circle",
    RunState.FAILED: "x-circle",
    RunState.CANCELLED: "prohibit",
    RunState.RUNNING: "circle-half",
    RunState.LOST: "question",
}


class PastRuns(Popup):
    """Runs of this algorithm, any version, the newest first; typing searches."""

    taken = Signal(int)
    """The id of a run."""

    def __init__(
        self,
        look: Look,
        runs: Sequence[Run],
        algorithm: Algorithm,
        names: Mapping[int, str],
        parent: QWidget,
    ) -> None:
        """`names` are those of things by id, as far as they are known."""
        super().__init__(look, parent)
        words = look.words
        self._rows = [row_of(words, run, algorithm, names) for run in runs]
        self._model = RowModel(self)
        self._list = RowList(look, self._model, self)
        self._list.set_row_height(TALL)
        self._list.setFixedHeight(TALL * min(max(len(runs), 1), _ROWS))
        self._list.taken.connect(self._take)
        self._search = SearchField(look, words("Search analyses"))
        self._search.changed.connect(self._filter)
        self._list.be_steered_from(self._search.edit)
        self.body.setContentsMargins(SHADOW + 1, SHADOW + 5, SHADOW + 1, SHADOW + 5)
        self.body.setSpacing(4)
        if runs:
            self.body.addLayout(row(self._search, margins=(4, 0, 4, 0), align=None))
            self.body.addWidget(self._list)
            self._model.put(self._rows)
        else:
            said = words("No analysis of {algorithm} in this project yet", algorithm=algorithm.name)
            nothing = Text(look, said, "soft", wraps=True)
            nothing.setContentsMargins(14, 8, 14, 8)
            self.body.addWidget(nothing)
        self.closed.connect(self.deleteLater)

    def open_for(self, anchor: QWidget) -> None:
        self.open_below(anchor, width=_WIDTH)
        self._list.go_to(0)
        self._search.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def _filter(self) -> None:
        wanted = folded(self._search.text())
        self._model.query = self._search.text()
        self._model.put(r for r in self._rows if wanted in folded(f"{r.text} {r.detail}"))
        self._list.go_to(0)

    def _take(self, row: ListRow) -> None:
        self.close()
        self.taken.emit(row.key)


def row_of(words: Words, run: Run, algorithm: Algorithm, names: Mapping[int, str]) -> ListRow:
    """Return '#13  2026-11-20 14:02', and below it what was set there otherwise than by default."""
    when = datetime.fromtimestamp((run.created or 0) / 1000).strftime("%Y-%m-%d %H:%M")
    text = words("#{number}, {when}", number=run.number or run.id, when=when)
    if run.username:
        text = f"{text}, {run.username}"
    changes = _changes(words, run, algorithm, names)
    return ListRow(run.id, text, changes, _ICONS.get(run.state, "clock"))


def _changes(words: Words, run: Run, algorithm: Algorithm, names: Mapping[int, str]) -> str:
    answers = answers_for(algorithm, run)
    asked = {parameter.id: parameter for parameter in algorithm.asked}
    said = [
        f"{label_of(asked[id])} {value_in_words(words, asked[id], answer, names)}"
        for id, answer in answers.items()
        if differs_from_default(asked[id], answer)
    ]
    return ", ".join(said[:_VALUES]) if said else words("all by default")
