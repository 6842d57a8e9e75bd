"""What the user does to runs of the table: a star, an end, their data deleted; and the menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.client.launching import cancel
from cytodesk.client.run_care import set_favourite
from cytodesk.client.run_lists import ListedRun
from cytodesk.errors import CytoDeskError
from cytodesk.ui.here import Here
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.runs.book import RunBook
from cytodesk.ui.runs.deleting import delete_after_asking
from cytodesk.ui.runs.going_first import go_first, may_go_first, row_of_going_first
from cytodesk.ui.tasks import Tasks


class RunActs(QObject):
    """What it changes the book shows; what leads elsewhere it only announces."""

    run_wanted = Signal(int)
    again_wanted = Signal(object)
    tick_wanted = Signal(int)

    def __init__(self, here: Here, book: RunBook, tasks: Tasks, page: QWidget) -> None:
        super().__init__(page)
        self._here, self._book, self._tasks, self._page = here, book, tasks, page

    def open_menu(self, run: ListedRun, place: QPoint, *, is_ticked: bool) -> None:
        words = self._here.look.words
        starred = words("Not a favourite") if run.favourite else words("Favourite")
        ticked = words("Untick") if is_ticked else words("Tick to compare")
        rows = [
            ListRow("open", words("Open"), icon="arrow-square-out"),
            ListRow("tick", ticked, icon="scales"),
            ListRow("star", starred, icon="star"),
            ListRow("again", words("Run again with these values"), icon="arrow-clockwise"),
        ]
        if may_go_first(self._here, run):
            rows.append(row_of_going_first(words))
        if run.can_be_cancelled:
            rows.append(ListRow("cancel", words("Cancel it"), icon="x"))
        if run.state.has_ended and not run.data_deleted:
            rows.append(ListRow("delete", words("Delete its data..."), icon="trash"))
        menu = Menu(self._here.look, rows, self._page)
        menu.chosen.connect(lambda key: self.do(str(key), run))
        menu.open_at(place)

    def do(self, key: str, run: ListedRun) -> None:
        """Do what the row `key` of the menu says."""
        match key:
            case "open":
                self.run_wanted.emit(run.id)
            case "tick":
                self.tick_wanted.emit(run.id)
            case "star":
                self.star(run)
            case "again":
                self.again_wanted.emit(run.id)
            case "first":
                self._tasks.start(go_first(self._here, run))
            case "cancel":
                self._tasks.start(self._cancel(run.id))
            case "delete":
                self.delete([run])

    def star(self, run: ListedRun) -> None:
        """Show the star at once; it goes again where the place does not keep it."""
        self._book.mark(run.id, is_favourite=not run.favourite)
        self._tasks.start(self._keep_star(run.id, not run.favourite))

    def delete(self, runs: Sequence[ListedRun]) -> None:
        self._tasks.start(self._delete(runs), replacing="delete")

    async def _keep_star(self, id_: int, is_favourite: bool) -> None:
        try:
            await self._here.remote.ask(set_favourite, id_, is_favourite)
        except CytoDeskError:
            self._book.mark(id_, is_favourite=not is_favourite)
            raise

    async def _cancel(self, id_: int) -> None:
        await self._here.remote.ask(cancel, id_)
        self._book.look_again([id_])

    async def _delete(self, runs: Sequence[ListedRun]) -> None:
        if await delete_after_asking(self._here, self._page, runs):
            self._book.look_again(run.id for run in runs)
