"""The analyses that a form makes: counted at once, checked in a thread while one types."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from cytodesk.algorithms.batches.rows import Change, How, Row, refuse_too_many
from cytodesk.algorithms.batches.splits import split
from cytodesk.algorithms.batches.sweeps import Sweep, points, swept
from cytodesk.algorithms.batches.tables import Table
from cytodesk.algorithms.parameters import ParameterType
from cytodesk.client.making_rows import checked_rows
from cytodesk.client.meanings import Looked
from cytodesk.client.offers import Offer
from cytodesk.errors import BadInput, CytoDeskError
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.images import ids_in
from cytodesk.ui.form.many.shape import Shape, listed_parameter
from cytodesk.ui.form.offers import Offers
from cytodesk.ui.here import Here
from cytodesk.ui.tasks import Tasks

_SETTLES = 0.15
"""Seconds after the last change until rows are checked."""


class Many(QObject):
    """What makes many of one form's `answers`; for each algorithm anew.

    `rows` are those that were checked last, None while they are not known.
    """

    changed = Signal()
    """Count, rows or what is wrong are others."""
    shaped = Signal()
    """Somebody chose another way, or changed the table or the sweep."""

    def __init__(self, here: Here, answers: Answers, offers: Offers, shape: Shape) -> None:
        super().__init__()
        self._here = here
        self._answers = answers
        self._offers = offers
        self._tasks = Tasks(owner=self, report=self._miss)
        self.algorithm = answers.algorithm
        self.shape = shape if shape.how in self.offered() else Shape()
        self.rows: list[Row] | None = None
        self._looked: Looked = {}
        self._sweep: int | BadInput = 0
        """How many points the sweep has, or what is wrong with it."""
        self._look_at_sweep()
        answers.checked.connect(self.check_soon)
        self._leave()

    @property
    def how(self) -> How:
        return self.shape.how

    def offered(self) -> list[How]:
        """Return the ways that this algorithm has."""
        lists = (How.IMAGES, How.TERMS)
        found = [how for how in lists if listed_parameter(self.algorithm, how) is not None]
        tables = [How.TABLE, How.SWEEP] if self.algorithm.asked else []
        return [How.ONE, *found, *tables]

    def choose(self, how: How) -> None:
        """Make many in this way; of a single thing a table is made, a row for each that is
        offered."""
        parameter = listed_parameter(self.algorithm, how)
        if parameter is not None and parameter.type is ParameterType.DOMAIN:
            offer = self._offers.source(parameter).offer()
            choices = offer.choices if isinstance(offer, Offer) else ()
            rows = tuple((choice.text,) for choice in choices)
            self.reshape(replace(self.shape, how=How.TABLE, table=Table((parameter.id,), rows)))
        else:
            self.reshape(replace(self.shape, how=how))

    def put_table(self, table: Table) -> None:
        self.reshape(replace(self.shape, table=table))

    def put_sweeps(self, sweeps: Sequence[Sweep]) -> None:
        self.reshape(replace(self.shape, sweeps=tuple(sweeps)))

    def reshape(self, shape: Shape) -> None:
        self.shape = shape
        self._look_at_sweep()
        self._leave()
        self.shaped.emit()
        self.check_soon()

    @property
    def count(self) -> int:
        """Return how many analyses there will be; 0 where the sweep says nothing yet."""
        match self.how:
            case How.IMAGES | How.TERMS:
                return max(1, len(self._chosen()))
            case How.TABLE:
                return len(self.filled_rows())
            case How.SWEEP:
                return self._sweep if isinstance(self._sweep, int) else 0
            case _:
                return 1

    def filled_rows(self) -> list[int]:
        """Return the places of the rows of the table in which anything stands."""
        table = self.shape.table
        return [place for place in range(len(table.rows)) if table.texts(place)]

    def problem(self) -> str:
        """Return in a sentence what stops a batch, "" if nothing is known to."""
        words = self._here.look.words
        if self.how is How.SWEEP and not self.shape.sweeps:
            return words("Choose the parameter to sweep over")
        if self.how is How.SWEEP and isinstance(self._sweep, BadInput):
            return self._sweep.said(words)
        if self.how is How.TABLE and not self.filled_rows():
            return words("The table has no row yet")
        for place, row in enumerate(self.rows or (), start=1):
            for problem in row.problems:
                name = self._name(problem.attribute)
                said = problem.said(words)
                return words("Row {row}, {name}: {problem}", row=place, name=name, problem=said)
        return ""

    async def settled(self) -> list[Row]:
        """Return the rows as they are now, checked. Raises CytoDeskError."""
        self._tasks.cancel("check")
        self._looked = {}
        await self._check()
        return self.rows or []

    def check_soon(self) -> None:
        """Check the rows once nothing has changed for a moment."""
        self.rows = None if self.how is not How.ONE else self.rows
        if self.how is not How.ONE:
            self._tasks.start(self._check_after(_SETTLES), replacing="check")
        self.changed.emit()

    def end(self) -> None:
        self._tasks.cancel_all()

    async def _check_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._check()

    async def _check(self) -> None:
        many = self._table() if self.how is How.TABLE else self._changes()
        common = self._answers.full()
        asked = self._here.project, self.algorithm, common, many, self._looked
        self.rows = await self._here.remote.ask(checked_rows, *asked)
        self.changed.emit()

    def _table(self) -> Table:
        table = self.shape.table
        return replace(table, rows=tuple(table.rows[place] for place in self.filled_rows()))

    def _changes(self) -> list[Change]:
        if self.how is How.SWEEP:
            return swept(self.algorithm, self.shape.sweeps)
        parameter = listed_parameter(self.algorithm, self.how)
        chosen = self._chosen()
        if parameter is None or not chosen:
            return [Change("")]
        return split(parameter, chosen, self._offers.names())

    def _chosen(self) -> list[int]:
        parameter = listed_parameter(self.algorithm, self.how)
        return [] if parameter is None else ids_in(parameter, self._answers.of(parameter.id))

    def _look_at_sweep(self) -> None:
        """Count once for each change: ten thousand points are not made at every keystroke."""
        asked = self._answers.parameters
        try:
            axes = [len(points(asked[each.parameter], each)) for each in self.shape.sweeps]
            self._sweep = math.prod(axes) if axes else 0
            refuse_too_many(self._sweep)
        except BadInput as wrong:
            self._sweep = wrong

    def _leave(self) -> None:
        """Leave to the rows what they answer; what is split may be longer in all."""
        left = {
            How.TABLE: self.shape.table.columns,
            How.SWEEP: tuple(sweep.parameter for sweep in self.shape.sweeps),
        }.get(self.how, ())
        self._answers.leave_to_rows(left)
        parameter = listed_parameter(self.algorithm, self.how)
        self._answers.split_by(parameter.id if parameter else None)

    def _name(self, id: str) -> str:
        parameter = self._answers.parameters.get(id)
        return parameter.name if parameter else id

    def _miss(self, trouble: CytoDeskError) -> None:
        """Trouble of a check is said when it matters: at the launch."""
