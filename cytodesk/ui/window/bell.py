"""The notices that wait to be read, below the bell."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.notices import Notice, Notices
from cytodesk.ui.parts.buttons import Button, IconButton
from cytodesk.ui.parts.cards import Hairline
from cytodesk.ui.parts.layouts import column, row
from cytodesk.ui.parts.popup import Popup
from cytodesk.ui.parts.texts import IconText, Text
from cytodesk.ui.window.toast import ICONS

_WIDTH = 420
_SAID = 326
"""Pixels of a sentence: a label that wraps in a popup has to be told its width."""


class NoticeList(Popup):
    def __init__(self, look: Look, notices: Notices, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._notices = notices
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._clear = Button(look, look.words("All read"), kind="link")
        self._clear.clicked.connect(notices.read_all)
        title = Text(look, look.words("Notices"), "title")
        whole = column(
            row(title, None, self._clear), self._rows, spacing=8, margins=(14, 12, 14, 10)
        )
        self.body.addLayout(whole)
        notices.changed.connect(self._fill)
        self._fill()

    def open_at(self, bell: QWidget) -> None:
        self.open_below_right(bell, width=_WIDTH)

    def _fill(self) -> None:
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for notice in reversed(self._notices.unread):
            self._rows.addWidget(self._row(notice))
        if not self._notices.unread:
            none = self._look.words("Nothing to tell.")
            self._rows.addWidget(Text(self._look, none, "soft"))
        self._clear.setVisible(bool(self._notices.unread))

    def _row(self, notice: Notice) -> QWidget:
        look = self._look
        sentence = Text(look, notice.sentence, "", wraps=True)
        sentence.ensurePolished()
        sentence.setFixedSize(_SAID, sentence.heightForWidth(_SAID))
        mark = IconText(look, ICONS[notice.kind], notice.kind, "")
        mark.setFixedWidth(16)
        when = Text(look, time.strftime("%H:%M", time.localtime(notice.at)), "caption")
        read = IconButton(look, "x", look.words("Read"))
        read.clicked.connect(lambda: self._notices.read(notice))
        copy = Button(look, look.words("Copy report"), kind="link")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(notice.details))
        copy.setVisible(bool(notice.details))
        whole = QWidget()
        foot = row(when, copy, None, spacing=12, margins=(0, 0, 0, 2))
        foot.addStrut(copy.sizeHint().height())  # as high without it
        said = column(sentence, foot, spacing=0, margins=(0, 6, 0, 0))
        body = row(column(mark, None, margins=(0, 4, 0, 0)), said, read, spacing=10, align=None)
        body.setContentsMargins(0, 2, 0, 0)
        body.setAlignment(read, Qt.AlignmentFlag.AlignTop)
        whole.setLayout(column(Hairline(look), body, spacing=0))
        return whole
