"""How long a cold start takes, beside a bare PySide6 window in the same run.

    python benchmarks/start.py [--times 5]

painted: the first frame is on the screen. usable: a click on Start is answered. listed: the
projects of this computer are known, its station started too. Seconds, medians, ratios to bare.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

_GOALS = {"painted": 2.0, "usable": 3.0}
_LISTED_WITHIN = 2.0
_BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
application = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("bare"))
window.resize(1440, 900)
window.show()
application.processEvents()
window.grab()
print(time.time() - float(sys.argv[1]))
"""
_OURS = """
import asyncio, json, os, sys, time
begun = float(sys.argv[1])
told = {}
from cytodesk.ui.window.opening import end, furnished, loop_of, new_application
from cytodesk.ui.window.main_window import MainWindow
from cytodesk.ui.window.places import Places
from cytodesk.desk import Desk
application = new_application()

async def live(desk):
    house = furnished(application, desk)
    places = Places(desk)
    window = MainWindow(house, places)
    window.show()
    window.begin([])
    window.grab()
    told["painted"] = time.time() - begun
    await asyncio.sleep(0)
    window.open_palette()
    assert window.palette_list.isVisible()
    window.palette_list.hide()
    told["usable"] = time.time() - begun
    while not window.travel.has_looked:
        await asyncio.sleep(0.005)
    told["listed"] = time.time() - begun
    print(json.dumps(told), flush=True)
    await end(window, places)

with Desk("window") as desk:
    with loop_of(application) as loop:
        loop.run_until_complete(live(desk))
    desk.connect().post("/station/v1/stop", {"now": True})
os._exit(0)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    bare = statistics.median(float(_run(_BARE)) for _ in range(times))
    runs = [json.loads(_run(_OURS)) for _ in range(times)]
    print(f"bare window painted   {bare:.2f} s")
    for name in ("painted", "usable", "listed"):
        ours = statistics.median(run[name] for run in runs)
        goal = f"goal {_GOALS[name]:.0f}x" if name in _GOALS else f"goal {_LISTED_WITHIN:.0f} s"
        print(f"CytoDesk {name:<12} {ours:.2f} s   {ours / bare:.2f}x bare   {goal}")


def _run(code: str) -> str:
    """Run `code` in a process of its own, with an empty home; return what it printed last."""
    import time

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        environment = {
            **os.environ,
            "CYTODESK_HOME": home,
            "PYTHONPATH": str(Path(__file__).parents[1]),
        }
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        done = subprocess.run(
            [sys.executable, "-c", code, str(time.time())],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    return done.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    main()
