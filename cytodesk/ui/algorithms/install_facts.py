"""What is known of an algorithm before it is installed, and why it is not ready after that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from cytodesk.assets import Words
from cytodesk.client.installing import Looked
from cytodesk.errors import CytoDeskError, EnvironmentFailed, NeedsBuilding
from cytodesk.ui.amounts import bytes_said, number_said
from cytodesk.ui.look import Look
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.texts import Text

_CAPTION = 80


def fact_lines(look: Look, looked: Looked) -> list[QHBoxLayout]:
    """Return a line for each fact, its name at the left."""
    words = look.words
    size = bytes_said(looked.bytes, words)
    files = words.plural(
        "{amount} file, {size}, copied into the workspace",
        "{amount} files, {size}, copied into the workspace",
        looked.files,
        amount=number_said(looked.files),
        size=size,
    )
    facts = [(words("From"), str(looked.path)), (words("Files"), files)]
    if looked.needs.way != "container":
        facts.append((words("Program"), looked.needs.program or words("none found")))
    return [_line(look, title, fact) for title, fact in facts]


def why_not_ready(words: Words, trouble: CytoDeskError, *, is_installed: bool) -> str:
    """Return what went wrong, and what would help where its files are there already."""
    said = trouble.fields.get("said", "")
    if isinstance(trouble, NeedsBuilding):
        return words(
            "It is installed, but a package exists as its source only: {said}. "
            "Allow it to build packages, or take a Python that has them.",
            said=said,
        )
    if isinstance(trouble, EnvironmentFailed) and said:
        return words(
            "It is installed, but its packages could not be: {said}. "
            "Take a Python that has them, or change its list of packages.",
            said=said,
        )
    if isinstance(trouble, EnvironmentFailed) and is_installed:
        reason = trouble.said(words)
        return words("It is installed, but cannot run yet: {reason}", reason=reason)
    return trouble.said(words)


def _line(look: Look, title: str, fact: str) -> QHBoxLayout:
    text = Text(look, fact, "", wraps=True).be_selectable()
    caption = Text(look, title, "soft")
    caption.setFixedWidth(_CAPTION)
    caption.setAlignment(Qt.AlignmentFlag.AlignTop)
    line = row(caption, spacing=12, align=None)
    line.addWidget(text, 1)
    return line
