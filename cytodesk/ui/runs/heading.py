"""The head of one analysis: what it is, how it stands, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.assets import Words
from cytodesk.client.run_details import RunDetails
from cytodesk.client.run_lists import ListedRun
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button, IconButton, StarButton
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.progress import ProgressLine
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.texts import Elided, IconText, Text
from cytodesk.ui.runs.signs import ICONS, said_with_duration, share_of
from cytodesk.ui.runs.times import instant
from cytodesk.wire.runs import RunState

_BAR = 120


class Heading(QWidget):
    """`acted` tells what is wanted: star, note, compare, folder, again, cancel, ..."""

    acted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._run: ListedRun | None = None
        words = look.words
        self.name = Text(look, "", "page-title")
        self.state = IconText(look, "clock", "ink-soft", "", weight=500)
        self.bar = ProgressLine(look)
        self.bar.setFixedWidth(_BAR)
        self.star = StarButton(look, words("Favourite"))
        self.compare = Button(look, words("Add to compare"), "scales")
        self.compare.setEnabled(False)
        self.folder = Button(look, words("Open folder"), "folder-open")
        self.cancel = Button(look, words("Cancel"), "x")
        self.again = Button(
            look, words("Run again with these values"), "arrow-clockwise", "primary"
        )
        self.more = IconButton(look, "dots-three", words("More"))
        self.line = Elided(look, "", "soft", middle=False)
        self.note = Elided(look, "", "", middle=False)
        self.edit_note = Button(look, words("Add a note"), kind="link")
        for button, key in (
            (self.edit_note, "note"),
            (self.star, "star"),
            (self.compare, "compare"),
            (self.folder, "folder"),
            (self.cancel, "cancel"),
            (self.again, "again"),
        ):
            button.clicked.connect(lambda _=False, key=key: self.acted.emit(key))
        self.more.clicked.connect(self._open_more)
        for hidden in (self.folder, self.cancel, self.bar):
            hidden.hide()
        first = row(
            self.name, 8, self.state, self.bar, None, self.star, self.compare, self.folder,
            self.cancel, self.again, self.more,
        )  # fmt: skip
        self.note.hide()
        second = row(self.line, self.note, self.edit_note, None, spacing=12)
        self.setLayout(column(first, second, spacing=4))

    def put(self, details: RunDetails, place: str) -> None:
        words, run = self._look.words, details.row
        self._run = run
        self.name.setText(run.label)
        icon, token = ICONS[run.state]
        ink = token if run.state in (RunState.SUCCEEDED, RunState.FAILED) else "ink"
        self.state.set_icon(icon, token, ink)
        self.state.set_text(said_with_duration(words, run))
        self.bar.setVisible(run.state is RunState.RUNNING)
        self.bar.set_share(share_of(run))
        self.set_star(run.favourite)
        self.folder.setVisible(details.folder is not None)
        self.cancel.setVisible(run.can_be_cancelled)
        has_ended = run.state.has_ended
        self.compare.setEnabled(has_ended)
        self.compare.setToolTip("" if has_ended else words("It can be compared once it has ended"))
        self.line.set_text(_line(words, run, place))

    def set_note(self, note: str) -> None:
        words = self._look.words
        self.note.set_text(" ".join(note.split()))
        self.note.setToolTip(note)
        self.note.setVisible(bool(note))
        self.edit_note.setText(words("Edit the note") if note else words("Add a note"))
        self.edit_note.updateGeometry()

    def set_star(self, is_set: bool) -> None:
        self.star.blockSignals(True)
        self.star.setChecked(is_set)
        self.star.set_icon("star-fill" if is_set else "star")
        self.star.blockSignals(False)

    def _open_more(self) -> None:
        words, run = self._look.words, self._run
        rows = [
            ListRow("refresh", words("Read again"), icon="arrows-clockwise"),
            ListRow("report", words("Copy report"), icon="copy"),
        ]
        if run and run.state.has_ended and not run.data_deleted:
            rows.append(ListRow("delete", words("Delete its data..."), icon="trash"))
        menu = Menu(self._look, rows, self)
        menu.chosen.connect(lambda key: self.acted.emit(str(key)))
        menu.open_below(self.more)


def _line(words: Words, run: ListedRun, place: str) -> str:
    images = words.plural("{number} image", "{number} images", run.images) if run.images else ""
    version = words("Version {version}", version=run.version) if run.version else ""
    deleted = words("its data was deleted") if run.data_deleted else ""
    doing = run.comment if run.state is RunState.RUNNING else ""
    parts = (version, run.who, instant(words, run.created), place, images, deleted, doing)
    return "  ·  ".join(part for part in parts if part)
