"""A cell that names things of a list: the list opens below it, what is typed searches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from cytodesk.algorithms.algorithm import Algorithm
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.client.choices import Choice
from cytodesk.client.meanings import names_choices
from cytodesk.client.natural import folded
from cytodesk.client.offers import Offer
from cytodesk.ui.form.drop_list import DropList
from cytodesk.ui.form.editors.listed import ListedEditor
from cytodesk.ui.form.editors.table import Supply
from cytodesk.ui.form.offers import Fixed, Source
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look
from cytodesk.ui.parts.edit_table import CellField

_BETWEEN = re.compile(r"[,;\n]")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_LIST = 380
"""Pixels of its list, however narrow the column is."""
_IDS = (ParameterType.DOMAIN, ParameterType.LIST_DOMAIN)


class ChoiceCells:
    """The cells of one table: an editor for each column that chooses, made when one comes there."""

    def __init__(
        self, look: Look, algorithm: Algorithm, supply: Supply, taken: Callable[[], None]
    ) -> None:
        self._look, self._supply, self._taken = look, supply, taken
        self._parameters = {each.id: each for each in algorithm.asked}
        self._cells: dict[str, ChoiceCell | None] = {}

    def field(self, id: str) -> CellField | None:
        """Return what a parameter's cells are typed in; None where that is a plain line."""
        if id not in self._cells:
            self._cells[id] = self._made(self._parameters[id])
        cell = self._cells[id]
        return cell.field if cell is not None else None

    def end(self) -> None:
        for cell in self._cells.values():
            if cell is not None:
                cell.deleteLater()

    def _made(self, parameter: Parameter) -> ChoiceCell | None:
        if parameter.type in _IDS:
            source = self._supply.offers.source(parameter)
        elif parameter.choices and parameter.entries is None:
            source = Fixed(str(choice) for choice in parameter.choices)
        else:
            return None
        cell = ChoiceCell(self._look, parameter, source, self._supply.thumbs)
        cell.taken.connect(self._taken)
        return cell


class ChoiceCell(ListedEditor):
    """The text is what counts, and stays as typed: names or ids, of a list with `;` between.

    Enter takes the row that the list is at, in a list of several until none is searched.
    """

    taken = Signal()
    """The one thing that the cell wants was chosen."""

    def __init__(
        self, look: Look, parameter: Parameter, source: Source, thumbs: Thumbs | None
    ) -> None:
        is_list = parameter.type is ParameterType.LIST_DOMAIN
        super().__init__(look, parameter, source, thumbs, many=is_list)
        self._is_searching = False
        self._read: Offer | None = None
        self._ids: dict[str, list[int]] = {}
        self.field = CellField(self, self._line.edit, self._begin, self._keeps, self._cell_text)
        self.hide()

    def _make_list(self) -> DropList:
        made = super()._make_list()
        made.least_width, made.has_all = _LIST, False
        return made

    # what the table asks

    def _begin(self, is_typed: bool) -> None:
        self._is_searching = is_typed
        offer = self._known.offer()
        if offer is not None and not offer.is_whole and (names := self._names()):
            self._tasks.start(self._learn_names(names), replacing="cell")
        self._open()
        self._show()

    def _keeps(self, event: QKeyEvent) -> bool:
        """Whether a key is for the list; what is typed in full needs no row of it."""
        key = event.key()
        if key in _ENTER:
            is_at_row = self._is_open and self._list.current() >= 0
            return is_at_row and not self._is_named_in_full()
        return key in _ARROWS or (key == Qt.Key.Key_Escape and self._is_open)

    def _cell_text(self) -> str:
        text = self._text().strip()
        return text.rstrip(",; ") if self._many else text

    # names and what they mean

    def _searched(self) -> str:
        if not self._is_searching:
            return ""
        return (_BETWEEN.split(self._text())[-1] if self._many else self._text()).strip()

    def _names(self) -> list[str]:
        """Return what the text names, without what is only searched."""
        text = self._cell_text()
        if not self._many or folded(text) in self._by_name():
            return [text] if text and not self._is_searching else []
        names = _BETWEEN.split(self._text())
        return [
            name.strip() for name in names[: -1 if self._is_searching else None] if name.strip()
        ]

    def _chosen_ids(self) -> list[int]:
        found = (self._id_of(name) for name in self._names())
        return [id for id in found if id is not None]

    def _id_of(self, name: str) -> int | None:
        meant = self._by_name().get(folded(name), [])
        if not meant and self._has_ids and name.isdecimal() and self._known.of(int(name)):
            return int(name)
        return meant[0] if len(meant) == 1 else None

    def _is_named_in_full(self) -> bool:
        return self._id_of(self._searched()) is not None

    def _name_of(self, choice: Choice) -> str:
        """Return the name, or the id where the name is nobody's own or reads as something else."""
        text = choice.text
        is_plain = names_choices(self._parameter, text) and not (
            self._many and _BETWEEN.search(text)
        )
        is_own = len(self._by_name().get(folded(text), [])) <= 1
        return text if not self._has_ids or (is_plain and is_own) else str(choice.id)

    @property
    def _has_ids(self) -> bool:
        return self._parameter.type in _IDS

    def _by_name(self) -> dict[str, list[int]]:
        offer = self._known.offer()
        if offer is not None and offer.is_whole and offer is not self._read:
            self._read, self._ids = offer, {}
            for text, choice in zip(offer.folded, offer.choices, strict=True):
                self._ids.setdefault(text, []).append(choice.id)
        return self._ids

    async def _learn_names(self, names: list[str]) -> None:
        """Ask which things of a long list are meant, to tick them."""
        found, _ = await self._source.named(names)
        self._remember(found)
        self._show()

    def _remember(self, choices: Iterable[Choice]) -> None:
        for choice in choices:
            ids = self._by_name().setdefault(folded(choice.text), [])
            if choice.id not in ids:
                ids.append(choice.id)

    # the list

    def _show(self) -> None:
        if self._many:
            self._model.set_ticked(self._chosen_ids())

    def _search(self) -> None:
        self._is_searching = True
        super()._search()
        self._show()

    def _pick(self, row: int) -> None:
        choice = self._choice(row)
        if choice is None:
            return
        self._remember([choice])
        if self._many:
            self._toggle(choice)
        else:
            self._is_searching = False
            self._line.set_text(self._name_of(choice))
            self._list.close_sheet()
            self.taken.emit()

    def _toggle(self, choice: Choice) -> None:
        """Name one more, or one less; what was searched for is found."""
        names = [name for name in self._names() if self._id_of(name) != choice.id]
        if len(names) == len(self._names()):
            names.append(self._name_of(choice))
        was_searching, self._is_searching = self._is_searching, False
        self._line.set_text("".join(f"{name}; " for name in names))
        if was_searching:
            self._fill()
        self._show()
