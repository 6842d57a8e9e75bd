"""Where a comparison begins: analyses to choose from, and comparisons that were saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.charts.writing import MISSING
from cytodesk.client.comparisons import SavedComparison
from cytodesk.ui.compare.run_list import Offer, RunList
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.rows import Column
from cytodesk.ui.parts.table import Table
from cytodesk.ui.parts.texts import Text

_SHOWN = 12


class ComparisonStart(QWidget):
    """`compare_wanted` carries ids, the baseline first; `saved_wanted` a saved comparison."""

    compare_wanted = Signal(list)
    saved_wanted = Signal(object)
    forget_wanted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        words = look.words
        self.runs = RunList(look, _SHOWN)
        self.runs.ticks_changed.connect(self._tell)
        self.runs.taken.connect(self._compare)
        self.compare = Button(look, words("Compare"), "scales", "primary")
        self.compare.clicked.connect(self._compare)
        choosing = Card(look, words("Choose analyses"))
        help = words("The first one is the baseline: changes are counted from it.")
        self._said = Text(look, help, "caption", wraps=True)
        choosing.add(self.runs, row(self._said, None, self.compare, spacing=12))
        self.saved: Table[SavedComparison] = Table(
            look, self._columns(), lambda each: each.name, name=words("Saved comparisons")
        )
        self.saved.opened.connect(self.saved_wanted)
        self.saved.menu_wanted.connect(self._offer)
        self._nothing = Text(
            look,
            words("None yet: 'Save…' keeps what is compared under a name."),
            "soft",
            wraps=True,
        )
        kept = Card(look, words("Saved comparisons"))
        kept.add(self.saved, self._nothing)
        kept.body.addStretch(1)
        cards = row(choosing, kept, spacing=12, align=None)
        cards.setStretch(0, 1)
        cards.setStretch(1, 1)
        self.setLayout(column(cards, None, margins=(0, 0, 12, 20)))
        self.put_saved(())
        self._tell()

    def put(self, offer: Offer) -> None:
        self.runs.put(offer)

    def put_saved(self, saved: Sequence[SavedComparison]) -> None:
        self.saved.put(saved)
        self.saved.setVisible(bool(saved))
        self._nothing.setVisible(not saved)

    def _columns(self) -> list[Column[SavedComparison]]:
        words = self._look.words
        return [
            Column(words("Name"), lambda each: each.name, stretch=True),
            Column(words("Analyses"), lambda each: str(len(each.layers)), "right"),
            Column(words("Saved"), _when, order=lambda each: each.saved),
        ]

    def _tell(self) -> None:
        words, number = self._look.words, len(self.runs.ticked())
        self.compare.setEnabled(number > 1)
        self.compare.setText(
            words("Compare {number}", number=number) if number > 1 else words("Compare")
        )

    def _compare(self) -> None:
        if len(wanted := self.runs.ticked()) > 1:
            self.runs.tick(())
            self.compare_wanted.emit(wanted)

    def _offer(self, saved: SavedComparison, place: QPoint) -> None:
        words = self._look.words
        rows = [
            ListRow("open", words("Open"), icon="scales"),
            ListRow("forget", words("Delete this saved comparison"), icon="trash"),
        ]
        menu = Menu(self._look, rows, self)
        menu.chosen.connect(
            lambda key: (
                self.saved_wanted.emit(saved)
                if key == "open"
                else self.forget_wanted.emit(saved.name)
            )
        )
        menu.open_at(place)


def _when(saved: SavedComparison) -> str:
    """Return when it was saved, in the time of this computer."""
    if not saved.saved:
        return MISSING
    return datetime.fromtimestamp(saved.saved / 1000).strftime("%Y-%m-%d %H:%M")
