"""Above the form: which algorithm, what it does, presets, and values of an earlier analysis."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cytodesk.client.beginning import Beginning
from cytodesk.ui.form.presets import PresetPick
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.picks import Pick
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.texts import Elided
from cytodesk.wire.algorithms import InstalledAlgorithm


class Head(QWidget):
    algorithm_wanted = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        words = look.words
        self.pick = Pick(look, words("Choose an algorithm"), icon="puzzle-piece")
        self.pick.changed.connect(self._choose)
        self._about = Elided(look, "", "soft", middle=False)
        self.past = Button(look, words("Load from an analysis…"))
        self.past.setEnabled(False)
        self.presets = PresetPick(look)
        line = row(self.pick, self._about, self.presets, self.past, spacing=12)
        line.setStretch(1, 1)
        self.setLayout(line)

    def show_algorithms(self, installed: Sequence[InstalledAlgorithm]) -> None:
        self.pick.set_choices(
            [ListRow(each.id, each.name, each.version or "") for each in installed]
        )

    def show_beginning(self, beginning: Beginning) -> None:
        """Say which algorithm it is, its version, and what it does."""
        self.pick.set_value(beginning.installed.id)
        self.pick.set_caption("")
        about = (beginning.installed.version, beginning.algorithm.description)
        self._about.set_text("  ·  ".join(each for each in about if each))
        self.past.setEnabled(True)

    def _choose(self) -> None:
        id = self.pick.value()
        if isinstance(id, int):
            self.algorithm_wanted.emit(id)
