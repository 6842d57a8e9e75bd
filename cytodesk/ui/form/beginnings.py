"""Where the form begins: asks for algorithms, and for the values of earlier analyses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from cytodesk.client.beginning import (
    Beginning,
    algorithms_of,
    carried,
    from_run,
    runs_of,
)
from cytodesk.client.natural import natural_key
from cytodesk.ui.form.run_on import RunOn
from cytodesk.ui.here import Here
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.algorithms import InstalledAlgorithm
from cytodesk.wire.runs import Run


class Beginnings(QObject):
    """`begun` carries a Beginning; `undecided` tells that somebody has to choose an algorithm."""

    listed = Signal()
    begun = Signal(object)
    undecided = Signal()

    def __init__(self, here: Here, tasks: Tasks, start_from: int | None, run_on: RunOn) -> None:
        super().__init__()
        self._here = here
        self._tasks = tasks
        self._run_on = run_on
        self._start_from = start_from
        self.installed: list[InstalledAlgorithm] = []

    def load(self, *, is_open: bool, is_remembered: bool) -> None:
        """Ask for the algorithms; begin with one unless a form `is_open`.

        `is_remembered`: the wished one is what was open last, and may be gone.
        """
        self._tasks.start(self._load(is_open, is_remembered), replacing="load")

    def begin_at(self, id: int) -> None:
        self._tasks.start(self._begin_at(id), replacing="load")

    def take_run(self, id: int, into: InstalledAlgorithm | None = None) -> None:
        """Begin with a run's values, in the form of `into` where that is another version."""
        self._tasks.start(self._take_run(id, into), replacing="load")

    def carry(self, before: Beginning, into: int, answers: Mapping[str, object]) -> None:
        """Begin with another version, and with answers that were given to the one `before`."""
        self._tasks.start(self._carry(before, into, answers), replacing="load")

    def versions(self, of: Beginning) -> list[InstalledAlgorithm]:
        """Return all versions of an algorithm that are here, the newest first."""
        known = {each.id: each for each in [*self.installed, of.installed]}
        alike = [each for each in known.values() if each.name == of.installed.name]
        return sorted(alike, key=lambda each: natural_key(each.version or ""), reverse=True)

    def is_other_version(self, now: Beginning | None, id: int) -> bool:
        ids = {each.id for each in self.versions(now)} if now is not None else set()
        return now is not None and id > 0 and id in ids and id != now.installed.id

    async def runs_like(self, now: Beginning) -> Sequence[Run]:
        """Return the latest runs of an algorithm, of all its versions."""
        runs = await self._here.remote.ask(runs_of, self._here.project)
        alike = {each.id for each in self.versions(now)}
        return [run for run in runs if run.algorithm in alike]

    async def _load(self, is_open: bool, is_remembered: bool) -> None:
        theirs = await self._here.remote.ask(algorithms_of, self._here.project)
        self.installed = await self._run_on.offered(theirs)
        self.listed.emit()
        if is_open:
            return
        if is_remembered and self._start_from not in {each.id for each in self.installed}:
            self._start_from = None
        if self._start_from is not None:
            await self._begin_at(self._start_from)
        elif len(self.installed) == 1:
            await self._begin_at(self.installed[0].id)
        else:
            self.undecided.emit()

    async def _begin_at(self, id: int) -> None:
        self.begun.emit(await self._run_on.beginning(id))

    async def _take_run(self, id: int, into: InstalledAlgorithm | None) -> None:
        self.begun.emit(await self._here.remote.ask(from_run, self._here.project, id, into))

    async def _carry(self, before: Beginning, into: int, answers: Mapping[str, object]) -> None:
        target = next(each for each in self.versions(before) if each.id == into)
        project = self._here.project
        self.begun.emit(await self._here.remote.ask(carried, project, before, target, answers))
