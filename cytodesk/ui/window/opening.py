"""Lets a window live that was painted (first_frame.py), and ends it: loop, places, watchdog."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from cytodesk.ui.window.crash import crash_report
from cytodesk.ui.window.main_window import MainWindow
from cytodesk.ui.window.page_makers import House, warm_up
from cytodesk.ui.window.places import Places
from cytodesk.ui.window.single import Single
from cytodesk.watchdog import Watchdog

_LEAVES_WITHIN = 1.0
_LOOKS_WITHIN = 5.0
"""Seconds for the first look at this computer's projects; what may wait, waits for it."""
TURN = 0.001
"""Seconds that a thread keeps the interpreter while the window's thread wants it."""
_STALL = 0.05
_BEAT = 10
"""Milliseconds between two signs of life of the window's thread."""


def live_in(window: MainWindow, application: QApplication, paths: Sequence[str]) -> None:
    """Make a window that was painted answer; return when it was closed.

    Where another start was faster, that one gets the files.
    """
    single = Single(window.house.desk.folders.data)
    if single.hand_over(paths):
        return
    single.listen()
    log = window.house.desk.folders.log
    with crash_report(log) as crashed, loop_of(application) as loop:
        loop.run_until_complete(_live(window, single, paths, crashed))
    single.close()


async def _live(window: MainWindow, single: Single, paths: Sequence[str], crashed: str) -> None:
    places = Places(window.house.desk)
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    single.handed.connect(lambda handed: _raise(window, handed))
    _tell_mistakes(window.house)
    window.move_in(places)
    if crashed:
        _tell_crash(window.house, crashed)
    window.begin(paths)
    with watched():
        warming = asyncio.create_task(warm_up_for(window))
        await closed.wait()
        warming.cancel()
    await end(window, places)


async def end(window: MainWindow, places: Places) -> None:
    """Close what the window opened: its pages with their workers, its places, its memory."""
    window.close_down()
    await asyncio.sleep(0)
    places.close()
    window.house.memory.close()


async def warm_up_for(window: MainWindow) -> None:
    """Once projects are known, import what pages need, and spare all that from collection."""
    sys.setswitchinterval(TURN)
    give_up = time.monotonic() + _LOOKS_WITHIN
    while not window.travel.has_looked and time.monotonic() < give_up:
        await asyncio.sleep(0.05)
    gc.disable()  # what is imported stays; a collection in the midst of it would be felt
    try:
        await warm_up()
        gc.freeze()
    finally:
        gc.enable()


def _raise(window: MainWindow, paths: Sequence[str]) -> None:
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()
    if paths:
        window.errands.take(paths)


@contextlib.contextmanager
def loop_of(application: QApplication) -> Iterator[QEventLoop]:
    with QEventLoop(application) as loop:
        asyncio.set_event_loop(loop)
        yield loop
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """Note each stall of the window's thread with its stack."""
    watchdog = Watchdog(_STALL + _BEAT / 1000)
    beat = QTimer(interval=_BEAT)
    beat.timeout.connect(watchdog.beat)
    beat.start()
    try:
        yield
    finally:
        beat.stop()
        watchdog.close()


def _tell_mistakes(house: House) -> None:
    """Let our own mistakes be said, with a report, instead of being lost on a terminal."""
    words = house.look.words

    def tell(loop: Any, context: dict[str, Any]) -> None:
        error = context.get("exception")
        report = "".join(traceback.format_exception(error)) if error else str(context)
        logging.getLogger(__name__).error(report, extra={"event": "mistake"})
        house.notices.show(
            words("CytoDesk made a mistake. What you did is kept; please report it."), "bad", report
        )

    asyncio.get_running_loop().set_exception_handler(tell)
    sys.excepthook = lambda kind, error, trace: tell(None, {"exception": error})
    qInstallMessageHandler(_log_qt)


def _tell_crash(house: House, report: str) -> None:
    words = house.look.words
    told = words("CytoDesk ended suddenly the last time. What you did is kept; please report it.")
    house.notices.show(told, "bad", report)


def _log_qt(kind: QtMsgType, context: object, message: str) -> None:
    level = logging.INFO if kind == QtMsgType.QtInfoMsg else logging.WARNING
    logging.getLogger("qt").log(level, message, extra={"event": "qt"})


def leave(status: int = 0) -> None:
    """End the program; a thread that waits for a server that hangs does not keep it."""
    give_up = time.monotonic() + _LEAVES_WITHIN
    while _asking_threads() and time.monotonic() < give_up:
        time.sleep(0.02)
    if not _asking_threads():
        sys.exit(status)
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _asking_threads() -> list[threading.Thread]:
    pools = ("ask", "picture", "places")
    return [each for each in threading.enumerate() if each.name.startswith(pools)]
