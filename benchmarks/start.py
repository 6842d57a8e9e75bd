"""How long a cold start takes, beside a bare PySide6 window (and napari's) in the same run.

    python benchmarks/start.py [--times 5] [--napari PYTHON]

painted: the first frame is on the screen. usable: Start opens the list of commands. listed: the
projects of this computer are known, its station started too. Seconds from the start of the
process, medians, ratios to bare; the programs take turns, so that a busy machine slows all alike.
PYTHON is an interpreter whose environment has napari and PySide6.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_GOALS = {"painted": 2.0, "usable": 3.0}
_LISTED_WITHIN = 2.0
_BARE = """
import json, sys, time
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
application = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("bare"))
window.resize(1440, 900)
window.show()
application.processEvents()
print(json.dumps({"painted": time.time() - float(sys.argv[1])}))
"""
_NAPARI = """
import json, os, sys, time
import napari
viewer = napari.Viewer(show=True)
from qtpy.QtWidgets import QApplication
QApplication.processEvents()
print(json.dumps({"painted": time.time() - float(sys.argv[1])}), flush=True)
os._exit(0)
"""
_OURS = """
import asyncio, gc, json, os, sys, time
begun = float(sys.argv[1])
told = {}
gc.disable()
from cytodesk.ui.window.first_frame import Desk, first_frame, new_application
application = new_application()
with Desk("window") as desk:
    window = first_frame(application, desk)
    assert window.has_painted
    told["painted"] = time.time() - begun
    gc.enable()
    from cytodesk.ui.window.opening import end, loop_of
    from cytodesk.ui.window.places import Places

    async def live():
        places = Places(desk)
        window.move_in(places)
        window.begin([])
        window.open_palette()
        while not window.palette_list.isVisible():
            await asyncio.sleep(0)
        told["usable"] = time.time() - begun
        window.palette_list.hide()
        while not window.travel.has_looked:
            await asyncio.sleep(0.005)
        told["listed"] = time.time() - begun
        print(json.dumps(told), flush=True)
        await end(window, places)

    with loop_of(application) as loop:
        loop.run_until_complete(live())
    desk.connect().post("/station/v1/stop", {"now": True})
os._exit(0)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--napari", metavar="PYTHON")
    asked = parser.parse_args()
    programs = {"bare": (sys.executable, _BARE), "ours": (sys.executable, _OURS)}
    if asked.napari:
        programs["napari"] = (asked.napari, _NAPARI)
    for python, code in programs.values():
        _run(python, code)  # the disk is warm, the programs are compiled
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in programs}
    for _ in range(asked.times):
        for name, (python, code) in programs.items():
            runs[name].append(_run(python, code))
    _print(runs)


def _print(runs: dict[str, list[dict[str, float]]]) -> None:
    bare = _median(runs["bare"], "painted")
    print(f"bare window painted   {bare:.3f} s")
    for name in ("painted", "usable", "listed"):
        ours = _median(runs["ours"], name)
        goal = f"goal {_GOALS[name]:.0f}x" if name in _GOALS else f"goal {_LISTED_WITHIN:.0f} s"
        print(f"CytoDesk {name:<12} {ours:.3f} s   {ours / bare:.2f}x bare   {goal}")
    if "napari" in runs:
        theirs = _median(runs["napari"], "painted")
        print(f"napari painted        {theirs:.3f} s   {theirs / bare:.2f}x bare")


def _median(runs: list[dict[str, float]], name: str) -> float:
    return statistics.median(run[name] for run in runs)


def _run(python: str, code: str) -> dict[str, float]:
    """Run `code` in a process of its own, with an empty home; return what it printed last."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        environment = {
            **os.environ,
            "CYTODESK_HOME": home,
            "PYTHONPATH": str(Path(__file__).parents[1]),
        }
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        done = subprocess.run(
            [python, "-c", code, str(time.time())],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    told: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


if __name__ == "__main__":
    main()
