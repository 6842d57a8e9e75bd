"""The tabs of a comparison: which is shown, its controls, its sentence, its evidence."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cytodesk.charts.drawing import Target
from cytodesk.errors import N_
from cytodesk.ui.compare.agreement import AgreementView
from cytodesk.ui.compare.distributions import DistributionsView
from cytodesk.ui.compare.frames import EDGE, scrolled_cards, weighed
from cytodesk.ui.compare.parameters import ParametersView
from cytodesk.ui.compare.relations import RelationsView
from cytodesk.ui.compare.results import ResultsView
from cytodesk.ui.compare.slide import SlideView
from cytodesk.ui.compare.study import Studied
from cytodesk.ui.compare.tab_line import TabLine
from cytodesk.ui.compare.view import Bench, View
from cytodesk.ui.look import Look
from cytodesk.ui.memory import Drawer
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.switches import Switch
from cytodesk.ui.parts.tabs import Tabs
from cytodesk.ui.parts.texts import SentenceBar, Text

_TABS: tuple[tuple[str, str, Callable[[Bench], View]], ...] = (
    ("parameters", N_("Parameters"), ParametersView),
    ("results", N_("Results"), ResultsView),
    ("distributions", N_("Distributions"), DistributionsView),
    ("relations", N_("Relations"), RelationsView),
    ("agreement", N_("Agreement"), AgreementView),
    ("slide", N_("Slide"), SlideView),
)
_FIRST_TAB = "results"
_ONLY, _TAB = "compare.only_differences", "compare.tab"


class TabbedViews(QWidget):
    """`row` is the line of tabs and controls; this widget itself is the sentence and the rest."""

    wanted = Signal(Target)
    hidden = Signal(frozenset)
    direction_said = Signal(str, str)
    export_wanted = Signal(object, str)
    table_wanted = Signal(object, str)

    def __init__(
        self, look: Look, memory: Drawer, bench: Bench, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._memory = look, memory
        self._studied: Studied | None = None
        words = look.words
        self.tabs = Tabs(look, [(key, words(title)) for key, title, _ in _TABS])
        self.tabs.changed.connect(self._turn)
        self.only_differences = Switch(look)
        self.only_differences.setAccessibleName(words("Only differences"))
        self.only_differences.set_value(bool(memory.get(_ONLY, True)))
        self.only_differences.changed.connect(self._filter)
        self._filter_row = QWidget()
        named = Text(look, words("Only differences"))
        self._filter_row.setLayout(row(named, self.only_differences, spacing=8))
        self._sentence = SentenceBar(look)
        self._stack = QStackedWidget()
        self.views = {key: made(bench) for key, _, made in _TABS}
        controls: list[QWidget] = [self._filter_row]
        for view in self.views.values():
            self._stack.addWidget(scrolled_cards(view))
            self._connect(view)
            if view.controls is not None:
                controls.append(view.controls)
        self.row = TabLine(look, self.tabs, controls)
        sentence = row(self._sentence, margins=(0, 0, EDGE, 0), align=None)
        self.setLayout(column(sentence, self._stack, spacing=12))
        remembered = str(memory.get(_TAB, _FIRST_TAB))
        self.show_tab(remembered if remembered in self.views else _FIRST_TAB)

    def _connect(self, view: View) -> None:
        view.wanted.connect(self.wanted)
        view.hidden.connect(self.hidden)
        view.direction_said.connect(self.direction_said)
        view.export_wanted.connect(self.export_wanted)
        view.table_wanted.connect(self.table_wanted)
        view.sentence_changed.connect(self._say)
        view.controls_changed.connect(self._turn)

    def show_tab(self, key: str) -> None:
        self.tabs.set_value(key)
        self._turn()

    def show_study(self, studied: Studied, hidden: frozenset[str]) -> None:
        self._studied = studied
        only = self.only_differences.value()
        for view in self.views.values():
            view.show_study(studied, only_differences=only)
        self.hide_names(hidden)
        self._turn()

    def forget_study(self) -> None:
        self._studied = None

    def hide_names(self, names: frozenset[str]) -> None:
        self._hidden = names
        for view in self.views.values():
            view.hide_names(names)

    def _turn(self) -> None:
        """Show the tab that is chosen, with its controls and its sentence."""
        key = str(self.tabs.value())
        self._memory.put(_TAB, key)
        view = self.views[key]
        self._stack.setCurrentIndex(list(self.views).index(key))
        self._filter_row.setVisible(view.has_only_differences)
        for other in self.views.values():
            if other.controls is not None:
                other.controls.setVisible(other is view)
        if self._studied is not None:
            view.appear()
        self._say()

    def _filter(self) -> None:
        self._memory.put(_ONLY, self.only_differences.value())
        if self._studied is not None:
            self.show_study(self._studied, self._hidden)

    def _say(self) -> None:
        if self._studied is None:
            return
        said = self.views[str(self.tabs.value())].sentence()
        said = said or self._studied.comparison.plain_sentence(self._look.words)
        self._sentence.set_sentence(weighed(said))
