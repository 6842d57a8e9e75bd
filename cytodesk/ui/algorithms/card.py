"""One algorithm as a card: name, version, what it does, how it stands, when it was used last."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from cytodesk.ui.algorithms.standing import Standing
from cytodesk.ui.amounts import day_said, number_said
from cytodesk.ui.look import Look
from cytodesk.ui.marks import Mark
from cytodesk.ui.parts.buttons import Button, IconButton
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.texts import Elided, Text
from cytodesk.wire.algorithms import InstalledAlgorithm

_LONGEST = 320
"""Letters of a description; the rest stands in the tooltip."""


class AlgorithmCard(Card):
    analysis_wanted = Signal(int)
    removal_wanted = Signal(object)

    def __init__(
        self,
        look: Look,
        algorithm: InstalledAlgorithm,
        *,
        is_removable: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, spacing=0, parent=parent)
        words = look.words
        self.algorithm = algorithm
        self._look = look
        self.setAccessibleName(algorithm.full_name or algorithm.name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        name = Elided(look, algorithm.name, "title")
        version = Text(look, algorithm.version or "", "caption")
        remove = IconButton(look, "trash", words("Remove {name}...", name=algorithm.name))
        remove.setVisible(is_removable)
        remove.clicked.connect(lambda: self.removal_wanted.emit(algorithm))
        head = row(Mark(look, "puzzle-piece", 20), name, version, None, remove, spacing=8)
        self._about = Text(look, "", "soft", wraps=True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._standing = QWidget()
        self._standing.setLayout(column(spacing=2))
        self.used = Text(look, "", "caption")
        self.new = Button(look, words("New analysis"), "flask")
        self.new.setAccessibleName(words("New analysis with {name}", name=algorithm.name))
        self.new.clicked.connect(lambda: self.analysis_wanted.emit(algorithm.id))
        self.add(head)
        self.body.addSpacing(8)
        self.add(self._about)
        self.body.addStretch(1)
        self.body.addSpacing(12)
        self.add(self._standing)
        self.body.addSpacing(12)
        self.add(row(self.new, None, self.used, spacing=8))

    def show_about(self, description: str) -> None:
        text = " ".join(description.split())
        is_long = len(text) > _LONGEST
        self._about.setText(text[: _LONGEST - 1].rstrip() + "…" if is_long else text)
        self._about.setToolTip(text if is_long else "")

    def show_standing(self, standing: Standing) -> None:
        """Say whether it can run, and where it cannot, what would help."""
        layout = self._standing.layout()
        assert layout is not None
        while item := layout.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        tone = "" if standing.mark == "good" else standing.mark
        sentence = Text(self._look, standing.sentence, tone, wraps=True)
        help_ = Text(self._look, standing.help, "caption", wraps=True)
        help_.setVisible(bool(standing.help))
        top = Qt.AlignmentFlag.AlignTop
        line = row(spacing=8, align=None)
        line.addWidget(Mark(self._look, standing.mark), 0, top)
        texts = column(sentence, help_, spacing=2)
        line.addLayout(texts, 1)
        whole = QWidget()
        whole.setLayout(line)
        layout.addWidget(whole)
        self.new.setEnabled(standing.can_run)
        self.new.setToolTip("" if standing.can_run else standing.sentence)

    def show_used(self, instant: int | None) -> None:
        """Say how often it ran, and when last (epoch ms)."""
        words, runs = self._look.words, self.algorithm.run_count
        if not runs:
            self.used.setText(words("never used"))
            return
        said = words.plural(
            "{amount} analysis", "{amount} analyses", runs, amount=number_said(runs)
        )
        if instant is not None:
            day = day_said(words, instant / 1000, time.time())
            said = words("{analyses}, last {day}", analyses=said, day=day)
        self.used.setText(said)
