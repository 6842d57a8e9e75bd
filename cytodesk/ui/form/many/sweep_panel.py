"""A sweep beside the form: one or two parameters go through many values, all others stay."""

from __future__ import annotations

from cytodesk.algorithms.batches.rows import How
from cytodesk.algorithms.batches.sweeps import can_be_swept
from cytodesk.ui.form.many.many import Many
from cytodesk.ui.form.many.sweep_axis import SweepAxis
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card, Hairline
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.texts import Text


class SweepPanel(Card):
    def __init__(self, look: Look) -> None:
        super().__init__(look, padding=20, spacing=16)
        words = look.words
        self._words = words
        self._many: Many | None = None
        self.first = SweepAxis(look, words("First parameter"))
        self.second = SweepAxis(look, words("Second parameter"))
        self.first.gone.hide()
        self.more = Button(look, words("Sweep over a second parameter too"), "plus", kind="quiet")
        self.more.clicked.connect(lambda: self._show_second(True))
        self.second.removed.connect(lambda: self._show_second(False))
        for axis in (self.first, self.second):
            axis.changed.connect(self._take)
        self._count = Text(look, "", "title")
        help_ = words("All other values are those of the form.")
        title = Text(look, words("A sweep over values"), "title")
        self._line = Hairline(look)
        self.add(column(title, Text(look, help_, "caption"), spacing=4))
        self.add(self.first, self._line, self.second, row(self.more, None), Hairline(look))
        self.add(row(self._count, None))
        self.body.addStretch(1)
        self._show_second(False, is_silent=True)

    def put(self, many: Many) -> None:
        """Show the sweep of `many`, and follow its count."""
        self._many = None
        parameters = [each for each in many.algorithm.asked if can_be_swept(each)]
        sweeps = many.shape.sweeps
        for place, axis in enumerate((self.first, self.second)):
            axis.offer(parameters)
            axis.put(sweeps[place] if place < len(sweeps) else None)
        self._show_second(len(sweeps) > 1, is_silent=True)
        self._many = many
        many.changed.connect(self._tell)
        self._tell()

    def _show_second(self, is_shown: bool, *, is_silent: bool = False) -> None:
        self.second.setVisible(is_shown)
        self._line.setVisible(is_shown)
        self.more.setVisible(not is_shown)
        if not is_shown:
            self.second.put(None)
        if not is_silent:
            self._take()

    def _take(self) -> None:
        if self._many is not None:
            found = [axis.value() for axis in (self.first, self.second)]
            self._many.put_sweeps([each for each in found if each is not None])

    def _tell(self) -> None:
        many = self._many
        if many is None or many.how is not How.SWEEP:
            return
        count = many.count
        said = self._words.plural("{number:,} analysis", "{number:,} analyses", count)
        self._count.setText(said if count else "")
