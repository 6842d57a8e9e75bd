"""One thing of a list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt

from cytodesk.algorithms.conversion import is_given
from cytodesk.algorithms.parameters import Parameter, Value
from cytodesk.ui.form.editors.editor import key_pressed
from cytodesk.ui.form.editors.listed import ListedEditor
from cytodesk.ui.form.offers import Fixed, Source
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look


class OneEditor(ListedEditor):
    """Shows the chosen one; typing over it searches, leaving without a choice brings it back."""

    def __init__(
        self, look: Look, parameter: Parameter, source: Source, thumbs: Thumbs | None = None
    ) -> None:
        super().__init__(look, parameter, source, thumbs, many=False)
        self._chosen: int | None = None
        self._word = ""
        self._is_searching = False
        if thumbs is not None:
            thumbs.arrived.connect(self._mark_again)

    def show_answer(self, answer: object) -> None:
        shown = self.shown(answer)
        text = str(shown) if is_given(shown) else ""
        self._chosen = int(text) if text.isdecimal() and len(text) < _DIGITS else None
        self._word = "" if self._chosen is not None else text
        self._ask_for_unknown()
        self._show()

    def _show(self) -> None:
        if not self._is_searching:
            self._line.set_text(
                self._word if self._chosen is None else self._known.name(self._chosen)
            )
            self._line.edit.setCursorPosition(0)
            self._mark_again()
        self._line.edit.setPlaceholderText(self._hint())
        is_gone = self._chosen is not None and self._known.is_gone(self._chosen)
        self.noted.emit(self._words("not offered any more") if is_gone else "")

    def _hint(self) -> str:
        if self._parameter.default is not None:
            return self._words("default {value}", value=self._parameter.default)
        return self._words("None") if self._parameter.optional else self._words("Choose one")

    def _mark_again(self, _: str = "") -> None:
        color, picture = ("", None) if self._chosen is None else self._mark_of(self._chosen)
        self._line.set_mark(color, picture)

    def _pick(self, row: int) -> None:
        choice = self._choice(row)
        if choice is not None:
            self._choose(choice.id)

    def _choose(self, id: int | None) -> None:
        self._chosen, self._word, self._is_searching = id, "", False
        if self._is_open:
            self._list.close_sheet()
        self._show()
        self.answered.emit("" if id is None else self._answer(id))

    def _answer(self, id: int) -> Value:
        return id

    def _chosen_ids(self) -> list[int]:
        return [] if self._chosen is None else [self._chosen]

    def _searched(self) -> str:
        return self._text() if self._is_searching else ""

    def _search(self) -> None:
        self._is_searching = True
        self._line.set_mark("", None)
        super()._search()

    def _closed(self) -> None:
        super()._closed()
        was_emptied = self._is_searching and not self._text().strip()
        self._is_searching = False
        if was_emptied and self._parameter.optional and self._chosen is not None:
            self._choose(None)
        else:
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched is self._line.edit:
            self._line.edit.selectAll()
        key = key_pressed(event)
        is_delete = key is not None and key.key() == Qt.Key.Key_Delete
        if is_delete and not self._is_open and self._chosen is not None:
            self._choose(None)
            return True
        return super().eventFilter(watched, event)


class PickEditor(OneEditor):
    """One of the few texts or numbers that the descriptor names."""

    def __init__(self, look: Look, parameter: Parameter) -> None:
        self._texts = [str(choice) for choice in parameter.choices]
        self._fixed = Fixed(self._texts)
        super().__init__(look, parameter, self._fixed)

    def show_answer(self, answer: object) -> None:
        shown = self.shown(answer)
        text = str(shown) if is_given(shown) else ""
        is_offered = text in self._texts
        self._chosen = self._texts.index(text) if is_offered else None
        self._word = "" if is_offered else text
        self._show()

    def _answer(self, id: int) -> Value:
        return self._parameter.choices[id]


_DIGITS = 20
