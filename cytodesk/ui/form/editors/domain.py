"""Things of a server: chosen from a list, or by their ids where there is none."""

from __future__ import annotations

from collections.abc import Callable

from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.errors import CytoDeskError
from cytodesk.ui.form.editors.editor import Editor
from cytodesk.ui.form.editors.ids import IdEditor
from cytodesk.ui.form.editors.many import ManyEditor
from cytodesk.ui.form.editors.one import OneEditor
from cytodesk.ui.form.offers import Source
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.look import Look
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.tabbing import chain, stops_in


class DomainEditor(Editor):
    """A list that cannot be had becomes a field for ids, which says why; and back."""

    def __init__(
        self, look: Look, parameter: Parameter, source: Source, thumbs: Thumbs | None
    ) -> None:
        super().__init__(look, parameter)
        self._source = source
        self._answer: object = None
        is_many = parameter.type is ParameterType.LIST_DOMAIN
        kind: Callable[..., Editor] = ManyEditor if is_many else OneEditor
        self._list = kind(look, parameter, source, thumbs)
        self._ids: IdEditor | None = None
        self._column = column(self._list, spacing=0)
        self.setLayout(self._column)
        self._follow(self._list)
        source.arrived.connect(self._choose_editor)
        self._choose_editor()

    def show_answer(self, answer: object) -> None:
        self._answer = answer
        self._now().show_answer(answer)

    def set_problem(self, sentence: str) -> None:
        self._now().set_problem(sentence)

    def can_retry(self) -> bool:
        """What the descriptor itself lacks stays so; a server may answer later."""
        offer = self._source.offer()
        return isinstance(offer, CytoDeskError) and "reason" in offer.fields

    def retry(self) -> None:
        self._source.retry()

    def _now(self) -> Editor:
        return self._list if self._ids is None or self._ids.isHidden() else self._ids

    def _choose_editor(self) -> None:
        offer = self._source.offer()
        is_trouble = isinstance(offer, CytoDeskError)
        if is_trouble and self._ids is None:
            self._ids = IdEditor(self._look, self._parameter)
            self._column.addWidget(self._ids)
            chain(stops_in(self._list)[-1], stops_in(self._ids))
            self._follow(self._ids)
        if self._ids is not None:
            self._ids.setVisible(is_trouble)
            self._list.setVisible(not is_trouble)
        self._now().show_answer(self._answer)
        self.setFocusProxy(self._now())
        self.explained.emit(offer.said(self._words) if isinstance(offer, CytoDeskError) else "")

    def _follow(self, editor: Editor) -> None:
        editor.answered.connect(self._take)
        editor.left.connect(self.left)
        editor.noted.connect(self.noted)

    def _take(self, answer: object) -> None:
        self._answer = answer
        self.answered.emit(answer)
