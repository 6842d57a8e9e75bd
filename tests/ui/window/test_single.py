from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from cytodesk.ui.window.single import Single

SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from cytodesk.ui.window.single import Single
QCoreApplication([])
sys.exit(0 if Single(Path(sys.argv[1])).hand_over(sys.argv[2:]) else 1)
"""


def test_a_second_start_hands_its_files_to_the_first(qapp: Any, qtbot: Any, tmp_path: Path) -> None:
    first = Single(tmp_path)
    first.listen()
    with qtbot.waitSignal(first.handed, timeout=20_000) as told:
        second = subprocess.Popen([sys.executable, "-c", SECOND, tmp_path, "a slide.svs"])
    assert told.args == [[str(Path("a slide.svs").absolute())]]
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.returncode == 0
    first.close()


def test_the_first_start_finds_nobody(qapp: Any, tmp_path: Path) -> None:
    assert not Single(tmp_path).hand_over(["a.svs"])
