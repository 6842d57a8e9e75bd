"""What stands on the page New analysis, and who works for it; what is begun is the page's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cytodesk.errors import CytoDeskError
from cytodesk.ui.form.chooser import Chooser
from cytodesk.ui.form.editors.table import Supply
from cytodesk.ui.form.head import Head
from cytodesk.ui.form.launch_bar import LaunchBar
from cytodesk.ui.form.launcher import Launcher
from cytodesk.ui.form.many.desk import ManyDesk
from cytodesk.ui.form.many.side import Side
from cytodesk.ui.form.offers import Offers
from cytodesk.ui.form.parameter_form import ParameterForm
from cytodesk.ui.form.presets import PresetDesk
from cytodesk.ui.form.restored import Restored
from cytodesk.ui.form.run_on import RunOn
from cytodesk.ui.form.thumbs import Thumbs
from cytodesk.ui.form.unsaved import Unsaved
from cytodesk.ui.here import Here
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.remote import Remote
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.algorithms import InstalledAlgorithm

_FORM = 500
_SMALL = 96
_LARGE = 1024
"""Longest edges of pictures: in device pixels, in pixels of the page."""


class Laid(QWidget):
    """The head, the form beside its image, the foot; the chooser where no algorithm is wanted."""

    def __init__(
        self,
        here: Here,
        station: Callable[[], Awaitable[Remote]] | None,
        thumbnails: Path | None,
    ) -> None:
        super().__init__()
        look = here.look
        self._here, self._words = here, look.words
        self._tasks = Tasks(owner=self, report=self._fail)
        self._offers = Offers(here.remote, here.project, self)
        self._thumbs = Thumbs(here.remote, edge=_SMALL, folder=thumbnails, parent=self)
        self._unsaved = Unsaved(here.memory)
        self._run_on = RunOn(here, station)
        self.form: ParameterForm | None = None
        self._head = Head(look)
        self._presets = PresetDesk(here, self, self._head.presets, self._tasks)
        self._restored = Restored(look)
        self._card = Card(look, padding=1, spacing=0)
        self._card.setFixedWidth(_FORM)
        self._card.add(self._restored)
        large = round(_LARGE * self.devicePixelRatioF())
        self._side = Side(look, Thumbs(here.remote, edge=large, folder=thumbnails, parent=self))
        self._panel = self._side.image
        body = QWidget()
        body.setLayout(row(self._card, self._side, spacing=16, align=None))
        self._states = ListStates(look, body)
        self._bar = LaunchBar(look)
        self._bar.hide()
        supply = Supply(self._offers, self._thumbs)
        self._desk = ManyDesk(here, self, self._bar.how_many, self._side, supply)
        self._launcher = Launcher(here, self, self._bar, self._desk, self._unsaved, self._run_on)
        self._chooser = Chooser(look)
        title = Text(look, self._words("New analysis"), "page-title")
        parts = (title, self._head, self._chooser, self._states, self._bar)
        whole = column(*parts, spacing=16, margins=(24, 20, 24, 20))
        whole.setStretch(2, 1)
        whole.setStretch(3, 1)
        self.setLayout(whole)

    def close_down(self) -> None:
        """End what is under way, before the page goes."""
        self._offers.end()
        self._thumbs.end()
        self._panel.end()
        self._desk.end()
        self._launcher.end()
        self._tasks.cancel_all()

    def _show_chooser(self, installed: Sequence[InstalledAlgorithm]) -> None:
        """Let somebody choose an algorithm, or say that there is none."""
        if not installed:
            help = self._words("Algorithms are added on the page Algorithms.")
            self._states.empty(self._words("This project has no algorithm yet"), help)
            return
        self._states.hide()
        self._chooser.show_algorithms(installed)

    def _hide_chooser(self) -> None:
        self._chooser.hide()
        self._states.show()

    def _put_form(self, form: ParameterForm) -> None:
        """Show the form of an algorithm, instead of the one before."""
        if self.form is not None:
            self._card.body.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = form
        self._card.body.addWidget(form, 1)
        form.tab_after(self._head.past)
        form.split_wanted.connect(self._desk.split)

    def _fail(self, trouble: CytoDeskError) -> None:
        raise NotImplementedError
