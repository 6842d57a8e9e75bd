from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from cytodesk.errors import NotFound
from cytodesk.ui.look import Look
from cytodesk.ui.notices import Notices
from cytodesk.ui.parts.texts import Text
from cytodesk.ui.window.bell import NoticeList


def test_a_notice_stays_until_it_is_read(look: Look, qtbot: Any) -> None:
    notices = Notices(look.words)
    window = QWidget()
    qtbot.addWidget(window)
    listed = NoticeList(look, notices, window)
    notices.show(NotFound("There is no {what}.", what="slide"))
    shown = [each.text() for each in listed.findChildren(Text) if not each.isHidden()]
    assert "There is no slide." in shown
    notices.read(notices.unread[0])
    assert notices.unread == []


def test_the_same_notice_is_told_once(look: Look) -> None:
    notices = Notices(look.words)
    notices.show("The server is slow.", "warn")
    notices.show("The server is slow.", "warn")
    assert len(notices.unread) == 1
