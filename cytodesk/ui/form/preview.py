"""The exact arguments that the program will get, keys hidden."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from cytodesk.algorithms.algorithm import SERVER_PARAMETERS
from cytodesk.algorithms.command_line import arguments, masked
from cytodesk.algorithms.values import as_text
from cytodesk.assets import Words
from cytodesk.ui.form.answers import Answers
from cytodesk.ui.form.editors.text import is_secret
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.long_texts import fit_lines, read_only
from cytodesk.ui.parts.popup import SHADOW, Popup
from cytodesk.ui.parts.texts import Text

_WIDTH = 520
_MOST_LINES = 24


def tokens_of(words: Words, answers: Answers) -> list[str]:
    """Return the arguments, of what has no problem; what the place fills in is named as such."""
    values = answers.sound_values()
    secrets = [
        as_text(parameter, values[parameter.id])
        for parameter in answers.parameters.values()
        if is_secret(parameter) and parameter.id in values
    ]
    filled = words("(set by Cytomine)")
    tokens = arguments(answers.algorithm, values, dict.fromkeys(SERVER_PARAMETERS, filled))
    return masked(tokens, secrets)


def lines_of(tokens: Sequence[str], filled: str) -> list[str]:
    """Return one line for each option with its value; blanks and quotes in values stay visible."""
    lines: list[str] = []
    can_take = False
    for token in tokens:
        is_option = token.startswith("--")
        shown = token if token == filled else shlex.quote(token)
        if is_option or not can_take:
            lines.append(shown)
        else:
            lines[-1] += f" {shown}"
        can_take = is_option and "=" not in token
    return lines


class Preview(Popup):
    """Selectable, and copied whole by a button."""

    def __init__(self, look: Look, answers: Answers, parent: QWidget) -> None:
        super().__init__(look, parent)
        words = look.words
        tokens = tokens_of(words, answers)
        lines = lines_of(tokens, words("(set by Cytomine)"))
        self.text = read_only("\n".join(lines), words("Arguments"))
        fit_lines(self.text, _MOST_LINES)
        copy = Button(look, words("Copy"), "copy", kind="quiet")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(shlex.join(tokens)))
        left = len(answers.problems)
        said = words("The program gets these arguments.")
        if left:
            said = words.plural(
                "Without {number} that has a problem.",
                "Without {number} that have a problem.",
                left,
            )
        head = row(Text(look, words("Preview"), "title"), Text(look, said, "caption"), None, copy)
        edge = SHADOW + 12
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.addLayout(column(head, self.text, spacing=4))
        self.closed.connect(self.deleteLater)

    def open_for(self, anchor: QWidget) -> None:
        self.open_below(anchor, width=_WIDTH)
        self.text.setFocus(Qt.FocusReason.PopupFocusReason)
