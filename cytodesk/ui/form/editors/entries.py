"""A list of typed entries: an editor for each, one below the other; lists in lists too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cytodesk.algorithms.conversion import UnfitError, is_given
from cytodesk.algorithms.fitting import entries_in, fitting
from cytodesk.algorithms.parameters import Entries, Parameter
from cytodesk.assets import Words
from cytodesk.errors import Problem
from cytodesk.ui.form.editors.editor import Editor
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button, IconButton
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.tabbing import chain, stops_in

Make = Callable[[Look, Parameter], Editor]
_MOST = 500
"""Entries beyond this are kept, and not shown one by one."""


class EntriesEditor(Editor):
    """What is empty is no entry yet; a list without any is not given."""

    def __init__(self, look: Look, parameter: Parameter, make: Make) -> None:
        super().__init__(look, parameter)
        assert parameter.entries is not None
        self._entries = parameter.entries
        self._make = make
        self._items: list[object] = []
        self._rows: list[_Row] = []
        self._is_fixed = self._entries.most is not None and (
            self._entries.most == self._entries.fewest
        )
        self._add = Button(look, look.words("Add an entry"), kind="link")
        self._add.setHidden(self._is_fixed)
        self._add.clicked.connect(self._append)
        self._column = column(spacing=6)
        self.setLayout(column(self._column, row(self._add, None), spacing=0))
        self.setFocusProxy(self._add)

    def show_answer(self, answer: object) -> None:
        shown = self.shown(answer)
        items = entries_in(shown) if is_given(shown) else []
        if not _are_same(items, self._given()) or not self._rows:
            least = max(self._entries.fewest or 0, 0 if items else 1)
            self._items = items + [None] * (least - len(items))
            self._show()
        self._mark()

    def set_problem(self, sentence: str) -> None:
        self._mark()

    def _given(self) -> list[object]:
        return [item for item in self._items if is_given(item)]

    def _show(self) -> None:
        shown = self._items[:_MOST]
        while len(self._rows) > len(shown):
            self._rows.pop().leave()
        if len(self._rows) < len(shown):
            self._rows += [self._row(place) for place in range(len(self._rows), len(shown))]
            stops = [stop for each in self._rows for stop in stops_in(each)]
            self._add.raise_()  # stands below them, and comes behind them
            chain(chain(self._add, stops), [self._add])
        for entry, item in zip(self._rows, shown, strict=True):
            entry.editor.show_answer(item)
        self._tell()

    def _row(self, place: int) -> _Row:
        each = self._entries.each
        name = self._words("{name}, entry {number}", name=self._parameter.name, number=place + 1)
        made = _Row(self._look, self._make(self._look, replace(each, name=name, default=None)))
        made.editor.setAccessibleName(name)
        made.editor.answered.connect(lambda answer: self._put(self._rows.index(made), answer))
        made.editor.left.connect(self.left)
        made.remove.clicked.connect(lambda: self._drop(self._rows.index(made)))
        made.remove.setHidden(self._is_fixed)
        self._column.addWidget(made)
        return made

    def _put(self, place: int, answer: object) -> None:
        self._items[place] = answer
        self._answer()

    def _append(self) -> None:
        self._items.append(None)
        self._show()
        if self._rows:
            self._rows[-1].editor.setFocus()

    def _drop(self, place: int) -> None:
        del self._items[place]
        self._show()
        self._answer()
        (self._rows[min(place, len(self._rows) - 1)].editor if self._rows else self._add).setFocus()

    def _answer(self) -> None:
        self._tell()
        self.answered.emit(tuple(self._given()))

    def _tell(self) -> None:
        most, fewest = self._entries.most, self._entries.fewest or 0
        self._add.setEnabled(most is None or len(self._items) < most)
        for entry in self._rows:
            entry.remove.setEnabled(len(self._items) > fewest)
        self.noted.emit(how_many(self._words, self._entries, len(self._given())))

    def _mark(self) -> None:
        """Mark the entries that fit not; what is wrong with the first stands below the field."""
        for entry, item in zip(self._rows, self._items, strict=False):
            entry.editor.set_problem(self._wrong(item))

    def _wrong(self, item: object) -> str:
        try:
            if is_given(item):
                fitting(self._entries.each, item)
        except UnfitError as unfit:
            return Problem(unfit.template, unfit.fields).said(self._words)
        return ""


class _Row(QWidget):
    """An editor, and a cross that takes its entry away."""

    def __init__(self, look: Look, editor: Editor) -> None:
        super().__init__()
        self.editor = editor
        self.remove = IconButton(look, "x", look.words("Remove"), size=28)
        line: QHBoxLayout = row(editor, self.remove, spacing=4)
        line.setStretch(0, 1)
        self.setLayout(line)

    def leave(self) -> None:
        self.hide()
        self.setParent(None)
        self.deleteLater()


def how_many(words: Words, entries: Entries, count: int) -> str:
    """Return '2 of 3 to 5 entries', or as much of it as is bounded."""
    fewest, most = entries.fewest or 0, entries.most
    if most is not None and most == fewest:
        return words("{count} of {most} entries", count=count, most=most)
    if most is not None:
        return words("{count} of {fewest} to {most} entries", count=count, fewest=fewest, most=most)
    if fewest > 1:
        return words("{count} entries, {fewest} at least", count=count, fewest=fewest)
    return words.plural("{number} entry", "{number} entries", count)


def _are_same(items: list[object], others: list[object]) -> bool:
    return len(items) == len(others) and all(map(_is_same, items, others))


def _is_same(one: object, other: object) -> bool:
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return _are_same(list(one), list(other))
    return one == other or str(one) == str(other)
