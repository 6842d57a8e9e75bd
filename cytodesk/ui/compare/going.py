"""Where a click on something that is compared leads: to the object, to its image, to its run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from cytodesk.charts.drawing import Target
from cytodesk.ui.compare.context import SIDE, ContextDialog
from cytodesk.ui.compare.context_study import Context, context_of
from cytodesk.ui.here import Here
from cytodesk.ui.tasks import Tasks


class Going(QObject):
    """As near to the object as is known: its slide in a dialog, else its run."""

    run_wanted = Signal(int)

    def __init__(
        self, page: QWidget, here: Here, tasks: Tasks, ask: Callable[..., Awaitable[Context]]
    ) -> None:
        super().__init__(page)
        self._page, self._here, self._tasks, self._ask = page, here, tasks, ask

    def go(self, target: Target, compared: Sequence[int]) -> None:
        if target.image is not None and target.run in compared:
            self._tasks.start(self._look_closer(target), replacing="context")
        elif target.run is not None and target.run > 0:  # a layer that is no run has one below 0
            self.run_wanted.emit(target.run)

    async def _look_closer(self, target: Target) -> None:
        """Show the object that was clicked with what lies around it."""
        context = await self._ask(context_of, target)
        dialog = ContextDialog(self._here.look, context, self._page)
        dialog.show_run.clicked.connect(lambda: self.go(Target(target.run), ()))
        dialog.show_run.clicked.connect(dialog.accept)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        x, y, width, height = context.window
        path = f"imageinstance/{context.image}/window-{x}-{y}-{width}-{height}.png"
        picture = QPixmap()
        picture.loadFromData(await self._here.remote.picture(path, maxSize=2 * SIDE))
        if isValid(dialog):
            dialog.picture.put(picture)
