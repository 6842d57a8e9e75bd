"""The main window: places the rooms, forwards what pages wish, remembers where one was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from cytodesk.ui.tasks import Tasks
from cytodesk.ui.window.book import Refreshes, ShowsBatches
from cytodesk.ui.window.following import Following
from cytodesk.ui.window.frame import Frame
from cytodesk.ui.window.hand import Hand
from cytodesk.ui.window.navigation import parent_of
from cytodesk.ui.window.open_things import OpenThings
from cytodesk.ui.window.page_makers import House, PageMaker

if TYPE_CHECKING:
    from cytodesk.ui.here import Here
    from cytodesk.ui.window.commands import Command
    from cytodesk.ui.window.errands import Errands
    from cytodesk.ui.window.places import Places
    from cytodesk.ui.window.travel import Travel
    from cytodesk.wire.batches import Batch

_WITHOUT_PROJECT = ("start", "preferences")


class MainWindow(Frame):
    """Pages announce what they wish; this window answers, and knows no more than that."""

    closed = Signal()
    travel: Travel
    errands: Errands
    commands: list[Command]

    def __init__(self, house: House, places: Places | None = None) -> None:
        """Without `places` it can be looked at; `move_in` makes it answer."""
        super().__init__(house, lambda key: self.pages.make(key))
        self._things = OpenThings(self.navigation)
        self.following = Following(self, self.open_run, lambda: self.travel.here())
        self.pages = PageMaker(
            house, self._wishes(), lambda: self.travel.servers(), lambda: self.travel.here()
        )
        self.here: Here | None = None
        self._tasks = Tasks(self, house.notices.show)
        self._hand = Hand(self)
        self.book.turn_to("start")
        self.navigation.show_current("start", None)
        if places is not None:
            self.move_in(places)

    def move_in(self, places: Places) -> None:
        """Be able to go anywhere. Its first frame is painted before all that is imported."""
        from cytodesk.ui.window.errands import Errands
        from cytodesk.ui.window.guest_news import GuestNews
        from cytodesk.ui.window.travel import Travel

        self._guests = GuestNews(self.house.notices)
        places.opened.connect(self._guests.follow)
        self.travel = Travel(self.house, places, self.top, self._tasks)
        self.errands = Errands(self, self.house, self.travel, self._tasks, self.go)
        self._wire()

    # going somewhere

    def begin(self, paths: Sequence[str]) -> None:
        """Show Start at once, or come back to where one was; then take what one was given."""
        goes_back = bool(self._drawer.get("inside"))
        self.go("start")
        self.refresh()
        if paths or not goes_back:
            self._hand.rest()
        if paths:
            self.errands.take(paths)
        else:
            self.travel.begin(goes_back=goes_back)

    def go(self, key: str) -> QWidget:
        """Show a page and return it; one that needs a project is Start while there is none."""
        if self.here is None and key not in _WITHOUT_PROJECT:
            if key == "algorithms":
                self._tasks.start(self._go_without_project(key), replacing="travel")
            key = key if self.pages.here and key == "algorithms" else "start"
        page = self.book.turn_to(key)
        self.navigation.show_current(key, parent_of(key))
        self._drawer.put("inside", key != "start")
        if self.here and key != "start":
            self.here.memory.put("page", key)
        return page

    async def _go_without_project(self, key: str) -> None:
        """Show what this computer has, while no project of it is open."""
        if self.pages.here is None:
            self.pages.here = await self.travel.nowhere()
            self.go(key)

    def open(self, key: str, title: str) -> None:
        """Open a thing of its own, or come back to it."""
        self._things.put(key, title)
        self.go(key)
        self._things.remember()

    def close_key(self, key: str) -> None:
        """Close an open thing; what is shown then is the page that it belongs to."""
        if self.book.current == key:
            self.go(parent_of(key) or "start")
        self.book.close_page(key)
        self._things.close(key)

    def close_current(self) -> None:
        if parent_of(self.book.current):
            self.close_key(self.book.current)

    def come_back(self, here: Here) -> None:
        """Be where one was last; a press meanwhile wins: then the page stays that it led to."""
        self.enter(here, self.book.current if self._hand.has_acted else "")

    def enter(self, here: Here, page: str = "") -> None:
        """Be in a project of a place; its pages are made anew, what was open opens again.

        Without a `page` the last one of that project is shown.
        """
        self._hand.rest()
        self._things.clear()
        self.book.close_all(but=_WITHOUT_PROJECT)
        self.here = self.pages.here = here
        self.navigation.set_project(True)
        self.following.begin(here)
        self._things.restore(here.memory)
        self.go(page or here.memory.get("page") or "project")

    def close_down(self) -> None:
        """End what is under way: tasks, pages with their workers, and the look at runs."""
        self._tasks.cancel_all()
        self.following.close()
        self.book.close_all()

    # what pages wish

    def open_run(self, run_id: int) -> None:
        self.open(f"run:{run_id}", f"#{run_id}")

    def open_comparison(self, runs: Sequence[int]) -> None:
        """Compare these runs; a single one joins what is open, or meets the one before it."""
        if len(runs) == 1:
            if joined := self.book.compare_too(runs[0], reversed(self._things.keys())):
                self.go(joined)
                return
            before = self.following.before(runs[0])
            runs = [before.id, *runs] if before else runs
        key = "compare:" + "+".join(str(each) for each in runs)
        self.open(key, ", ".join(f"#{each}" for each in runs))

    def open_form(self, beginning: object = None) -> None:
        """Open a form for an algorithm, a run to run again, or images, by their ids."""
        key = self._things.next_form()
        self.pages.beginnings[key] = beginning if isinstance(beginning, int | list) else None
        self.open(key, self.house.look.words("New analysis"))

    def refresh(self) -> None:
        page = self.book.currentWidget()
        if isinstance(page, Refreshes):
            page.refresh()

    def open_palette(self) -> None:
        self.palette_list.open_over(self, [*self.commands, *self.travel.commands()])

    def _launched(self, run_id: int) -> None:
        """Follow the run, and close the form that launched it."""
        form = self.book.current
        self.open_run(run_id)
        self._close_form(form)
        self.following.look()

    def _batch_started(self, batch: Batch) -> None:
        """Show its runs among the analyses, and close the form that started it."""
        form = self.book.current
        page = self.go("analyses")
        if isinstance(page, ShowsBatches):
            page.show_batch(batch.id)
        self._close_form(form)
        self.following.look_after(batch.id)

    def _close_form(self, key: str) -> None:
        if key.startswith("form:"):
            self.close_key(key)

    async def _say_runs_go_on(self, count: int) -> None:
        self._drawer.put("said-runs-go-on", True)
        if await self.errands.may_close(count):
            self.close()

    # how it is wired

    def _wishes(self) -> dict[str, Callable[..., object]]:
        return {
            "retitled": self._things.retitle,
            "run_wanted": self.open_run,
            "launched": self._launched,
            "batch_started": self._batch_started,
            "batch_goes_on": self.following.look_after,
            "compare_wanted": self.open_comparison,
            "new_analysis_wanted": self.open_form,
            "files_wanted": lambda paths: self.errands.take(paths),
            "about_wanted": lambda: self.errands.about(),
            "signed_out": lambda server: self.travel.forget_server(server),
            "sign_in_wanted": lambda: self.errands.sign_in(),
            "new_project_wanted": lambda: self.errands.new_project(),
            "project_wanted": lambda server, project: self.travel.open_project_at(server, project),
        }

    def _wire(self) -> None:
        from cytodesk.ui.window.commands import fill_menus, install
        from cytodesk.ui.window.menus import Menus

        self.navigation.wanted.connect(self.go)
        self.navigation.closed.connect(self.close_key)
        self.travel.arrived.connect(self.enter)
        self.travel.came_back.connect(self.come_back)
        self.commands = Menus(self).commands()
        actions = install(self, self.house.look, self.commands)
        fill_menus(self.menuBar(), self.house.look, self.commands, actions)
        self.menuBar().hide()
        self.top.search_wanted.connect(self.open_palette)
        self.top.help_wanted.connect(self.errands.about)
        self.show_notices()

    # Qt calls this

    def closeEvent(self, event: QCloseEvent) -> None:
        self._drawer.put("geometry", bytes(self.saveGeometry().data()).hex())
        running = self.following.running
        if running and not self._drawer.get("said-runs-go-on"):
            event.ignore()
            self._tasks.start(self._say_runs_go_on(len(running)), replacing="close")
            return
        super().closeEvent(event)
        self.closed.emit()
