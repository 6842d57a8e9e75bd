"""The row of the title: what is compared, more of it, saving it and taking it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from cytodesk.charts.comparison import Comparison
from cytodesk.charts.parameters import ParameterRow
from cytodesk.charts.writing import elided
from cytodesk.ui.compare.chip_flow import ChipFlow, Told
from cytodesk.ui.compare.frames import EDGE
from cytodesk.ui.compare.run_chips import RunChip
from cytodesk.ui.compare.taking import FORMS
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.texts import Text

_LONGEST, _SHORT = 22, 14
"""Letters of a parameter's name and value in a chip, where there is room and where there is not."""
_ROOM_FOR_LONG = 270
"""Pixels of a chip with long ones."""


class TitleRow(QWidget):
    add_wanted = Signal()
    save_wanted = Signal()
    export_wanted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        words = look.words
        self.flow = ChipFlow(look)
        self.flow.add.clicked.connect(self.add_wanted)
        self.title = Text(look, words("Compare"), "page-title")
        self.title.setFixedHeight(30)
        self.save = Button(look, words("Save…"))
        self.save.setToolTip(words("Keep these analyses under a name"))
        self.save.clicked.connect(self.save_wanted)
        self.export = Button(look, words("Export"), "download-simple")
        self.export.clicked.connect(self._offer_forms)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.flow.setSizePolicy(policy)
        self._offer_taking(False)
        tools = row(self.save, self.export, spacing=8)
        line = row(self.title, self.flow, tools, spacing=20, margins=(0, 0, EDGE, 0), align=None)
        for each in (self.title, tools):
            line.setAlignment(each, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)

    @property
    def add(self) -> Button:
        return self.flow.add

    def chips(self) -> list[RunChip]:
        return self.flow.chips()

    def put(self, comparison: Comparison, hidden: frozenset[str]) -> None:
        told = _telling(comparison)
        has_room = self.flow.width() >= _ROOM_FOR_LONG * len(comparison.runs)
        longest = _LONGEST if has_room else _SHORT
        self._fill(
            [
                Told(run.id, run.name, _note(told, place, longest), run.name in hidden)
                for place, run in enumerate(comparison.runs)
            ]
        )

    def put_told(self, told: Sequence[Told]) -> None:
        """Show what is chosen while it is not compared."""
        self._fill(told)

    def _fill(self, told: Sequence[Told]) -> None:
        self.flow.put(told)
        self._offer_taking(len(told) > 1)

    def _offer_taking(self, is_offered: bool) -> None:
        for button in (self.save, self.export):
            button.setVisible(is_offered)

    def _offer_forms(self) -> None:
        rows = [ListRow(form, self._look.words(title)) for form, title in FORMS.items()]
        menu = Menu(self._look, rows, self)
        menu.chosen.connect(lambda form: self.export_wanted.emit(form))
        menu.open_below(self.export)


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
