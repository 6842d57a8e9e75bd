from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from cytodesk.ui.look import Look
from cytodesk.ui.runs.activity import ActivityStrip, left_of
from cytodesk.wire.runs import RunState
from tests.ui.runs.conftest import listed_run


def said(strip: ActivityStrip) -> str:
    shown = [each for each in strip.findChildren(QWidget) if each.isVisibleTo(strip)]
    texts = [each.text() for each in shown if isinstance(each, QLabel | QPushButton)]
    return " | ".join([*texts, *(each.accessibleName() for each in shown)])


def test_nothing_that_runs_is_said_too(qtbot: Any, look: Look) -> None:
    strip = ActivityStrip(look)
    qtbot.addWidget(strip)
    strip.put([listed_run(1), listed_run(2, RunState.CREATED)])
    assert "Nothing is running" in said(strip)
    assert strip.first is None


def test_the_run_that_began_first_stands_there_and_the_others_are_counted(
    qtbot: Any, look: Look
) -> None:
    strip = ActivityStrip(look)
    qtbot.addWidget(strip)
    strip.put(
        [
            listed_run(19, RunState.QUEUED),
            listed_run(18, RunState.RUNNING),
            listed_run(17, RunState.RUNNING, progress=62, comment="image 2 of 3"),
        ]
    )
    told = said(strip)
    assert strip.first is not None
    assert strip.first.id == 17
    assert "Detect nuclei #17" in told
    assert "62 %" in told
    assert "image 2 of 3" in told
    assert "1 more run, 1 waits" in told


def test_a_run_that_reports_no_progress_says_no_percentage(qtbot: Any, look: Look) -> None:
    strip = ActivityStrip(look)
    qtbot.addWidget(strip)
    strip.put([listed_run(17, RunState.RUNNING)])
    assert "%" not in said(strip)
    strip.put([listed_run(17, RunState.RUNNING, progress=1)])
    assert "1 %" in said(strip)


def test_a_run_that_waits_alone_says_for_what(qtbot: Any, look: Look) -> None:
    strip = ActivityStrip(look)
    qtbot.addWidget(strip)
    strip.put([listed_run(3, RunState.QUEUED, comment="Preparing Python 3.11")])
    assert "Waiting: Preparing Python 3.11" in said(strip)


def test_the_strip_tells_which_run_is_to_be_opened_or_cancelled(qtbot: Any, look: Look) -> None:
    strip = ActivityStrip(look)
    qtbot.addWidget(strip)
    strip.put([listed_run(17, RunState.RUNNING)])
    strip.show()
    told: list[tuple[str, int]] = []
    strip.run_wanted.connect(lambda id_: told.append(("open", id_)))
    strip.cancel_wanted.connect(lambda id_: told.append(("cancel", id_)))
    for name in ("Open Detect nuclei #17", "Cancel it"):
        (button,) = [
            each for each in strip.findChildren(QPushButton) if each.accessibleName() == name
        ]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told == [("open", 17), ("cancel", 17)]


def test_what_is_left_is_guessed_once_there_is_something_to_guess_from() -> None:
    began = int(time.time() * 1000) - 60_000
    run = listed_run(1, RunState.RUNNING, progress=50, started=began)
    left = left_of(run)
    assert left is not None
    assert 55 < left < 120
    assert left_of(listed_run(1, RunState.RUNNING, progress=1, started=began)) is None
    assert left_of(listed_run(1, RunState.QUEUED)) is None
