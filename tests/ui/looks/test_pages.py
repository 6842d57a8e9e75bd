"""Each page at 1280 x 800 and 200 %, light and dark: nothing cut off, pale, or of a stray colour.

CYTODESK_PICTURES names a folder that keeps the pictures.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.parts.texts import Elided, Text
from cytodesk.ui.start.computer_list import ComputerList
from cytodesk.ui.window.main_window import MainWindow
from tests.ui.looks.conftest import Opening, Stocked
from tests.ui.looks.judging import judged, known, rested
from tests.ui.looks.sight import cut_off, flat_colors, picture_of, too_pale
from tests.ui.places import until

Go = Callable[[MainWindow, Stocked], Awaitable[QWidget]]
_PICTURES = "CYTODESK_PICTURES"
_COMPARE = ("parameters", "results", "distributions", "relations", "agreement", "slide")


def _page(key: str) -> Go:
    async def go(window: MainWindow, stocked: Stocked) -> QWidget:
        window.go(key)
        return window

    return go


async def _run(window: MainWindow, stocked: Stocked) -> QWidget:
    window.open_run(stocked.compared[0])
    return window


async def _failed(window: MainWindow, stocked: Stocked) -> QWidget:
    window.open_run(stocked.failed)
    return window


async def _form(window: MainWindow, stocked: Stocked) -> QWidget:
    window.open_form(stocked.compared[0])
    return window


def _compare(tab: str) -> Go:
    async def go(window: MainWindow, stocked: Stocked) -> QWidget:
        window.open_comparison(stocked.compared)
        page: Any = window.book.currentWidget()
        await until(lambda: page.is_ready)
        page.show_tab(tab)
        await until(lambda: page.is_settled)
        return window

    return go


PAGES: dict[str, Go] = {
    **{key: _page(key) for key in ("start", "project", "algorithms", "analyses", "preferences")},
    "run": _run,
    "failed": _failed,
    "form": _form,
    **{f"compare-{tab}": _compare(tab) for tab in _COMPARE},
}
_HAVE_PICTURES = ("project", "run", "form", "compare-agreement")
"""Pages with slides or maps on them: their colours are anyone's."""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_in_light_and_dark(
    name: str, run: Any, opening: Opening, stocked: Stocked, look: Look
) -> None:
    async def whole() -> list[str]:
        found: list[str] = []
        async with opening() as window:
            shown = await PAGES[name](window, stocked)
            await rested(shown)
            for appearance in ("light", "dark"):
                look.theme.set_appearance(appearance)
                await asyncio.sleep(0.1)
                found += judged(name, appearance, shown, look, is_flat=name not in _HAVE_PICTURES)
        return found

    assert run(whole()) == []


# the checks see what they are for


@pytest.fixture
def shown(look: Look, qapp: QApplication, qtbot: Any) -> Callable[..., QWidget]:
    """Show widgets at places of a small window."""

    def show(*widgets: QWidget) -> QWidget:
        window = QWidget()
        window.setObjectName("window")
        window.resize(400, 200)
        for place, widget in enumerate(widgets):
            widget.setParent(window)
            widget.move(10, 10 + 40 * place)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        return window

    return show


def test_a_label_that_is_too_narrow_is_seen(look: Look, shown: Callable[..., QWidget]) -> None:
    label = Text(look, "Haematoxylin density")
    label.setFixedSize(60, 20)
    wraps = Text(look, "Three lines of words that have room for one and no more", wraps=True)
    wraps.setFixedSize(120, 18)
    assert len(cut_off(shown(label, wraps))) == 2


def test_what_leaves_its_window_is_seen(look: Look, shown: Callable[..., QWidget]) -> None:
    label = Text(look, "Beyond the edge")
    window = shown(label)
    label.move(380, 10)
    assert len(cut_off(window)) == 1


def test_what_elides_may_if_a_tooltip_says_it(look: Look, shown: Callable[..., QWidget]) -> None:
    name = Elided(look, "a-very-long-name-of-an-image.svs")
    name.resize(80, 20)
    window = shown(name)
    assert cut_off(window) == []
    name.setToolTip("")
    assert len(cut_off(window)) == 1


def test_pale_words_are_seen(look: Look, shown: Callable[..., QWidget]) -> None:
    pale = Text(look, "Hardly to be read")
    palette = pale.palette()
    pale.setText(f'<span style="color: {look.theme.color("ink-faint").name()}">Pale words</span>')
    pale.setTextFormat(pale.textFormat().RichText)
    pale.setPalette(palette)
    pale.adjustSize()
    fine = Text(look, "Soft words", "soft")
    window = shown(pale, fine)
    found = too_pale(window, picture_of(window))
    assert len(found) == 1
    assert "Pale" in found[0]


def test_a_colour_of_nobody_is_seen(look: Look, shown: Callable[..., QWidget]) -> None:
    patch = QWidget()
    patch.setAutoFillBackground(True)
    palette = patch.palette()
    palette.setColor(patch.backgroundRole(), QColor("#123456"))
    patch.setPalette(palette)
    patch.resize(40, 40)
    stray = flat_colors(picture_of(shown(patch))).keys() - known(look)
    assert stray == {"#123456"}


def test_what_this_computer_can_run_has_a_shape_before_it_is_known(
    look: Look, shown: Callable[..., QWidget]
) -> None:
    rows = ComputerList(look)
    rows.resize(380, 150)
    window = shown(rows)
    assert look.theme.color("off-ground").name().upper() in flat_colors(picture_of(window))
