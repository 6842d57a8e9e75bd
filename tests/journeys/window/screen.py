"""A virtual screen with a window manager, and a bus on which windows tell what they show."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NEEDED = ("Xvfb", "openbox", "xdotool", "dbus-daemon")
WIDTH, HEIGHT = 1460, 960
"""A window of 1440 x 900 with the frame of its manager fits."""
_PATIENCE = 30.0


def missing() -> list[str]:
    """Return what a screen is made of and is not installed."""
    return [name for name in NEEDED if shutil.which(name) is None]


@dataclass(frozen=True, slots=True)
class Screen:
    display: str
    bus: str
    """The address of the accessibility bus."""

    def variables(self) -> dict[str, str]:
        """Return what a program is told, so that it shows itself here and nowhere else."""
        return {
            "DISPLAY": self.display,
            "AT_SPI_BUS_ADDRESS": self.bus,
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "QT_QPA_PLATFORM": "xcb",
            "XDG_SESSION_TYPE": "x11",
        }

    def picture(self, path: Path) -> None:
        """Take a picture of the whole screen, where ImageMagick is installed."""
        if shutil.which("import"):
            command = ["import", "-display", self.display, "-window", "root", str(path)]
            subprocess.run(command, check=True)


@contextmanager
def screen(folder: Path) -> Iterator[Screen]:
    """Light a screen; what it needs works in `folder` and ends with it."""
    started: list[subprocess.Popen[str]] = []

    def start(*command: str, **more: str) -> subprocess.Popen[str]:
        environment = os.environ | {"HOME": str(folder)} | more
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        started.append(subprocess.Popen(command, env=environment, cwd=folder, text=True, **streams))
        return started[-1]

    try:
        size = f"{WIDTH}x{HEIGHT}x24"
        server = start("Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp")
        display = f":{_first_line(server)}"
        bus = start(
            "dbus-daemon", "--session", "--nofork", "--print-address=1",
            f"--address=unix:dir={folder}",
        )  # fmt: skip
        address = _first_line(bus)
        start("openbox", "--sm-disable", DISPLAY=display)
        _wait_for_manager(display, started)
        yield Screen(display, address)
    finally:
        for process in started:  # the manager ends with the screen, and not before
            process.terminate()
        for process in started:
            process.communicate(timeout=10)


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line, f"{process.args} said nothing"
    return line


def _wait_for_manager(display: str, started: Sequence[subprocess.Popen[str]]) -> None:
    """Wait until a window manager answers: without one a window gets no focus."""
    command = ["xdotool", "get_num_desktops"]
    give_up = time.monotonic() + _PATIENCE
    while subprocess.run(
        command, env=os.environ | {"DISPLAY": display}, capture_output=True, check=False
    ).returncode:
        ended = {str(each.args[0]): each.poll() for each in started if each.poll() is not None}
        assert not ended, f"ended by themselves: {ended}"
        assert time.monotonic() < give_up, "no window manager came"
        time.sleep(0.05)
