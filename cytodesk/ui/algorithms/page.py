"""AlgorithmsPage: what is installed at a place, as cards; installing and removing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from cytodesk.client.installing import algorithms_of, last_used, needs_of
from cytodesk.client.natural import folded
from cytodesk.errors import CytoDeskError
from cytodesk.ui.algorithms.card import AlgorithmCard
from cytodesk.ui.algorithms.install import InstallDialog
from cytodesk.ui.algorithms.removing import remove_after_asking
from cytodesk.ui.algorithms.standing import Standing, standing_here, standing_there
from cytodesk.ui.amounts import number_said
from cytodesk.ui.arrivals import DropTarget
from cytodesk.ui.choosing import files_chosen, folder_chosen
from cytodesk.ui.drop_veil import DropVeil
from cytodesk.ui.here import Here
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.dialogs import result_of
from cytodesk.ui.parts.fields import SearchField
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.scrolling import scrolled
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.texts import Elided, Text
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.algorithms import InstalledAlgorithm

_NARROWEST = 340
_GAP = 16
_AT_FIRST = 60
"""Cards that are made at once; a server may have hundreds of algorithms."""
_BETWEEN_FRAMES = 6
_CHANGES = frozenset({"algorithm installed", "algorithm removed"})


class AlgorithmsPage(QWidget):
    new_analysis_wanted = Signal(int)
    """The id of the algorithm."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.title = here.look.words("Algorithms")
        self._here, self._words = here, here.look.words
        self._tasks = Tasks(owner=self, report=here.notices.show)
        self._all: list[InstalledAlgorithm] = []
        self._cards: list[AlgorithmCard] = []
        self._shown = _AT_FIRST
        self._make()
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        self._states.loading()
        self._tasks.start(self._load(), replacing="list")

    def install(self, paths: Sequence[Path]) -> None:
        """Show, one after the other, what installing each of `paths` would do, and do it."""
        self._tasks.start(self._install(list(paths)), replacing="installing")

    # what is asked of the place

    async def _load(self) -> None:
        try:
            self._all = await self._here.remote.ask(algorithms_of)
        except CytoDeskError as trouble:
            sentence = self._words("The algorithms could not be read.")
            self._states.failed(sentence, self.refresh, help=trouble.said(self._words))
            return
        self._show()

    async def _fill(self, found: list[InstalledAlgorithm]) -> None:
        """Make the cards, a few between two frames, then say of each how it stands."""
        for begin in range(0, len(found), _BETWEEN_FRAMES):
            self._cards += [self._card(each) for each in found[begin : begin + _BETWEEN_FRAMES]]
            self._place()
            await asyncio.sleep(0)
        for card in list(self._cards):
            await self._tell_one(card)

    async def _tell_one(self, card: AlgorithmCard) -> None:
        remote, words = self._here.remote, self._words
        try:
            needs = await remote.ask(needs_of, card.algorithm)
        except CytoDeskError as trouble:
            card.show_standing(Standing("warn", trouble.said(words)))
            return
        card.show_about(needs.description)
        if remote.is_station:
            card.show_standing(standing_here(words, card.algorithm, needs))
        card.show_used(await remote.ask(last_used, card.algorithm))

    async def _choose_folder(self) -> None:
        title = self._words("Choose the folder of an algorithm")
        if paths := await folder_chosen(self, title):
            self.install(paths)

    async def _choose_file(self) -> None:
        names = self._words("Zips and descriptors") + " (*.zip *.json *.yml *.yaml *.tar)"
        title = self._words("Choose a zip or a descriptor")
        if paths := await files_chosen(self, title, names):
            self.install(paths)

    async def _install(self, paths: list[Path]) -> None:
        for path in paths:
            dialog = InstallDialog(self._here, path, parent=self)
            if await result_of(dialog) != QDialog.DialogCode.Accepted:
                return
            self.refresh()

    async def _remove(self, algorithm: InstalledAlgorithm) -> None:
        if await remove_after_asking(self._here, self, algorithm):
            self.refresh()

    # what is shown

    def _show(self) -> None:
        words = self._words
        query = folded(self._search.value()).split()
        found = [each for each in self._all if all(w in folded(each.full_name) for w in query)]
        total = len(self._all)
        self._about.set_text(
            words.plural(
                "{amount} algorithm", "{amount} algorithms", total, amount=number_said(total)
            )
        )
        if found:
            self._put(found)
            self._states.full()
        elif self._all:
            again = ("x", words("Show all"), self._search.clear)
            self._states.empty(words("No algorithm has this name."), action=again)
        elif self._here.remote.is_station:
            title = words("No algorithms yet")
            help_ = words("Drop the folder, zip or descriptor of one here.")
            self._states.empty(
                title, help_, ("folder-open", words("Choose a folder..."), self._ask_folder)
            )
        else:
            self._states.empty(words("This server has no algorithms."))

    def _put(self, found: list[InstalledAlgorithm]) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = []
        self._more.setVisible(len(found) > self._shown)
        self._tasks.start(self._fill(found[: self._shown]), replacing="telling")

    def _card(self, algorithm: InstalledAlgorithm) -> AlgorithmCard:
        remote = self._here.remote
        card = AlgorithmCard(self._here.look, algorithm, is_removable=remote.is_station)
        card.analysis_wanted.connect(self.new_analysis_wanted)
        card.removal_wanted.connect(self._want_removal)
        if not remote.is_station:
            server = remote.connection.url.partition("://")[2]
            card.show_standing(standing_there(self._words, algorithm, server))
        return card

    def _place(self) -> None:
        """Lay the cards out in as many columns as there is room for."""
        room = self._area.viewport().width() + _GAP
        columns = max(1, room // (_NARROWEST + _GAP))
        for column_ in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column_, 0)
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for column_ in range(columns):
            self._grid.setColumnStretch(column_, 1)

    def _show_more(self) -> None:
        self._shown += _AT_FIRST
        self._show()

    def _hear(self, event: dict[str, object]) -> None:
        if event.get("kind") in _CHANGES and self.isVisible():
            self._later.start()

    def _ask_folder(self) -> None:
        self._tasks.start(self._choose_folder(), replacing="choosing")

    def _ask_file(self) -> None:
        self._tasks.start(self._choose_file(), replacing="choosing")

    def _want_removal(self, algorithm: InstalledAlgorithm) -> None:
        self._tasks.start(self._remove(algorithm), replacing="removing")

    # how it is made

    def _make(self) -> None:
        look, words = self._here.look, self._words
        self._about = Elided(look, "", "soft", middle=False)
        self._search = SearchField(look, words("Search algorithms"))
        self._search.setFixedWidth(260)
        self._folder = Button(look, words("Install a folder..."), "folder-open")
        self._file = Button(look, words("Install a file..."), "archive")
        for button in (self._folder, self._file):
            button.setVisible(self._here.remote.is_station)
        self._more = Button(look, words("Show more"), kind="link")
        self._more.hide()

    def _lay_out(self) -> None:
        look = self._here.look
        names = column(Text(look, self.title, "page-title"), self._about, spacing=4)
        head = row(names, self._search, self._folder, self._file, spacing=8)
        head.setStretch(0, 1)
        inner = QWidget()
        cards = QWidget()
        self._grid = QGridLayout(cards)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        inner.setLayout(
            column(cards, row(None, self._more, None), None, spacing=12, margins=(0, 0, 0, 20))
        )
        self._area = scrolled(inner)
        self._states = ListStates(look, self._area)
        whole = column(head, self._states, spacing=16, margins=(24, 20, 24, 0))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self._search.searched.connect(lambda _: self._show())
        self._folder.clicked.connect(self._ask_folder)
        self._file.clicked.connect(self._ask_file)
        self._more.clicked.connect(self._show_more)
        target = DropTarget(self)
        target.dropped.connect(self.install)
        DropVeil(self._here.look, self, target, self._words("Drop to install"))
        self._later = QTimer(self, singleShot=True, interval=300)
        self._later.timeout.connect(self.refresh)
        self._here.remote.news.happened.connect(self._hear)

    # Qt calls these

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
