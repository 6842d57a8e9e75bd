"""What starts where there is no screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cytodesk.ui.window.screens import has_screen

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is a screen")

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def _said(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in _SCREENS}
    return subprocess.run(
        [sys.executable, *words],
        env={**kept, "CYTODESK_HOME": str(tmp_path), "CYTODESK_LANGUAGE": "en"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_window_without_a_screen_is_one_sentence(tmp_path: Path) -> None:
    said = _said(tmp_path, "-m", "cytodesk", "open")
    assert said.returncode == 3
    assert said.stderr.startswith("There is no screen to open a window on")
    assert said.stderr.count("\n") == 1


def test_the_tour_paints_into_memory_where_there_is_no_screen(tmp_path: Path) -> None:
    asks = (
        "from cytodesk.ui.window.first_frame import new_application;"
        "print(new_application().platformName())"
    )
    assert _said(tmp_path, "-c", asks).stdout.strip() == "offscreen"


def test_what_qt_was_told_counts_as_a_screen() -> None:
    assert not has_screen({})
    assert all(has_screen({name: "x"}) for name in _SCREENS)
