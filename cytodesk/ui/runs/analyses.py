"""The page 'Analyses': every run of the project in one live table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from cytodesk.client.run_details import project_names
from cytodesk.client.run_lists import GivenParameter, ListedRun
from cytodesk.errors import CytoDeskError
from cytodesk.ui.here import Here
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card, Hairline
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.rows import Column
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.runs.batch_strip import BatchStrip
from cytodesk.ui.runs.book import RunBook
from cytodesk.ui.runs.columns import columns_of, parameters_of
from cytodesk.ui.runs.filter_bar import FilterBar
from cytodesk.ui.runs.filters import Filter
from cytodesk.ui.runs.footer import Footer
from cytodesk.ui.runs.run_acts import RunActs
from cytodesk.ui.runs.run_table import RunTable
from cytodesk.ui.runs.table_memory import TableMemory
from cytodesk.ui.tasks import Tasks

_SECOND = 1000


class AnalysesPage(QWidget):
    """Ticks choose what Compare compares; Enter opens one, Delete deletes what runs left."""

    run_wanted = Signal(int)
    compare_wanted = Signal(list)
    new_analysis_wanted = Signal(object)
    batch_goes_on = Signal(object)

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._here = here
        self._tasks = Tasks(self, here.notices.show)
        self._names: dict[int, str] = {}
        self._parameters: list[GivenParameter] = []
        self._chosen: set[int] = set()
        """Ticked runs, those too that the filter hides now."""
        self._memory = TableMemory(here.memory)
        self._shown = self._memory.columns()
        self.book = RunBook(here, self)
        self.acts = RunActs(here, self.book, self._tasks, self)
        self._build()
        self._connect()
        self.bar.set_value(self._memory.filter())
        self.bar.columns.set_value(self._shown)
        self._memory.arrange(self.table)
        self.refresh()

    @property
    def title(self) -> str:
        return self._here.look.words("Analyses")

    def refresh(self) -> None:
        """Load everything again."""
        self._states.loading()
        self.book.load()
        self.batches.load()

    def show_batch(self, id: int) -> None:
        """Show only the runs of a batch."""
        self.batches.load()
        self.batches.show_only(id)

    # what it is made of

    def _build(self) -> None:
        look = self._here.look
        words = look.words
        self.new = Button(look, words("New analysis"), "plus")
        self.bar = FilterBar(look)
        self.table = RunTable(look, self._columns(), ticks=True, name=words("Analyses"))
        self._states = ListStates(look, self.table)
        self._states.set_inset(16)
        self.footer = Footer(look)
        card = Card(look, padding=1, spacing=0)
        card.add(self._states, Hairline(look), self.footer)
        head = row(Text(look, words("Analyses"), "page-title"), None, self.new)
        self.batches = BatchStrip(self._here, self)
        whole = column(head, self.batches, self.bar, card, spacing=16, margins=(24, 20, 24, 20))
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self._second = QTimer(self, interval=_SECOND)

    def _fit(self) -> None:
        """Fit the columns, unless the user's hand has."""
        if not self.table.widths():
            self.table.fit()

    def _connect(self) -> None:
        self.new.clicked.connect(lambda: self.new_analysis_wanted.emit(None))
        self.batches.chosen.connect(self._filter)
        self.batches.goes_on.connect(self.batch_goes_on)
        self.bar.changed.connect(self._filter)
        self.bar.columns_changed.connect(self._set_columns)
        self.bar.compare_pressed.connect(self._compare)
        self.table.opened.connect(lambda run: self.run_wanted.emit(run.id))
        self.table.ticks_changed.connect(self._note_ticks)
        self.table.menu_wanted.connect(self._open_menu)
        self.table.delete_wanted.connect(self.acts.delete)
        self.table.star_wanted.connect(self.acts.star)
        self.table.sorted.connect(lambda: self._memory.keep_order(self.table))
        self.table.horizontalHeader().sectionResized.connect(
            lambda: self._memory.keep_widths(self.table)
        )
        self.acts.run_wanted.connect(self.run_wanted)
        self.acts.again_wanted.connect(self.new_analysis_wanted)
        self.acts.tick_wanted.connect(lambda id: self.table.tick_row(self.table.rows.place_of(id)))
        self.footer.clear_pressed.connect(self._untick)
        self.book.changed.connect(self._show)
        self.book.failed.connect(self._fail)
        self._here.remote.news.reached.connect(self.footer.reached)
        self._second.timeout.connect(self.table.viewport().update)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.bar.search.setFocus)

    # what it shows

    def _show(self) -> None:
        """Show what the book knows; nothing that the user has chosen changes."""
        runs = self.book.runs
        if self.book.is_loaded and len(runs) >= self.book.total:
            self._chosen &= {run.id for run in runs}
        self._offer(runs)
        self._filter(remembered=False)
        self.footer.updated()
        self._keep_time()

    def _offer(self, runs: Sequence[ListedRun]) -> None:
        """Offer what can be filtered by, and the columns that runs have values for."""
        parameters = parameters_of(runs)
        self.bar.offer(runs, parameters)
        if parameters != self._parameters:
            self._parameters = parameters
            self.table.set_columns(self._columns())

    def _filter(self, *, remembered: bool = True) -> None:
        wanted = self.bar.value()
        shown = list(filter(self.batches.holds, wanted.passing(self.book.runs, datetime.now())))
        had = len(self.table.rows.things)
        self.table.rows.put(shown)
        self.table.set_ticked(self._chosen)
        if len(shown) != had:  # measuring every cell at every event would be felt
            self._fit()
        self._say_state(shown, wanted)
        self._count(len(shown))
        if remembered:
            self._memory.keep_filter(wanted)

    def _say_state(self, shown: Sequence[ListedRun], wanted: Filter) -> None:
        words = self._here.look.words
        if shown:
            self._states.full()
        elif not self.book.is_loaded:
            self._states.loading()
        elif wanted.is_empty:
            self._states.empty(
                words("No analyses yet"),
                words("Run an algorithm on a slide to see it here."),
                ("plus", words("New analysis"), lambda: self.new_analysis_wanted.emit(None)),
            )
        else:
            self._states.empty(
                words("No analysis is like that"),
                words.plural(
                    "There is {number} in all.", "There are {number} in all.", self.book.total
                ),
                ("x", words("Clear the filter"), self.bar.clear_all),
            )

    def _fail(self, trouble: CytoDeskError) -> None:
        words = self._here.look.words
        told = words("The analyses of this project could not be read.")
        self._states.failed(told, self.refresh, help=trouble.said(words))

    def _columns(self) -> list[Column[ListedRun]]:
        words = self._here.look.words
        return columns_of(words, self._shown, self._parameters, self._names, self.acts.star)

    def _set_columns(self) -> None:
        self._shown = self.bar.shown_columns()
        self._memory.keep_columns(self._shown)
        self.table.set_columns(self._columns())
        if not self._names:
            self._tasks.start(self._learn_names(), replacing="names")

    async def _learn_names(self) -> None:
        found = await self._here.remote.ask(project_names, self._here.project)
        self._names.update(found)
        self.table.rows.repaint()

    # ticks

    def _note_ticks(self) -> None:
        here = {run.id for run in self.table.things()}
        self._chosen = (self._chosen - here) | {run.id for run in self.table.ticked()}
        self._count(len(here))

    def _untick(self) -> None:
        self._chosen.clear()
        self.table.set_ticked(())
        self._count(len(self.table.things()))

    def _count(self, shown: int) -> None:
        total = self.book.total if self.book.is_loaded else 0
        self.footer.put(shown, len(self.book.runs), len(self._chosen), total)
        self.bar.set_compared(len(self._chosen))

    def _open_menu(self, run: ListedRun, place: QPoint) -> None:
        self.acts.open_menu(run, place, is_ticked=run.id in self._chosen)

    def _compare(self) -> None:
        """Compare in the order of their making: the first is the baseline."""
        self.compare_wanted.emit(sorted(self._chosen))

    # time

    def _keep_time(self) -> None:
        if self.book.goes_on and self.isVisible():
            self._second.start()
        else:
            self._second.stop()

    # Qt calls these

    def showEvent(self, event: QShowEvent) -> None:
        self.book.load_if_old()
        self._keep_time()

    def hideEvent(self, event: QHideEvent) -> None:
        self._second.stop()
