"""A line above the form: where its values come from, what differs, and ways on from there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cytodesk.algorithms.changes import Difference, Kind
from cytodesk.assets import Words
from cytodesk.client.beginning import Beginning
from cytodesk.errors import N_
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.popup import SHADOW, Popup
from cytodesk.ui.parts.texts import IconText, Text
from cytodesk.wire.algorithms import InstalledAlgorithm

_WIDTH = 460
_SIGNS = {
    Kind.NEW: ("plus", "accent", N_("New")),
    Kind.GONE: ("minus", "ink-soft", N_("Gone")),
    Kind.CHANGED: ("arrows-left-right", "warn", N_("Changed")),
}


class Restored(QWidget):
    forgotten = Signal()
    newer_wanted = Signal(int)
    """The id of a newer version, into which the values shall go."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._words = look.words
        self._differences: Sequence[Difference] = ()
        self._newer = 0
        self._said = Text(look, "", "caption", wraps=True)
        self.differ = Button(look, "", kind="link")
        self.differ.clicked.connect(self._show_differences)
        self.newer = Button(look, "", kind="link")
        self.newer.clicked.connect(lambda: self.newer_wanted.emit(self._newer))
        anew = Button(look, self._words("Start anew"), kind="link")
        anew.clicked.connect(self.forgotten)
        parts = (self._said, self.differ, self.newer, anew)
        line = row(*parts, spacing=12, margins=(20, 8, 20, 0))
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()

    def text(self) -> str:
        return self._said.text()

    def tell(
        self, beginning: Beginning, *, has_unsaved: bool, newest: InstalledAlgorithm | None = None
    ) -> None:
        """Say where the values come from; `newest` is the newest version, where that is another."""
        words, run = self._words, beginning.run
        self._differences = beginning.differences
        said = ""
        if run is not None:
            said = words("Values of analysis #{number}.", number=run.number or run.id)
        elif beginning.since:
            said = words("Values of version {version}.", version=beginning.since)
        elif has_unsaved:
            said = words("Your values of last time are back.")
        self.differ.setText(_counted(words, self._differences))
        self.differ.setVisible(bool(self._differences))
        is_older = newest is not None and run is not None
        self._newer = newest.id if newest else 0
        version = newest.version if newest else ""
        self.newer.setText(words("Take them to version {version}", version=version))
        self.newer.setVisible(is_older)
        for link in (self.differ, self.newer):
            link.updateGeometry()
        self.say(said)

    def say(self, said: str) -> None:
        self._said.setText(said)
        self.setVisible(bool(said))

    def _show_differences(self) -> None:
        Differences(self._look, self._differences, self).open_for(self.differ)


class Differences(Popup):
    """What is new, gone and changed, a line for each."""

    def __init__(self, look: Look, differences: Sequence[Difference], parent: QWidget) -> None:
        super().__init__(look, parent)
        words = look.words
        title = words("What differs in this version")
        lines = column(Text(look, title, "title"), spacing=8)
        for kind in Kind:
            icon, token, name = _SIGNS[kind]
            alike = [each for each in differences if each.kind is kind]
            if alike:
                lines.addSpacing(4)
                lines.addWidget(IconText(look, icon, token, words(name), weight=500))
            for each in alike:
                text = Text(look, each.problem.said(words), "", wraps=True)
                text.setContentsMargins(24, 0, 0, 0)
                lines.addWidget(text)
        edge = SHADOW + 16
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.addLayout(lines)
        self.closed.connect(self.deleteLater)

    def open_for(self, anchor: QWidget) -> None:
        self.open_below(anchor, width=_WIDTH)
        self.setFocus(Qt.FocusReason.PopupFocusReason)


def _counted(words: Words, differences: Sequence[Difference]) -> str:
    """Return '2 new, 1 gone, 3 changed'."""
    counts = {kind: sum(each.kind is kind for each in differences) for kind in Kind}
    said = {
        Kind.NEW: words("{number} new", number=counts[Kind.NEW]),
        Kind.GONE: words("{number} gone", number=counts[Kind.GONE]),
        Kind.CHANGED: words.plural("{number} changed", "{number} changed", counts[Kind.CHANGED]),
    }
    return ", ".join(text for kind, text in said.items() if counts[kind])
