"""A hand that finds what a person sees and clicks it, with real events of mouse and keys."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from cytodesk.errors import N_, CytoDeskError

W = TypeVar("W", bound=QWidget)
_PATIENCE = 120.0


class Missed(CytoDeskError):
    """What the journey looked for was not there in time."""

    exit_code = 1


class Hand:
    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.clicks = 0

    async def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click in the middle of `widget`, or at a point of it, once it can be clicked."""
        await self.until(lambda: widget.isVisible() and widget.isEnabled(), widget.accessibleName())
        left = Qt.MouseButton.LeftButton
        place = at if at is not None else widget.rect().center()
        QTest.mouseClick(widget, left, Qt.KeyboardModifier.NoModifier, place)
        self.clicks += 1
        await asyncio.sleep(0)

    def button(self, text: str, within: QWidget | None = None) -> QAbstractButton | None:
        """Return the visible button with these words, the page's before the window's."""
        return _button(within or self.window, text)

    async def press(self, text: str, within: QWidget | None = None) -> QAbstractButton:
        """Click the visible button with these words; return it."""
        found = await self.found(lambda: _button(within or self.window, text), text)
        await self.click(found)
        return found

    async def write(self, widget: QWidget, text: str) -> None:
        """Type into `widget` in place of what stands there."""
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(widget, text)
        await asyncio.sleep(0)

    async def see(self, cls: type[W], name: str = "", within: QWidget | None = None) -> W:
        """Return the visible widget of a class (and name), once it is there."""
        place = within or self.window

        def look() -> W | None:
            found = place.findChildren(cls, name) if name else place.findChildren(cls)
            return next((each for each in found if each.isVisible()), None)

        return await self.found(look, name or cls.__name__)

    async def found(self, look: Callable[[], W | None], what: str) -> W:
        seen: list[W] = []

        def is_seen() -> bool:
            found = look()
            if found is not None:
                seen.append(found)
            return bool(seen)

        await self.until(is_seen, what)
        return seen[0]

    async def until(self, is_so: Callable[[], bool], what: str, seconds: float = _PATIENCE) -> None:
        """Wait until something is so. Raises Missed after `seconds`."""
        give_up = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > give_up:
                raise Missed(
                    N_("The tour waited {seconds} s for {what} in vain."),
                    seconds=int(seconds),
                    what=what,
                )
            await asyncio.sleep(0.02)


def _button(within: QWidget, text: str) -> QAbstractButton | None:
    for each in within.findChildren(QAbstractButton):
        if text in (each.text(), each.accessibleName()) and each.isVisible():
            return each
    return None
