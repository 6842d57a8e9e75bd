"""PreferencesPage: appearance, language, runs at a time, where things lie; kept at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from cytodesk.assets import languages
from cytodesk.desk import Desk
from cytodesk.errors import N_
from cytodesk.settings import Settings
from cytodesk.ui.look import Look
from cytodesk.ui.notices import Notices
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card, Hairline
from cytodesk.ui.parts.fields import SearchField
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.numbers import NumberField
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.scrolling import scrolled
from cytodesk.ui.parts.switches import Segmented
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.preferences.engine import EnginePreference
from cytodesk.ui.preferences.rows import Preference
from cytodesk.ui.preferences.space import SpaceCard, Station

_WIDTH = 760
_SYSTEM = "system"
_NAMES = {"en": "English", "fr": "Français"}
_MOST_RUNS = 64
_FOLDERS = (
    (N_("Workspace"), N_("Projects, annotations and analyses of this computer."), "workspace"),
    (
        N_("Cache"),
        N_("Packages of algorithms and pictures; they come again by themselves."),
        "cache",
    ),
    (N_("Log"), N_("What happened, for a report; keys are masked."), "log"),
)


class PreferencesPage(QWidget):
    """Appearance changes at once; what needs a new start says so."""

    about_wanted = Signal()
    signed_out = Signal(str)
    """serverID: its keys are forgotten, whoever is connected stays so."""

    def __init__(
        self,
        look: Look,
        desk: Desk,
        notices: Notices,
        servers: Sequence[tuple[str, str]] = (),
        station: Station | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`servers` are those that were signed in to: serverID and address."""
        super().__init__(parent)
        self.setObjectName("page")
        self.title = look.words("Preferences")
        self._look, self._desk, self._notices = look, desk, notices
        self._words = look.words
        self._servers = servers
        self._search = SearchField(look, self._words("Search preferences"))
        self._search.setFixedWidth(260)
        self._search.searched.connect(self._find)
        self._groups: list[tuple[Card, list[tuple[Hairline, Preference]]]] = []
        self.space = SpaceCard(look, notices, station) if station else None
        self._make_controls()
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Show what is preferred now; that changes nothing."""
        settings = self._desk.settings
        self._appearance.set_value(settings.appearance or _SYSTEM)
        self._language.set_value(settings.language or _SYSTEM)
        self._runs.set_value(settings.queue_limit)
        self._runs.set_problem(None)
        self._engine.refresh()
        if self.space is not None and self.space.isVisible():
            self.space.refresh()

    # what the user does

    def _keep(self, settings: Settings) -> None:
        self._desk.prefer(settings)

    def _appear(self) -> None:
        chosen = str(self._appearance.value())
        appearance = None if chosen == _SYSTEM else chosen
        self._keep(replace(self._desk.settings, appearance=appearance))
        self._look.theme.set_appearance(appearance)

    def _speak(self) -> None:
        chosen = str(self._language.value())
        self._keep(replace(self._desk.settings, language=None if chosen == _SYSTEM else chosen))
        self._notices.show(self._words("CytoDesk speaks that language from its next start."))

    def _limit(self) -> None:
        number = self._runs.value()
        if number is None and not self._runs.text().strip():
            self._runs.set_problem(None)
            self._keep(replace(self._desk.settings, queue_limit=None))
        elif number is None or not 1 <= number <= _MOST_RUNS:
            self._runs.set_problem(self._words("1 to {most}", most=_MOST_RUNS))
        else:
            self._runs.set_problem(None)
            self._keep(replace(self._desk.settings, queue_limit=int(number)))

    def _reset(self) -> None:
        self._keep(Settings())
        self._look.theme.set_appearance(None)
        self.refresh()

    def _find(self, query: str) -> None:
        for card, lines in self._groups:
            is_first = True
            for hairline, preference in lines:
                is_found = preference.matches(query)
                preference.setVisible(is_found)
                hairline.setVisible(is_found and not is_first)
                is_first = is_first and not is_found
            card.setVisible(not is_first)
        if self.space is not None:
            self.space.setVisible(self.space.matches(query))
        found = [*(card for card, _ in self._groups), *([self.space] if self.space else [])]
        self._none.setVisible(not any(card.isVisibleTo(self) for card in found))

    # how it is made

    def _make_controls(self) -> None:
        look, words = self._look, self._words
        self._appearance = Segmented(
            look,
            [(_SYSTEM, words("System")), ("light", words("Light")), ("dark", words("Dark"))],
            name=words("Appearance"),
        )
        self._appearance.changed.connect(self._appear)
        known = [(each, _NAMES.get(each, each)) for each in languages()]
        self._language = Pick(look, "", [(_SYSTEM, words("As the system")), *known])
        self._language.setAccessibleName(words("Language"))
        self._language.changed.connect(self._speak)
        usual = max(1, (os.cpu_count() or 2) - 1)
        self._runs = NumberField(look, whole=True, low=1, high=_MOST_RUNS, placeholder=str(usual))
        self._runs.setFixedWidth(80)
        self._runs.setAccessibleName(words("Analyses at a time"))
        self._runs.changed.connect(self._limit)
        self._engine = EnginePreference(look, self._desk)

    def _lay_out(self) -> None:
        look, words = self._look, self._words
        reset = Button(look, words("Reset all to default"), kind="link")
        reset.clicked.connect(self._reset)
        about = Button(look, words("About CytoDesk"), kind="link")
        about.clicked.connect(self.about_wanted)
        title = Text(look, self.title, "page-title")
        self._none = Text(look, words("No preference is called that."), "soft")
        self._none.hide()
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        middle.setLayout(
            column(
                row(title, None, self._search),
                self._none,
                self._group(words("Appearance"), *self._of_appearance()),
                self._group(words("Analyses on this computer"), self._of_runs(), self._engine),
                *self._of_servers(),
                self._group(words("Folders"), *self._of_folders()),
                *([self.space] if self.space else []),
                row(reset, None, about),
                None,
                spacing=16,
            )
        )
        whole = QWidget()
        line = row(spacing=0, margins=(24, 20, 24, 20), align=None)
        line.addWidget(middle, 1)
        line.addStretch(0)
        whole.setLayout(line)
        self.setLayout(column(scrolled(whole, sideways=True)))

    def _group(self, title: str, *preferences: Preference) -> Card:
        card = Card(self._look, title, spacing=8)
        lines = []
        for place, preference in enumerate(preferences):
            hairline = Hairline(self._look)
            hairline.setVisible(place > 0)
            card.add(hairline, preference)
            lines.append((hairline, preference))
        self._groups.append((card, lines))
        return card

    def _of_appearance(self) -> list[Preference]:
        look, words = self._look, self._words
        return [
            Preference(
                look,
                words("Light or dark"),
                words("System follows the desktop, also while CytoDesk is open."),
                self._appearance,
            ),
            Preference(
                look, words("Language"), words("Changes with the next start."), self._language
            ),
        ]

    def _of_runs(self) -> Preference:
        words = self._words
        return Preference(
            self._look,
            words("Analyses at a time"),
            words("The others wait. Counts from the next start of this computer's station."),
            self._runs,
        )

    def _of_servers(self) -> list[Card]:
        """Return the group of servers, or nothing where there are none."""
        words, found = self._words, []
        for server, url in self._servers:
            out = Button(self._look, words("Sign out"), "sign-out")
            help_ = words("Its keys are kept in the key ring of this computer.")
            preference = Preference(self._look, url.partition("://")[2], help_, out)
            out.setAccessibleName(words("Sign out of {url}", url=url))
            out.clicked.connect(
                lambda _=False, each=server, line=preference, button=out: self._sign_out(
                    each, line, button
                )
            )
            found.append(preference)
        return [self._group(words("Servers"), *found)] if found else []

    def _sign_out(self, server: str, preference: Preference, button: Button) -> None:
        self._desk.sign_out(server)
        button.setEnabled(False)
        preference.help.setText(self._words("Its keys are forgotten on this computer."))
        self.signed_out.emit(server)

    def _of_folders(self) -> list[Preference]:
        words = self._words
        found = []
        for title, help_, name in _FOLDERS:
            folder: Path = getattr(self._desk.folders, name)
            open_ = Button(self._look, words("Open"), "folder-open")
            open_.setAccessibleName(words("Open the folder {path}", path=folder))
            open_.clicked.connect(lambda _=False, each=folder: _show_folder(each))
            found.append(Preference(self._look, words(title), f"{words(help_)}\n{folder}", open_))
        return found


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
