"""The window's frame: bar, navigation, pages and strip; what it shows at once, and what later."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.window.book import Book, Maker
from cytodesk.ui.window.navigation import Navigation
from cytodesk.ui.window.page_makers import House
from cytodesk.ui.window.quiet_strip import QuietStrip
from cytodesk.ui.window.top_bar import TopBar

if TYPE_CHECKING:
    from cytodesk.ui.runs.activity import ActivityStrip
    from cytodesk.ui.window.bell import NoticeList
    from cytodesk.ui.window.palette import Palette
    from cytodesk.ui.window.toast import Toast

_SIZE = (1440, 900)
_SMALLEST = (960, 600)
_TITLE = 32
"""Pixels that a window manager puts above a window."""


class Frame(QMainWindow):
    """Shows Start at once; what that frame does not show is made when it is first wanted."""

    def __init__(self, house: House, make: Maker) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("CytoDesk")
        self.setMinimumSize(*_SMALLEST)
        self.house = house
        self.has_painted = False
        self._drawer = house.memory.drawer("window")
        look = house.look
        self.top = TopBar(look)
        self.navigation = Navigation(look)
        self.book = Book(make)
        self.strip: QuietStrip | ActivityStrip = QuietStrip(look)
        self.navigation.set_project(False)
        self._lay_out()
        self._restore_size()

    @cached_property
    def palette_list(self) -> Palette:
        from cytodesk.ui.window.palette import Palette

        return Palette(self.house.look, self)

    @cached_property
    def toast(self) -> Toast:
        from cytodesk.ui.window.toast import Toast

        return Toast(self.house.look, self)

    @cached_property
    def notice_list(self) -> NoticeList:
        from cytodesk.ui.window.bell import NoticeList

        return NoticeList(self.house.look, self.house.notices, self)

    def put_strip(self, strip: ActivityStrip) -> None:
        """Put what shows runs in the place of the quiet strip."""
        self._whole.replaceWidget(self.strip, strip)
        self.strip.deleteLater()
        self.strip = strip

    def show_notices(self) -> None:
        """Show each notice for a while, and all of them at the bell."""
        bell, notices = self.top.bell, self.house.notices
        self.top.notices_wanted.connect(lambda: self.notice_list.open_at(bell))
        notices.shown.connect(lambda notice: self.toast.tell(notice))
        notices.changed.connect(lambda: bell.set_unread(len(notices.unread)))

    def _lay_out(self) -> None:
        whole = QWidget()
        middle = row(self.navigation, self.book, spacing=0, align=None)
        middle.setStretch(1, 1)
        self._whole = column(self.top, middle, self.strip, spacing=0)
        whole.setLayout(self._whole)
        self.setCentralWidget(whole)

    def _restore_size(self) -> None:
        self.resize(size_on(self.screen().availableSize()))
        if kept := self._drawer.get("geometry"):
            self.restoreGeometry(QByteArray.fromHex(kept.encode()))

    # Qt calls this

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.has_painted = True


def size_on(screen: QSize) -> QSize:
    """Return how large a first window is, so that all of it is on the screen, if it can be."""
    wanted, free = QSize(*_SIZE), screen - QSize(0, _TITLE)
    has_room = free.width() >= _SMALLEST[0] and free.height() >= _SMALLEST[1]
    return wanted.boundedTo(free) if has_room else wanted
