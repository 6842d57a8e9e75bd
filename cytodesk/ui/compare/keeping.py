"""Saving what is compared under a name, opening it again, forgetting it."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from cytodesk.client.comparisons import (
    SavedComparison,
    forget_comparison,
    save_comparison,
    saved_comparisons,
)
from cytodesk.settings import Folders
from cytodesk.ui.compare.chosen import Chosen, key_of, remember
from cytodesk.ui.compare.saving import ask_name
from cytodesk.ui.here import Here
from cytodesk.ui.tasks import Tasks


class Keeping(QObject):
    """`saved` carries the name under which what is compared was kept."""

    saved = Signal(str)

    def __init__(self, page: QWidget, here: Here, tasks: Tasks) -> None:
        super().__init__(page)
        self._page, self._here, self._tasks = page, here, tasks
        self._folder = Folders.of_user().data

    def save(self, chosen: Chosen) -> None:
        """Ask for a name, and keep it."""
        self._begin(self._save(chosen))

    @property
    def is_busy(self) -> bool:
        return self._tasks.is_running("keeping")

    async def saved_ones(self) -> list[SavedComparison]:
        remote = self._here.remote
        return await remote.ask(saved_comparisons, self._here.project, self._folder)

    def open(self, saved: SavedComparison, wanted: SignalInstance) -> None:
        """Say what of it is gone, and want the rest compared, looked at as it was."""
        words = self._here.look.words
        if saved.gone:
            listed = ", ".join(saved.gone)
            self._here.notices.show(
                words("Left out, as they are not there any more: {runs}.", runs=listed)
            )
        if len(saved.layers) < 2:
            sentence = words("Of {name}, fewer than two analyses are left.", name=saved.name)
            self._here.notices.show(sentence)
            return
        hidden = frozenset(saved.layers[place] for place in saved.hidden)
        chosen = Chosen(saved.layers, hidden, saved.name)
        remember(self._here.memory, key_of(saved.layers), chosen)
        wanted.emit(list(saved.layers))

    def forget(self, name: str, show: Callable[[Sequence[SavedComparison]], None]) -> None:
        """Forget one, and show those that are left."""
        self._begin(self._forget(name, show))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.start(work, replacing="keeping")

    async def _save(self, chosen: Chosen) -> None:
        here, words = self._here, self._here.look.words
        taken = frozenset(each.name for each in await self.saved_ones())
        where = words("It is kept with the project, and goes where the project goes.")
        if not here.remote.is_station:
            where = words("It is kept on this computer; nothing is written to the server.")
        name = await ask_name(here.look, self._page, chosen.name, taken, where)
        if name is None:
            return
        kept = SavedComparison(
            name=name,
            layers=chosen.ids,
            hidden=tuple(place for place, run in enumerate(chosen.ids) if run in chosen.hidden),
            saved=int(time.time() * 1000),
        )
        await here.remote.ask(save_comparison, here.project, kept, self._folder)
        here.notices.show(words("{name} is saved.", name=name))
        self.saved.emit(name)

    async def _forget(self, name: str, show: Callable[[Sequence[SavedComparison]], None]) -> None:
        remote = self._here.remote
        await remote.ask(forget_comparison, self._here.project, name, self._folder)
        show(await self.saved_ones())
