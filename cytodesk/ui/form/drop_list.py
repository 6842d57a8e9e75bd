"""The list below a field: what matches, a word where nothing does, how many there are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from cytodesk.ui.form.choice_model import ChoiceModel
from cytodesk.ui.form.overlay import Overlay
from cytodesk.ui.form.row_sheet import RowItems, RowSheet
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Hairline
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.popup import SHADOW
from cytodesk.ui.parts.row_list_view import LOW, TALL
from cytodesk.ui.parts.texts import Text

_TALL_ROWS = 4
_LOW_ROWS = 8
_FOOTER = 37
_SAID = 56
_FEW = 1000
"""Up to so many rows Qt's own list is quick enough, which screen readers know."""


class DropList(Overlay):
    """Keeps a current row for the keys that the field above hands on; the focus stays there."""

    picked = Signal(int)
    """The row that the user wants, or no longer wants."""
    all_wanted = Signal()

    def __init__(
        self, look: Look, anchor: QWidget, model: ChoiceModel, thumbs: Thumbs | None, *, many: bool
    ) -> None:
        super().__init__(look, anchor)
        self._model = model
        self.is_in_our_order = True
        self.least_width = 0
        self.has_all = many
        self._few, self._many_rows = RowItems(look, model), RowSheet(look, model)
        self.view: RowItems | RowSheet = self._few
        for view in (self._few, self._many_rows):
            view.chosen.connect(self.picked)
            view.hide()
        self._said = Text(look, "", "soft", wraps=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._all = Button(look, "", kind="link")
        self._all.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._all.setToolTip(QKeySequence(QKeySequence.StandardKey.SelectAll).toString())
        self._all.clicked.connect(self.all_wanted)
        self._count = Text(look, "", "caption")
        self._footer = QWidget()
        foot = row(self._all, None, self._count, margins=(14, 3, 14, 3))
        self._footer.setLayout(column(Hairline(look), foot, spacing=0))
        margins = (SHADOW + 1, SHADOW + 5, SHADOW + 1, SHADOW + 1)
        parts = (self._few, self._many_rows, self._said, self._footer)
        self.setLayout(column(*parts, spacing=4, margins=margins))
        if thumbs is not None:
            thumbs.arrived.connect(lambda _: self.view.viewport().update())

    def show_list(self, said: str) -> None:
        """Show the rows of the model, or what is `said` where there is none."""
        has_rows = self._model.total > 0
        self.expect(self._model.total)
        self.view.set_row_height(TALL if self._model.is_tall else LOW)
        self._said.setText(said)
        self._said.setVisible(not has_rows)
        self.view.setVisible(has_rows)
        self._footer.setVisible(has_rows and self._has_footer())
        self.open(max(self._anchor.width(), self.least_width), self._wanted_height())
        self._tell_count()

    def expect(self, total: int) -> None:
        """Be ready for a list of this length, before the model has it."""
        self._use(self._many_rows if total > _FEW else self._few)

    def _use(self, view: RowItems | RowSheet) -> None:
        """Show `view`; a list of Qt's would lay out a hundred thousand rows even when hidden."""
        if view is self._few and self._few.model() is not self._model:
            self._few.setModel(self._model)
        if view is not self.view:
            self.view.hide()
            self.view = view
        if view is self._many_rows:
            self._few.setModel(None)

    def step(self, steps: int) -> int:
        """Go up or down by rows, and return where that leads; -1 in an empty list."""
        last = self._model.rowCount() - 1
        wanted = min(max(self.current() + steps, 0), last)
        self.go_to(wanted)
        return wanted

    def current(self) -> int:
        return self.view.current()

    def in_sight(self) -> tuple[int, int]:
        """Return the first and the last row that can be seen."""
        return self.view.in_sight()

    def go_to(self, row: int) -> None:
        self.view.go_to(row)

    def offer_all(self, sentence: str) -> None:
        self._all.setText(sentence)
        self._all.setVisible(bool(sentence))
        self._all.updateGeometry()

    def _has_footer(self) -> bool:
        return self.has_all or self._model.total > _LOW_ROWS

    def _wanted_height(self) -> int:
        count = self._model.total
        if not count:
            return _SAID
        most = _TALL_ROWS if self._model.is_tall else _LOW_ROWS
        rows = min(count, most) * self.view.row_height()
        return rows + 10 + (_FOOTER + 4 if self._has_footer() else 0)

    def _tell_count(self) -> None:
        words, total = self._look.words, self._model.total
        seen = min(self._model.rowCount(), self.view.height() // self.view.row_height())
        said = words("{seen} of {total} shown", seen=seen, total=f"{total:,}")
        if not self.is_in_our_order:
            said = words("{total}, in the order of the server", total=f"{total:,}")
        self._count.setText(said if seen < total else "")
