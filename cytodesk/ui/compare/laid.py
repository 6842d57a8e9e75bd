"""What stands on the page Compare, and who works for it; what is compared is the page's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from cytodesk.ui.compare.agreement import AgreementView
from cytodesk.ui.compare.alone import Alone
from cytodesk.ui.compare.choosing import Choosing
from cytodesk.ui.compare.going import Going
from cytodesk.ui.compare.keeping import Keeping
from cytodesk.ui.compare.questions import Questions
from cytodesk.ui.compare.run_chips import RunChip
from cytodesk.ui.compare.tabbed import TabbedViews
from cytodesk.ui.compare.taking import Taking
from cytodesk.ui.compare.title_row import TitleRow
from cytodesk.ui.compare.view import Bench, View
from cytodesk.ui.here import Here
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.tasks import Tasks


class Laid(QWidget):
    """The title row, what is under way, the tabs; the start where nothing is compared."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._here, self._look = here, here.look
        self._tasks = Tasks(self, here.notices.show)
        self._questions = Questions(here, self)
        self._title_row = TitleRow(here.look)
        self.tabbed = TabbedViews(here.look, here.memory, self._bench())
        self.states = ListStates(here.look, self.tabbed)
        self.going = Going(self, here, self._tasks, self._ask)
        self.taking = Taking(self, here, self._tasks, self._ask)
        self.keeping = Keeping(self, here, self._tasks)
        self.choosing = Choosing(self, here, self._tasks, self.keeping)
        self.start = self.choosing.start
        waiting = self._questions.waiting
        parts = (self._title_row, self.tabbed.row, waiting, self.states, self.start)
        self.setLayout(column(*parts, spacing=12, margins=(24, 20, 12, 0)))

    async def _ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Ask the worker about what is compared now."""
        raise NotImplementedError

    def _bench(self) -> Bench:
        return Bench(
            look=self._look,
            memory=self._here.memory,
            ask=self._ask,
            picture=self._here.remote.picture,
            start=lambda work, name: self._tasks.start(work, replacing=name),
        )

    def chips(self) -> list[RunChip]:
        return self._title_row.chips()

    def view(self, key: str) -> View:
        return self.tabbed.views[key]

    def show_tab(self, key: str) -> None:
        self.tabbed.show_tab(key)

    def iou(self) -> float:
        """Return from which IoU on two objects are one, as it is set now."""
        agreement = self.view("agreement")
        return agreement.iou.value() if isinstance(agreement, AgreementView) else 0.5

    def show_alone(self, alone: Alone, add: Callable[[], object]) -> None:
        """Say what the only one is, and how one adds another."""
        words = self._look.words
        self._title_row.put_told([alone.told()])
        help = words("The first one is the baseline: changes are counted from it.")
        offer = ("plus", words("Add an analysis"), add)
        self.states.empty(alone.sentence(words), help, offer)

    def show_stopped(self, again: Callable[[], object]) -> None:
        words = self._look.words
        offer = ("arrow-clockwise", words("Compare again"), again)
        self.states.empty(words("The comparison was stopped."), "", offer)

    def close_down(self) -> None:
        """End everything that is under way; the page shows nothing new after that."""
        self._tasks.cancel_all()
        self._questions.close()
