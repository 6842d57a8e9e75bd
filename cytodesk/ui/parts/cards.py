"""Cards, hairlines, and groups that fold."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLayout, QSizePolicy, QVBoxLayout, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button
from cytodesk.ui.parts.layouts import be_shown, column, row
from cytodesk.ui.parts.painting import rounded
from cytodesk.ui.parts.texts import Elided, Text


class Card(QFrame):
    """A surface with a hairline around it; `body` is its layout, `heading` the row of its title."""

    def __init__(
        self,
        look: Look,
        title: str = "",
        *,
        padding: int = 16,
        spacing: int = 12,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.body: QVBoxLayout = column(spacing=spacing, margins=(padding,) * 4)
        self.setLayout(self.body)
        self.title = Text(look, title, "title", parent=self)
        be_shown(self.title, bool(title))
        self.heading = row(self.title, None)
        if title:
            self.body.addLayout(self.heading)
        look.theme.changed.connect(self.update)

    def add(self, *items: QWidget | QLayout) -> None:
        for item in items:
            if isinstance(item, QLayout):
                self.body.addLayout(item)
            else:
                self.body.addWidget(item)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        rounded(QPainter(self), self.rect(), theme.color("surface"), theme.color("line"))


class Hairline(QWidget):
    """A line of one pixel, lying or standing."""

    def __init__(self, look: Look, *, stands: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        fixed, wide = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        if stands:
            self.setFixedWidth(1)
            self.setSizePolicy(fixed, wide)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(wide, fixed)
        look.theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._look.theme.color("line"))


class Group(QWidget):
    """A heading that folds what is below it: '▾ Optional ... Reset all to default'."""

    folded = Signal(bool)

    def __init__(
        self,
        look: Look,
        title: str,
        note: str = "",
        *,
        is_open: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._heading = _GroupHeading(look, title)
        self._heading.setChecked(is_open)
        self._note = Elided(look, note, "caption", middle=False)
        self.heading = row(self._heading, self._note, None)
        self._inner = QWidget(self)  # else it would flash up as a window
        self.body = column(spacing=12)
        self._inner.setLayout(self.body)
        be_shown(self._inner, is_open)
        self.setLayout(column(self.heading, self._inner, spacing=8))
        self._heading.toggled.connect(self._unfold)

    def is_open(self) -> bool:
        return self._heading.isChecked()

    def set_open(self, is_open: bool) -> None:
        self._heading.setChecked(is_open)

    def set_note(self, note: str) -> None:
        self._note.set_text(note)

    def _unfold(self, is_open: bool) -> None:
        be_shown(self._inner, is_open)
        self.folded.emit(not is_open)


class _GroupHeading(Button):
    def __init__(self, look: Look, title: str) -> None:
        super().__init__(look, title, "caret-right", "heading")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(
            lambda is_open: self.set_icon("caret-down" if is_open else "caret-right")
        )
