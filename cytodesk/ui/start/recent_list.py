"""Recent projects as rows: name, place, when; each opens with a click or Enter."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from cytodesk.ui.amounts import day_said
from cytodesk.ui.look import Look
from cytodesk.ui.parts.cards import Card
from cytodesk.ui.parts.keyed import Keyed
from cytodesk.ui.parts.layouts import column
from cytodesk.ui.parts.painting import hairline, rounded, sized, write
from cytodesk.ui.parts.painting import icon as paint_icon
from cytodesk.ui.parts.standing import standing_of
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.start.recent import RecentProject

_SHOWN = 5
_HEIGHT = 40


class RecentList(QWidget):
    """Hidden while there is nothing to go back to."""

    wanted = Signal(RecentProject)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._card = Card(look, padding=1, spacing=0)
        title = Text(look, look.words("Recent projects"), "title")
        self.setLayout(column(title, self._card, spacing=8, margins=(0, 0, 0, 20)))

    def show_projects(self, projects: Sequence[RecentProject]) -> None:
        while item := self._card.body.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        shown = projects[:_SHOWN]
        for place, project in enumerate(shown):
            row = _Row(self._look, project, is_last=place == len(shown) - 1)
            row.clicked.connect(lambda _=False, each=project: self.wanted.emit(each))
            self._card.add(row)
        self.setVisible(bool(shown))


class _Row(Keyed, QPushButton):
    def __init__(self, look: Look, project: RecentProject, *, is_last: bool) -> None:
        super().__init__()
        words = look.words
        self._look = look
        self._project = project
        self._is_last = is_last
        place = words("This computer") if project.is_here else project.url.partition("://")[2]
        images = words.plural("{number} image", "{number} images", project.images)
        self._about = f"{place}  ·  {images}"
        self._when = day_said(words, project.at, time.time())
        self.setAccessibleName(f"{project.name}, {self._about}, {self._when}")
        self.setToolTip(words("Open {name}", name=project.name))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # Qt calls these

    def sizeHint(self) -> QSize:
        return QSize(300, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, standing = QPainter(self), self._look.theme, standing_of(self)
        inside = self.rect().adjusted(3, 3, -3, -3)
        if standing.has_focus:
            rounded(painter, inside, None, theme.color("accent"), width=2)
        elif standing.is_pointed_at or standing.is_pressed:
            rounded(painter, inside, theme.color("hover"))
        icon = "desktop" if self._project.is_here else "cloud"
        paint_icon(painter, theme, icon, "ink-soft", 16, self.height() // 2)
        line = QRect(44, 0, self.width() - 60, self.height())
        soft = theme.color("ink-soft")
        caption = sized(self.font(), 12)
        right = write(painter, line, self._when, soft, caption, right=True)
        bold = sized(self.font(), weight=500)
        name = QRect(line.left(), 0, line.width() // 2, self.height())
        elide = Qt.TextElideMode.ElideMiddle
        used = write(painter, name, self._project.name, theme.color("ink"), bold, elide=elide)
        about = line.adjusted(used + 16, 0, -right - 16, 0)
        write(painter, about, self._about, soft, sized(self.font()))
        if not self._is_last:
            hairline(painter, theme.color("line"), 0, self.width(), self.height() - 1)
