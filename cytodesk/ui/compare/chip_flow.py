"""The runs of the title row in their order: dragged, hidden, pinned; many are folded away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cytodesk.ui.compare.run_chips import RunChip, acts_on
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.flow import FlowLayout
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.row_lists import ListRow

MOST_CHIPS, FOLDED = 8, 5
"""Of more runs than the first, so many have chips: the page keeps room for what they left."""
_GAP = 8


@dataclass(frozen=True, slots=True)
class Told:
    """What a chip says of a run."""

    run: int
    name: str
    note: str = ""
    is_hidden: bool = False


class ChipFlow(QWidget):
    removed = Signal(int)
    pinned = Signal(int)
    hidden = Signal(int)
    run_wanted = Signal(int)
    moved = Signal(int, int)
    """A run, and the place where it shall stand; 0 is the baseline's."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._told: tuple[Told, ...] = ()
        self._chips: list[RunChip] = []
        self._drop_at: int | None = None
        self._flow = FlowLayout(_GAP)
        self.add = Button(look, look.words("Add"), "plus", "quiet", self)
        self.add.setToolTip(look.words("Compare more analyses"))
        self.rest = Pick(look, parent=self)
        self.rest.changed.connect(self._offer_rest)
        self.rest.hide()
        for each in (self.rest, self.add):
            self._flow.addWidget(each)
        self.setLayout(self._flow)

    def chips(self) -> list[RunChip]:
        return self._chips

    def put(self, told: Sequence[Told]) -> None:
        if self._told == tuple(told):
            return
        self._told = tuple(told)
        for each in (self.rest, self.add):
            self._flow.removeWidget(each)
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        shown = told if len(told) <= MOST_CHIPS else told[:FOLDED]
        self._chips = [self._chip(place, each) for place, each in enumerate(shown)]
        for widget in (*self._chips, self.rest, self.add):
            self._flow.addWidget(widget)
        self._fold(told[len(shown) :], len(shown))
        self.updateGeometry()

    def _fold(self, told: Sequence[Told], first: int) -> None:
        """Offer the runs that have no chip in a list that can be searched."""
        words = self._look.words
        self.rest.setVisible(bool(told))
        self.rest.set_caption(words("and {number} more", number=len(told)))
        icons = {True: "eye-slash", False: ""}
        self.rest.set_choices(
            [
                ListRow(place, each.name, each.note, icon=icons[each.is_hidden])
                for place, each in enumerate(told, start=first)
            ]
        )

    def _offer_rest(self) -> None:
        place = self.rest.value()
        self.rest.set_value(None)
        if isinstance(place, int):
            told = self._told[place]
            menu = Menu(self._look, acts_on(self._look, place, told.is_hidden), self)
            menu.chosen.connect(lambda key: self._act(str(key), told.run))
            menu.open_below(self.rest)

    def _act(self, key: str, run: int) -> None:
        signals = {
            "show": self.run_wanted,
            "pin": self.pinned,
            "hide": self.hidden,
            "remove": self.removed,
        }
        signals[key].emit(run)

    def _chip(self, place: int, told: Told) -> RunChip:
        run = told.run
        chip = RunChip(self._look, place, told.name, told.note, is_hidden=told.is_hidden)
        chip.removed.connect(lambda: self.removed.emit(run))
        chip.pinned.connect(lambda: self.pinned.emit(run))
        chip.hidden.connect(lambda: self.hidden.emit(run))
        chip.run_wanted.connect(lambda: self.run_wanted.emit(run))
        chip.stepped.connect(lambda step: self._move(run, place, place + step))
        chip.dragged.connect(self._show_drop)
        chip.dropped.connect(lambda point: self._drop(run, place, point))
        return chip

    # moving

    def _place_at(self, point: QPoint) -> int:
        """Return before which chip a point of the screen lies; never before the baseline's."""
        at = self.mapFromGlobal(point)
        place = 1
        for chip in self._chips[1:]:
            box = chip.geometry()
            is_below = at.y() > box.bottom()
            is_after = box.top() <= at.y() and at.x() > box.center().x()
            place += is_below or is_after
        return place

    def _show_drop(self, point: QPoint) -> None:
        self._drop_at = self._place_at(point)
        self.update()

    def _drop(self, run: int, place: int, point: QPoint) -> None:
        self._drop_at = None
        self.update()
        before = self._place_at(point)
        self._move(run, place, before - (before > place))

    def _move(self, run: int, place: int, to: int) -> None:
        if place and to != place and 1 <= to < len(self._told):
            self.moved.emit(run, to)

    # Qt calls this

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drop_at is None:
            return
        after = self._chips[min(self._drop_at, len(self._chips)) - 1].geometry()
        x = after.right() + _GAP // 2
        accent = self._look.theme.color("accent")
        QPainter(self).fillRect(x, after.top(), 2, after.height(), accent)
