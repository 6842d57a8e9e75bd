"""The bottom of the window: what runs now, how far it is, and what waits behind it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cytodesk.assets import Words
from cytodesk.client.queueing import Queue
from cytodesk.client.run_lists import ListedRun
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button, IconButton
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.painting import hairline
from cytodesk.ui.parts.progress import ProgressLine
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.texts import Elided, IconText, Text
from cytodesk.ui.runs.columns import lasted
from cytodesk.ui.runs.queue_switch import QueueSwitch
from cytodesk.ui.runs.signs import ICONS, how_far, said, share_of
from cytodesk.ui.runs.times import duration
from cytodesk.wire.runs import RunState

HEIGHT = 40
_BAR = 160
_SHOWN = 12
_GUESSED_FROM = 5.0
"""Seconds and per cent from which on it can be guessed how long a run will take."""


class ActivityStrip(QWidget):
    """`put` shows the runs that have not ended; `run_wanted` and `cancel_wanted` tell an id."""

    run_wanted = Signal(int)
    cancel_wanted = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._going_on: list[ListedRun] = []
        self._queue = Queue(False, ())
        words = look.words
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(words("Activity"))
        self._icon = IconText(look, *ICONS[RunState.RUNNING], "")
        self._icon.setFixedWidth(16)
        self._name = Button(look, "", kind="name")
        self._name.clicked.connect(self._want_first)
        self._bar = ProgressLine(look)
        self._bar.setFixedWidth(_BAR)
        self._percent = Text(look)
        self._doing = Elided(look, "", "soft", middle=False)
        self._cancel = IconButton(look, "x", words("Cancel it"))
        self._cancel.clicked.connect(self._want_cancel)
        self._quiet = Text(look, words("Nothing is running"), "soft")
        self.queue = QueueSwitch(look)
        self._others = Button(look, "", kind="quiet")
        self._all = IconButton(look, "caret-up", words("Show what runs and waits"))
        for button in (self._others, self._all):
            button.clicked.connect(self._open)
        self.setLayout(
            row(
                row(self._icon, self._name, spacing=0), self._bar, self._percent, self._doing,
                self._cancel, self._quiet, None, self.queue, self._others, self._all,
                spacing=8, margins=(16, 1, 16, 0),
            )
        )  # fmt: skip
        look.theme.changed.connect(self.update)
        self.put(())

    def put(self, runs: Iterable[ListedRun]) -> None:
        """Show those of `runs` that go on: the one that has run longest first, then in line."""
        unfinished = [run for run in runs if not run.state.has_ended]
        running = [run for run in unfinished if run.state is RunState.RUNNING]
        waiting = [run for run in unfinished if run.state is RunState.QUEUED]
        places = {each.run: place for place, each in enumerate(self._queue.waiting)}
        waiting.sort(key=lambda run: (places.get(run.id, len(places)), run.id))
        self._going_on = [*_oldest_first(running), *waiting]
        self._show(len(running), len(waiting))

    def put_queue(self, queue: Queue) -> None:
        """Show whether the queue rests; those that wait stand in its order from now on."""
        self._queue = queue
        self.queue.put(queue)
        self.put(self._going_on)

    @property
    def first(self) -> ListedRun | None:
        """Return the run that is shown."""
        return self._going_on[0] if self._going_on else None

    def _show(self, running: int, waiting: int) -> None:
        words, first = self._look.words, self.first
        is_running = first is not None and first.state is RunState.RUNNING
        self._icon.setVisible(first is not None)
        self._name.setVisible(first is not None)
        self._bar.setVisible(is_running)
        self._percent.setVisible(is_running and bool(first and first.progress))
        self._doing.setVisible(first is not None)
        self._cancel.setVisible(first is not None and first.can_be_cancelled)
        self._quiet.setVisible(first is None)
        if first is not None:
            self._icon.set_icon(*ICONS[first.state])
            self._name.setText(first.label)
            self._name.setAccessibleName(words("Open {run}", run=first.label))
            self._name.updateGeometry()
            self._bar.set_share(share_of(first))
            self._percent.setText(how_far(words, first))
            self._doing.set_text(_doing(words, first))
        more = _others(words, running - is_running, waiting - (not is_running and waiting > 0))
        self._others.setText(more)
        self._others.updateGeometry()
        for button in (self._others, self._all):
            button.setVisible(bool(more))

    def _want_first(self) -> None:
        if self.first is not None:
            self.run_wanted.emit(self.first.id)

    def _want_cancel(self) -> None:
        if self.first is not None:
            self.cancel_wanted.emit(self.first.id)

    def _open(self) -> None:
        words = self._look.words
        rows = [
            ListRow(run.id, run.label, detail=_state(words, run), icon=ICONS[run.state][0])
            for run in self._going_on[:_SHOWN]
        ]
        menu = Menu(self._look, rows, self)
        menu.chosen.connect(self.run_wanted)
        menu.open_below(self._others)

    # Qt calls these

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        hairline(painter, theme.color("line"), 0, self.width(), 0)


def left_of(run: ListedRun) -> float | None:
    """Return the seconds that `run` will still take if it goes on as it has, None if unknown."""
    seconds = lasted(run)
    if seconds is None or seconds < _GUESSED_FROM or not _GUESSED_FROM <= run.progress < 100:
        return None
    return seconds * (100 - run.progress) / run.progress


def _doing(words: Words, run: ListedRun) -> str:
    if run.cancel_asked or run.state is not RunState.RUNNING:
        return said(words, run)
    left = left_of(run)
    remaining = words("{duration} left", duration=_roughly(words, left)) if left else ""
    return "  ·  ".join(part for part in (run.comment.strip(), remaining) if part)


def _roughly(words: Words, seconds: float) -> str:
    """Return a guess as people make it: whole minutes, or tens of seconds."""
    if seconds >= 3600:
        return duration(words, seconds)
    if seconds >= 45:
        return words("{minutes} min", minutes=round(seconds / 60) or 1)
    return words("{seconds} s", seconds=max(5, 5 * round(seconds / 5)))


def _others(words: Words, running: int, waiting: int) -> str:
    more = words.plural("{number} more run", "{number} more runs", running) if running else ""
    wait = words.plural("{number} waits", "{number} wait", waiting) if waiting else ""
    return ", ".join(part for part in (more, wait) if part)


def _state(words: Words, run: ListedRun) -> str:
    if run.state is RunState.RUNNING and not run.cancel_asked:
        return how_far(words, run)
    return said(words, run)


def _oldest_first(runs: Iterable[ListedRun]) -> list[ListedRun]:
    return sorted(runs, key=lambda run: run.id)
