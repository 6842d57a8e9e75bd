"""A project of one's own: a name and its classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cytodesk.client.connection import Connection
from cytodesk.client.projects import terms_of
from cytodesk.ui.here import Here
from cytodesk.ui.start.new_project import NewProjectDialog
from cytodesk.wire.projects import Project
from tests.ui.places import settled, until

HereAt = Callable[..., Here]
Run = Callable[..., Any]


def _dialog(here: Here, qtbot: QtBot) -> NewProjectDialog:
    dialog = NewProjectDialog(here.look, here.remote)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_project_is_made_with_its_classes_by_keyboard(
    run: Run, station_place: Connection, here_at: HereAt, qtbot: QtBot
) -> None:
    async def make() -> None:
        dialog = _dialog(here_at(station_place), qtbot)
        made: list[Project] = []
        dialog.made.connect(made.append)
        qtbot.keyClicks(dialog.name.field.edit, "Lung")
        qtbot.keyClicks(dialog._rows[0].name.edit, "Nucleus")
        dialog.add_term("Stroma")
        dialog.add_term("")
        qtbot.keyClick(dialog.name.field.edit, Qt.Key.Key_Return)
        await settled()
        (project,) = made
        terms = terms_of(station_place, project)
        assert [term.name for term in terms] == ["Nucleus", "Stroma"]
        assert len({term.color for term in terms}) == 2

    run(make())


def test_tab_leads_through_the_classes_to_the_buttons(
    run: Run, station_place: Connection, here_at: HereAt, qtbot: QtBot
) -> None:
    async def tab() -> None:
        dialog = _dialog(here_at(station_place), qtbot)
        second = dialog.add_term("Stroma")
        await until(second.isVisible)
        dialog.name.field.setFocus()
        met = []
        for _ in range(8):
            at = dialog.focusWidget()
            met.append(at.accessibleName() or getattr(at, "text", str)())
            dialog.focusNextChild()
        of_class = ["Colour of the class", "Name of a class", "Remove this class"]
        assert met == ["Name", *of_class, *of_class, "Add a class"]

    run(tab())


def test_what_is_wrong_is_said_beside_its_field(
    run: Run, station_place: Connection, here_at: HereAt, qtbot: QtBot
) -> None:
    async def make() -> None:
        dialog = _dialog(here_at(station_place), qtbot)
        dialog.make()
        assert dialog.name.field.problem()
        dialog.name.field.set_value("Demo")
        dialog._rows[0].name.set_value("Twice")
        second = dialog.add_term("Twice")
        dialog.make()
        assert second.name.problem()
        dialog._remove(second)
        dialog.make()
        await settled()
        assert "already" in dialog.name.field.problem()
        assert dialog.isVisible()

    run(make())
