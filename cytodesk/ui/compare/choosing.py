"""Choosing what is compared: the start of a comparison, and more for one that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.errors import CytoDeskError
from cytodesk.ui.compare.adding import RunPicker
from cytodesk.ui.compare.keeping import Keeping
from cytodesk.ui.compare.run_list import offer_of
from cytodesk.ui.compare.start import ComparisonStart
from cytodesk.ui.here import Here
from cytodesk.ui.tasks import Tasks


class Choosing(QObject):
    """`start` is what stands where nothing is compared."""

    added = Signal(list)
    """Runs that shall be compared too."""
    compare_wanted = Signal(list)
    """Runs that shall be compared on a page of their own."""

    def __init__(self, page: QWidget, here: Here, tasks: Tasks, keeping: Keeping) -> None:
        super().__init__(page)
        self._page, self._here, self._tasks, self._keeping = page, here, tasks, keeping
        self.start = ComparisonStart(here.look)
        self.start.compare_wanted.connect(self.compare_wanted)
        self.start.saved_wanted.connect(lambda saved: keeping.open(saved, self.compare_wanted))
        self.start.forget_wanted.connect(lambda name: keeping.forget(name, self.start.put_saved))

    def fill_start(self) -> None:
        """Ask what there is to choose from."""
        self._tasks.start(self._fill_start(), replacing="start")

    def offer(self, taken: Sequence[int], anchor: QWidget) -> RunPicker:
        """Open the list of what could be compared too, beside `taken`."""
        picker = RunPicker(self._here.look, self._page)
        picker.taken.connect(self.added)
        picker.closed.connect(picker.deleteLater)
        picker.open_for(anchor)
        self._tasks.start(self._fill(picker, taken), replacing="picker")
        return picker

    async def _fill_start(self) -> None:
        here = self._here
        try:
            self.start.put(await here.remote.ask(offer_of, here.project.id))
            self.start.put_saved(await self._keeping.saved_ones())
        except CytoDeskError as trouble:
            self.start.runs.fail(trouble.said(here.look.words))

    async def _fill(self, picker: RunPicker, taken: Sequence[int]) -> None:
        here = self._here
        try:
            found = await here.remote.ask(offer_of, here.project.id)
        except CytoDeskError as trouble:
            picker.fail(trouble.said(here.look.words))
        else:
            picker.put(found.without(taken))
