"""A place to show parts in: an active window, as a user has one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cytodesk.ui.parts.layouts import column

Show = Callable[..., QWidget]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Show widgets below each other in a window that has the focus."""
    kept: list[QWidget] = []

    def show(*widgets: QWidget) -> QWidget:
        window = QWidget()
        kept.append(window)
        window.setLayout(column(*widgets))
        qtbot.addWidget(window)
        window.resize(640, 480)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return show
