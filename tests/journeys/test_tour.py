"""The whole journey in the real window, as `cytodesk tour` plays it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGES = 17
MOST_CLICKS = 8


def test_the_tour_goes_from_start_to_a_chart_and_leaves_pictures(
    tmp_path: Path, wheels: Path
) -> None:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "CYTODESK_LANGUAGE": "en",
        "CYTODESK_WHEELS": str(wheels),
    }
    done = subprocess.run(
        [sys.executable, "-m", "cytodesk", "tour", str(tmp_path / "tour")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    pictures = list((tmp_path / "tour").glob("*.png"))
    assert len(pictures) == 2 * PAGES
    report = (tmp_path / "tour" / "report.html").read_text(encoding="utf-8")
    clicks = re.search(r"Clicks to a chart of two analyses</td><td>(\d+)", report)
    assert clicks is not None
    assert int(clicks[1]) <= MOST_CLICKS
