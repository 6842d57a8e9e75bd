"""The newest notice, shown for a while above what acts on a page; the bell keeps it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.notices import Notice
from cytodesk.ui.parts.buttons import IconButton
from cytodesk.ui.parts.layouts import row
from cytodesk.ui.parts.painting import rounded
from cytodesk.ui.parts.texts import IconText, Text

ICONS = {"good": "check-circle", "warn": "warning", "bad": "x-circle"}
_WIDTH = 440
_ABOVE = 136
"""Pixels: the activity strip, and a page's foot, whose Launch it must not lie upon."""
_SECONDS = {"good": 6, "warn": 12, "bad": 20}


class Toast(QFrame):
    """A child of the window that takes no focus; a click on its cross ends it."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("toast")
        self._look = look
        self._mark = IconText(look, "info", "ink-soft", "")
        self._mark.setFixedWidth(16)
        self._sentence = Text(look, "", wraps=True).be_selectable()
        close = IconButton(look, "x", look.words("Close"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.hide)
        self._window = window
        self._line = row(self._mark, self._sentence, close, spacing=10, margins=(14, 10, 8, 10))
        self._line.setStretch(1, 1)
        self.setLayout(self._line)
        self._ends = QTimer(self, singleShot=True)
        self._ends.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def tell(self, notice: Notice) -> None:
        """Show `notice` for as long as its kind deserves."""
        self._mark.set_icon(ICONS[notice.kind], notice.kind)
        self._sentence.setText(notice.sentence)
        self.setAccessibleName(notice.sentence)
        self._place()
        self.show()
        self.raise_()
        self._ends.start(_SECONDS[notice.kind] * 1000)

    # Qt calls these

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        rounded(QPainter(self), self.rect(), theme.color("raised"), theme.color("edge"), radius=8)

    def _place(self) -> None:
        window = self._window
        self.setFixedWidth(min(_WIDTH, window.width() - 32))
        self.setFixedHeight(self._line.totalHeightForWidth(self.width()))
        self.move(window.width() - self.width() - 16, window.height() - self.height() - _ABOVE)
