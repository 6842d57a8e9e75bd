"""SpaceCard: what algorithms keep on this computer's disk, who needs it, and freeing it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from cytodesk.assets import Words
from cytodesk.client.natural import folded
from cytodesk.client.space import KeptThere, Space, make_free, space_of
from cytodesk.errors import N_, CytoDeskError
from cytodesk.ui.amounts import bytes_said, day_said
from cytodesk.ui.look import Look
from cytodesk.ui.notices import Notices
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card, Hairline
from cytodesk.ui.parts.dialogs import Answer, ask
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.preferences.rows import Preference
from cytodesk.ui.remote import Remote
from cytodesk.ui.tasks import Tasks

Station = Callable[[], Awaitable[Remote]]
"""Return this computer's station, started if need be. Raises PlaceError."""
_TITLES = {
    "environment": N_("Environment {name}"),
    "models": N_("Models {name}"),
    "python": N_("Python {name}"),
    "wheels": N_("Packages, kept for further environments"),
    "image": N_("Image {name}"),
}
_AMOUNT = 72
"""Pixels of the widest amount."""


class SpaceCard(Card):
    """Walking through all that is kept takes a while: it is asked for when the card is shown."""

    def __init__(self, look: Look, notices: Notices, station: Station) -> None:
        words = look.words
        super().__init__(look, words("What takes space"), spacing=8)
        self._words, self._notices, self._station = words, notices, station
        self._tasks = Tasks(self, notices.show)
        self._space = Space(0, ())
        self._free = Text(look, "", "caption")
        self.free_unneeded = Button(look, "", kind="link")
        self.free_unneeded.clicked.connect(self._want_unneeded)
        self.heading.addWidget(self._free)
        self.heading.addWidget(self.free_unneeded)
        self.lines: list[KeptLine] = []
        self._list = QWidget()
        self._lines = column(spacing=8)
        self._list.setLayout(column(self._lines, None, spacing=0))
        self.states = ListStates(look, self._list)
        self.add(self.states)
        self._put(self._space)

    def refresh(self) -> None:
        """Ask again for what is kept, unless that is under way."""
        if not self._tasks.is_running("load"):
            self.states.loading()
            self._tasks.start(self._load(), replacing="load")

    def matches(self, query: str) -> bool:
        """Say whether a search for words means what is listed here."""
        said = [self.title.text(), *(f"{line.title} {line.help.text()}" for line in self.lines)]
        text = folded(" ".join(said))
        return all(word in text for word in folded(query).split())

    # what is asked of the station

    async def _load(self) -> None:
        try:
            remote = await self._station()
            self._put(await remote.ask(space_of))
        except CytoDeskError as trouble:
            sentence = self._words("What is kept could not be counted.")
            self.states.failed(sentence, self.refresh, help=trouble.said(self._words))

    def _want_unneeded(self) -> None:
        unneeded = [kept for kept in self._space.kept if kept.is_unneeded]
        self._tasks.start(self._free_after_asking(unneeded), replacing="free")

    async def _free_after_asking(self, kept: Sequence[KeptThere]) -> None:
        words = self._words
        size = bytes_said(sum(each.bytes for each in kept), words)
        answers = (Answer("free", words("Free")), Answer("keep", words("Keep"), "primary"))
        text = _question(words, kept)
        title = words("Free {size}?", size=size)
        if await ask(self._look, self.window(), title, text, answers) == "free":
            await self._make_free(kept)

    async def _make_free(self, kept: Sequence[KeptThere]) -> None:
        """Free one after the other; what a run uses stays, and it is said why."""
        freed = 0
        self._list.setEnabled(False)
        self.free_unneeded.setEnabled(False)
        try:
            remote = await self._station()
            for each in kept:
                try:
                    freed += await remote.ask(make_free, each)
                except CytoDeskError as trouble:
                    self._notices.show(trouble)
        finally:
            self._list.setEnabled(True)
            self.free_unneeded.setEnabled(True)
        if freed:
            size = bytes_said(freed, self._words)
            self._notices.show(self._words("{size} are free again.", size=size))
        await self._load()

    # what is shown

    def _put(self, space: Space) -> None:
        words, self._space = self._words, space
        unneeded = [kept.bytes for kept in space.kept if kept.is_unneeded]
        self._free.setText(words("{size} free", size=bytes_said(space.free, words)))
        self._free.setVisible(bool(space.free))
        size = bytes_said(sum(unneeded), words)
        self.free_unneeded.setText(words("Free what nothing needs ({size})", size=size))
        self.free_unneeded.updateGeometry()
        self.free_unneeded.setVisible(bool(unneeded))
        self._show_lines([kept for kept in space.kept if kept.bytes])
        if self.lines:
            self.states.full()
        elif space.free:
            self.states.empty(
                words("Nothing is kept"),
                words("Environments and images come with the first analysis that needs them."),
            )

    def _show_lines(self, kept: Sequence[KeptThere]) -> None:
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.lines = [KeptLine(self._look, each) for each in kept]
        for place, line in enumerate(self.lines):
            line.free.clicked.connect(
                lambda _=False, each=line.kept: self._tasks.start(
                    self._free_after_asking([each]), replacing="free"
                )
            )
            if place:
                self._lines.addWidget(Hairline(self._look))
            self._lines.addWidget(line)

    # Qt calls this

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous():
            self.refresh()


class KeptLine(Preference):
    """One thing that is kept: what it is, who needs it and since when nobody did, its size."""

    def __init__(self, look: Look, kept: KeptThere) -> None:
        words = look.words
        self.kept, self.title = kept, _title(words, kept)
        size = bytes_said(kept.bytes, words)
        amount = Text(look, size)
        amount.setAccessibleName(size)
        amount.setFixedWidth(_AMOUNT)
        amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.free = Button(look, words("Free"))
        self.free.setAccessibleName(words("Free {title}, {size}", title=self.title, size=size))
        super().__init__(look, self.title, _need(words, kept), amount, self.free)


def _title(words: Words, kept: KeptThere) -> str:
    if kept.kind == "environment" and kept.title:
        return words("Environment with {python}", python=kept.title)
    name = kept.title if kept.kind == "image" else kept.name
    return words(_TITLES[kept.kind], name=name)


def _need(words: Words, kept: KeptThere) -> str:
    """Return who needs it, and when it was used last."""
    need = words("Comes again where it is needed")
    if kept.needed_by:
        need = words("For {algorithms}", algorithms=", ".join(kept.needed_by))
    elif kept.is_unneeded:
        need = words("No installed algorithm needs it")
    if kept.used is None:
        return need
    used = words("last used {day}", day=day_said(words, kept.used / 1000, time.time()))
    return f"{need}  ·  {used}"


def _question(words: Words, kept: Sequence[KeptThere]) -> str:
    if len(kept) == 1:
        what = words("{title} is removed from this computer.", title=_title(words, kept[0]))
    else:
        what = words(
            "{number} things that no installed algorithm needs are removed from this computer.",
            number=len(kept),
        )
    again = words("The next analysis that needs it fetches or makes it again.")
    return f"{what} {again}"
