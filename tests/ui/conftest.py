"""Widgets on the real loop, without a screen; what Qt complains about fails a test."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from cytodesk.assets import Words
from cytodesk.ui.look import Look
from cytodesk.ui.theme.theme import Theme

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def look(theme: Theme) -> Look:
    return Look(theme, Words())


@pytest.fixture(scope="session")
def loop(qapp: QApplication) -> Iterator[QEventLoop]:
    """The one loop of a test run: Qt's own."""
    with QEventLoop(qapp) as loop:
        asyncio.set_event_loop(loop)
        yield loop
        asyncio.set_event_loop(None)


@pytest.fixture
def run(loop: QEventLoop) -> Run:
    """Run one coroutine on the real Qt loop and return its result; no task may be left."""

    def run(work: Coroutine[Any, Any, Any]) -> Any:
        async def whole() -> Any:
            result = await work
            left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            assert not left, left
            return result

        return loop.run_until_complete(whole())

    return run
