"""StandingLine: how something stands, with its mark, and below it what would help."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cytodesk.ui.algorithms.standing import Standing
from cytodesk.ui.look import Look
from cytodesk.ui.marks import Mark
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.texts import Text

_MARK = 16


class StandingLine(QWidget):
    """As high as its words; a `small` one is set like what is wrong with a field."""

    def __init__(
        self, look: Look, standing: Standing | None = None, *, is_small: bool = False
    ) -> None:
        super().__init__()
        self._look, self._is_small = look, is_small
        self._mark = Mark(look, "soft", _MARK)
        self._sentence = Text(look, "", "", wraps=True)
        self._help = Text(look, "", "caption", wraps=True)
        line = row(spacing=8, align=None)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column(self._sentence, self._help, spacing=2), 1)
        self.setLayout(line)
        if standing is not None:
            self.put(standing)

    def put(self, standing: Standing) -> None:
        tones = {"warn": "warn" if self._is_small else "", "bad": "bad", "soft": "soft"}
        self._mark.set_kind(standing.mark)
        self._sentence.set_style(tones.get(standing.mark, ""))
        self._sentence.setText(standing.sentence)
        self._help.setText(standing.help)
        self._help.setVisible(bool(standing.help))
