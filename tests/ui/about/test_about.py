"""What CytoDesk says of itself."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cytodesk import __version__
from cytodesk.ui.about.about import AboutDialog
from cytodesk.ui.about.licences import OWN, THIRD_PARTY, licence_text
from cytodesk.ui.look import Look


@pytest.mark.parametrize(("name", "word"), [(OWN, "Apache License"), (THIRD_PARTY, "LGPL")])
def test_the_licences_came_along(name: str, word: str) -> None:
    assert word in (licence_text(name) or "")


def test_it_says_its_version_and_what_it_is_not(look: Look, qtbot: QtBot) -> None:
    dialog = AboutDialog(look)
    qtbot.addWidget(dialog)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert __version__ in said
    assert "Not for diagnosis" in said
    assert "Apache" in dialog._text.edit.toPlainText()
    dialog._which.segments()[1].click()
    assert "LGPL" in dialog._text.edit.toPlainText()
