"""The bar above all: where one is, what one looks for, what one should know."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.buttons import Button, IconButton
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.menu import Menu
from cytodesk.ui.parts.painting import hairline, icon, rounded, sized, write
from cytodesk.ui.parts.row_lists import ListRow
from cytodesk.ui.parts.standing import standing_of
from cytodesk.ui.parts.texts import Text

HEIGHT = 48
_SEARCH = 320


class TopBar(QFrame):
    search_wanted = Signal()
    notices_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("frame", "bar")
        self.setFixedHeight(HEIGHT)
        self._look = look
        words = look.words
        self._name = Text(look, "CytoDesk", "title")
        self.places = Wanted(look, "desktop", words("Place"))
        self._slash = Text(look, "/", "soft")
        self.projects = Wanted(look, "", words("Project"))
        self.search = SearchButton(look)
        self.bell = Bell(look)
        help_button = IconButton(look, "question", words("Help"), icon_size=20)
        self.search.clicked.connect(self.search_wanted)
        self.bell.clicked.connect(self.notices_wanted)
        help_button.clicked.connect(self.help_wanted)
        left = (Mark(look), 2, self._name, self.places, self._slash, self.projects)
        right = (self.search, 4, self.bell, 2, help_button)
        self.setLayout(row(*left, None, *right, spacing=6, margins=(16, 0, 16, 1)))
        self.show_place("", "")

    def show_place(self, place: str, project: str, icon_name: str = "desktop") -> None:
        """Name where one is; the program's own name stands there as long as it is nowhere."""
        self.places.set_icon(icon_name)
        self.places.set_choice(place)
        self.projects.set_choice(project)
        self._name.setVisible(not place)
        self.places.setVisible(bool(place))
        self._slash.setVisible(bool(project))
        self.projects.setVisible(bool(project))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        hairline(painter, self._look.theme.color("line"), 0, self.width(), self.height() - 1)


class Mark(QWidget):
    """The program's own mark: a cell in its field of view."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self._look.theme.color("accent")
        painter.setPen(QPen(accent, 2))
        painter.drawEllipse(QPointF(11, 12), 9, 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(QPointF(12.5, 10.5), 4, 4)


class Wanted(Button):
    """One of several places or projects, chosen from a menu below it."""

    chosen = Signal(object)

    def __init__(self, look: Look, icon_name: str, caption: str) -> None:
        super().__init__(look, "", icon_name, "quiet")
        self._caption = caption
        self._rows: list[ListRow] = []
        self.clicked.connect(self.open_menu)

    def set_choice(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(f"{self._caption}: {text}")
        self.setToolTip(self._caption)
        self.updateGeometry()

    def set_menu(self, rows: Sequence[ListRow]) -> None:
        """Offer rows; their keys are what is chosen."""
        self._rows = list(rows)

    def open_menu(self) -> None:
        current = next((row.key for row in self._rows if row.text == self.text()), None)
        menu = Menu(self._look, self._rows, self, current=current)
        menu.chosen.connect(self.chosen)
        menu.open_below(self)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(hint.width() + 26, 320), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        standing = standing_of(self)
        self._paint_ground(painter, standing)
        x, middle = 9, self.height() // 2
        if self._icon:
            icon(painter, theme, self._icon, "ink-soft", x, middle)
            x += 24
        place = QRect(x, 0, self.width() - x - 26, self.height())
        weight = 400 if self._icon else 500  # the project weighs more than its place
        write(painter, place, self.text(), theme.color("ink"), sized(self.font(), weight=weight))
        icon(painter, theme, "caret-down", "ink-soft", self.width() - 22, middle, 12)


class SearchButton(Button):
    """Looks like a field; what is typed goes into the list of commands that it opens."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.words("Search or run a command"), "magnifying-glass")
        self.setObjectName("search")
        self.setMaximumWidth(_SEARCH)
        self.setMinimumWidth(160)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_SEARCH, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._look.theme
        has_focus = standing_of(self).has_focus
        edge = theme.color("accent" if has_focus else "field-line")
        rounded(painter, self.rect(), theme.color("surface"), edge, width=2 if has_focus else 1)
        middle, soft = self.height() // 2, theme.color("ink-soft")
        icon(painter, theme, "magnifying-glass", "ink-soft", 9, middle)
        keys = "Ctrl L"
        font = sized(self.font(), 12)
        taken = write(painter, self.rect().adjusted(0, 0, -10, 0), keys, soft, font, right=True)
        place = self.rect().adjusted(33, 0, -taken - 20, 0)
        write(painter, place, self.text(), soft, sized(self.font()))


class Bell(IconButton):
    """How many notices wait, as a dot with a number."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "bell", look.words("Notices"), icon_size=20)
        self._unread = 0

    def set_unread(self, count: int) -> None:
        self._unread = count
        words = self._look.words
        self.set_tooltip(words.plural("{number} notice", "{number} notices", count))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._unread:
            return
        painter, theme = QPainter(self), self._look.theme
        spot = QRect(self.width() - 15, 3, 13, 13)
        rounded(painter, spot, theme.color("accent-fill"), radius=6.5)
        painter.setFont(sized(self.font(), 9, 600))
        painter.setPen(theme.color("on-fill"))
        text = str(self._unread) if self._unread < 10 else "9+"
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, text)
