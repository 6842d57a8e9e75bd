"""What the function behind a command is given."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path

from cytodesk.cli.speech import Speech
from cytodesk.client.connection import Connection
from cytodesk.desk import Desk
from cytodesk.errors import Problem


@dataclass(slots=True)
class Asked:
    """The words of the command line, read; the place is reached when it is first wanted."""

    desk: Desk
    speech: Speech
    chosen: argparse.Namespace
    _place: Connection | None = field(default=None, init=False)

    @property
    def place(self) -> Connection:
        if self._place is None:
            self._place = self.desk.connect(workspace=self.workspace, server=self.chosen.server)
        return self._place

    @property
    def here(self) -> Asked:
        """Return the same, asked of this computer's station whatever server was named."""
        words = {**vars(self.chosen), "server": None}
        return Asked(self.desk, self.speech, argparse.Namespace(**words))

    @property
    def workspace(self) -> Path | None:
        folder: Path | None = self.chosen.workspace
        return None if folder is None else folder.absolute()


def said(problem: Problem, speech: Speech) -> str:
    """Return the problem with its place: `line 3, inputs[2].type: …`."""
    words = speech.words
    place = [words("line {line}", line=problem.line)] if problem.line is not None else []
    place += [problem.attribute] if problem.attribute else []
    sentence = problem.said(words)
    return f"{', '.join(place)}: {sentence}" if place else sentence
