"""One preference on a line: what it is, what it means, its control at the right; and groups."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cytodesk.client.natural import folded
from cytodesk.ui.look import Look
from cytodesk.ui.parts.cards import Card, Hairline
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.problems import ProblemLine
from cytodesk.ui.parts.texts import Text


class Preference(QWidget):
    """`matches` says whether a search for words means it."""

    def __init__(
        self, look: Look, title: str, help: str, *controls: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        label = Text(look, title, "label")
        self.help = Text(look, help, "caption", wraps=True)
        for control in controls:
            if not control.accessibleName():
                control.setAccessibleName(title)
        if controls:
            label.setBuddy(controls[0])
        self._problem = ProblemLine(look)
        texts = column(None, label, self.help, self._problem, None, spacing=2)
        line = row(spacing=12)
        line.addLayout(texts, 1)
        for control in controls:
            line.addWidget(control)
        self.setLayout(line)
        self.setMinimumHeight(44)
        self._said = folded(f"{title} {help}")

    def say(self, problem: str | None) -> None:
        """Say what is wrong with what was entered; None where nothing is."""
        self._problem.say(problem)

    def matches(self, query: str) -> bool:
        return all(word in self._said for word in folded(query).split())


class PreferenceGroup(Card):
    """Preferences below each other; of them a search leaves those that it means."""

    def __init__(self, look: Look, title: str, preferences: Sequence[Preference]) -> None:
        super().__init__(look, title, spacing=8)
        self._lines: list[tuple[Hairline, Preference]] = []
        for place, preference in enumerate(preferences):
            hairline = Hairline(look)
            hairline.setVisible(place > 0)
            self.add(hairline, preference)
            self._lines.append((hairline, preference))

    def search(self, query: str) -> None:
        is_first = True
        for hairline, preference in self._lines:
            is_found = preference.matches(query)
            preference.setVisible(is_found)
            hairline.setVisible(is_found and not is_first)
            is_first = is_first and not is_found
        self.setVisible(not is_first)
