"""The row of the title: what is compared, one more, and taking it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cytodesk.charts.comparison import Comparison
from cytodesk.charts.parameters import ParameterRow
from cytodesk.charts.writing import elided
from cytodesk.ui.compare.frames import EDGE
from cytodesk.ui.compare.run_chips import RunChip
from cytodesk.ui.compare.taking import FORMS
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.flow import FlowLayout
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.picks import Menu
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.texts import Text

_LONGEST, _SHORT = 22, 14
"""Letters of a parameter's name and value in a chip, where there is room and where there is not."""
_ROOM_FOR_LONG = 270
"""Pixels of such a chip, and what the way to add one more needs of them."""


class TitleRow(QWidget):
    removed = Signal(int)
    pinned = Signal(int)
    run_wanted = Signal(int)
    add_wanted = Signal()
    export_wanted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._flow = FlowLayout(8)
        self._chips: list[RunChip] = []
        self._comparison: Comparison | None = None
        self._longest = _SHORT
        self.add = Button(look, look.words("Add"), "plus", "quiet")
        self.add.setToolTip(look.words("Compare one more analysis"))
        self.add.clicked.connect(self.add_wanted)
        self._flow.addWidget(self.add)
        self._held = QWidget()
        self._held.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._held.setSizePolicy(policy)
        title = Text(look, look.words("Compare"), "page-title")
        title.setFixedHeight(30)
        self.export = Button(look, look.words("Export"), "download-simple")
        self.export.clicked.connect(self._offer_forms)
        line = row(title, self._held, self.export, spacing=20, margins=(0, 0, EDGE, 0), align=None)
        line.setAlignment(self.export, Qt.AlignmentFlag.AlignTop)
        line.setAlignment(title, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)

    def _offer_forms(self) -> None:
        rows = [ListRow(form, self._look.words(title)) for form, title in FORMS.items()]
        menu = Menu(self._look, rows, self)
        menu.chosen.connect(lambda form: self.export_wanted.emit(form))
        menu.open_below(self.export)

    def chips(self) -> list[RunChip]:
        return self._chips

    def put(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._longest = self._letters()
        told = _telling(comparison)
        runs = enumerate(comparison.runs)
        self._fill([(run.id, run.name, _note(told, place, self._longest)) for place, run in runs])

    def put_ids(self, ids: Sequence[int]) -> None:
        """Show runs of which nothing but the id is known yet."""
        self._comparison = None
        self._fill([(run, f"({run})", "") for run in ids])

    def _fill(self, told: Sequence[tuple[int, str, str]]) -> None:
        self._flow.removeWidget(self.add)
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(place, *each) for place, each in enumerate(told)]
        for each in (*self._chips, self.add):
            self._flow.addWidget(each)
        self._held.updateGeometry()

    def _letters(self) -> int:
        runs = len(self._comparison.runs) if self._comparison else 0
        return _LONGEST if self._held.width() >= _ROOM_FOR_LONG * runs else _SHORT

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._comparison is not None and self._letters() != self._longest:
            self.put(self._comparison)

    def _chip(self, place: int, run: int, name: str, note: str) -> RunChip:
        chip = RunChip(self._look, place, name, note)
        chip.removed.connect(lambda: self.removed.emit(run))
        chip.pinned.connect(lambda: self.pinned.emit(run))
        chip.run_wanted.connect(lambda: self.run_wanted.emit(run))
        return chip


def _telling(comparison: Comparison) -> ParameterRow | None:
    """Return the parameter that tells the most runs apart, the first of equals."""
    differing = [row for row in comparison.parameters if row.differs]
    return max(differing, key=lambda row: len({v and v.text for v in row.values}), default=None)


def _note(told: ParameterRow | None, place: int, longest: int) -> str:
    value = told.values[place] if told else None
    if told is None or value is None:
        return ""
    name = told.human_name
    name = name[:1].lower() + name[1:] if name[1:].islower() else name
    return f"{elided(name, longest)} {elided(value.shown, longest)}"
