"""The page 'One analysis': what it was given, how it runs, what it left, what it says."""

from __future__ import annotations

import asyncio
from typing import Any, cast
from urllib.parse import urlsplit

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QWidget

from cytodesk.client.annotations import files_of
from cytodesk.client.run_details import Named, RunDetails, names_in, run_details
from cytodesk.errors import CytoDeskError, NotFound, PlaceError
from cytodesk.ui.here import Here
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.log_model import LogLine
from cytodesk.ui.parts.logs import LogView
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.runs.care import Care
from cytodesk.ui.runs.facts import FactsCard, parameter_facts, running_facts
from cytodesk.ui.runs.heading import Heading
from cytodesk.ui.runs.log_following import LogFollowing
from cytodesk.ui.runs.measuring import Measuring
from cytodesk.ui.runs.preview import read_text
from cytodesk.ui.runs.report import details_of, report_of
from cytodesk.ui.runs.results import ResultsCard
from cytodesk.ui.runs.saving import Saving
from cytodesk.ui.runs.signs import trouble_in
from cytodesk.ui.runs.trouble import TroubleBar
from cytodesk.ui.tasks import Tasks
from cytodesk.wire.runs import RunFile, RunState

_GATHER = 0.15


class AnalysisPage(QWidget):
    compare_wanted = Signal(list)
    new_analysis_wanted = Signal(object)
    slide_wanted = Signal(object)
    """A View: the image, and which part of it."""
    titled = Signal()

    def __init__(self, here: Here, run_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._here, self.run_id = here, run_id
        self._tasks = Tasks(self, self._report)
        self.details: RunDetails | None = None
        self._names: dict[int, Named] = {}
        self._files: tuple[RunFile, ...] = ()
        self._is_stale = self._was_away = False
        self._log = LogFollowing(here, run_id, self)
        self._build()
        self._measuring = Measuring(here, self.results, self._tasks)
        self._saving = Saving(here, self, self._tasks)
        self._care = Care(here, self.heading, self._tasks, self._look_soon)
        self._connect()
        self.refresh()

    @property
    def title(self) -> str:
        if self.details is None:
            return self._here.look.words("Analysis")
        return self.details.row.label

    def refresh(self) -> None:
        self._states.loading()
        self._measuring.forget()
        self._look_soon()

    # what it is made of

    def _build(self) -> None:
        look = self._here.look
        self.heading = Heading(look)
        self.trouble = TroubleBar(look)
        self.facts = FactsCard(look)
        self.results = ResultsCard(look)
        self.log = LogView(look)
        self._said = ListStates(look, self.log.view)
        cast(QLayout, self.log.layout()).addWidget(self._said)
        log = Card(look, padding=1, spacing=0)
        log.add(self.log)
        right = column(self.trouble, self.results, spacing=16)
        right.addWidget(log, 1)
        content = QWidget()
        cards = row(self.facts, spacing=16, align=None)
        cards.addLayout(right, 1)
        content.setLayout(column(self.heading, 0, cards, spacing=16))
        self._states = ListStates(look, content)
        self.setLayout(column(self._states, spacing=0, margins=(24, 20, 24, 20)))

    def _connect(self) -> None:
        self.heading.acted.connect(self._act)
        self.facts.link_pressed.connect(self._act)
        self.trouble.details_pressed.connect(self._show_details)
        self.trouble.report_pressed.connect(self._copy_report)
        self.results.preview_wanted.connect(self._saving.preview)
        self.results.save_wanted.connect(self._saving.save)
        self.results.slide_wanted.connect(self.slide_wanted)
        self.log.save_wanted.connect(
            lambda: self._saving.save_text(f"{self.title}.log", self.log.text())
        )
        self._log.more.connect(self._add_lines)
        self._log.ended.connect(self._end_log)
        self._here.remote.news.happened.connect(self._hear)
        self._here.remote.news.reached.connect(self._reached)

    # what it shows

    async def _load(self) -> None:
        remote = self._here.remote
        is_first = self.details is None
        details = self.details = await remote.ask(run_details, self.run_id, self.details)
        if is_first:
            self._names = dict(await remote.ask(names_in, details.run, self._here.project))
        self._show(details)
        self._log.run_has_ended = details.row.state.has_ended
        if self.isVisible():
            self._log.go_on()
        if is_first:
            await self._care.read_note(self.run_id)
        self._files = await remote.ask(files_of, details.run)
        self._show_facts(details)
        self.results.put_files(self._files)
        await self._measuring.measure(details)

    def _show(self, details: RunDetails) -> None:
        words, run = self._here.look.words, details.row
        self._states.full()
        self.heading.put(details, self._place())
        self.trouble.say(trouble_in(words, run), is_warning=run.state is not RunState.FAILED)
        self._show_facts(details)
        if not self.log.model.lines:
            self.log.follow.set_value(not run.state.has_ended)
            self._said.empty(words("Nothing is said yet"))
        self.titled.emit()

    def _add_lines(self, lines: list[LogLine]) -> None:
        self.log.add(lines)
        self._said.full()

    def _end_log(self, was_there: bool) -> None:
        if not self.log.model.lines:
            words = self._here.look.words
            nothing = words("It said nothing")
            self._said.empty(nothing if was_there else words("Its place has no log of it"))

    def _show_facts(self, details: RunDetails) -> None:
        words = self._here.look.words
        self._given = parameter_facts(words, details, self._names)
        self._ran = running_facts(words, details, self._place(), self._files)
        self.facts.put(self._given, self._ran)

    def _place(self) -> str:
        remote = self._here.remote
        if remote.is_station:
            return self._here.look.words("This computer")
        return urlsplit(remote.connection.url).netloc

    # what happens there

    def _hear(self, event: dict[str, Any]) -> None:
        is_ours = event.get("run") == self.run_id
        has_ended = self.details is not None and self.details.row.state.has_ended
        if is_ours or (event.get("kind") == "poll" and not has_ended):
            self._look_soon()

    def _look_soon(self) -> None:
        """Read again, once more where that is being done: something may have happened since."""
        self._is_stale = True
        if not self._tasks.is_running("load"):
            self._tasks.start(self._look(), replacing="load")

    async def _look(self) -> None:
        while self._is_stale:
            self._is_stale = False
            await self._load()
            await asyncio.sleep(_GATHER)

    def _reached(self, is_reached: bool) -> None:
        if is_reached and self._was_away:
            self._look_soon()
        self._was_away = not is_reached

    def _report(self, trouble: CytoDeskError) -> None:
        words = self._here.look.words
        if self.details is None:
            gone = words("This analysis is gone.")
            failed = words("This analysis could not be read.")
            told = gone if isinstance(trouble, NotFound) else failed
            self._states.failed(told, self.refresh, help=trouble.said(words))
        elif not isinstance(trouble, PlaceError):
            self._here.notices.show(trouble)

    # what the user does

    def _act(self, key: str) -> None:
        match key:
            case "star":
                self._care.star(self.run_id)
            case "note":
                self._care.note(self.run_id, self.title, self)
            case "cancel":
                self._care.cancel(self.run_id)
            case "compare":
                self.compare_wanted.emit([self.run_id])
            case "again":
                self.new_analysis_wanted.emit(self.run_id)
            case "refresh":
                self.refresh()
            case _ if self.details is not None:
                self._act_on(self.details, key)

    def _act_on(self, details: RunDetails, key: str) -> None:
        if key == "delete":
            self._care.delete(details, self)
        elif key == "folder" and details.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(details.folder)))
        elif key == "report":
            self._copy_report()
        elif key == "command":
            count = len(details.command)
            title = self._here.look.words("{number} arguments", number=count)
            self._read(title, "\n".join(details.command))

    def _show_details(self) -> None:
        self._read(self.trouble.sentence.text(), details_of(self.log.model.lines))

    def _copy_report(self) -> None:
        if self.details is not None:
            words, lines = self._here.look.words, self.log.model.lines
            text = report_of(words, self.details, self._given, self._ran, lines)
            QGuiApplication.clipboard().setText(text)
            self._here.notices.show(words("The report is in the clipboard."))

    def _read(self, title: str, text: str) -> None:
        self._tasks.start(read_text(self._here.look, self, title, text))

    # Qt calls these

    def showEvent(self, event: QShowEvent) -> None:
        if self.details is not None:
            self._log.go_on()

    def hideEvent(self, event: QHideEvent) -> None:
        self._log.pause()
