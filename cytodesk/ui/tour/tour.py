"""`cytodesk tour`: a window of its own, a journey through it, pictures and a report."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication

from cytodesk import __version__
from cytodesk.assets import Words
from cytodesk.desk import Desk
from cytodesk.errors import N_, CytoDeskError
from cytodesk.parsing import Parser
from cytodesk.ui.tour.album import Album
from cytodesk.ui.tour.hand import Hand, Missed
from cytodesk.ui.tour.journey import Journey
from cytodesk.ui.tour.pulse import Pulse
from cytodesk.ui.window.first_frame import furnished, new_application
from cytodesk.ui.window.main_window import MainWindow
from cytodesk.ui.window.opening import end, leave, loop_of, warm_up_for, watched
from cytodesk.ui.window.places import Places

_SIZE = (1440, 900)
_IDLE = 3.0
"""Seconds of doing nothing, for what a busy machine itself takes from the window's thread."""


def play_tour(words: Sequence[str]) -> int:
    """Play the tour as `words` say; print where its pictures are; return the exit status.

    It has a workspace of its own in a folder of its own, so that nothing of the user's is touched.
    """
    said = Words.for_language(os.environ.get("CYTODESK_LANGUAGE"))
    parser = Parser(
        words=said,
        prog="cytodesk tour",
        description=N_("Play the whole journey in a window, with pictures and a report."),
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="DIR",
        help=N_("where the pictures and the report go; a new folder else"),
    )
    folder = parser.parse_args(list(words)).folder or Path(
        tempfile.mkdtemp(prefix="cytodesk-tour-")
    )
    folder.mkdir(parents=True, exist_ok=True)
    status = _played(folder.absolute(), said)
    leave(status)
    return status


def _played(folder: Path, said: Words) -> int:
    application = new_application()
    home = _home(folder)
    with Desk("window", home) as desk:
        try:
            with loop_of(application) as loop:
                report = loop.run_until_complete(_play(application, desk, folder))
        except CytoDeskError as trouble:
            print(trouble.said(said), file=sys.stderr)
            return trouble.exit_code
        finally:
            _stop_station(desk)
    print(said(N_("Pictures and report: {report}"), report=report))
    return 0


def _home(folder: Path) -> Mapping[str, str]:
    return {**os.environ, "CYTODESK_HOME": str(folder / "home")}


async def _play(application: QApplication, desk: Desk, folder: Path) -> Path:
    house = furnished(application, desk)
    places = Places(desk)
    window = MainWindow(house, places)
    window.resize(*_SIZE)
    window.show()
    hand = Hand(window)
    window.begin([])
    warming = asyncio.create_task(warm_up_for(window))
    with Pulse() as pulse, watched():
        album = Album(folder, window, house.look, pulse)
        begun = time.monotonic()
        try:
            told = await Journey(window, hand, album).whole()
        except Missed:
            await album.take("missed", "")
            raise
        seconds = time.monotonic() - begun
    with Pulse() as idle:
        await asyncio.sleep(_IDLE)
    report = album.write(
        "CytoDesk", _facts(told, hand, pulse, idle, seconds), _foot(house.look.words)
    )
    window.hide()
    warming.cancel()
    await end(window, places)
    return report


def _facts(
    told: Mapping[str, str], hand: Hand, pulse: Pulse, idle: Pulse, seconds: float
) -> dict[str, str]:
    return {
        "CytoDesk": __version__,
        "Python, Qt": f"{platform.python_version()}, {qVersion()}",
        "Journey": f"{seconds:.1f} s, {hand.clicks} clicks",
        "Window's thread": pulse.summary(),
        "The same, idle": idle.summary(),
        **told,
    }


def _foot(words: Words) -> str:
    return words("Not for diagnosis.")


def _stop_station(desk: Desk) -> None:
    """End the tour's own station; nothing of it stays behind."""
    if desk.station_address():
        desk.connect().post("/station/v1/stop", {"now": True})
