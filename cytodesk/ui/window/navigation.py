"""The pages at the left, and below them what is open, each with its own end."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout

from cytodesk.errors import N_
from cytodesk.ui.look import Look
from cytodesk.ui.parts.keyed import Keyed
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.painting import icon, rounded, sized, write
from cytodesk.ui.parts.standing import standing_of
from cytodesk.ui.parts.texts import Text

WIDTH = 208
_ROW = 32
_GAP = 2
_CROSS = 30


@dataclass(frozen=True, slots=True)
class Place:
    """A page that is always there."""

    key: str
    words: str
    icon: str
    needs_project: bool = True


PAGES = (
    Place("start", N_("Start"), "house", needs_project=False),
    Place("project", N_("Project"), "folder"),
    Place("algorithms", N_("Algorithms"), "puzzle-piece", needs_project=False),
    Place("analyses", N_("Analyses"), "list-bullets"),
    Place("compare", N_("Compare"), "scales"),
)
PREFERENCES = Place("preferences", N_("Preferences"), "gear-six", needs_project=False)


class Navigation(QFrame):
    """Announces the key of the page that is wanted, and of the open thing to close."""

    wanted = Signal(str)
    closed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setFixedWidth(WIDTH)
        self._look = look
        self._rows: dict[str, NavigationRow] = {}
        self._open = QVBoxLayout()
        self._open.setSpacing(_GAP)
        self._heading = Text(look, look.words("Open"), "column")
        self._heading.setContentsMargins(10, 16, 0, 0)
        self._heading.hide()
        pages = [self._added(NavigationRow(look, each.key, look.words(each.words), each.icon))
                 for each in PAGES]  # fmt: skip
        preferences = self._added(
            NavigationRow(look, PREFERENCES.key, look.words(PREFERENCES.words), PREFERENCES.icon)
        )
        self.setLayout(
            column(
                *pages,
                self._heading,
                self._open,
                None,
                preferences,
                spacing=_GAP,
                margins=(12, 16, 13, 12),
            )
        )

    def set_project(self, is_there: bool) -> None:
        """Let the pages that need a project be reached, or not."""
        for page in PAGES:
            self._rows[page.key].setEnabled(is_there or not page.needs_project)

    def set_count(self, key: str, count: int) -> None:
        self._rows[key].set_count(count)

    def open(self, key: str, title: str, icon_name: str) -> None:
        """Show that something is open; known keys get the new title."""
        if row := self._rows.get(key):
            row.set_title(title)
            return
        row = self._added(NavigationRow(self._look, key, title, icon_name, closes=True))
        row.close_wanted.connect(self.closed)
        self._open.addWidget(row)
        self._heading.show()

    def close_row(self, key: str) -> None:
        row = self._rows.pop(key)
        row.hide()
        self._open.removeWidget(row)
        row.deleteLater()
        self._heading.setVisible(self._open.count() > 0)

    def show_current(self, key: str, parent: str | None) -> None:
        """Mark what is shown; the page that it belongs to is told apart a little."""
        for name, row in self._rows.items():
            row.set_standing(is_current=name == key, is_parent=name == parent)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        edge = QRect(self.width() - 1, 0, 1, self.height())
        QPainter(self).fillRect(edge, self._look.theme.color("line"))

    def _added(self, row: NavigationRow) -> NavigationRow:
        self._rows[row.key] = row
        row.clicked.connect(lambda: self.wanted.emit(row.key))
        return row


class NavigationRow(Keyed, QAbstractButton):
    close_wanted = Signal(str)

    def __init__(
        self, look: Look, key: str, title: str, icon_name: str, *, closes: bool = False
    ) -> None:
        super().__init__()
        self.key = key
        self._look = look
        self._icon = icon_name
        self._closes = closes
        self._count = 0
        self._is_current = self._is_parent = False
        self.setObjectName(f"go-{key}")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_title(title)
        look.theme.changed.connect(self.update)

    def set_title(self, title: str) -> None:
        self.setText(title)
        self.setAccessibleName(title)
        self.setToolTip(title if self._closes else "")

    def set_count(self, count: int) -> None:
        self._count = count
        self.update()

    def set_standing(self, *, is_current: bool, is_parent: bool) -> None:
        self._is_current, self._is_parent = is_current, is_parent
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 24, _ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self._closes:
            self.close_wanted.emit(self.key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_middle = event.button() == Qt.MouseButton.MiddleButton
        if self._closes and (is_middle or event.position().x() > self.width() - _CROSS):
            self.setDown(False)
            self.close_wanted.emit(self.key)
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, standing = self._look.theme, standing_of(self)
        ground = ""
        if self._is_current:
            ground = "accent-ground"
        elif standing.is_pointed_at and self.isEnabled():
            ground = "hover"
        edge = theme.color("accent") if standing.has_focus else None
        rounded(painter, self.rect(), theme.color(ground) if ground else None, edge, width=2)
        ink, tint = self._inks()
        middle = self.height() // 2
        icon(painter, theme, self._icon, tint, 10, middle)
        right = self._paint_right(painter, middle)
        weight = 500 if self._is_current or self._is_parent else 400
        text = QRect(36, 0, right - 36, self.height())
        elide = Qt.TextElideMode.ElideMiddle
        write(painter, text, self.text(), theme.color(ink), sized(self.font(), weight=weight),
              elide=elide)  # fmt: skip

    def _inks(self) -> tuple[str, str]:
        if not self.isEnabled():
            return "ink-faint", "ink-faint"
        return "ink", "accent" if self._is_current or self._is_parent else "ink-soft"

    def _paint_right(self, painter: QPainter, middle: int) -> int:
        """Paint the cross or the number; return where the title must end."""
        theme = self._look.theme
        if self._closes:
            icon(painter, theme, "x", "ink-soft", self.width() - 23, middle, 14)
            return self.width() - _CROSS
        if self._count:
            place = QRect(self.width() - 50, 0, 38, self.height())
            font = sized(self.font(), 12)
            write(painter, place, str(self._count), theme.color("ink-soft"), font, right=True)
        return self.width() - 44


def parent_of(key: str) -> str | None:
    """Return the page that an open thing belongs to."""
    parents = {"run": "analyses", "form": "analyses", "compare": "compare", "image": "project"}
    kind, _, rest = key.partition(":")
    return parents.get(kind) if rest else None
