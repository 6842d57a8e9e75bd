"""The page 'One analysis': what it was given, how it runs, what it left, what it says."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from cytodesk.client.annotations import download_file, files_of, local_name
from cytodesk.client.launching import cancel
from cytodesk.client.passport import passport_of
from cytodesk.client.run_care import left_behind, note_of, set_favourite, set_note
from cytodesk.client.run_details import Named, RunDetails, names_in, run_details
from cytodesk.errors import CytoDeskError, NotFound, PlaceError
from cytodesk.settings import write_atomically
from cytodesk.ui.here import Here
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.dialogs import Dialog, result_of
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.logs import LogView
from cytodesk.ui.parts.states import ListStates
from cytodesk.ui.runs.deleting import delete_after_asking
from cytodesk.ui.runs.facts import FactsCard, parameter_facts, running_facts
from cytodesk.ui.runs.figures import RunFigures, View, figures_apart, figures_of
from cytodesk.ui.runs.heading import Heading
from cytodesk.ui.runs.log_following import LogFollowing
from cytodesk.ui.runs.note import ask_for_note
from cytodesk.ui.runs.preview import look_into, preview, reading
from cytodesk.ui.runs.report import details_of, report_of
from cytodesk.ui.runs.results import ResultsCard
from cytodesk.ui.runs.signs import trouble_in
from cytodesk.ui.runs.trouble import TroubleBar
from cytodesk.ui.tasks import Tasks
from cytodesk.ui.worker import Worker
from cytodesk.wire.runs import RunFile, RunState

_GATHER = 0.15
_SAVE = 2
"""What a preview ends with where its file is to be saved."""
_MANY = 1500
"""Annotations that are measured in a process of their own: here they would be felt. Fewer come
sooner from a thread than such a process starts."""
_PICTURE = 512


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
        self._measured: tuple[object, ...] = ()
        self._note = ""
        self._is_stale = self._was_away = False
        worker = self._worker = Worker()
        self.destroyed.connect(lambda: worker.close())
        self._log = LogFollowing(here, run_id, self)
        self._build()
        self._connect()
        self.refresh()

    @property
    def title(self) -> str:
        if self.details is None:
            return self._here.look.words("Analysis")
        return self.details.row.label

    def refresh(self) -> None:
        self._states.loading()
        self._measured = ()
        self._look_soon()

    # what it is made of

    def _build(self) -> None:
        look = self._here.look
        self.heading = Heading(look)
        self.trouble = TroubleBar(look)
        self.facts = FactsCard(look)
        self.results = ResultsCard(look)
        self.log = LogView(look)
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
        self.facts.link_pressed.connect(self._show_command)
        self.trouble.details_pressed.connect(self._show_details)
        self.trouble.report_pressed.connect(self._copy_report)
        self.results.preview_wanted.connect(self._preview)
        self.results.save_wanted.connect(self._save)
        self.results.slide_wanted.connect(self.slide_wanted)
        self.log.save_wanted.connect(self._save_log)
        self._log.more.connect(self.log.add)
        self._here.remote.news.happened.connect(self._hear)
        self._here.remote.news.reached.connect(self._reached)

    # what it shows

    async def _load(self) -> None:
        remote = self._here.remote
        details = await remote.ask(run_details, self.run_id, self.details)
        is_first = self.details is None
        self.details = details
        if is_first:
            self._names = dict(await remote.ask(names_in, details.run, self._here.project))
        self._show(details)
        self._log.run_has_ended = details.row.state.has_ended
        if self.isVisible():
            self._log.go_on()
        if is_first:
            self._note = await remote.ask(note_of, self.run_id)
            self.heading.set_note(self._note)
        self._files = await remote.ask(files_of, details.run)
        self._show_facts(details)
        self.results.put_files(self._files)
        await self._measure(details)

    def _show(self, details: RunDetails) -> None:
        words, run = self._here.look.words, details.row
        self._states.full()
        self.heading.put(details, self._place())
        self.trouble.say(trouble_in(words, run), is_warning=run.state is not RunState.FAILED)
        self._show_facts(details)
        self.log.follow.set_value(not run.state.has_ended)
        self.titled.emit()

    def _show_facts(self, details: RunDetails) -> None:
        words = self._here.look.words
        self._given = parameter_facts(words, details, self._names)
        self._ran = running_facts(words, details, self._place(), self._files)
        self.facts.put(self._given, self._ran)

    async def _measure(self, details: RunDetails) -> None:
        """Show what the run left; again only where that is something else than before."""
        words, run = self._here.look.words, details.row
        if run.data_deleted:
            self.results.say(words("Its data was deleted"), words("Parameters and log stay."))
            return
        if not run.state.has_ended:
            self.results.say(words("No results yet"), words("They are counted when it has ended."))
            return
        left = await self._here.remote.ask(left_behind, run.id)
        key = (left.annotations, run.state)
        if key == self._measured:
            return
        self.results.loading()
        figures = await self._figures(details, left.annotations)
        self._measured = key
        self.results.put(figures)
        if figures.view is not None:
            self._tasks.start(self._show_picture(figures.view), replacing="picture")

    async def _figures(self, details: RunDetails, annotations: int) -> RunFigures:
        remote, run, project = self._here.remote, details.run, self._here.project
        if annotations <= _MANY:
            return await remote.ask(figures_of, run, project)
        passport = passport_of(remote.connection)
        try:
            return await self._worker.ask(figures_apart, passport, run, project)
        finally:
            self._worker.close()  # they seldom change: its memory is worth more

    async def _show_picture(self, view: View) -> None:
        self.results.picture.clear()
        path = f"imageinstance/{view.image.id}/window-{view.x}-{view.y}-{view.width}-{view.height}"
        picture = await self._here.remote.picture(f"{path}.jpg", maxSize=_PICTURE)
        self.results.picture.put(view, picture)

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
                self._tasks.start(self._star(self.heading.star.isChecked()))
            case "note":
                self._tasks.start(self._write_note(), replacing="note")
            case "compare":
                self.compare_wanted.emit([self.run_id])
            case "again":
                self.new_analysis_wanted.emit(self.run_id)
            case "folder":
                self._open_folder()
            case "cancel":
                self._tasks.start(self._cancel())
            case "delete":
                self._tasks.start(self._delete(), replacing="delete")
            case "refresh":
                self.refresh()
            case "report":
                self._copy_report()

    async def _star(self, is_favourite: bool) -> None:
        try:
            await self._here.remote.ask(set_favourite, self.run_id, is_favourite)
        except CytoDeskError as trouble:
            self.heading.set_star(not is_favourite)
            self._here.notices.show(trouble)

    async def _write_note(self) -> None:
        words = self._here.look.words
        title = words("Note on {run}", run=self.title)
        written = await ask_for_note(self._here.look, self, title, self._note)
        if written is None:
            return
        try:
            await self._here.remote.ask(set_note, self.run_id, written)
        except CytoDeskError as trouble:
            self._here.notices.show(trouble)
            return
        self._note = written
        self.heading.set_note(written)

    async def _cancel(self) -> None:
        self.heading.cancel.setEnabled(False)
        try:
            await self._here.remote.ask(cancel, self.run_id)
            self._look_soon()
        except CytoDeskError as trouble:
            self._here.notices.show(trouble)
        finally:
            self.heading.cancel.setEnabled(True)

    async def _delete(self) -> None:
        if self.details is not None and await delete_after_asking(
            self._here, self, [self.details.row]
        ):
            self.refresh()

    def _open_folder(self) -> None:
        if self.details is not None and self.details.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.details.folder)))

    def _show_command(self, link: str) -> None:
        if self.details is not None and link == "command":
            words = self._here.look.words
            text = "\n".join(self.details.command)
            self._read(words("{number} arguments", number=len(self.details.command)), text)

    def _show_details(self) -> None:
        self._read(self.trouble.sentence.text(), details_of(self.log.model.lines))

    def _copy_report(self) -> None:
        if self.details is not None:
            words, lines = self._here.look.words, self.log.model.lines
            text = report_of(words, self.details, self._given, self._ran, lines)
            QGuiApplication.clipboard().setText(text)
            self._here.notices.show(words("The report is in the clipboard."))

    def _read(self, title: str, text: str) -> None:
        """Show `text` in a dialog that can be copied from."""
        look = self._here.look
        dialog = Dialog(look, title, self)
        dialog.body.addWidget(reading(text, title), 1)
        copy = dialog.add_button(Button(look, look.words("Copy"), "copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        close = dialog.add_button(Button(look, look.words("Close"), kind="primary"))
        close.clicked.connect(dialog.accept)
        dialog.resize(720, 420)
        self._tasks.start(_shown(dialog))

    # files

    def _preview(self, file: RunFile) -> None:
        self._tasks.start(self._show_preview(file), replacing="preview")

    async def _show_preview(self, file: RunFile) -> None:
        seen = await self._here.remote.ask(look_into, file)
        if await result_of(preview(self._here.look, self, file, seen)) == _SAVE:
            self._save(file)

    def _save(self, file: RunFile) -> None:
        self._tasks.start(self._save_file(file), replacing="save")

    async def _save_file(self, file: RunFile) -> None:
        if target := await self._target(local_name(file)):
            kept = await self._here.remote.ask(download_file, file, target.parent)
            if kept != target:
                await asyncio.to_thread(kept.replace, target)
            self._tell_saved(target)

    def _save_log(self) -> None:
        self._tasks.start(self._save_text(f"{self.title}.log", self.log.text()), replacing="save")

    async def _save_text(self, name: str, text: str) -> None:
        if target := await self._target(name.replace("#", "")):
            await asyncio.to_thread(write_atomically, target, text.encode())
            self._tell_saved(target)

    async def _target(self, name: str) -> Path | None:
        """Ask where to save."""
        dialog = QFileDialog(self, self._here.look.words("Save as"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        if not await result_of(dialog) or not dialog.selectedFiles():
            return None
        return Path(dialog.selectedFiles()[0])

    def _tell_saved(self, target: Path) -> None:
        self._here.notices.show(self._here.look.words("{path} is saved.", path=target.name))

    # Qt calls these

    def showEvent(self, event: QShowEvent) -> None:
        if self.details is not None:
            self._log.go_on()

    def hideEvent(self, event: QHideEvent) -> None:
        self._log.pause()


async def _shown(dialog: Dialog) -> None:
    await result_of(dialog)
