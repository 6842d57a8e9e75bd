"""Several things of a list, as chips in the order in which they were chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from cytodesk.algorithms.parameters import Parameter
from cytodesk.algorithms.values import as_text
from cytodesk.client.choices import Choice
from cytodesk.client.offers import PAGE, Offer
from cytodesk.ui.form.drop_list import DropList
from cytodesk.ui.form.editors.known import ids_and_word
from cytodesk.ui.form.editors.listed import ListedEditor
from cytodesk.ui.form.editors.pasted import cells_of, meant_by
from cytodesk.ui.form.offers import Source
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look
from cytodesk.ui.parts.chips import ChipData, ChipRow
from cytodesk.ui.parts.tabbing import chain
from cytodesk.ui.parts.texts import Text

_TOLD = 12
_ASKED_FROM = 200
_ENDING = 4
_CHIPS = 200


class ManyEditor(ListedEditor):
    """Ticks in a list; Shift takes a range, a pasted list of names or ids is taken at once."""

    def __init__(
        self, look: Look, parameter: Parameter, source: Source, thumbs: Thumbs | None
    ) -> None:
        super().__init__(look, parameter, source, thumbs, many=True)
        self._chosen: list[int] = []
        self._word = ""
        self._anchor = -1
        self._is_sure = False
        self._chips = ChipRow(look)
        self._chips.removed.connect(self._let_go)
        self._unknown = Text(look, "", "warn", wraps=True)
        self._gone_said = Text(look, "", "warn", wraps=True)
        self._column.insertWidget(0, self._chips)
        for said in (self._unknown, self._gone_said):
            said.hide()
            self._column.addWidget(said)
        if thumbs is not None:
            thumbs.arrived.connect(self._show_picture)

    def _make_list(self) -> DropList:
        made = super()._make_list()
        made.all_wanted.connect(self._choose_all)
        return made

    def show_answer(self, answer: object) -> None:
        shown = self.shown(answer)
        ids, self._word = ids_and_word(shown)
        if ids != self._chosen:
            self._chosen = ids
            self._ask_for_unknown()
        self._show()

    def chosen(self) -> list[int]:
        return list(self._chosen)

    def _show(self) -> None:
        shown = self._chosen[:_CHIPS]
        self._chips.put([self._chip(id) for id in shown], rest=len(self._chosen) - len(shown))
        gone = self._known.gone_in_words(self._words, self._chosen)
        self._gone_said.setText(gone)
        self._gone_said.setVisible(bool(gone))
        chain(self._line.edit, self._chips.chips())
        self._line.edit.setPlaceholderText(self._hint())
        self._model.set_ticked(self._chosen)
        self._tell_count()

    def _hint(self) -> str:
        if self._chosen:
            return self._words("Add more")
        if self._word:
            return self._word
        if self._parameter.default is not None:
            return self._words(
                "default {value}", value=as_text(self._parameter, self._parameter.default)
            )
        return self._words("Search and choose")

    def _tell_count(self) -> None:
        offer, count = self._known.offer(), f"{len(self._chosen):,}"
        said = ""
        if offer is not None:
            total = f"{offer.total:,}"
            said = self._words("{chosen} of {total} chosen", chosen=count, total=total)
        self.noted.emit(said)

    def _chip(self, id: int) -> ChipData:
        color, picture = self._mark_of(id)
        name = self._known.name(id)
        return ChipData(id, _stem(name) if picture else name, color, picture)

    def _show_picture(self, address: str) -> None:
        shown = (self._known.of(id) for id in self._chosen[:_CHIPS])
        if any(choice is not None and choice.thumb == address for choice in shown):
            self._show()

    def _let_go(self, id: object) -> None:
        self._take([each for each in self._chosen if each != id])

    # choosing

    def _pick(self, row: int) -> None:
        if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pick_range(row)
            return
        choice = self._choice(row)
        if choice is not None:
            self._anchor = row
            without = [each for each in self._chosen if each != choice.id]
            self._take(without if choice.id in self._chosen else [*self._chosen, choice.id])

    def _pick_range(self, row: int) -> None:
        first, last = sorted((max(self._anchor, 0), row))
        if self._model.missing(first, last):
            self._tasks.start(self._fetch_range(first, last), replacing="range")
        else:
            rows = (self._choice(each) for each in range(first, last + 1))
            self._add([choice.id for choice in rows if choice])

    async def _fetch_range(self, first: int, last: int) -> None:
        found: dict[int, Choice] = {}
        for page in range(first // PAGE * PAGE, last + 1, PAGE):
            if self._model.missing(page, page):
                await self._paging.fetch(page, page)
            here = (self._model.choice(row) for row in range(max(first, page), page + PAGE))
            found |= {choice.id: choice for choice in here if choice}
        ids = list(found)[: last - first + 1]
        self._known.put(found[id] for id in ids)
        self._add(ids)

    def _add(self, ids: list[int]) -> None:
        self._take(list(dict.fromkeys([*self._chosen, *ids])))

    def _take(self, ids: list[int]) -> None:
        self._chosen, self._word = ids, ""
        self._unknown.hide()
        self._show()
        self.answered.emit(tuple(ids))

    def _choose_all(self) -> None:
        total = self._model.total
        if total > _ASKED_FROM and not self._is_sure:
            self._is_sure = True
            self._list.offer_all(self._words("Really select all {number}?", number=f"{total:,}"))
            return
        offer = self._known.offer()
        if offer is not None and offer.is_whole:
            self._take_all(offer.matching(self._searched()))
        else:
            self._list.offer_all(self._words("Selecting…"))
            self._tasks.start(self._fetch_all(self._searched()), replacing="all")

    async def _fetch_all(self, search: str) -> None:
        self._take_all(await self._source.all(search))

    def _take_all(self, choices: Sequence[Choice]) -> None:
        self._known.put(choices)
        self._add([choice.id for choice in choices])
        self._offer_all()

    def _put(self, offer: Offer) -> None:
        super()._put(offer)
        self._offer_all()

    def _search(self) -> None:
        self._anchor = -1
        super()._search()

    def _offer_all(self) -> None:
        self._is_sure = False
        number = f"{self._model.total:,}"
        if self._searched():
            said = self._words("Select all {number} that match", number=number)
        else:
            said = self._words("Select all {number}", number=number)
        self._list.offer_all(said)

    def _chosen_ids(self) -> list[int]:
        return self._chosen

    # keys

    def _take_key(self, event: QKeyEvent) -> bool:
        is_empty = not self._text()
        if event.key() == Qt.Key.Key_Backspace and is_empty and self._chosen:
            self._take(self._chosen[:-1])
            return True
        if event.matches(QKeySequence.StandardKey.SelectAll) and self._is_open:
            self._choose_all()
            return True
        if event.matches(QKeySequence.StandardKey.Paste) and self._paste():
            return True
        return super()._take_key(event)

    def _move(self, steps: int, event: QKeyEvent) -> None:
        before = self._list.current()
        row = self._list.step(steps)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and row >= 0:
            self._anchor = before if self._anchor < 0 else self._anchor
            self._pick_range(row)
        else:
            self._anchor = row

    def _paste(self) -> bool:
        """Take a pasted list of names or ids; one name alone is only typed."""
        cells = cells_of(QGuiApplication.clipboard().text())
        if cells:
            self._tasks.start(self._take_names(cells), replacing="paste")
        return bool(cells)

    async def _take_names(self, cells: list[str]) -> None:
        found, problems = await meant_by(cells, self._source)
        self._known.put(found)
        self._add([choice.id for choice in found])
        self._unknown.setText("\n".join(each.said(self._words) for each in problems[:_TOLD]))
        self._unknown.setVisible(bool(problems))

    # Qt calls these

    def _closed(self) -> None:
        super()._closed()
        self._line.set_text("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched is self._line.edit:
            self._line.set_text("")
        return super().eventFilter(watched, event)


def _stem(name: str) -> str:
    """Return the name of an image without its ending, which its picture makes plain."""
    stem, _, ending = name.rpartition(".")
    return stem if stem and len(ending) <= _ENDING else name
