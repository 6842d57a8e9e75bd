"""A class to be made: its colour, its name, and a way to take it away."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QColorDialog, QPushButton, QWidget

from cytodesk.errors import N_
from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.fields import TextField
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.painting import dot, rounded
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.standing import standing_of

_NAMES = (
    N_("Blue"),
    N_("Orange"),
    N_("Green"),
    N_("Pink"),
    N_("Sky blue"),
    N_("Vermilion"),
    N_("Yellow"),
)
"""Of Okabe and Ito's colours, in their order."""


class TermRow(QWidget):
    removed = Signal()

    def __init__(
        self,
        look: Look,
        name: str,
        color: str,
        *,
        is_removable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        words = look.words
        self.name = TextField(look, words("Name of a class"))
        self.name.set_value(name)
        self.name.setAccessibleName(words("Name of a class"))
        self._swatch = _Swatch(look, color)
        self.remove = IconButton(look, "x", words("Remove this class"))
        self.remove.clicked.connect(self.removed)
        self.remove.setVisible(is_removable)
        self.name.changed.connect(lambda: self.say(None))
        self.setLayout(row(self._swatch, self.name, self.remove, spacing=6))

    @property
    def color(self) -> str:
        return self._swatch.color

    def value(self) -> str:
        return self.name.value().strip()

    def say(self, sentence: str | None) -> None:
        self.name.set_problem(sentence)
        self.name.setToolTip(sentence or "")


class _Swatch(QPushButton):
    """A round of colour that opens the seven that everybody can tell apart, and all others."""

    def __init__(self, look: Look, color: str) -> None:
        super().__init__()
        self._look = look
        self.color = color
        self.setToolTip(look.words("Choose a colour"))
        self.setAccessibleName(look.words("Colour of the class"))
        self.setFixedSize(30, 30)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._offer)

    def set_color(self, color: str) -> None:
        self.color = color.upper()
        self.update()

    def _offer(self) -> None:
        words, theme = self._look.words, self._look.theme
        colors = [theme.run_color(place).name() for place in range(len(_NAMES))]
        rows = [
            ListRow(color, words(name), color=color)
            for color, name in zip(colors, _NAMES, strict=True)
        ]
        other = ListRow("", words("Another colour..."), icon="palette", is_apart=True)
        menu = Menu(self._look, [*rows, other], self, current=self.color.lower())
        menu.chosen.connect(lambda color: self.set_color(color) if color else self._ask())
        menu.open_below(self)

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(self.color), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda color: self.set_color(color.name()))
        dialog.open()

    # Qt calls these

    def sizeHint(self) -> QSize:
        return QSize(30, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, standing = QPainter(self), self._look.theme, standing_of(self)
        edge = theme.color("accent" if self.hasFocus() else "edge")
        ground = theme.color("hover" if standing.is_pointed_at else "surface")
        rounded(painter, self.rect(), ground, edge, width=2 if self.hasFocus() else 1)
        fill = QColor(self.color)
        dot(painter, QPointF(15, 15), 14, fill, theme.stroke(fill))
