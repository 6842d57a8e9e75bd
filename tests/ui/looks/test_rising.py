"""What rises over a page, at 200 %, light and dark: nothing cut off, pale, or of a stray colour.

Each is opened as somebody opens it: by the words of what is pressed.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.popup import Popup
from cytodesk.ui.window.main_window import MainWindow
from tests.ui.looks.conftest import Opening, Stocked
from tests.ui.looks.judging import judged, rested
from tests.ui.places import app, until

Go = Callable[[MainWindow, Stocked, Path], Awaitable[None]]


def _open(key: str, *pressed: str) -> Go:
    """Go to a page, then press what has these words, one after the other."""

    async def go(window: MainWindow, stocked: Stocked, folder: Path) -> None:
        opening = {
            "run": lambda: window.open_run(stocked.compared[0]),
            "failed": lambda: window.open_run(stocked.failed),
            "form": lambda: window.open_form(stocked.compared[0]),
        }
        opening.get(key, lambda: window.go(key))()
        await _press(window, pressed)

    return go


def _errand(name: str, *pressed: str) -> Go:
    async def go(window: MainWindow, stocked: Stocked, folder: Path) -> None:
        getattr(window.errands, name)()
        await _press(window, pressed)

    return go


def _compare(*pressed: str) -> Go:
    async def go(window: MainWindow, stocked: Stocked, folder: Path) -> None:
        window.open_comparison(stocked.compared)
        page: Any = window.book.currentWidget()
        await until(lambda: page.is_ready)
        await _press(window, pressed)

    return go


def _install(is_sound: bool) -> Go:
    async def go(window: MainWindow, stocked: Stocked, folder: Path) -> None:
        made = app(folder / "app")
        if not is_sound:
            broken = {"name": "Quiet", "inputs": [{"id": "a b", "type": "Numbr"}]}
            (made / "descriptor.json").write_text(json.dumps(broken), "utf-8")
        page: Any = window.go("algorithms")
        page.install([made])

    return go


async def _commands(window: MainWindow, stocked: Stocked, folder: Path) -> None:
    window.open_palette()


async def _no_command(window: MainWindow, stocked: Stocked, folder: Path) -> None:
    window.open_palette()
    QTest.keyClicks(window.palette_list.field.edit, "no such command")


async def _notices(window: MainWindow, stocked: Stocked, folder: Path) -> None:
    notices = window.house.notices
    notices.show("The images could not be read: the server did not answer in 10 s.", "bad", "why")
    notices.show("Saved as nuclei.pdf.")
    window.notice_list.open_at(window.top.bell)


async def _preset(window: MainWindow, stocked: Stocked, folder: Path) -> None:
    await _open("form", "Preset")(window, stocked, folder)
    menu = await until(lambda: _risen(window))
    QTest.keyClick(menu.focusWidget(), Qt.Key.Key_Return)  # 'Save these values...'
    await until(lambda: isinstance(_risen(window), QDialog))


async def _press(window: MainWindow, pressed: tuple[str, ...]) -> None:
    for words in pressed:
        button = await until(lambda words=words: _button(window, words))
        await asyncio.sleep(0.1)
        button.click()


def _button(window: QWidget, words: str) -> QAbstractButton | None:
    for button in window.findChildren(QAbstractButton):
        said = (button.text(), button.accessibleName(), button.toolTip())
        if words in said and button.isVisible() and button.isEnabled():
            return button
    return None


def _risen(window: QWidget) -> QWidget | None:
    """Return what stands above all else: a popup before the dialog that it belongs to."""
    for kind in (Popup, QDialog):
        for found in window.findChildren(kind):
            if found.isVisible():
                return found
    return None


RISING: dict[str, Go] = {
    "commands": _commands,
    "no-command": _no_command,
    "notices": _notices,
    **{name: _errand(name) for name in ("about", "sign_in", "new_project")},
    "sign-in-empty": _errand("sign_in", "Sign in"),
    "colors": _errand("new_project", "Choose a colour"),
    "places": _open("project", "Place: This computer"),
    "new-term": _open("project", "Add a term..."),
    "install": _install(is_sound=True),
    "install-bad": _install(is_sound=False),
    "columns": _open("analyses", "Columns"),
    "states": _open("analyses", "State"),
    "more": _open("run", "More"),
    "note": _open("run", "Add a note"),
    "preview": _open("run", "Preview"),
    "details": _open("failed", "Details"),
    "preset-menu": _open("form", "Preset"),
    "preset": _preset,
    "past": _open("form", "Load from an analysis…"),
    "command": _open("form", "Preview command"),
    "picker": _compare("Add"),
    "export": _compare("Export"),
    "name": _compare("Save…"),
}


@pytest.mark.parametrize("name", RISING)
def test_what_rises_can_be_read_in_light_and_dark(
    name: str, run: Any, opening: Opening, stocked: Stocked, look: Look, tmp_path: Path
) -> None:
    async def whole() -> list[str]:
        found: list[str] = []
        async with opening() as window:
            await RISING[name](window, stocked, tmp_path)
            shown: QWidget = await until(lambda: _risen(window))
            await rested(shown)
            for appearance in ("light", "dark"):
                look.theme.set_appearance(appearance)
                await asyncio.sleep(0.1)
                is_flat = isinstance(shown, QDialog)  # popups have soft shadows
                found += judged(name, appearance, shown, look, is_flat=is_flat)
            shown.close()
            while (left := _risen(window)) is not None:
                left.close()
        return found

    assert run(whole()) == []
