"""Imports that come late: what is free of Qt in a thread, the rest here, turn by turn.

No thread but the window's makes a class of Qt's: Shiboken keeps its classes in one table (before
Python 3.12) in which Qt looks without asking, and what is put there meanwhile by another thread
ends the program.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
import time
from collections.abc import Sequence

ASKING = (
    "cytodesk.client.launching",
    "cytodesk.client.batches",
    "cytodesk.client.presets",
    "PIL.Image",
)
"""What pages ask a place with; free of Qt."""
NUMBERS = (
    "numpy",
    "cytodesk.charts.agreement.agreeing",
    "cytodesk.charts.axes",
    "cytodesk.charts.drawing",
    "cytodesk.charts.tables",
    *("cProfile", "multiprocessing.connection", "pydoc", "sysconfig", "xml.etree.ElementTree"),
)
"""What charts are made of and what pyqtgraph needs of others; free of Qt."""
PLOTTING = ("pyqtgraph", "cytodesk.ui.charts.plot")
_QT = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtOpenGL", "QtOpenGLWidgets", "QtTest")
"""What pyqtgraph imports of PySide6."""
_TURN = 0.008
"""Seconds after which others have their turn."""


async def imported(modules: Sequence[str], *, first: Sequence[str] = ()) -> None:
    """Import `modules` in the window's thread, others having their turn between them.

    What is free of Qt and long, of which they need much, goes `first`, in a thread.
    """
    if any(each not in sys.modules for each in first):
        await asyncio.to_thread(_import_all, first)
    if "pyqtgraph" in modules and "pyqtgraph" not in sys.modules:
        await _classes_made()
    for module in modules:
        if module not in sys.modules:
            importlib.import_module(module)
            await asyncio.sleep(0)


def _import_all(modules: Sequence[str]) -> None:
    for module in modules:
        importlib.import_module(module)


async def _classes_made() -> None:
    """Have Shiboken make each class of Qt's: pyqtgraph names them all, at once."""
    began = time.monotonic()
    for part in _QT:
        module = importlib.import_module(f"PySide6.{part}")
        for name in dir(module):
            getattr(module, name)
            if time.monotonic() - began > _TURN:
                await asyncio.sleep(0)
                began = time.monotonic()
