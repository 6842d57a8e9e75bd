"""The window is killed while analyses run, and opened again."""

from __future__ import annotations

import signal
import time
from pathlib import Path

from cytodesk.client.installing import install
from tests.journeys.window.apps import patient
from tests.journeys.window.program import Program

_SHORT, _LONG = "1.5", "300"
_IS_WRITTEN = 1.0
"""Seconds after which what was typed outlives a kill; the window promises 0.3."""


def test_after_a_kill_the_window_comes_back_as_it_was_with_the_fate_of_every_run(
    program: Program, tmp_path: Path
) -> None:
    program.open()
    program.make_project("Killed")
    with program.place() as place:
        install(place, patient(tmp_path / "patient"))
    for word, pause in (("short", _SHORT), ("long", _LONG)):
        program.hand.key("ctrl+n")
        program.fill_patient(word, pause)
        program.press("~^Launch")
        program.see("~^Patient #", "label")
    program.see("~begun with short|begun with long")
    program.hand.key("ctrl+n")
    program.fill_patient("half a sentence", "7")
    program.see("~^Launch")
    program.take("before")
    time.sleep(_IS_WRITTEN)
    program.kill()
    program.open()
    program.see("Load from an analysis…")
    program.take("after")
    program.see("Your values of last time are back.")
    program.see("Launch 1 analysis")
    program.see("~^Pause")
    assert program.typed("Word") == "half a sentence"
    program.tab_to("Pause")
    assert program.typed("Pause") == "7"
    for still_open in ("Patient #1", "Patient #2", "New: Patient"):
        assert program.find(still_open, "push button")
    program.press("Analyses")
    program.see("Done", "cell")
    program.take("fates")
    program.press("Patient #1")
    program.see("~ended with short")
    program.press("Patient #2")
    program.see("~begun with long")
    program.press("Cancel")
    program.see("~^Cancelled after")
    program.take("cancelled")


def test_a_crash_is_told_at_the_next_start_with_where_it_was(program: Program) -> None:
    program.open()
    program.see("Open the sample")
    assert program.process is not None
    program.process.send_signal(signal.SIGSEGV)
    program.process.wait(timeout=20)
    program.open()
    program.see("~ended suddenly the last time")
    program.take("crash-told")
    program.close()
    program.open()
    program.see("Open the sample")
    time.sleep(_IS_WRITTEN)
    assert program.find("~ended suddenly") is None
