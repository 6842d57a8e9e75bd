"""What was found out of an app before anything of it is copied."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cytodesk.client.installing import Looked, Needs
from cytodesk.errors import DescriptorError
from cytodesk.ui.algorithms.install_facts import fact_lines
from cytodesk.ui.algorithms.runs_in_image import RunsInImage
from cytodesk.ui.algorithms.runs_with import RunsWith
from cytodesk.ui.algorithms.standing import Standing, standing_before
from cytodesk.ui.algorithms.standing_line import StandingLine
from cytodesk.ui.algorithms.surroundings import Surroundings
from cytodesk.ui.here import Here
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.texts import Text

_MUCH = 500e6
"""Bytes of an app that are rather somebody's whole folder of downloads."""


class FoundOut(QWidget):
    """Empty until one of both is shown; `runs_with` is what can be chosen of how it runs."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self._here, self._look, self._words = here, here.look, here.look.words
        self.runs_with = Surroundings()
        self._page = column(spacing=12, margins=(0, 0, 12, 0))
        self.setLayout(self._page)

    def show_problems(self, name: str, trouble: DescriptorError) -> None:
        """Say every problem of the descriptor at its line."""
        words = self._words
        count = sum(not problem.is_warning for problem in trouble.problems)
        self._page.addWidget(Text(self._look, name, "title"))
        sentence = words.plural(
            "Its descriptor cannot be read: {number} thing to mend.",
            "Its descriptor cannot be read: {number} things to mend.",
            count,
        )
        self._add(Standing("bad", sentence))
        for problem in trouble.problems:
            said = problem.said(words)
            where = words("line {line}: {said}", line=problem.line, said=said)
            mark = "warn" if problem.is_warning else "bad"
            self._add(Standing(mark, where if problem.line else said), is_small=True)
        self._page.addStretch(1)

    def show_looked(self, looked: Looked) -> None:
        """Say what it is, what would be copied and fetched, and what it may do."""
        words, look = self._words, self._look
        name = row(Text(look, looked.name, "title"), Text(look, looked.version, "caption"), None)
        self._page.addLayout(name)
        if looked.description:
            about = " ".join(looked.description.split())
            self._page.addWidget(Text(look, about, "soft", wraps=True))
        self._add(standing_before(words, looked.needs))
        for line in fact_lines(look, looked):
            self._page.addLayout(line)
        self.runs_with = self._surroundings_of(looked.needs)
        self._page.addWidget(self.runs_with)
        if looked.bytes > _MUCH:
            sentence = words("Everything that lies beside its descriptor is copied.")
            self._add(Standing("warn", sentence, words("Put it into a folder of its own first.")))
        for warning in looked.warnings:
            self._add(Standing("warn", warning), is_small=True)
        self._add(
            Standing(
                "warn",
                words("It runs with your rights: it can read and change your files."),
                words("Install only what you trust."),
            )
        )
        self._page.addStretch(1)

    def height_at(self, width: int) -> int:
        """Return how high all of it is at this width, in pixels."""
        return self._page.totalHeightForWidth(width)

    def _surroundings_of(self, needs: Needs) -> Surroundings:
        """Return what can be chosen of the way in which it runs."""
        if needs.way == "container":
            return RunsInImage(self._look, needs)
        if needs.way != "program":
            return Surroundings()
        runs_with = RunsWith(self._here)
        runs_with.put(needs)
        return runs_with

    def _add(self, standing: Standing, *, is_small: bool = False) -> None:
        self._page.addWidget(StandingLine(self._look, standing, is_small=is_small))
