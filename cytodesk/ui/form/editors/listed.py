"""What choosing one and choosing many share: a line, a list below it, a search."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QVBoxLayout

from cytodesk.algorithms.parameters import Parameter
from cytodesk.client.choices import Choice
from cytodesk.client.offers import PAGE, Offer
from cytodesk.errors import CytoDeskError
from cytodesk.ui.form.choice_model import ChoiceModel
from cytodesk.ui.form.drop_list import DropList
from cytodesk.ui.form.editors.choice_line import ChoiceLine
from cytodesk.ui.form.editors.editor import Editor, key_pressed
from cytodesk.ui.form.editors.known import Known
from cytodesk.ui.form.editors.paging import Paging
from cytodesk.ui.form.offers import Source
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.tasks import Tasks

_QUIET, _QUIET_FAR = 20, 150
"""Milliseconds after the last key until a station, or a server far away, is asked to search."""
_PAGE = 4
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
}


class ListedEditor(Editor):
    """Typing searches; arrows move in the list, Enter takes, Escape closes."""

    def __init__(
        self, look: Look, parameter: Parameter, source: Source, thumbs: Thumbs | None, *, many: bool
    ) -> None:
        super().__init__(look, parameter)
        self._source = source
        self._thumbs = thumbs
        self._known = Known(source)
        self._tasks = Tasks(owner=self, report=lambda trouble: self._say(self._said(trouble)))
        self._line = ChoiceLine(look, searches=many)
        self._line.setAccessibleName(parameter.name)
        self._model = ChoiceModel(look, thumbs, many=many)
        self._many = many
        self._paging = Paging(
            source, self._model, self._tasks, self._searched, self._in_sight, self
        )
        self._made: DropList | None = None
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET)
        self._column: QVBoxLayout = column(self._line, spacing=8)
        self.setLayout(self._column)
        self._watch(self._line.edit)
        self._line.installEventFilter(self)
        self._line.changed.connect(self._search)
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
        self._source.watch(False)

    # what is offered

    def _take_offer(self) -> None:
        self._known.offer_is_new()
        self._ask_for_unknown()
        if self._is_open:
            self._fill_again()
        self._show()

    def _fill_again(self) -> None:
        """Show what is offered now, and stay at the row where the user is."""
        before = self._list.current()
        here = self._model.choice(before)
        self._fill()
        row = self._model.row_of(here.id) if here is not None else -1
        if row < 0 and before >= PAGE:
            row = min(before, self._model.total - 1)
        if row >= 0:
            self._list.go_to(row)

    def _ask_for_unknown(self) -> None:
        if asked := self._known.to_ask(self._chosen_ids()):
            self._tasks.start(self._learn(asked), replacing="names")

    async def _learn(self, ids: list[int]) -> None:
        await self._known.learn(ids)
        self._show()

    # the list

    def set_problem(self, sentence: str) -> None:
        self._line.set_problem(sentence or None)

    def _text(self) -> str:
        return self._line.text()

    def _open(self) -> None:
        if not self._is_open:
            self._line.set_open(True)
            self._source.watch(True)
            self._fill()

    def _search(self) -> None:
        self._open()
        self._fill()

    def _fill(self) -> None:
        """Show what matches what is typed; a server that has too many is asked for them."""
        offer = self._known.offer()
        search = self._searched()
        if offer is None:
            self._model.show_choices((), 0, search)
            self._say(self._said(self._source.offer()) or self._words("Loading…"))
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

    def _in_sight(self) -> tuple[int, int] | None:
        return self._list.in_sight() if self._is_open else None

    def _choice(self, row: int) -> Choice | None:
        choice = self._model.choice(row)
        if choice is not None:
            self._known.put([choice])
        return choice

    def _mark_of(self, id: int) -> tuple[str, QPixmap | None]:
        """Return the colour and the picture that a thing is known by."""
        choice = self._known.of(id)
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
