"""No class of Qt's is made in a thread; see imports.py for what that ends in."""

from __future__ import annotations

import subprocess
import sys

from tests.journeys.command_line import ROOT

_FREE_OF_QT = """
import importlib, sys
from cytodesk.ui.imports import ASKING, NUMBERS
before = set(sys.modules)
for module in (*ASKING, *NUMBERS):
    importlib.import_module(module)
new = [each for each in set(sys.modules) - before if each.split(".")[0] in ("PySide6", "pyqtgraph")]
print(sorted(each for each in new) + [each for each in new if each.startswith("cytodesk.ui")])
"""
_WARM_UP = """
import asyncio, sys, threading
from cytodesk.ui.window import page_makers

class Watching:
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is not threading.main_thread():
            elsewhere.append(name)
        return None

elsewhere = []
sys.meta_path.insert(0, Watching())
asyncio.run(page_makers.import_for_entering("compare"))
asyncio.run(page_makers.warm_up())
of_qt = [each for each in elsewhere if each.startswith(("PySide6", "pyqtgraph", "cytodesk.ui"))]
print(of_qt, len(elsewhere) > 100, "cytodesk.ui.compare.page" in sys.modules)
"""

_FIRST_FRAME = """
import sys
from cytodesk.ui.window import first_frame, main_window
long = ("asyncio", "ssl", "subprocess", "requests", "numpy")
print([each for each in long if each in sys.modules])
"""


def test_the_first_frame_waits_for_nothing_that_connects() -> None:
    assert _said(_FIRST_FRAME) == "[]"


def test_what_a_thread_imports_is_free_of_qt() -> None:
    assert _said(_FREE_OF_QT) == "[]"


def test_all_pages_are_imported_and_none_of_qt_in_a_thread() -> None:
    assert _said(_WARM_UP) == "[] True True"


def _said(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
