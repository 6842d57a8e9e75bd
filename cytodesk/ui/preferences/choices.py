"""Appearance, language, analyses at a time: what is chosen once and kept at once."""

from __future__ import annotations

from dataclasses import replace

from cytodesk.assets import languages
from cytodesk.desk import Desk
from cytodesk.settings import Settings
from cytodesk.ui.look import Look
from cytodesk.ui.notices import Notices
from cytodesk.ui.parts.numbers import NumberField
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.switches import Segmented
from cytodesk.ui.preferences.rows import Preference

_SYSTEM = "system"
_NAMES = {"en": "English", "fr": "Français"}
_MOST_RUNS = 64


class AppearancePreference(Preference):
    """Seen at once."""

    def __init__(self, look: Look, desk: Desk) -> None:
        words = look.words
        self._theme, self._desk = look.theme, desk
        self.pick = Segmented(
            look,
            [(_SYSTEM, words("System")), ("light", words("Light")), ("dark", words("Dark"))],
            name=words("Appearance"),
        )
        super().__init__(
            look,
            words("Light or dark"),
            words("System follows the desktop, also while CytoDesk is open."),
            self.pick,
        )
        self.pick.changed.connect(self._prefer)
        self.refresh()

    def refresh(self) -> None:
        """Show what is preferred now; that changes nothing."""
        self.pick.set_value(self._desk.settings.appearance or _SYSTEM)

    def _prefer(self) -> None:
        chosen = str(self.pick.value())
        appearance = None if chosen == _SYSTEM else chosen
        self._desk.prefer(replace(self._desk.settings, appearance=appearance))
        self._theme.set_appearance(appearance)


class LanguagePreference(Preference):
    def __init__(self, look: Look, desk: Desk, notices: Notices) -> None:
        words = self._words = look.words
        self._desk, self._notices = desk, notices
        known = [(each, _NAMES.get(each, each)) for each in languages()]
        self.pick = Pick(look, "", [(_SYSTEM, words("As the system")), *known])
        super().__init__(look, words("Language"), words("Changes with the next start."), self.pick)
        self.pick.changed.connect(self._prefer)
        self.refresh()

    def refresh(self) -> None:
        """Show what is preferred now; that changes nothing."""
        self.pick.set_value(self._desk.settings.language or _SYSTEM)

    def _prefer(self) -> None:
        chosen = str(self.pick.value())
        language = None if chosen == _SYSTEM else chosen
        self._desk.prefer(replace(self._desk.settings, language=language))
        self._notices.show(self._words("CytoDesk speaks that language from its next start."))


class LimitPreference(Preference):
    """How many analyses run at a time; where nothing is entered the program chooses."""

    def __init__(self, look: Look, desk: Desk) -> None:
        words = self._words = look.words
        self._desk = desk
        usual = str(Settings().runs_at_a_time)
        self.number = NumberField(look, whole=True, low=1, high=_MOST_RUNS, placeholder=usual)
        self.number.setFixedWidth(80)
        super().__init__(
            look,
            words("Analyses at a time"),
            words("The others wait. Counts from the next start of this computer's station."),
            self.number,
        )
        self.number.changed.connect(self._prefer)
        self.refresh()

    def refresh(self) -> None:
        """Show what is preferred now; that changes nothing."""
        self.number.set_value(self._desk.settings.queue_limit)
        self._judge(None)

    def _prefer(self) -> None:
        limit = self.number.value()
        is_empty = limit is None and not self.number.text().strip()
        if not is_empty and (limit is None or not 1 <= limit <= _MOST_RUNS):
            self._judge(self._words("1 to {most}", most=_MOST_RUNS))
            return
        self._judge(None)
        kept = None if limit is None else int(limit)
        self._desk.prefer(replace(self._desk.settings, queue_limit=kept))

    def _judge(self, problem: str | None) -> None:
        self.number.set_problem(problem)
        self.say(problem)
