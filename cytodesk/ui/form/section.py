"""One group of the form, folded or open; its rows of fields are built when they are reached."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.algorithms.parameters import Parameter
from cytodesk.ui.form.field import Field
from cytodesk.ui.form.groups import TITLES, Group, in_rows
from cytodesk.ui.form.rows import Rows
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Group as FoldingGroup
from cytodesk.ui.parts.tabbing import stops_in

ROW = 89
"""Pixels that a row takes as a rule."""


class Section(FoldingGroup):
    """A group of fields; those that nobody looks at yet are not built."""

    reset_all = Signal(object)

    def __init__(
        self, look: Look, group: Group, members: Sequence[Parameter], *, is_open: bool
    ) -> None:
        super().__init__(look, look.words(TITLES[group]), is_open=is_open)
        self.members = members
        self.pending: deque[tuple[Parameter, ...]] = deque(in_rows(members))
        self._reset = Button(look, look.words("Reset all to default"), kind="link")
        self._reset.clicked.connect(lambda: self.reset_all.emit(self.members))
        self._reset.hide()
        self._can_reset = group is not Group.FILL
        self.last_stop: QWidget = self
        self.rows = Rows()
        self.rows.keep(ROW * len(self.pending))
        self.body.addWidget(self.rows)
        self.heading.addWidget(self._reset)

    def stops(self) -> list[QWidget]:
        """Return what Tab stops at, from the heading on."""
        fields = [each for each in stops_in(self) if each.parentWidget() is not self]
        heading = [each for each in stops_in(self) if each not in fields]
        return [*heading, *fields]

    def has(self, id: str) -> bool:
        return any(parameter.id == id for parameter in self.members)

    def add(self, fields: Sequence[Field]) -> None:
        """Put a row of fields below those that are there, above the room of what is to come."""
        self.rows.add(fields, ROW * len(self.pending))

    def show_reset(self, is_changed: bool) -> None:
        self._reset.setVisible(is_changed and self._can_reset and self.is_open())
