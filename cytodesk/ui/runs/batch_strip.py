"""Above the table of analyses: the batches that go on, and those with something to try again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.client.batches import Batches
from cytodesk.client.connection import Connection
from cytodesk.client.run_lists import ListedRun
from cytodesk.errors import CytoDeskError
from cytodesk.ui.here import Here
from cytodesk.ui.parts.cards import Card, Hairline
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.runs.batch_line import BatchLine
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.batches import Batch

SHOWN = 3
_GATHER = 0.3
"""Seconds in which news are gathered before one looks."""
_DISMISSED = "batches dismissed"
_KINDS = ("run", "process", "poll", "batch")


class BatchStrip(QWidget):
    """One line for each batch; `chosen` tells that only the runs of one are wanted, or all.

    `goes_on` tells the id of a batch that somebody has to look after.
    """

    chosen = Signal()
    goes_on = Signal(object)

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._here = here
        self._tasks = Tasks(self, self._miss)
        self._batches: list[Batch] = []
        self._members: frozenset[int] = frozenset()
        self.only: int | None = None
        """The batch whose runs alone are shown."""
        self.lines: list[BatchLine] = []
        self._card = Card(here.look, padding=1, spacing=0)
        self.setLayout(column(self._card))
        self.hide()
        here.remote.news.happened.connect(self._hear)

    def load(self) -> None:
        self._tasks.start(self._load(), replacing="load")

    def holds(self, run: ListedRun) -> bool:
        """Whether a run is of the batch that is wanted alone, or none is."""
        return self.only is None or run.batch == self.only or run.id in self._members

    def show_only(self, id: int | None) -> None:
        """Want the runs of one batch alone; None wants all."""
        self.only = id
        self._members = frozenset()
        self._tasks.start(self._learn_members(), replacing="members")
        self._show()
        self.chosen.emit()

    def _hear(self, event: dict[str, object]) -> None:
        kind = str(event.get("kind", ""))
        is_ours = kind == "batch created" or bool(self._batches)
        if kind.startswith(_KINDS) and is_ours and not self._tasks.is_running("load"):
            self._tasks.start(self._load_soon(), replacing="load")

    async def _load_soon(self) -> None:
        await asyncio.sleep(_GATHER)
        await self._load()

    async def _load(self) -> None:
        self._batches = await self._ask(lambda batches: batches.of_project(self._project))
        self._show()

    async def _learn_members(self) -> None:
        """Learn which runs a batch has, where the runs do not tell."""
        if self.only is not None and not self._here.remote.is_station:
            id = self.only
            batch = (await self._ask(lambda batches: [batches.batch(id)]))[0]
            self._members = frozenset(row.id for row in batch.rows if row.id)
            self.chosen.emit()

    def _show(self) -> None:
        shown = self._shown()
        if [line.batch.id for line in self.lines] != [batch.id for batch in shown]:
            self._rebuild(shown)
        for line, batch in zip(self.lines, shown, strict=True):
            line.put(batch, is_alone=batch.id == self.only)
        self.setVisible(bool(shown))

    def _shown(self) -> list[Batch]:
        """Return what goes on first, then what has ended and was not dismissed."""
        gone = set(self._here.memory.get(_DISMISSED, []))
        going_on = [batch for batch in self._batches if not batch.has_ended]
        ended = [batch for batch in self._batches if batch.has_ended and batch.id not in gone]
        only = [batch for batch in self._batches if batch.id == self.only]
        found = {batch.id: batch for batch in [*only, *going_on, *ended]}
        return sorted(list(found.values())[:SHOWN], key=lambda batch: -batch.id)

    def _rebuild(self, batches: Sequence[Batch]) -> None:
        while (item := self._card.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.lines = [BatchLine(self._here.look, batch) for batch in batches]
        for place, line in enumerate(self.lines):
            if place:
                self._card.add(Hairline(self._here.look))
            self._card.add(line)
            line.acted.connect(self._act)

    def _act(self, key: str, id: int) -> None:
        match key:
            case "alone":
                self.show_only(None if self.only == id else id)
            case "dismiss":
                self._dismiss(id)
            case "retry":
                self._start(lambda batches: [batches.retry(id)], goes_on=True)
            case "cancel":
                self._start(lambda batches: [batches.cancel(id)])

    def _dismiss(self, id: int) -> None:
        """Show a batch no more; its runs stay where they are."""
        gone = self._here.memory.get(_DISMISSED, [])
        self._here.memory.put(_DISMISSED, [*gone, id])
        if self.only == id:
            self.show_only(None)
        self._show()

    def _start(self, act: Callable[[Batches], list[Batch]], *, goes_on: bool = False) -> None:
        self._tasks.start(self._do(act, goes_on), replacing="act")

    async def _do(self, act: Callable[[Batches], list[Batch]], goes_on: bool) -> None:
        try:
            (batch,) = await self._ask(act)
        except CytoDeskError as trouble:
            self._here.notices.show(trouble)
            return
        if goes_on:
            self.goes_on.emit(batch.id)
        await self._load()

    @property
    def _project(self) -> int:
        return self._here.project.id

    async def _ask(self, act: Callable[[Batches], list[Batch]]) -> list[Batch]:
        folder = self._here.kept / "batches"

        def asked(connection: Connection) -> list[Batch]:
            return act(Batches(connection, folder))

        return await self._here.remote.ask(asked)

    def _miss(self, trouble: CytoDeskError) -> None:
        """A place that is gone for a moment is looked at again with its next news."""
