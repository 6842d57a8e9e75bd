"""From a double click to the first frame, with nothing imported that it does not show.

What connects, the loop and most of the window come after it (opening.py): that is three times as
much as all of this, and the eye does not wait for it.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Sequence

from PySide6.QtCore import QEventLoop, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from cytodesk.assets import resource
from cytodesk.desk import Desk
from cytodesk.errors import N_, CytoDeskError
from cytodesk.ui.look import Look
from cytodesk.ui.memory import Memory
from cytodesk.ui.notices import Notices
from cytodesk.ui.theme.theme import Theme
from cytodesk.ui.window.main_window import MainWindow
from cytodesk.ui.window.page_makers import House
from cytodesk.ui.window.screens import has_screen

_MARK = "window.open"
"""The file that `Single` leaves where a window is open."""
_PAINTS_WITHIN = 0.3
"""Seconds for the first frame; a window that opens behind others may never get one."""


def open_window(paths: Sequence[str]) -> int:
    """Open CytoDesk, or raise the window that is open and hand it `paths`; return when closed."""
    gc.disable()  # what is imported stays: there is nothing to find
    with Desk("window") as desk:
        if not has_screen():
            return _without_screen(desk)
        application = new_application()
        if (desk.folders.data / _MARK).exists() and _handed_over(desk, paths):
            return 0
        window = first_frame(application, desk)
        gc.enable()
        from cytodesk.ui.window.opening import leave, live_in

        live_in(window, application, paths)
    leave()
    return 0


def _without_screen(desk: Desk) -> int:
    said = N_("There is no screen to open a window on: `cytodesk tour` plays its journey without.")
    print(desk.words(said), file=sys.stderr)
    return CytoDeskError.exit_code


def new_application() -> QApplication:
    """Return Qt's application, which paints into memory where there is no screen."""
    unseen = [] if has_screen() else ["-platform", "offscreen"]
    application = QApplication([*sys.argv[:1], *unseen])
    application.setApplicationName("CytoDesk")
    application.setDesktopFileName("cytodesk")
    application.setQuitOnLastWindowClosed(False)
    icon = resource("icons", "cytodesk.svg")
    application.setWindowIcon(QIcon(str(icon)))
    return application


def furnished(application: QApplication, desk: Desk) -> House:
    """Return what all windows share: the look, the memory and the notices."""
    _translate_dialogs(application, desk.words.language)
    theme = Theme(application, desk.settings.appearance)
    look = Look(theme, desk.words)
    return House(look, desk, Memory(desk.folders.data / "window.json"), Notices(desk.words))


def first_frame(application: QApplication, desk: Desk) -> MainWindow:
    """Return a window that is painted and does not answer yet.

    Events are let through by hand, as there is no loop and no coroutine that they could disturb.
    """
    window = MainWindow(furnished(application, desk))
    window.show()
    give_up = time.monotonic() + _PAINTS_WITHIN
    while not window.has_painted and time.monotonic() < give_up:
        application.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 10)
    return window


def _handed_over(desk: Desk, paths: Sequence[str]) -> bool:
    from cytodesk.ui.window.single import Single

    return Single(desk.folders.data).hand_over(paths)


def _translate_dialogs(application: QApplication, language: str) -> None:
    """Load Qt's own catalogue, for its file dialogs and calendars only."""
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(language), "qtbase", "_", folder):
        application.installTranslator(translator)
