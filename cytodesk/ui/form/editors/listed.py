"""What choosing one and choosing many share: a line, a list below it, a search."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QVBoxLayout

from cytodesk.algorithms.parameters import Parameter
from cytodesk.client.choices import Choice
from cytodesk.client.offers import Offer
from cytodesk.errors import CytoDeskError
from cytodesk.ui.form.choice_model import ChoiceModel
from cytodesk.ui.form.drop_list import DropList
from cytodesk.ui.form.editors.choice_line import ChoiceLine
from cytodesk.ui.form.editors.editor import Editor, key_pressed
from cytodesk.ui.form.offers import Source
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.tasks import Tasks

_QUIET, _QUIET_FAR = 20, 150
"""Milliseconds after the last key until a station, or a server far away, is asked to search."""
_SETTLES = 15
"""Milliseconds after rows were looked at until their page is asked for: one may still scroll."""
_AHEAD = 60
"""Rows before and behind those in sight that are fetched with them."""
_PAGE = 4


class ListedEditor(Editor):
    """Typing searches; arrows move in the list, Enter takes, Escape closes."""

    def __init__(
        self, look: Look, parameter: Parameter, source: Source, thumbs: Thumbs | None, *, many: bool
    ) -> None:
        super().__init__(look, parameter)
        self._source = source
        self._thumbs = thumbs
        self._known: dict[int, Choice] = {}
        """What is chosen, and was."""
        self._asked: set[int] = set()
        self._gone: set[int] = set()
        self._tasks = Tasks(owner=self, report=lambda trouble: self._say(self._said(trouble)))
        self._line = ChoiceLine(look, searches=many)
        self._line.setAccessibleName(parameter.name)
        self._model = ChoiceModel(look, thumbs, many=many)
        self._many = many
        self._made: DropList | None = None
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET)
        self._settling = QTimer(self, singleShot=True, interval=_SETTLES)
        self._settling.timeout.connect(self._fetch_pages)
        self._column: QVBoxLayout = column(self._line, spacing=8)
        self.setLayout(self._column)
        self._watch(self._line.edit)
        self._line.installEventFilter(self)
        self._line.changed.connect(self._search)
        self._model.pages_wanted.connect(self._want_pages)
        self._quiet.timeout.connect(self._ask_server)
        source.arrived.connect(self._take_offer)

    @property
    def _list(self) -> DropList:
        """The list, made when it is wanted first: most are never opened."""
        if self._made is None:
            self._made = self._make_list()
        return self._made

    @property
    def _is_open(self) -> bool:
        return self._made is not None and self._made.is_open

    def _make_list(self) -> DropList:
        made = DropList(self._look, self._line, self._model, self._thumbs, many=self._many)
        made.picked.connect(self._pick)
        made.closed.connect(self._closed)
        return made

    # what the two kinds say themselves

    def _pick(self, row: int) -> None:
        raise NotImplementedError

    def _show(self) -> None:
        """Show what is chosen, with what is known of it by now."""
        raise NotImplementedError

    def _closed(self) -> None:
        self._line.set_open(False)

    # what is offered

    def _offer(self) -> Offer | None:
        offer = self._source.offer()
        return offer if isinstance(offer, Offer) else None

    def _take_offer(self) -> None:
        self._asked.clear()
        self._gone.clear()
        self._ask_for_unknown()
        if self._is_open:
            self._fill_again()
        self._show()

    def _fill_again(self) -> None:
        """Show what is offered now, and stay at the row where the user is."""
        here = self._model.choice(self._list.current())
        self._fill()
        row = self._model.row_of(here.id) if here is not None else -1
        if row >= 0:
            self._list.go_to(row)

    def _choice_of(self, id: int) -> Choice | None:
        """Return what is known of an id: what is chosen is remembered through every search."""
        if id not in self._known:
            offer = self._offer()
            found = offer.by_id.get(id) if offer is not None else None
            if found is None:
                return None
            self._known[id] = found
        return self._known[id]

    def _ask_for_unknown(self) -> None:
        """Ask what chosen ids are called that stand on no page of a long list that is here."""
        offer = self._offer()
        if offer is None or offer.is_whole:
            return
        ids = [id for id in self._chosen_ids() if self._choice_of(id) is None]
        asked = [id for id in ids if id not in self._asked][:_NAMED]
        if asked:
            self._asked.update(asked)
            self._tasks.start(self._learn(asked), replacing="names")

    async def _learn(self, ids: list[int]) -> None:
        known = await self._source.known(ids)
        self._known |= known
        self._gone |= set(ids) - known.keys()
        self._show()

    def _is_gone(self, id: int) -> bool:
        """Whether a chosen id is surely not offered any more."""
        offer = self._offer()
        if offer is not None and offer.is_whole:
            return id not in offer.by_id
        return id in self._gone

    def _name(self, id: int) -> str:
        choice = self._choice_of(id)
        return choice.text if choice is not None else f"#{id}"

    def _gone_in_words(self) -> str:
        """Return 'Not offered any more: slide 7, #12', or nothing."""
        gone = [self._name(id) for id in self._chosen_ids() if self._is_gone(id)]
        if not gone:
            return ""
        names = ", ".join(gone[:_TOLD])
        if len(gone) > _TOLD:
            more = self._words("{number} more", number=len(gone) - _TOLD)
            names = f"{names}, {more}"
        return self._words("Not offered any more: {names}", names=names)

    # the list

    def _text(self) -> str:
        return self._line.text()

    def _open(self) -> None:
        if not self._is_open:
            self._line.set_open(True)
            self._fill()

    def _search(self) -> None:
        self._open()
        self._fill()

    def _fill(self) -> None:
        """Show what matches what is typed; a server that has too many is asked for them."""
        offer = self._offer()
        search = self._searched()
        if offer is None:
            self._model.show_choices((), 0, search)
            trouble = self._source.offer()
            is_trouble = isinstance(trouble, CytoDeskError)
            self._say(self._said(trouble) if is_trouble else self._words("Loading…"))
            return
        if offer.is_whole:
            found = offer.matching(search)
            self._put(Offer(tuple(found), len(found), is_whole=True))
        elif search:
            self._quiet.start(_QUIET if offer.is_in_our_order else _QUIET_FAR)
            self._say(self._words("Searching…"))
        else:
            self._put(offer)

    def _searched(self) -> str:
        return self._text()

    def _put(self, offer: Offer) -> None:
        search = self._searched()
        self._list.expect(offer.total)
        self._model.show_choices(offer.choices, offer.total, search)
        self._list.is_in_our_order = offer.is_in_our_order
        self._say(self._words("Nothing matches") if search else self._words("Nothing here"))
        self._list.go_to(0 if self._searched() and offer.choices else self._first_chosen())

    def _chosen_ids(self) -> list[int]:
        raise NotImplementedError

    def _first_chosen(self) -> int:
        ids = self._chosen_ids()
        return self._model.row_of(ids[0]) if len(ids) == 1 else -1

    def _say(self, sentence: str) -> None:
        if self._line.isVisible():
            self._list.show_list(sentence)

    def _said(self, trouble: CytoDeskError | Offer | None) -> str:
        return trouble.said(self._words) if isinstance(trouble, CytoDeskError) else ""

    def _ask_server(self) -> None:
        self._tasks.start(self._search_there(self._searched()), replacing="search")

    async def _search_there(self, search: str) -> None:
        offer = await self._source.more(search)
        if self._is_open and search == self._searched():
            self._put(offer)

    def _want_pages(self) -> None:
        if not self._settling.isActive():
            self._settling.start()

    def _fetch_pages(self) -> None:
        """Ask for the pages of what is in sight now, not for all that was passed on the way."""
        if self._is_open:
            first, last = self._list.in_sight()
            for page in self._model.missing(first - _AHEAD, last + _AHEAD):
                name = f"page {page}"
                if not self._tasks.is_running(name):
                    self._tasks.start(self._fetch_page(self._searched(), page), replacing=name)

    async def _fetch_page(self, search: str, first: int) -> None:
        before = self._model.choice(first - 1) if first else None
        offer = await self._source.more(search, first, before.id if before else None)
        if search == self._searched():
            self._model.put_page(first, offer.choices, offer.total)

    async def _fetch_rows(self, first: int, last: int) -> None:
        for page in self._model.missing(first, last):
            await self._fetch_page(self._searched(), page)

    def _choice(self, row: int) -> Choice | None:
        choice = self._model.choice(row)
        if choice is not None:
            self._known[choice.id] = choice
        return choice

    def _mark_of(self, id: int) -> tuple[str, QPixmap | None]:
        """Return the colour and the picture that a thing is known by."""
        choice = self._choice_of(id)
        if choice is None:
            return "", None
        return choice.color or "", self._thumbs.of(choice.thumb) if self._thumbs else None

    # keys and mouse

    def _take_key(self, event: QKeyEvent) -> bool:
        """Return whether a key was for the list."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            is_new = not self._is_open
            self._open()
            if not is_new or self._list.current() < 0:
                self._move(_MOVES[key], event)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._is_open and self._list.current() >= 0:
                self._pick(self._list.current())
            else:
                self._open()
            return True
        if key == Qt.Key.Key_Escape and self._is_open:
            self._list.close_sheet()
            return True
        return False

    def _move(self, steps: int, event: QKeyEvent) -> None:
        self._list.step(steps)

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        key = key_pressed(event)
        if key is not None and watched is self._line.edit and self._take_key(key):
            return True
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            is_caret = watched is self._line and self._line.is_caret(event)
            if is_caret and self._is_open:
                self._list.close_sheet()
            elif self.isEnabled():
                self._open()
        if event.type() == QEvent.Type.FocusOut and watched is self._line.edit and self._is_open:
            self._list.close_sheet()
        return super().eventFilter(watched, event)


_NAMED = 1000
_TOLD = 5
"""Ids of a long list whose names are asked for, and names that are told."""
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
}
