"""One preference on a line: what it is, what it means, and its control at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cytodesk.client.natural import folded
from cytodesk.ui.look import Look
from cytodesk.ui.parts.layouts import column, row
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
        texts = column(None, label, self.help, None, spacing=2)
        line = row(spacing=12)
        line.addLayout(texts, 1)
        for control in controls:
            line.addWidget(control)
        self.setLayout(line)
        self.setMinimumHeight(44)
        self._said = folded(f"{title} {help}")

    def matches(self, query: str) -> bool:
        return all(word in self._said for word in folded(query).split())
