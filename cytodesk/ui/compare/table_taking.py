"""Taking a table away: into the clipboard for a spreadsheet, or as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.row_lists import ListRow

COPY, CSV = "copy", "csv"


class TakeTable(IconButton):
    """The button of a table; `wanted` carries copy or csv."""

    wanted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        said = look.words("Take this table away")
        super().__init__(look, "download-simple", said, parent, size=28)
        self._look = look
        self.clicked.connect(self._offer)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lie on the header: what stands below must not shine through."""
        QPainter(self).fillRect(self.rect(), self._look.theme.color("surface"))
        super().paintEvent(event)

    def _offer(self) -> None:
        words = self._look.words
        rows = [
            ListRow(COPY, words("Copy the table"), icon="copy"),
            ListRow(CSV, words("Figures (CSV)"), icon="download-simple"),
        ]
        menu = Menu(self._look, rows, self)
        menu.chosen.connect(lambda form: self.wanted.emit(form))
        menu.open_below(self)


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """Return `rows` as CSV: comma, point, all digits; missing is empty."""
    return _written(rows, ",")


def as_tabs(rows: Iterable[Sequence[object]]) -> str:
    """Return `rows` as spreadsheets paste them: a tab between cells."""
    return _written(rows, "\t")


def _written(rows: Iterable[Sequence[object]], delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    for row in rows:
        writer.writerow("" if cell is None else cell for cell in row)
    return out.getvalue()
