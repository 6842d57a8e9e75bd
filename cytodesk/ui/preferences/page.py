"""PreferencesPage: appearance, language, runs at a time, where things lie; kept at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.desk import Desk
from cytodesk.settings import Settings
from cytodesk.ui.look import Look
from cytodesk.ui.notices import Notices
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.fields import SearchField
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.scrolling import scrolled
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.preferences.choices import (
    AppearancePreference,
    LanguagePreference,
    LimitPreference,
)
from cytodesk.ui.preferences.engine import EnginePreference
from cytodesk.ui.preferences.places import ServerPreference, folder_preferences
from cytodesk.ui.preferences.rows import PreferenceGroup
from cytodesk.ui.preferences.space import SpaceCard, Station

_WIDTH = 760


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
        self._look, self._desk = look, desk
        self._search = SearchField(look, look.words("Search preferences"))
        self._search.setFixedWidth(260)
        self._search.searched.connect(self._find)
        self._appearance = AppearancePreference(look, desk)
        self._language = LanguagePreference(look, desk, notices)
        self._limit = LimitPreference(look, desk)
        self._engine = EnginePreference(look, desk)
        self._groups = self._grouped(servers)
        self.space = SpaceCard(look, notices, station) if station else None
        self._lay_out()

    def refresh(self) -> None:
        """Show what is preferred now; that changes nothing."""
        for each in (self._appearance, self._language, self._limit, self._engine):
            each.refresh()
        if self.space is not None and self.space.isVisible():
            self.space.refresh()

    # what the user does

    def _reset(self) -> None:
        self._desk.prefer(Settings())
        self._look.theme.set_appearance(None)
        self.refresh()

    def _find(self, query: str) -> None:
        for group in self._groups:
            group.search(query)
        if self.space is not None:
            self.space.setVisible(self.space.matches(query))
        self._none.setVisible(not any(card.isVisibleTo(self) for card in self._cards()))

    # how it is made

    def _grouped(self, servers: Sequence[tuple[str, str]]) -> list[PreferenceGroup]:
        look, words = self._look, self._look.words
        signed_in = [ServerPreference(look, self._desk, *server) for server in servers]
        for server in signed_in:
            server.signed_out.connect(self.signed_out)
        told = (
            (words("Appearance"), [self._appearance, self._language]),
            (words("Analyses on this computer"), [self._limit, self._engine]),
            (words("Servers"), signed_in),
            (words("Folders"), folder_preferences(look, self._desk.folders)),
        )
        return [
            PreferenceGroup(look, title, preferences) for title, preferences in told if preferences
        ]

    def _cards(self) -> list[Card]:
        return [*self._groups, *([self.space] if self.space else [])]

    def _lay_out(self) -> None:
        look, words = self._look, self._look.words
        reset = Button(look, words("Reset all to default"), kind="link")
        reset.clicked.connect(self._reset)
        about = Button(look, words("About CytoDesk"), kind="link")
        about.clicked.connect(self.about_wanted)
        head = row(Text(look, self.title, "page-title"), None, self._search)
        self._none = Text(look, words("No preference is called that."), "soft")
        self._none.hide()
        foot = row(reset, None, about)
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        middle.setLayout(column(head, self._none, *self._cards(), foot, None, spacing=16))
        whole = QWidget()
        line = row(spacing=0, margins=(24, 20, 24, 20), align=None)
        line.addWidget(middle, 1)
        line.addStretch(0)
        whole.setLayout(line)
        self.setLayout(column(scrolled(whole, sideways=True)))
