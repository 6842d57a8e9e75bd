"""A form that was opened for nothing in particular."""

from __future__ import annotations

import asyncio
import shutil
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cytodesk.ui.form.page import FormPage
from cytodesk.ui.here import Here
from tests.ui.form.conftest import Place, until


def test_without_a_wish_all_algorithms_are_shown_and_the_last_one_is_opened_again(
    run: Any, here: Here, furnished: Place
) -> None:
    async def work() -> None:
        app = furnished.station.folder.parent / "everything"
        other = shutil.copytree(app, app.with_name("another"))
        text = (other / "descriptor.json").read_text("utf-8")
        (other / "descriptor.json").write_text(text.replace("Everything", "Another"), "utf-8")
        body = {"path": str(other), "python": shutil.which("python3")}
        added = await here.remote.ask(
            lambda connection: connection.post("/station/v1/algorithms", body)
        )
        page = FormPage(here)
        page.show()
        page.activateWindow()
        await until(lambda: page._chooser.isVisible() and QApplication.focusWidget())
        assert page._bar.isHidden()
        rows = [each.text for each in page._chooser._model.rows]
        assert rows == ["Another", "Everything"]
        QTest.keyClick(page._chooser._list, Qt.Key.Key_Return)
        await until(lambda: page.form is not None)
        assert page._chooser.isHidden()
        again = FormPage(here)
        await until(lambda: again.form is not None)
        assert again._beginning is not None
        assert again._beginning.installed.name == "Another"
        for each in (page, again):
            each.close_down()
            each.close()
            each.deleteLater()
        gone = f"/station/v1/algorithms/{added['software']['id']}"
        await here.remote.ask(lambda connection: connection.delete(gone))
        await asyncio.sleep(0.05)

    run(work())
