"""Beside the images: terms with colours and counts, and who drew annotations."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from cytodesk.client.counting import AuthorCount, TermCount
from cytodesk.ui.amounts import number_said
from cytodesk.ui.look import Look
from cytodesk.ui.marks import Mark
from cytodesk.ui.parts.cards import Hairline
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.painting import dot
from cytodesk.ui.parts.texts import Elided, Text

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Counts(QWidget):
    """Rows of a sign, a name and right-aligned numbers below a line of captions."""

    def __init__(self, look: Look, captions: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._captions = captions
        self.setLayout(column(spacing=0))

    def show_terms(self, counts: Sequence[TermCount]) -> None:
        words = self._look.words
        grid = self._begun()
        for each in counts:
            name = each.term.name if each.term else words("without a term")
            sign = Dot(self._look, each.term.color if each.term else "")
            self._add(grid, sign, name, (each.by_people, each.by_runs, each.reviewed))

    def show_authors(self, counts: Sequence[AuthorCount]) -> None:
        words = self._look.words
        grid = self._begun()
        for each in counts:
            name = each.name
            if each.is_algorithm:
                runs = words.plural("{number} analysis", "{number} analyses", each.runs)
                name = f"{each.name}  ·  {runs}"
            icon = "puzzle-piece" if each.is_algorithm else "user"
            self._add(grid, Mark(self._look, icon), name, (each.annotations,))

    def _begun(self) -> QGridLayout:
        """Empty the widget and return a new grid with its captions in it."""
        layout = self.layout()
        assert layout is not None
        while item := layout.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for column_, caption in enumerate(self._captions):
            text = Text(self._look, caption, "caption")
            text.setAlignment(_RIGHT if column_ else _LEFT)
            span = 1 if column_ else 2
            grid.addWidget(text, 0, column_ + 1 if column_ else 0, 1, span)
        grid.setRowMinimumHeight(0, 24)
        layout.addWidget(inner)
        layout.setAlignment(inner, Qt.AlignmentFlag.AlignTop)
        return grid

    def _add(self, grid: QGridLayout, sign: QWidget, name: str, numbers: Sequence[int]) -> None:
        line = grid.rowCount()
        grid.addWidget(Hairline(self._look), line, 0, 1, len(numbers) + 2)
        grid.addWidget(sign, line + 1, 0)
        grid.addWidget(Elided(self._look, name, ""), line + 1, 1)
        for place, number in enumerate(numbers):
            text = Text(self._look, number_said(number) if number else "–", "")
            text.setAlignment(_RIGHT)
            text.setEnabled(bool(number))
            grid.addWidget(text, line + 1, place + 2)
        grid.setRowMinimumHeight(line + 1, 32)


class Dot(QWidget):
    """The round of a term's colour; an empty ring where there is no term."""

    def __init__(self, look: Look, color: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._color = QColor(color) if color else QColor()
        self.setFixedSize(16, 16)
        look.theme.changed.connect(self.update)

    # Qt calls these

    def sizeHint(self) -> QSize:
        return QSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        if self._color.isValid():
            dot(painter, QPointF(8, 8), 10, self._color, theme.stroke(self._color))
        else:
            dot(painter, QPointF(8, 8), 10, theme.color("surface"), theme.color("field-line"))
