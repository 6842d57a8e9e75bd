"""The parameters of an algorithm in three groups, a field for each."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cytodesk.algorithms.batches.splits import image_parameter
from cytodesk.algorithms.parameters import Parameter, ParameterType
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.editors.table import Supply
from cytodesk.ui.form.field import Field
from cytodesk.ui.form.groups import Group, grouped
from cytodesk.ui.form.help import Help
from cytodesk.ui.form.limits import TOO_LONG
from cytodesk.ui.form.section import ROW, Section
from cytodesk.ui.form.summary import note_of
from cytodesk.ui.look import Look
from cytodesk.ui.parts.cards import Hairline
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.tabbing import chain, stops_in

_FIRSTROWS = 9
"""Rows of fields that fill a window; others are built after it was painted, when reached."""
_PAUSE = 10
"""Milliseconds between slices, so that painting comes first."""
_AHEAD = 2
"""Heights of the window below what is seen that are built before they are reached."""
_SLICE = 0.012
"""Seconds of building between two looks at what the user does."""


class ParameterForm(QScrollArea):
    """Shows what `answers` hold and puts into them what is entered."""

    split_wanted = Signal(str)
    """The id of a list that is to be split over many analyses."""
    folded = Signal()

    def __init__(
        self,
        look: Look,
        answers: Answers,
        supply: Supply,
        open_groups: Mapping[str, bool] | None = None,
    ) -> None:
        """`open_groups` tells of groups, by their values, whether they are unfolded at first."""
        super().__init__()
        self._look = look
        self._answers = answers
        self._supply = supply
        self.fields: dict[str, Field] = {}
        self._sections: dict[Group, Section] = {}
        self._open_at_first = open_groups or {}
        self._is_chained = False
        self._building = QTimer(self, singleShot=True, interval=_PAUSE)
        self._building.timeout.connect(self._build_slice)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = QWidget()
        self._inner.setObjectName("scrolled")
        self._column: QVBoxLayout = column(spacing=0, margins=(20, 14, 20, 20))
        self._inner.setLayout(self._column)
        self.setWidget(self._inner)
        self._lay_out()
        self.verticalScrollBar().valueChanged.connect(self._build_soon)
        answers.changed.connect(self._show)
        answers.moved.connect(self._show)
        answers.checked.connect(self._tell_notes)

    def reveal(self, id: str) -> None:
        """Unfold, scroll to and focus the field of a parameter."""
        section = next(each for each in self._sections.values() if each.has(id))
        section.set_open(True)
        while id not in self.fields:
            self._build_row(section)
        self._column.activate()
        self.ensureWidgetVisible(self.fields[id], 0, 40)
        self.fields[id].focus()

    def focus_first(self) -> None:
        """Focus what is to be filled first, else the first field."""
        missing = next(iter(self._answers.problems), None)
        first = missing or next(iter(self.fields), None)
        if first is not None and first in self.fields:
            self.fields[first].focus()
        elif first is not None:
            self.reveal(first)

    def open_groups(self) -> dict[str, bool]:
        """Return which groups are unfolded now, by their values."""
        return {group.value: section.is_open() for group, section in self._sections.items()}

    @property
    def is_built(self) -> bool:
        """Whether there is a field for all that can be seen now, and for some of what follows."""
        return not any(self._is_near(section) for section in self._sections.values())

    def tab_after(self, widget: QWidget) -> None:
        """Let Tab lead from `widget` through the form, whatever is built and when."""
        for section in self._sections.values():
            section.last_stop = widget = chain(widget, section.stops())
        self._is_chained = True

    def _lay_out(self) -> None:
        for group, members in grouped(list(self._answers.parameters.values())).items():
            if self._sections:
                self._column.addSpacing(16)
                self._column.addWidget(Hairline(self._look))
                self._column.addSpacing(8)
            is_open = self._open_at_first.get(group.value, group is not Group.DEFAULT)
            section = Section(self._look, group, members, is_open=is_open)
            section.folded.connect(self._unfolded)
            section.reset_all.connect(self._reset_all)
            self._sections[group] = section
            self._column.addWidget(section)
        self._column.addStretch(1)
        for _ in range(_FIRSTROWS):
            if not self._build_next():
                break
        self._build_soon()
        self._tell_notes()

    def _build_slice(self) -> None:
        end = time.perf_counter() + _SLICE
        near = [section for section in self._sections.values() if self._is_near(section)]
        for section in near:
            for _ in range(self._rows_wanted(section)):
                if section.pending and time.perf_counter() < end:
                    self._build_row(section)
        if near:
            self._building.start()

    def _build_soon(self) -> None:
        if not self._building.isActive():
            self._building.start()

    def _is_near(self, section: Section) -> bool:
        """Whether what is not built of a section lies in sight, or soon below."""
        if not section.is_open() or not section.pending:
            return False
        bottom = section.rows.mapTo(self._inner, QPoint(0, section.rows.height())).y()
        return self._rows_wanted(section) > 0 and bottom > self.verticalScrollBar().value()

    def _rows_wanted(self, section: Section) -> int:
        """Return how many rows are missing down to where building ahead ends."""
        top = section.rows.mapTo(self._inner, QPoint(0, section.rows.bottom())).y()
        end = self.verticalScrollBar().value() + (1 + _AHEAD) * self.viewport().height()
        return math.ceil((end - top) / ROW)

    def _build_next(self) -> bool:
        for section in self._sections.values():
            if section.is_open() and section.pending:
                self._build_row(section)
                return True
        return False

    def _build_row(self, section: Section) -> None:
        fields = [self._field(parameter) for parameter in section.pending.popleft()]
        section.add(fields)
        if self._is_chained:
            stops = [stop for field in fields for stop in stops_in(field)]
            section.last_stop = chain(_end_of(section.last_stop), stops)
        for field in fields:
            self._show(field.parameter.id)

    def _field(self, parameter: Parameter) -> Field:
        id = parameter.id
        field = Field(self._look, parameter, self._supply)
        field.answered.connect(lambda answer: self._answers.put(id, answer))
        field.left.connect(lambda: self._answers.see(id))
        field.reset_wanted.connect(lambda: self._reset(id))
        field.help_wanted.connect(lambda: self._explain(field))
        field.split_wanted.connect(lambda: self.split_wanted.emit(id))
        self.fields[id] = field
        return field

    def _show(self, id: str) -> None:
        field = self.fields.get(id)
        if field is not None:
            field.show_answer(self._answers.of(id), is_changed=self._answers.is_changed(id))
            off = self._answers.out_of_reach.get(id)
            field.show_off(off.said(self._look.words) if off else "")
            self._show_room(field)
            problem = self._answers.visible_problem(id)
            field.show_problem(problem.said(self._look.words) if problem else "")

    def _show_room(self, field: Field) -> None:
        """Say how many more fit into a list, and offer a way out of one that is too long."""
        id, words = field.parameter.id, self._look.words
        if field.parameter.type is not ParameterType.LIST_DOMAIN:
            return
        left, problem = self._answers.room_left(id), self._answers.problems.get(id)
        is_too_long = problem is not None and problem.rule == TOO_LONG
        fits = "" if left is None or is_too_long else words("{number} more fit", number=f"{left:,}")
        field.show_room(fits)
        images = image_parameter(self._answers.algorithm)
        can_split = is_too_long and images is not None and images.id == id
        field.offer_split(words("One analysis for each image") if can_split else "")

    def _reset(self, id: str) -> None:
        self._answers.reset(id)
        self.fields[id].focus()

    def _explain(self, field: Field) -> None:
        text = self._answers.algorithm.descriptor_text
        Help(self._look, field.parameter, text, self).open_for(field)

    def _reset_all(self, members: Sequence[Parameter]) -> None:
        for parameter in members:
            self._answers.reset(parameter.id)

    def _unfolded(self) -> None:
        self._building.start()
        self._tell_notes()
        self.folded.emit()

    def _tell_notes(self) -> None:
        for group, section in self._sections.items():
            members = section.members
            is_open = section.is_open()
            section.set_note(note_of(self._look.words, self._answers, group, members, is_open))
            section.show_reset(any(self._answers.is_changed(each.id) for each in members))

    # Qt calls these

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._build_soon()


def _end_of(stop: QWidget) -> QWidget:
    """Return where Tab stops last in `stop`: a field may have got an editor meanwhile."""
    return [stop, *stops_in(stop)][-1]
