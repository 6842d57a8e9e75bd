"""Joins the pick in the foot, the panels beside the form, and the Many that they speak of."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.algorithms.batches.rows import How
from cytodesk.algorithms.batches.tables import table_in
from cytodesk.ui.choosing import files_chosen
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.editors.table import Supply
from cytodesk.ui.form.many.how_many import HowMany
from cytodesk.ui.form.many.many import Many
from cytodesk.ui.form.many.shape import Shape
from cytodesk.ui.form.many.side import Side
from cytodesk.ui.here import Here
from cytodesk.ui.tasks import Tasks


class ManyDesk(QObject):
    """`many` is that of the form which is open; `shaped` tells that it has to be kept."""

    changed = Signal()
    shaped = Signal()

    def __init__(
        self, here: Here, page: QWidget, pick: HowMany, side: Side, supply: Supply
    ) -> None:
        super().__init__(page)
        self._here, self._page = here, page
        self._pick, self._side, self._supply = pick, side, supply
        self._tasks = Tasks(owner=self, report=here.notices.show)
        self.many: Many | None = None
        pick.wanted.connect(self._choose)
        side.csv_wanted.connect(lambda: self._tasks.start(self._bring(), replacing="table"))

    def begin(self, answers: Answers, kept: object) -> None:
        """Serve another form, in the way that was `kept` for it."""
        self._end_many()
        shape = Shape.from_json(kept, answers.algorithm)
        self.many = many = Many(self._here, answers, self._supply.offers, shape)
        many.setParent(self)
        self._pick.offer(many.offered(), many.how)
        self._side.put(many, self._supply)
        many.shaped.connect(self._reshaped)
        many.changed.connect(self.changed)
        many.check_soon()

    def go_to_problem(self) -> None:
        if self.many is not None and self.many.how is How.TABLE:
            self._side.table.go_to_problem()

    def split(self) -> None:
        """Make one analysis for each image."""
        self._choose(How.IMAGES)

    def end(self) -> None:
        self._end_many()
        self._tasks.cancel_all()

    def _choose(self, how: How) -> None:
        if self.many is not None:
            self.many.choose(how)

    def _reshaped(self) -> None:
        assert self.many is not None
        self._pick.set_value(self.many.how)
        self._side.turn_to(self.many.how)
        self.shaped.emit()

    async def _bring(self) -> None:
        words = self._here.look.words
        names = words("Tables") + " (*.csv *.tsv *.txt)"
        for path in (await files_chosen(self._page, words("Bring in a CSV"), names))[:1]:
            assert self.many is not None
            read = table_in(path, self.many.algorithm)
            if said := self._side.table.take(read):
                self._here.notices.show(said, "warn")

    def _end_many(self) -> None:
        if self.many is not None:
            self.many.end()
            self.many.deleteLater()
            self.many = None
