"""Servers that keys are kept for, and the folders of this computer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices

from cytodesk.desk import Desk
from cytodesk.errors import N_
from cytodesk.settings import Folders
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.preferences.rows import Preference

_FOLDERS = (
    (N_("Workspace"), N_("Projects, annotations and analyses of this computer."), "workspace"),
    (
        N_("Cache"),
        N_("Packages of algorithms and pictures; they come again by themselves."),
        "cache",
    ),
    (N_("Log"), N_("What happened, for a report; keys are masked."), "log"),
)


class ServerPreference(Preference):
    """A server that was signed in to, by its serverID and address."""

    signed_out = Signal(str)
    """serverID: its keys are forgotten, whoever is connected stays so."""

    def __init__(self, look: Look, desk: Desk, server: str, url: str) -> None:
        words = self._words = look.words
        self._desk, self._server = desk, server
        self._out = Button(look, words("Sign out"), "sign-out")
        self._out.setAccessibleName(words("Sign out of {url}", url=url))
        help_ = words("Its keys are kept in the key ring of this computer.")
        super().__init__(look, url.partition("://")[2], help_, self._out)
        self._out.clicked.connect(self._sign_out)

    def _sign_out(self) -> None:
        self._desk.sign_out(self._server)
        self._out.setEnabled(False)
        self.help.setText(self._words("Its keys are forgotten on this computer."))
        self.signed_out.emit(self._server)


def folder_preferences(look: Look, folders: Folders) -> list[Preference]:
    """Return a line for each folder that one may want to open."""
    words, found = look.words, []
    for title, help_, name in _FOLDERS:
        folder: Path = getattr(folders, name)
        open_ = Button(look, words("Open"), "folder-open")
        open_.setAccessibleName(words("Open the folder {path}", path=folder))
        open_.clicked.connect(lambda _=False, each=folder: _show(each))
        found.append(Preference(look, words(title), f"{words(help_)}\n{folder}", open_))
    return found


def _show(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
