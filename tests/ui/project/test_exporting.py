"""A project saved as one file from its page, and stopped on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from cytodesk.client.connection import Connection
from cytodesk.client.exchange import import_project
from cytodesk.client.projects import add_image, new_project
from cytodesk.ui.here import Here
from cytodesk.ui.parts.dialogs import Dialog
from cytodesk.ui.project.exporting import file_name
from cytodesk.ui.project.page import ProjectPage
from tests.ui.places import pictured, settled, slide, until


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("Ki-67 routine", "Ki-67 routine.cytodesk"),
        ("../../etc/passwd", "_.._etc_passwd.cytodesk"),
        ("a:b?\n", "a_b__.cytodesk"),
        (" .. ", "project.cytodesk"),
    ],
)
def test_a_project_makes_a_safe_name_of_a_file(project: str, name: str) -> None:
    assert file_name(project) == name


def test_a_project_is_saved_with_its_slides_and_can_be_brought_back(
    run: Callable[..., Any],
    station_place: Connection,
    here_at: Callable[..., Here],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    project = new_project(station_place, "To be saved")
    add_image(station_place, project, slide(tmp_path / "one.tif"))
    target = tmp_path / "saved"
    said: list[str] = []

    async def save() -> None:
        page = ProjectPage(here_at(station_place, project), tmp_path / "thumbnails")
        qtbot.addWidget(page)
        page.show()
        await until(lambda: page._images.total == 1)
        await pictured(page)
        for is_wanted in (False, True):
            page._export.click()
            question = await until(lambda: page.findChild(Dialog))
            next(b for b in question.findChildren(QPushButton) if b.text() == "With slides").click()
            dialog = await until(lambda: page.findChild(QFileDialog))
            dialog.findChild(QLineEdit, "fileNameEdit").setText(str(target))
            (dialog.accept if is_wanted else dialog.reject)()
            await until(lambda: page.findChild(QFileDialog) is None)
            if not is_wanted:
                await settled()
                assert not target.with_suffix(".cytodesk").exists()
        await until(lambda: page._here.notices.unread)
        await settled()
        assert not page._progress.isVisible()
        said.extend(notice.sentence for notice in page._here.notices.unread)

    run(save())
    assert len(said) == 1
    assert "saved.cytodesk" in said[0]
    imported = import_project(station_place, target.with_suffix(".cytodesk"))
    assert imported.project.id == project.id
    assert not imported.added


def test_a_project_of_a_server_offers_no_file(
    run: Callable[..., Any],
    legacy_place: Connection,
    here_at: Callable[..., Here],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    async def see() -> None:
        page = ProjectPage(here_at(legacy_place), tmp_path / "thumbnails")
        qtbot.addWidget(page)
        page.show()
        await until(lambda: page._images.total == 2)
        await pictured(page)
        await settled()
        assert not page._export.isVisible()

    run(see())
